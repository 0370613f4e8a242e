import type { ClientBase } from 'pg'

/** The one task of the deadlines: look at what is due by now. */
export const wakeTask = 'wake'

/** Where graphile-worker keeps its jobs. */
export const jobsSchema = 'compliance_jobs'

/**
 * Keeps, of each case, one job at the next moment at which something about it changes by itself. The job has the case for its key, so it
 * moves when an anchor does, and goes when nothing is left to wait for. case_fact says the same, for the look that needs no job.
 */
export async function scheduleCases(
  client: ClientBase,
  cases: Array<{ caseId: string; wakesAt: Date | null }>,
): Promise<void> {
  const { rows: moved } = await client.query<{ key: string; at: Date | null }>(
    `update case_fact f set wakes_at = n."wakesAt"
     from jsonb_to_recordset($1::jsonb) as n("caseId" uuid, "wakesAt" timestamptz)
     where f.case_id = n."caseId" and f.wakes_at is distinct from n."wakesAt"
     returning 'case:' || f.case_id as key, f.wakes_at as at`,
    [JSON.stringify(cases)],
  )
  await moveJobs(client, moved)
}

/** The same for matters, and matter_fact. */
export async function scheduleMatters(
  client: ClientBase,
  matters: Array<{ matterId: string; wakesAt: Date | null }>,
): Promise<void> {
  const { rows: moved } = await client.query<{ key: string; at: Date | null }>(
    `update matter_fact m set wakes_at = n."wakesAt"
     from jsonb_to_recordset($1::jsonb) as n("matterId" uuid, "wakesAt" timestamptz)
     where m.matter_id = n."matterId" and m.wakes_at is distinct from n."wakesAt"
     returning 'matter:' || m.matter_id as key, m.wakes_at as at`,
    [JSON.stringify(matters)],
  )
  await moveJobs(client, moved)
}

async function moveJobs(client: ClientBase, moved: Array<{ key: string; at: Date | null }>): Promise<void> {
  await addJobs(
    client,
    moved.filter((job): job is Job => job.at !== null),
  )
  const gone = moved.filter((job) => job.at === null).map((job) => job.key)
  if (gone.length > 0) await client.query(`select ${jobsSchema}.remove_job(key) from unnest($1::text[]) as key`, [gone])
}

/** One job for each alert that grows more severe when nobody deals with it. */
export async function scheduleAlerts(
  client: ClientBase,
  alerts: Array<{ id: string; escalatesAt: Date | null }>,
): Promise<void> {
  await addJobs(
    client,
    alerts
      .filter(({ escalatesAt }) => escalatesAt !== null)
      .map(({ id, escalatesAt }) => ({ key: `alert:${id}`, at: escalatesAt! })),
  )
}

/** One job for each alert whose next rung of the ladder is told when nobody takes it. */
export async function scheduleRungs(client: ClientBase, rungs: Array<{ id: string; at: Date }>): Promise<void> {
  await addJobs(
    client,
    rungs.map(({ id, at }) => ({ key: `rung:${id}`, at })),
  )
}

type Job = { key: string; at: Date }

async function addJobs(client: ClientBase, jobs: Job[]): Promise<void> {
  if (jobs.length === 0) return
  await client.query(
    `select count(*) from ${jobsSchema}.add_jobs(array(
       select row($2, json_build_object('at', j.at), null, j.at, null, j.key, null, null)::${jobsSchema}.job_spec
       from jsonb_to_recordset($1::jsonb) as j(key text, at timestamptz)))`,
    [JSON.stringify(jobs), wakeTask],
  )
}
