import { decodeHTMLStrict } from 'entities';
import { withoutEnd } from '../model/trimming.js';

/** The text that a store escaped for HTML; as it stands where nothing is escaped, and empty where there is none. */
export function unescaped(text: string | null): string {
  if (text === null) return '';
  return text.includes('&') ? decodeHTMLStrict(text) : text;
}

/** A plain-text value of a store that keeps texts escaped; null where it is missing or blank. */
export function plainText(text: string | number | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const plain = unescaped(String(text));
  return plain.trim() === '' ? null : plain;
}

/** The escapes that stores write, each with the sign that it stands for, in an order in which they can be resolved one by one. */
export const escapesAsStored = [
  ['&quot;', '"'],
  ['&#039;', "'"],
  ['&#39;', "'"],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&amp;', '&'],
] as const;

/** A text as PHP's `htmlspecialchars` with ENT_COMPAT escapes it: what stores that escape their input hold for it. */
export function escapedAsStored(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * The forms in which a store may hold a text that a caller looks for: escaped in whole, escaped where HTML must have it (WordPress
 * leaves quotes as they are), and as it is, where that would be shown as the same.
 */
export function formsAsStored(text: string): string[] {
  const forms = [escapedAsStored(text), text.replaceAll('&', '&amp;'), escapedAsStored(text).replaceAll("'", '&#039;')];
  return [...new Set([...forms, text])].filter((form) => unescaped(form) === text);
}

/** A text as held, which the store does not escape: what shoppers typed, or HTML; null where it is blank. */
export function heldText(text: string | number | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const held = String(text);
  return held.trim() === '' ? null : held;
}

/** A code as MySQL's collations compare it: upper and lower case are alike, and blanks behind it do not count. */
export function foldedCode(code: string): string {
  return withoutEnd(code.toLowerCase(), ' ');
}

/** A text as a store's collation compares it: without case and accents. */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
