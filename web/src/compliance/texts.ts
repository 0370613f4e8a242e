import complianceTexts from '../language/en/compliance.json' with { type: 'json' }
import { addTexts } from '../language/language.ts'

addTexts('compliance', complianceTexts)
