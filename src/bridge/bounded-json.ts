import { isAscii } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** The most that one answer of a store may hold; a bridge sends less. */
export const answerBounds = {
  /** How deep arrays and objects may nest: answer, results, result, rows, row, and some more for what acts tell. */
  depth: 8,
  /** Elements of one list of rows. */
  rows: 10_000,
  /** Values in one row; no database has wider tables. */
  cells: 4_096,
  /** Values that are in no list of rows. */
  values: 20_000,
  /** Bytes of one text. */
  text: 8 * 1024 * 1024,
  /** Bytes of memory that the answer and what is made of it may take, by the estimate below. */
  memory: 64 * 1024 * 1024,
} as const;

/** What a value costs beside its text, and what an array or object does, in bytes; each byte of text is there as sent and as text of two. */
const [valueBytes, containerBytes, byteBytes] = [24, 56, 3];
/** The depth of the elements of `rows`: those of a list at this depth are parsed apart. */
const listDepth = 4;
const sliceBytes = 64 * 1024;
const sliceValues = 8_192;
/** A list of more values than this is parsed apart. */
const shortList = 256;
/** A text's end is looked for byte by byte in so many bytes; beyond them it is found sooner otherwise. */
const shortText = 32;
/** A text of no more bytes and values than these is parsed whole: that takes a few milliseconds, whatever it holds. */
const [wholeBytes, wholeValues] = [512 * 1024, 32_768];
/** For how many milliseconds the event loop may be held before others get their turn. */
const heldMs = 8;

/** Says why a text is not read: which bound it breaks. */
export class TooMuch extends Error {}

/** A long list in the text: where it begins and ends, brackets included, and the commas at which it is cut. */
interface LongList {
  readonly start: number;
  readonly end: number;
  readonly cuts: readonly number[];
}

/**
 * What a JSON text of a bridge says; undefined where it is no JSON. The bytes are counted through before anything of them becomes
 * an object, and long lists become objects slice by slice, so that no text, whatever it holds, takes more than its bounds of memory
 * or holds the event loop for long. Throws {@link TooMuch}.
 */
