/** Whether a text holds half of a pair of UTF-16: no letter, and JSON with one is none for PHP. */
export const isCut = (text: string) => /\p{Surrogate}/u.test(text);
