import auditTexts from '../language/en/audit.json' with { type: 'json' }
import '../history/texts.ts'
import { addTexts } from '../language/language.ts'

addTexts('audit', auditTexts)
