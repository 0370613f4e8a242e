import centreTexts from '../language/en/centre.json' with { type: 'json' }
import { addTexts } from '../language/language.ts'

addTexts('centre', centreTexts)
