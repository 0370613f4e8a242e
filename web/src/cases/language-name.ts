/** `pl` as "Polish", in the language of the app. */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames([document.documentElement.lang || 'en-GB'], { type: 'language' }).of(code) ?? code
  } catch {
    return code
  }
}
