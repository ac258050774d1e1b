/** A value out of PHP's `serialize()`: a scalar, or an array of such values, which is a list where its keys count from 0. */
export type PhpValue = string | number | boolean | null | readonly PhpValue[] | { readonly [key: string]: PhpValue };

/**
 * Reads a value that PHP serialized; undefined for what is none or is damaged, and for anything that holds an object or a reference:
 * objects are never made, whatever their class. Integers that a number does not hold exactly are text. What follows the value is
 * passed over, as PHP does.
 */
export function unserialized(text: string): PhpValue | undefined {
  try {
    return new Reading(text).value();
  } catch (error) {
    // A text may nest deeper than the stack.
    if (error instanceof Damaged || error instanceof RangeError) return undefined;
    throw error;
  }
}

class Damaged extends Error {}

const oneByteSigns = /^[\0-\x7f]*$/;
const wholeNumber = /^-?\d+$/;
const decimalNumber = /^-?\d+(?:\.\d+)?(?:E[+-]\d+)?$/;

/** Reads a serialized text from its begin to its end. */
class Reading {
  #at = 0;
  /** Whether each sign is one byte: PHP counts the lengths of texts in bytes. */
  readonly #isOfOneByteSigns: boolean;

  constructor(private readonly text: string) {
    this.#isOfOneByteSigns = oneByteSigns.test(text);
  }

  value(): PhpValue {
    const kind = this.text[this.#at];
    this.#at += 1;
    if (kind === 'N') {
      this.#expect(';');
      return null;
    }
    this.#expect(':');
    switch (kind) {
      case 's': {
        const text = this.#quoted(this.#length());
        this.#expect(';');
        return text;
      }
      case 'i':
        return this.#integer(this.#until(';'));
      case 'b':
        return this.#until(';') === '1';
      case 'd': {
        const number = this.#until(';');
        if (!decimalNumber.test(number)) throw new Damaged();
        return Number(number);
      }
      case 'a':
        return this.#array(this.#length());
      default:
        throw new Damaged();
    }
  }

  #array(length: number): PhpValue {
    this.#expect('{');
    const [keys, values]: [(string | number)[], PhpValue[]] = [[], []];
    let isList = true;
    for (let i = 0; i < length; i += 1) {
      const key = this.value();
      if (typeof key !== 'string' && typeof key !== 'number') throw new Damaged();
      isList &&= key === i;
      keys.push(key);
      values.push(this.value());
    }
    this.#expect('}');
    return isList ? values : recordOf(keys, values);
  }

  #integer(text: string): number | string {
    if (!wholeNumber.test(text)) throw new Damaged();
    const number = Number(text);
    return Number.isSafeInteger(number) ? number : BigInt(text).toString();
  }

  #length(): number {
    const length = Number(this.#until(':'));
    if (!Number.isSafeInteger(length) || length < 0) throw new Damaged();
    return length;
  }

  #quoted(bytes: number): string {
    this.#expect('"');
    const start = this.#at;
    if (this.#isOfOneByteSigns) this.#at += bytes;
    else this.#pass(bytes);
    const text = this.text.slice(start, this.#at);
    this.#expect('"');
    return text;
  }

  /** Passes over signs that have so many bytes in UTF-8. */
  #pass(bytes: number): void {
    let left = bytes;
    while (left > 0) {
      const sign = this.text.codePointAt(this.#at);
      if (sign === undefined) throw new Damaged();
      this.#at += sign > 0xffff ? 2 : 1;
      left -= sign < 0x80 ? 1 : sign < 0x800 ? 2 : sign < 0x10000 ? 3 : 4;
    }
    if (left < 0) throw new Damaged();
  }

  #until(end: string): string {
    const at = this.text.indexOf(end, this.#at);
    if (at < 0) throw new Damaged();
    const text = this.text.slice(this.#at, at);
    this.#at = at + 1;
    return text;
  }

  #expect(sign: string): void {
    if (this.text[this.#at] !== sign) throw new Damaged();
    this.#at += 1;
  }
}

/** As `Object.fromEntries`, for half of the time. */
function recordOf(keys: readonly (string | number)[], values: readonly PhpValue[]): Record<string, PhpValue> {
  const record: Record<string, PhpValue> = {};
  for (const [i, key] of keys.entries()) {
    const value = values[i] as PhpValue;
    if (key === '__proto__') Object.defineProperty(record, key, { value, enumerable: true });
    else record[key] = value;
  }
  return record;
}
