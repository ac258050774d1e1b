/** A text without any of these signs at its end. Patterns that do the same take a time that grows with the square of its length. */
export function withoutEnd(text: string, sign: string): string {
  let end = text.length;
  while (text[end - 1] === sign) end -= 1;
  return text.slice(0, end);
}

/** The same at both ends. */
export function withoutEnds(text: string, sign: string): string {
  let start = 0;
  while (text[start] === sign) start += 1;
  return withoutEnd(text.slice(start), sign);
}
