/**
 * A text as a terminal may show it: what stores and accounts call themselves must not move its cursor, hide a line or press keys.
 * Line ends and tabs stay; other control characters become U+FFFD.
 */
export function terminalText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  return text.replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g, '\uFFFD');
}
