import careTexts from '../language/en/care.json' with { type: 'json' }
import { addTexts } from '../language/language.ts'

addTexts('care', careTexts)
