import registersTexts from '../language/en/registers.json' with { type: 'json' }
import { addTexts } from '../language/language.ts'

addTexts('registers', registersTexts)
