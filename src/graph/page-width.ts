import type { GraphQLFormattedError } from 'graphql';

/** The most rows that are asked of a store at once, and how many at first. */
const widest = 4_000;
const narrowAtFirst = 250;
/** A page that takes longer than this is followed by no wider one, and one of four times this by a narrower one; in milliseconds. */
const pageMs = 250;
/** How many bytes of lines a page has about at most, where it is wider than at first. */
const pageBytes = 750_000;

/** What a page wider than the graph's may have failed for because it was. */
const perhapsTooWide: ReadonlySet<unknown> = new Set(['STORE_ANSWER_INVALID', 'STORE_BRIDGE_FAILED']);

/** How wide the pages of an export are: wider and wider, as long as a store answers soon and the lines are not too long. */
export class PageWidth {
  /** How many rows are to be asked for. */
  rows = narrowAtFirst;
  #most = widest;
  /** How many rows make a page's lines as long as they are to be. */
  #roomy = narrowAtFirst;

  /** A page of this width was asked for and came within so many milliseconds. */
  came(rows: number, ms: number): void {
    if (ms < pageMs) this.rows = Math.min(this.#most, this.#roomy, rows * 2);
    if (ms > 4 * pageMs) this.rows = Math.max(1, Math.floor(rows / 2));
  }

  /** So many rows made so many bytes of lines. */
  told(rows: number, bytes: number): void {
    this.#roomy = Math.max(narrowAtFirst, Math.floor((pageBytes * rows) / (bytes + 1)));
  }

  /** Whether a page of this width that has these errors is to be asked for again; narrower then, as all after it are. */
  narrowed(rows: number, errors: readonly GraphQLFormattedError[], isAnswered: boolean): boolean {
    if (rows > 1 && errors.some(isOfWidth)) return this.#narrow(Math.max(1, Math.floor(rows / 2)));
    if (isAnswered || rows <= narrowAtFirst) return false;
    return errors.some(({ extensions }) => perhapsTooWide.has(extensions?.code)) && this.#narrow(narrowAtFirst);
  }

  #narrow(rows: number): true {
    this.rows = this.#most = rows;
    return true;
  }
}

/** Whether a narrower page might have come without this error. */
function isOfWidth({ extensions }: GraphQLFormattedError): boolean {
  const { code, statement, bridgeCode } = extensions ?? {};
  if (code === 'STORE_RESULT_TRUNCATED' || code === 'QUERY_TOO_COSTLY' || bridgeCode === 'TOO_MANY_VALUES') return true;
  return code === 'STORE_TIMEOUT' && statement !== undefined;
}
