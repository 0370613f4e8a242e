import type { EvidenceKind } from './generated/graphql.ts'

const words: Record<EvidenceKind, string> = {
  DOCUMENT: 'a document',
  LEAFLET: 'a leaflet',
  NOTE: 'a note',
  CASE_RECORD: 'the case record',
  VULNERABILITY_RECORD: 'a vulnerability record',
  FINANCIAL_STATEMENT: 'a financial statement',
  FACT_FIND: 'the fact find',
  CREDIT_REPORT: 'a credit report',
  CREDITOR_REPLY: "a creditor's reply",
  OPTIONS_RECORD: 'the options record',
  CALCULATION: 'a calculation',
  CONFIRMATION_OF_ADVICE: 'the confirmation of advice',
  SIGNATURE: "the client's signature",
  DISPATCH_LOG: 'a record of sending',
  OFFER_RUN: 'the offers worked out',
}

export function evidenceInWords(kind: string): string {
  return words[kind as EvidenceKind]
}
