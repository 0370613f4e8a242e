import alertingTexts from '../language/en/alerting.json' with { type: 'json' }
import { addTexts } from '../language/language.ts'

addTexts('alerting', alertingTexts)
