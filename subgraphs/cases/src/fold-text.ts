// Letters that Unicode does not take apart into a base and an accent.
const wholeLetters: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
}

/**
 * Text as searches and orders by name see it: lower case, without accents and apostrophes, words separated by one space.
 * "Siân O'Neill-Wójcik" is "sian oneill wojcik". The migration's find_cases() compares text in this form.
 */
export function foldText(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\p{M}'’ʼ`]/gu, '')
    .replace(/[ßæœøłđðþı]/g, (letter) => wholeLetters[letter]!)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** The folded words of a search, each once, eight at most: more would narrow nothing and cost time. */
export function wordsOf(search: string): string[] {
  return [...new Set(foldText(search).split(' '))].filter((word) => word !== '').slice(0, 8)
}
