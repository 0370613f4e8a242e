import type { NoteCategory } from '../generated/graphql.ts'

/** The first words of a note usually say what kind it is. Restricted kinds are never guessed: they are chosen. */
const signs: [RegExp, NoteCategory][] = [
  [/\b(met|came in|appointment|face to face|home visit)\b/i, 'APPOINTMENT'],
  [/\b(rang|rings?|called|calls?|phoned?|spoke|voicemail)\b/i, 'PHONE_CALL'],
  [/\b(emailed|texted|e-?mails?|text message|whatsapp|letter from (?:the )?client)\b/i, 'CLIENT_CONTACT'],
  [/\b(creditor|lender|bank|council|bailiff|enforcement agent|wrote to|letter from)\b/i, 'CREDITOR_CONTACT'],
  [/\b(advised|explained the options|recommend(?:ed|ation)?)\b/i, 'ADVICE'],
  [/\b(budget|payslips?|income|benefit|wages)\b/i, 'FINANCIAL'],
  [/\b(referred|referral|signposted)\b/i, 'REFERRAL'],
]

/** The kind of the earliest sign in the text; nothing when there is none. */
export function guessCategory(body: string): NoteCategory | undefined {
  let first: { at: number; category: NoteCategory } | undefined
  for (const [sign, category] of signs) {
    const at = body.search(sign)
    if (at >= 0 && (!first || at < first.at)) first = { at, category }
  }
  return first?.category
}
