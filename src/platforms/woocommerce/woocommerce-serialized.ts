import { unserialize } from 'php-serialize';

/** A value that PHP serialized: a scalar, or an array of such values (a list where its keys count from 0). */
export type PhpValue = string | number | boolean | null | readonly PhpValue[] | { readonly [key: string]: PhpValue };

/**
 * Reads a value that PHP serialized; null for what is none, and for anything that holds an object: objects are never made,
 * whatever their class.
 */
export function phpValue(text: string | null | undefined): PhpValue {
  if (!text) return null;
  try {
    return plainOf(unserialize(text, {}, { strict: true }));
  } catch {
    return null;
  }
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

function plainOf(value: unknown): PhpValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return value.map(plainOf);
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plainOf(one)]));
  }
  throw new Error('a serialized value must be a scalar or an array, but got an object');
}
