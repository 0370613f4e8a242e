import peopleTexts from '../language/en/people.json' with { type: 'json' }
import { addTexts } from '../language/language.ts'

addTexts('people', peopleTexts)
