import accountTexts from '../language/en/account.json' with { type: 'json' }
import { addTexts } from '../language/language.ts'

addTexts('account', accountTexts)
