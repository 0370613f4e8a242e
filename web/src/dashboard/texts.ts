import dashboardTexts from '../language/en/dashboard.json' with { type: 'json' }
import { addTexts } from '../language/language.ts'

addTexts('dashboard', dashboardTexts)
