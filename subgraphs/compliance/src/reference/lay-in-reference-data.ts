import { createHash } from 'node:crypto'
import type { ClientBase } from 'pg'
import { stageBefore } from '../rules/stages.ts'
import type { FrameworkFile, FrameworkItem } from './framework-file.ts'
import type { ReferenceData } from './read-reference-data.ts'

/**
 * Brings the reference tables up to the files, in the caller's transaction. Ids follow from codes and versions, so they are the
 * same everywhere. What a published version says is never changed: cases stand on it. Its end, source and verification may be.
 */
export async function layInReferenceData(
  client: ClientBase,
  { frameworks, bankHolidays }: ReferenceData,
): Promise<void> {
  for (const framework of frameworks) await layInFramework(client, framework)
  const days = Object.entries(bankHolidays.calendars).flatMap(([calendar, list]) =>
    list.map((holiday) => ({ calendar, ...holiday })),
  )
  // A proclamation may be withdrawn, so the table is what the file says.
  await client.query('delete from bank_holiday')
  await client.query(
    `insert into bank_holiday (calendar, day, name, substitute, source_url, verified)
     select h->>'calendar', (h->>'day')::date, h->>'name', (h->>'substitute')::boolean, $2, $3 from jsonb_array_elements($1::jsonb) h`,
    [JSON.stringify(days), bankHolidays.sourceUrl, bankHolidays.verified],
  )
}

async function layInFramework(client: ClientBase, framework: FrameworkFile): Promise<void> {
  const id = referenceId(framework.code, framework.version)
  const digest = digestOf(framework)
  const known = await client.query<{ digest: string }>('select digest from framework where id = $1', [id])
  if (known.rows[0] !== undefined && known.rows[0].digest !== digest) {
    throw new Error(
      `${framework.code} version ${framework.version} is published, and its checklists are not what they were. ` +
        `Restore them; to change them, set effectiveTo and add a file with the next version.`,
    )
  }
  const verified = framework.checklists.every((list) => list.items.every((item) => item.verified))
  await client.query(
    `insert into framework (id, code, version, name, authority, source_url, effective_from, effective_to, jurisdictions, verified, verified_on, digest)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict (id) do update set source_url = excluded.source_url, effective_to = excluded.effective_to,
       verified = excluded.verified, verified_on = excluded.verified_on`,
    [
      id,
      framework.code,
      framework.version,
      framework.name,
      framework.authority,
      framework.sourceUrl,
      framework.effectiveFrom,
      framework.effectiveTo ?? null,
      framework.jurisdictions,
      verified,
      verified ? (framework.verifiedOn ?? null) : null,
      digest,
    ],
  )
  for (const [position, list] of framework.checklists.entries()) {
    const checklistId = referenceId(framework.code, framework.version, list.code)
    await client.query(
      `insert into checklist (id, framework_id, code, position, name, level, mandatory, case_types, attach_when)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do nothing`,
      [
        checklistId,
        id,
        list.code,
        position,
        list.name,
        list.level,
        list.mandatory,
        list.caseTypes,
        list.attachWhen ?? [],
      ],
    )
    for (const [place, item] of list.items.entries()) await layInItem(client, item, { framework, checklistId, place })
  }
}

async function layInItem(
  client: ClientBase,
  item: FrameworkItem,
  { framework, checklistId, place }: { framework: FrameworkFile; checklistId: string; place: number },
): Promise<void> {
  await client.query(
    `insert into checklist_item (id, checklist_id, code, position, text, rule_reference, force, mandatory, weight, stage, joint_only,
       not_for_case_types, evidence_kinds, sign_off, due_words, due_force, clock, overdue_alert, verified, jurisdictions, only_when)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
     on conflict (id) do update set verified = excluded.verified`,
    [
      referenceId(framework.code, framework.version, item.code),
      checklistId,
      item.code,
      place,
      item.text,
      item.ruleReference,
      item.force,
      item.mandatory,
      item.weight,
      gateStage(item),
      item.jointOnly,
      item.notForCaseTypes,
      item.evidence,
      item.signOff,
      item.due?.words ?? null,
      item.due?.force ?? null,
      item.due?.clock ? JSON.stringify(item.due.clock) : null,
      item.mandatory ? item.overdueAlert : null,
      item.verified,
      item.jurisdictions ?? [],
      item.onlyWhen ?? [],
    ],
  )
}

/** The stage that is not to be left before the item is done. */
function gateStage({ stage, before }: Pick<FrameworkItem, 'stage' | 'before'>): string | null {
  return (before === undefined ? stage : stageBefore(before)) ?? null
}

/** Over what cases stand on; not over what may be put right about a published version. */
function digestOf({ code, version, name, authority, effectiveFrom, jurisdictions, checklists }: FrameworkFile): string {
  const lists = checklists.map((list) => ({
    ...list,
    items: list.items.map((item) => ({ ...item, verified: undefined })),
  }))
  return createHash('sha256')
    .update(JSON.stringify({ code, version, name, authority, effectiveFrom, jurisdictions, lists }))
    .digest('hex')
}

/** A UUID (version 8) that follows from its parts. */
export function referenceId(...parts: string[]): string {
  const bytes = createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
