import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { setFormatLanguage } from '../format/dates.ts'
import { english, type Catalogue, type PageTexts } from './catalogue.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'words'
    resources: Catalogue
    returnNull: false
  }
}

/** Starts the texts in English. A language is added with `i18next.addResourceBundle` for each part. */
export function startLanguage(): void {
  void i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    defaultNS: 'words',
    ns: Object.keys(english),
    resources: { en: english },
    initAsync: false,
    // React escapes already.
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language === 'en' ? 'en-GB' : language
    setFormatLanguage(language)
  })
}

/** Called by a page's module with the texts that only it uses. */
export function addTexts<Part extends keyof PageTexts>(part: Part, texts: PageTexts[Part], language = 'en'): void {
  i18next.addResourceBundle(language, part, texts)
}
