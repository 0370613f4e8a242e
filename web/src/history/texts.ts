import historyTexts from '../language/en/history.json' with { type: 'json' }
import { addTexts } from '../language/language.ts'

addTexts('history', historyTexts)
