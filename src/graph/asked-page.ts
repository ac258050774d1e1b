import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { timeoutError } from '../bridge/errors.js';

/** For how many milliseconds rows wait at most for the next page to be asked for, as where a key must wait before it may ask again. */
const patienceMs = 50;

/** What became of work: a value or an error. */
export interface Outcome<T> {
  readonly value?: T;
  readonly error?: unknown;
}

/** Asks for the page after a cursor; `asked` is to be told how far that is. */
export type ReadPage<T> = (after: string | null, asked: AskedPage<T>) => Promise<T>;

/**
 * A page of an export that is being asked for, and the one after it. Once it has come, its rows are read when its turn is there and the
 * next page has been asked for: so a store works while rows are read and told, and is asked for no page beyond the next one.
 */
export class AskedPage<T> {
  readonly #read: ReadPage<T>;
  readonly #outcome: Promise<Outcome<T>>;
  readonly #dropped = new AbortController();
  readonly #turn = new Signal();
  readonly #sent = new Signal();
  #next: AskedPage<T> | null = null;

  /** Begins to ask. */
  constructor(read: ReadPage<T>, after: string | null) {
    this.#read = read;
    this.#outcome = read(after, this).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
  }

  /** Given when nobody waits for the page any more. */
  get signal(): AbortSignal {
    return this.#dropped.signal;
  }

  /** The store has been asked. */
  sent(): void {
    this.#sent.give();
  }

  /** The page has come and ends with this cursor, null where none follows. Resolves when its rows may be read; rejects where it was dropped. */
  async ends(cursor: string | null): Promise<void> {
    await this.#turn.given;
    // Of a wider page that failed.
    this.takeNext()?.drop();
    if (this.signal.aborted) throw timeoutError();
    if (cursor === null) return;
    const next = new AskedPage(this.#read, cursor);
    this.#next = next;
    await Promise.race([next.#sent.given, next.#outcome, pause(patienceMs, undefined, { ref: false })]);
    // What was asked leaves before the rows take their time.
    await nextTurn();
  }

  /** What became of the page, whose turn it is now. */
  take(): Promise<Outcome<T>> {
    this.#turn.give();
    return this.#outcome;
  }

  /** The next page where it has been asked for already; given once, so that a page that is told holds no other. */
  takeNext(): AskedPage<T> | null {
    const next = this.#next;
    this.#next = null;
    return next;
  }

  /** Ends whatever is still being done for it and for the next one. */
  drop(): void {
    this.#dropped.abort();
    this.#turn.give();
    this.takeNext()?.drop();
  }
}

/** Something that happens once. */
class Signal {
  give: () => void = () => undefined;
  readonly given = new Promise<void>((resolve) => {
    this.give = resolve;
  });
}
