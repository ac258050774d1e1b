import { type PhpValue, unserialized } from '../php-serialized.js';

export type { PhpValue };

/**
 * Reads a value that PHP serialized; null for what is none, and for anything that holds an object: objects are never made,
 * whatever their class.
 */
export function phpValue(text: string | null | undefined): PhpValue {
  return text ? (unserialized(text) ?? null) : null;
}

/** The values of a serialized array in its order; none where it is no array. */
export function phpList(text: string | null | undefined): readonly PhpValue[] {
  const value = phpValue(text);
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

/** The entries of a serialized array in PHP's order; none where it is no array. */
export function phpEntries(text: string | null | undefined): readonly (readonly [string, PhpValue])[] {
  const value = phpValue(text);
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

/** A scalar as PHP turns it into text; empty for anything else. */
export function phpText(value: PhpValue | undefined): string {
  if (typeof value === 'boolean') return value ? '1' : '';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
