import type { Random } from './grown-operation.js';

const pieces =
  'null true -1 1e999 "" [] {} [[ }} , : \\u0000 "rows" "error" "id" "page" 99999999999999999999 ? ( ) ` select from'.split(
    ' ',
  );

/** Some bytes with one to three changes: a byte flipped, a piece cut out, doubled, or another piece put in. */
export function mutated(bytes: Uint8Array, random: Random): Buffer {
  let now = Buffer.from(bytes);
  for (let changes = 1 + Math.floor(random() * 3); changes > 0; changes -= 1) {
    const from = Math.floor(random() * now.length);
    const to = from + Math.floor(random() * 41);
    const [before, middle, after] = [now.subarray(0, from), now.subarray(from, to), now.subarray(to)];
    const what = Math.floor(random() * 4);
    if (what === 0) now = Buffer.concat([before, after]);
    else if (what === 1) now = Buffer.concat([before, middle, middle, after]);
    else if (what === 2) now = Buffer.concat([before, Buffer.from(oneOf(pieces, random)), middle, after]);
    else if (now.length > 0) {
      now = Buffer.from(now);
      now[from] = Math.floor(random() * 256);
    }
  }
  return now;
}

/** One of them. */
export function oneOf<T>(all: readonly T[], random: Random): T {
  return all[Math.floor(random() * all.length)] as T;
}
