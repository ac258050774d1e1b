import type { GraphQLFormattedError } from 'graphql';

/** A row of a list as an operation answers it. */
export interface ExportedRow {
  readonly cursor: string;
  readonly node: object;
}

/** About how many bytes of lines are sent at a time. */
const pieceBytes = 128 * 1024;

/**
 * The lines of a page: its rows with what went wrong in each, then what could not be told. They are made piece by piece, as they are
 * asked for, and as bytes: lines as text would be copied several times, and outlive the rows they are of. The rows are taken out of
 * the list, for what executed it may be held for long.
 */
export function* linesOf(edges: ExportedRow[], errors: readonly GraphQLFormattedError[]): Generator<Buffer, void> {
  const { ofRow, left } = placed(errors);
  const pieces = new Pieces();
  for (const [i, { node, cursor }] of edges.splice(0).entries()) {
    const told = JSON.stringify(node);
    const more = JSON.stringify({ ...(ofRow.has(i) && { '@errors': ofRow.get(i) }), '@cursor': cursor });
    // Of a row whose fields were all skipped there is nothing to be joined with.
    yield* told === '{}' ? pieces.add(more) : pieces.add(told, more);
  }
  for (const error of left) yield* pieces.add(JSON.stringify({ '@error': error }));
  yield* pieces.rest();
}

/** An error as lines have it. */
export function shown({ message, extensions }: GraphQLFormattedError): object {
  return { message, ...extensions };
}

/** Errors by the row that they are of, and those of none. */
function placed(errors: readonly GraphQLFormattedError[]) {
  const ofRow = new Map<number, object[]>();
  const left: object[] = [];
  for (const error of errors) {
    // store.list.edges.<row>.node.…
    const row = error.path?.[3];
    if (typeof row !== 'number') {
      left.push(shown(error));
      continue;
    }
    const own = ofRow.get(row) ?? [];
    ofRow.set(row, own);
    own.push({ ...shown(error), path: error.path?.slice(5) });
  }
  return { ofRow, left };
}

/** Lines in UTF-8, in pieces of about one size. */
class Pieces {
  #piece = Buffer.alloc(0);
  #filled = 0;

  /** Adds a line of one object, or of two as one, neither of them empty; gives the piece that it has no room in. */
  *add(object: string, more?: string): Generator<Buffer, void> {
    // A sign has at most three bytes.
    const most = 3 * (object.length + (more?.length ?? 0)) + 1;
    if (this.#piece.length - this.#filled < most) {
      yield* this.rest();
      this.#piece = Buffer.allocUnsafeSlow(Math.max(pieceBytes, most));
    }
    this.#put(object);
    if (more !== undefined) {
      const joint = this.#filled - 1;
      this.#filled = joint;
      this.#put(more);
      this.#piece[joint] = comma;
    }
    this.#piece[this.#filled++] = newline;
  }

  /** Gives what was added since. */
  *rest(): Generator<Buffer, void> {
    if (this.#filled > 0) yield this.#piece.subarray(0, this.#filled);
    this.#piece = Buffer.alloc(0);
    this.#filled = 0;
  }

  #put(text: string): void {
    this.#filled += this.#piece.write(text, this.#filled);
  }
}

const [comma, newline] = [0x2c, 0x0a];
