import { inspect } from 'node:util';

const shown = '[secret]';

/** Secret bytes: used as any others, and shown nowhere, be they inspected, logged, made JSON or put into a text. */
export class SecretBytes extends Uint8Array {
  override toString(): string {
    return shown;
  }

  override toLocaleString(): string {
    return shown;
  }

  toJSON(): string {
    return shown;
  }

  [inspect.custom](): string {
    return shown;
  }
}

/** A secret text, such as a password, which is shown nowhere but to who asks for it. */
export class SecretText {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return shown;
  }

  toJSON(): string {
    return shown;
  }

  [inspect.custom](): string {
    return shown;
  }
}
