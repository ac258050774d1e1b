import { type PhpValue, unserialized } from '../php-serialized.js';

/** An array by key, in the order that JavaScript gives keys. */
export interface PhpArray {
  readonly [key: string]: PhpValue;
}

/** Reads a serialized array; empty where the text is none, is damaged, or holds objects, which are never made. */
export function phpArray(text: string | null | undefined): PhpArray {
  return text?.startsWith('a:') ? arrayOf(unserialized(text)) : {};
}

/** The value as an array; empty for anything else. */
export function arrayOf(value: PhpValue | undefined): PhpArray {
  if (typeof value !== 'object' || value === null) return {};
  return (Array.isArray(value) ? { ...value } : value) as PhpArray;
}

/** An own member of an array. */
export function memberOf(array: PhpArray, key: string): PhpValue | undefined {
  return Object.hasOwn(array, key) ? array[key] : undefined;
}

/** The value as text; null for arrays, for none and for blanks. */
export function phpText(value: PhpValue | undefined): string | null {
  if (value === null || value === undefined || typeof value === 'object') return null;
  const text = String(value);
  return text.trim() === '' ? null : text;
}
