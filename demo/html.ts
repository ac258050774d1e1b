/** Text as OpenCart stores what a form posted: with HTML's special characters escaped. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const plainLetters: Readonly<Record<string, string>> = {
  ø: 'o',
  æ: 'ae',
  å: 'a',
  ß: 'ss',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  œ: 'oe',
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
};

/** A text in the letters of addresses: lower case, a to z and digits, words joined by `-`. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[øæåßłđðþıœäöü]/g, (letter) => plainLetters[letter] ?? letter)
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
