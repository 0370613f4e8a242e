import { readFileSync } from 'node:fs'
import { buildASTSchema, isObjectType, parse } from 'graphql'
import { expect, test } from 'vitest'
import { readCacheRules } from './cache-rules.ts'

const sdl = readFileSync(new URL('../../../supergraph.graphql', import.meta.url), 'utf8')

/**
 * Everything of our graph that may be remembered. Before a field is added here: does every way in which its answer may
 * change, background work included, bump the tags (`record` in a command, `changes.around` elsewhere)? Does it depend
 * on nothing else, such as the time of day or the viewer's session? PUBLIC: is every viewer answered the same?
 */
const optIns = {
  'Query.centre': '300 s, private, Centre by id',
  'Query.centres': '300 s, private',
  'Query.framework': '300 s, public, Framework by id',
  'Query.noteTemplates': '300 s, private, NoteTemplate by centreId',
  'Query.user': '60 s, private, User by id',
  'Centre.firmReferenceNumber': '300 s, private',
  'Centre.jurisdictions': '300 s, private',
  'Centre.name': '300 s, private',
  'Centre.network': '300 s, private',
  'Centre.regulatoryStatus': '300 s, private',
  'Centre.sfsLicence': '300 s, private',
  'Centre.since': '300 s, private',
  'Centre.telephone': '300 s, private',
  'Network.centres': '300 s, private',
  'Network.name': '300 s, private',
  'User.active': '60 s, private',
  'User.name': '60 s, private',
  'User.telephone': '60 s, private',
  'NoteTemplate.body': '300 s, private',
  'NoteTemplate.category': '300 s, private',
  'NoteTemplate.name': '300 s, private',
  'NoteTemplate.retiredAt': '300 s, private',
  'NoteTemplate.tags': '300 s, private',
  'Framework.authority': '300 s, public',
  'Framework.checklists': '300 s, public',
  'Framework.code': '300 s, public',
  'Framework.effectiveFrom': '300 s, public',
  'Framework.effectiveTo': '300 s, public',
  'Framework.jurisdictions': '300 s, public',
  'Framework.name': '300 s, public',
  'Framework.sourceUrl': '300 s, public',
  'Framework.verified': '300 s, public',
  'Framework.verifiedOn': '300 s, public',
  'Framework.version': '300 s, public',
  'Checklist.caseTypes': '300 s, public',
  'Checklist.code': '300 s, public',
  'Checklist.framework': '300 s, public',
  'Checklist.items': '300 s, public',
  'Checklist.level': '300 s, public',
  'Checklist.mandatory': '300 s, public',
  'Checklist.name': '300 s, public',
  'ChecklistItem.code': '300 s, public',
  'ChecklistItem.dueForce': '300 s, public',
  'ChecklistItem.dueRule': '300 s, public',
  'ChecklistItem.evidenceKinds': '300 s, public',
  'ChecklistItem.force': '300 s, public',
  'ChecklistItem.id': '300 s, public',
  'ChecklistItem.mandatory': '300 s, public',
  'ChecklistItem.ruleReference': '300 s, public',
  'ChecklistItem.signOff': '300 s, public',
  'ChecklistItem.stage': '300 s, public',
  'ChecklistItem.text': '300 s, public',
  'ChecklistItem.verified': '300 s, public',
  'ChecklistItem.weight': '300 s, public',
}

test('what of our graph is remembered is what was thought through', () => {
  const rules = readCacheRules(sdl)
  const schema = buildASTSchema(parse(sdl), { assumeValid: true })
  const found: Record<string, string> = {}
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    for (const field of Object.keys(type.getFields())) {
      const rule = rules.type(type.name)?.field(field)?.rule
      if (rule === undefined || rule === 'key') continue
      const tags = rule.tags?.map((tag) => `, ${tag.type} by ${tag.argument}`).join('') ?? ''
      found[`${type.name}.${field}`] = `${rule.maxAgeMs / 1_000} s, ${rule.isPublic ? 'public' : 'private'}${tags}`
    }
  }
  expect(found).toEqual(optIns)
})
