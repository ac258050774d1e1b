import { createHash } from 'node:crypto';
import { isCut } from '../model/cut-text.js';
import type { Keyset } from '../model/page.js';
import { ServiceError } from '../model/service-error.js';

/** Which list a cursor is of: the kind of thing, whose it is (a store, a category in it), and the order. */
export interface CursorList {
  readonly kind: string;
  readonly scope: string;
  readonly orderBy: string;
}

/** The longest cursor that is read, in characters: that of a feed in which some 7,000 stores have been begun. */
const longest = 600_000;

/** Writes and reads the cursors of one list. They are opaque to clients, and those of another list are refused. */
export class CursorCodec {
  readonly #mark: string;

  constructor({ kind, scope, orderBy }: CursorList) {
    this.#mark = createHash('sha256')
      .update(JSON.stringify([kind, scope, orderBy]))
      .digest('base64url')
      .slice(0, 8);
  }

  /** The cursor of a row. */
  write({ value, id }: Keyset): string {
    return this.#write([value, id]);
  }

  /** The place that a cursor stands for; throws BAD_USER_INPUT, naming the argument, where it is not one of this list's. */
  read(cursor: string, argument: string): Keyset {
    const place = this.#read(cursor, argument);
    if (!isPlace(place)) throw refused(argument);
    return { value: place[0], id: place[1] };
  }

  /** The cursor of a row in a list of many: the place reached in each list that has been begun, by the list's name, a UUID. */
  writeMany(places: ReadonlyMap<string, Keyset>): string {
    return this.#write([...places].map(([name, { value, id }]) => [shortUuid(name), value, id]));
  }

  /** The places that such a cursor stands for; throws BAD_USER_INPUT, naming the argument, where it is not one of this list's. */
  readMany(cursor: string, argument: string): ReadonlyMap<string, Keyset> {
    const places = this.#read(cursor, argument);
    return new Map(
      places.map((entry) => {
        const [name, ...place] = Array.isArray(entry) ? (entry as unknown[]) : [];
        if (typeof name !== 'string' || !isPlace(place)) throw refused(argument);
        return [longUuid(name), { value: place[0], id: place[1] }];
      }),
    );
  }

  #write(content: readonly unknown[]): string {
    return Buffer.from(JSON.stringify([this.#mark, ...content])).toString('base64url');
  }

  #read(cursor: string, argument: string): unknown[] {
    if (cursor.length > longest || !/^[\w-]+$/.test(cursor)) throw refused(argument);
    let parsed: unknown;
    try {
      parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    } catch {
      throw refused(argument);
    }
    if (!Array.isArray(parsed) || parsed[0] !== this.#mark) throw refused(argument);
    return parsed.slice(1);
  }
}

/** A UUID in 22 characters instead of 36; a feed's cursor holds one for each store. */
function shortUuid(uuid: string): string {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url');
}

function longUuid(short: string): string {
  const hex = Buffer.from(short, 'base64url').toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function isPlace(place: readonly unknown[]): place is [Keyset['value'], string] {
  const [value, id] = place;
  return (
    place.length === 2 &&
    (value === null || typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value))) &&
    typeof id === 'string' &&
    id.length > 0 &&
    // Texts that stores hold may have NUL in them, ids have none; half a character is in neither, and no bridge takes it.
    !id.includes('\0') &&
    !isCut(`${value} ${id}`)
  );
}

function refused(argument: string): ServiceError {
  return new ServiceError(
    'BAD_USER_INPUT',
    `${argument} must be a cursor that this list gave in this order, but got another.`,
    { argument },
  );
}