export async function parseBounded(body: Buffer): Promise<unknown> {
  const pause = breather();
  const scan = new Scan(body);
  for (let from = 0; from < body.length; from += 4 * sliceBytes) {
    scan.read(Math.min(body.length, from + 4 * sliceBytes));
    await pause();
  }
  try {
    if (scan.lists.length === 0 || (body.length <= wholeBytes && scan.values <= wholeValues)) {
      // Signs of one byte are signs of Latin 1 too, of which a text is made by copying.
      return JSON.parse(body.toString(isAscii(body) ? 'latin1' : 'utf8'));
    }
    return await parseApart(body, scan.lists, pause);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The same for what nobody vouches for: at most as deep as a refusal is; undefined where it is deeper, or no JSON. */
export function parseFlat(body: Buffer, depth = 2): unknown {
  try {
    new Scan(body, { ...answerBounds, depth, values: 64 }).read(body.length);
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Parses the text with a mark in the place of each long list, and then the lists. */
async function parseApart(body: Buffer, lists: readonly LongList[], pause: () => Promise<void>): Promise<unknown> {
  // Nobody who writes a text can know its mark.
  const mark = randomBytes(16).toString('hex');
  const pieces: string[] = [];
  const read = new Map<unknown, unknown[]>();
  let from = 0;
  for (const [at, { start, end, cuts }] of lists.entries()) {
    pieces.push(body.toString('utf8', from, start), `"${mark}.${at}"`);
    from = end;
    const values: unknown[] = [];
    let sliceFrom = start + 1;
    for (const cut of [...cuts, end - 1]) {
      const slice: unknown[] = JSON.parse(`[${body.toString('utf8', sliceFrom, cut)}]`);
      // An empty slice is a comma too many, which is no JSON.
      if (slice.length === 0 && cuts.length > 0) throw new SyntaxError('a list has a comma too many');
      for (const value of slice) values.push(value);
      sliceFrom = cut + 1;
      await pause();
    }
    read.set(`${mark}.${at}`, values);
  }
  pieces.push(body.toString('utf8', from));
  await pause();
  return JSON.parse(pieces.join(''), (_key, value) => (typeof value === 'string' ? (read.get(value) ?? value) : value));
}

/** Gives others their turn where the event loop has been held for long. */
export function breather(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < heldMs) return;
    await nextTurn();
    since = performance.now();
  };
}

/** Goes through the bytes of a JSON text once, and counts. What is no JSON is left to the parser to find. */
class Scan {
  readonly lists: LongList[] = [];
  #at = 0;
  #depth = 0;
  /** Where the text that is being read began; -1 outside of one. */
  #textFrom = -1;
  #values = 0;
  #containers = 0;
  /** Values that are in no long list. */
  #loose = 0;
  // Of the list at hand: where it began, its commas at which it is cut, since when it is to be cut again, and what it holds.
  #listFrom = 0;
  #cuts: number[] = [];
  #cutFrom = 0;
  #valuesBeforeCut = 0;
  #valuesBeforeList = 0;
  #valuesBeforeRow = 0;
  #rows = 0;

  constructor(
    private readonly body: Buffer,
    private readonly bounds: { readonly [bound in keyof typeof answerBounds]: number } = answerBounds,
  ) {}

  /** How many values there were so far. */
  get values(): number {
    return this.#values;
  }

  /** Reads on up to this place; throws TooMuch. */
  read(end: number): void {
    const { body } = this;
    let at = this.#at;
    let inText = this.#textFrom >= 0;
    let longAt = at + shortText;
    for (; at < end; at += 1) {
      const byte = body[at];
      if (inText) {
        if (byte === 0x5c) at += 1;
        else if (byte === 0x22) {
          this.#checkText(at);
          this.#textFrom = -1;
          inText = false;
        } else if (at > longAt) {
          at = this.#beforeQuote(at, end);
          longAt = at + shortText;
        }
      } else if (byte === 0x22) {
        this.#textFrom = at;
        inText = true;
        longAt = at + shortText;
      } else if (byte === 0x2c) this.#comma(at);
      else if (byte === 0x5b || byte === 0x7b) this.#open(at);
      else if (byte === 0x5d || byte === 0x7d) this.#close(at);
    }
    this.#at = at;
    if (inText) this.#checkText(at);
    const memory = byteBytes * at + valueBytes * this.#values + containerBytes * this.#containers;
    if (memory > this.bounds.memory) throw new TooMuch('more values than are read of one answer');
  }

  /** The last sign before the next quote or the end, from this one of a text, which is no backslash; that quote where it is one of the text's own. */
  #beforeQuote(at: number, end: number): number {
    const { body } = this;
    const found = body.indexOf(0x22, at);
    const quote = found < 0 || found > end ? end : found;
    let from = quote;
    while (body[from - 1] === 0x5c) from -= 1;
    return (quote - from) % 2 === 0 ? quote - 1 : quote;
  }

  #checkText(at: number): void {
    if (at - this.#textFrom > this.bounds.text) throw new TooMuch('a text longer than is read');
  }

  #comma(at: number): void {
    this.#value();
    if (this.#depth !== listDepth) return;
    this.#rows += 1;
    if (this.#rows >= this.bounds.rows) throw new TooMuch('more rows than are read of one statement');
    this.#valuesBeforeRow = this.#values;
    if (at - this.#cutFrom < sliceBytes && this.#values - this.#valuesBeforeCut < sliceValues) return;
    this.#cuts.push(at);
    this.#cutFrom = at + 1;
    this.#valuesBeforeCut = this.#values;
  }

  #open(at: number): void {
    this.#depth += 1;
    this.#containers += 1;
    this.#value();
    if (this.#depth > this.bounds.depth) throw new TooMuch('deeper lists than are read');
    if (this.#depth !== listDepth) return;
    [this.#listFrom, this.#cutFrom, this.#cuts, this.#rows] = [at, at + 1, [], 0];
    this.#valuesBeforeList = this.#valuesBeforeRow = this.#valuesBeforeCut = this.#values;
  }

  #close(at: number): void {
    const closesList = this.#depth === listDepth && this.body[at] === 0x5d && this.body[this.#listFrom] === 0x5b;
    this.#depth -= 1;
    if (!closesList) return;
    const values = this.#values - this.#valuesBeforeList;
    if (values <= shortList && at - this.#listFrom <= sliceBytes) return;
    this.lists.push({ start: this.#listFrom, end: at + 1, cuts: this.#cuts });
    this.#loose -= values;
  }

  #value(): void {
    this.#values += 1;
    this.#loose += 1;
    if (this.#depth >= listDepth) {
      if (this.#values - this.#valuesBeforeRow > this.bounds.cells) throw new TooMuch('a wider row than is read');
    } else if (this.#loose > this.bounds.values) throw new TooMuch('more values than are read of one answer');
  }
}
