import fc from 'fast-check';
import { ServiceError } from '../../src/model/service-error.js';
import { helloBody, openStore, sendSigned } from '../protocol/signing-store.js';
import { phpRuntimes } from '../support/php-runtime.js';
import { openTestStore, secretMark, type TestStore } from '../support/php-runtime-store.js';

/** How many of each are tried; `npm run fuzz` tries 100,000. A run is repeated with the seed that it prints where it fails. */
const tries = Number(process.env.DRAWBRIDGE_FUZZ ?? 600);
const seed = process.env.DRAWBRIDGE_FUZZ_SEED ? Number(process.env.DRAWBRIDGE_FUZZ_SEED) : undefined;
const hours = 4 * 3_600_000;

/** One change to some bytes: a byte flipped, a piece cut out, doubled or moved, or another piece put in. */
const change = fc.record({
  at: fc.nat(),
  length: fc.nat(40),
  what: fc.constantFrom('flip', 'cut', 'double', 'insert'),
  byte: fc.nat(255),
  piece: fc.constantFrom(
    ...'null true -1 1e999 "" [] {} [[ }} , : \\u0000 "rows" "error" "id" "page" 99999999999999999999 ? ( ) ` select from'.split(
      ' ',
    ),
  ),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function changed(bytes: Buffer, changes: readonly Change[]): Buffer {
  return changes.reduce((now, { at, length, what, byte, piece }) => {
    const from = now.length === 0 ? 0 : at % now.length;
    const [before, middle, after] = [
      now.subarray(0, from),
      now.subarray(from, from + length),
      now.subarray(from + length),
    ];
    if (what === 'cut') return Buffer.concat([before, after]);
    if (what === 'double') return Buffer.concat([before, middle, middle, after]);
    if (what === 'insert') return Buffer.concat([before, Buffer.from(piece), now.subarray(from)]);
    const flipped = Buffer.from(now);
    if (flipped.length > 0) flipped[from] = byte;
    return flipped;
  }, bytes);
}
const changes = fc.array(change, { minLength: 1, maxLength: 3 });

test(
  `mutated answers, signed and not: each is data of the right form or a coded error`,
  async () => {
    const page = { id: 'page', sql: 'select `p`.`product_id` from `product` as `p`', parameters: [] };
    const whole = Buffer.from(
      JSON.stringify({
        results: [
          {
            id: 'page',
            columns: ['product_id', 'name'],
            rows: [
              [1, 'a'],
              [2, null],
              ['19.99', 'é'],
            ],
          },
        ],
      }),
    );
    const answers = [
      whole,
      Buffer.from('{"results":[{"id":"page","error":{"code":"AREA_CLOSED"}}]}'),
      Buffer.from(JSON.stringify(helloBody)),
    ];
    let next: { body: Buffer; signed: boolean; status: number } = { body: whole, signed: true, status: 200 };
    await using store = await openStore((received, response) =>
      next.signed
        ? sendSigned(received, response, store.key, next.body, { status: next.status })
        : void response.writeHead(next.status, { 'content-type': 'application/json' }).end(next.body),
    );
    const ends = { data: 0, errors: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...answers),
        // Some stay as they are, so that what is right is told from what is not.
        fc.oneof({ weight: 4, arbitrary: changes }, { weight: 1, arbitrary: fc.constant([]) }),
        fc.constantFrom(true, true, true, false),
        fc.constantFrom(200, 200, 200, 200, 400, 401, 500),
        async (answer, some, signed, status) => {
          const greets = answer === answers[2];
          next = { body: changed(answer, some), signed, status };
          const asked: Promise<unknown> = greets ? store.connection.greet() : store.connection.run([page]);
          const got = await asked.catch((error: unknown) => error);
          if (got instanceof Error) {
            expect(got).toBeInstanceOf(ServiceError);
            ends.errors += 1;
            return;
          }
          expect([signed, status]).toEqual([true, 200]);
          ends.data += 1;
        },
      ),
      { numRuns: tries, ...(seed === undefined ? {} : { seed }) },
    );
    expect(ends.data).toBeGreaterThan(tries / 50);
    expect(ends.errors).toBeGreaterThan(tries / 4);
  },
  hours,
);

describe.each(tries > 10_000 ? phpRuntimes : [phpRuntimes[0], phpRuntimes[2]])('under PHP $version', (php) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await openTestStore(php, { connector: 'OPENCART' } as object);
  });
  afterAll(() => store.close());

  /** Statements grown from ones that run, so that most of them still do. */
  const column = fc.constantFrom('`p`.`product_id`', '`p`.`model`', '`p`.`price`', '`p`.`quantity`', '`p`.`status`');
  const condition = fc.oneof(
    fc
      .tuple(column, fc.constantFrom('=', '<>', '<', '>='), fc.nat(5))
      .map(([one, sign, value]) => `${one} ${sign} ${value}`),
    column.map((one) => `${one} is not null`),
    fc.tuple(column, fc.nat(3)).map(([one, value]) => `${one} in (${value}, 2)`),
    column.map((one) => `exists (select 1 from \`product_image\` as \`i\` where \`i\`.\`product_id\` = ${one})`),
  );
  const grown = fc
    .record({
      columns: fc.array(
        fc.oneof(
          column,
          column.map((one) => `lower(${one})`),
          column.map((one) => `coalesce(${one}, 0)`),
        ),
        { minLength: 1, maxLength: 4 },
      ),
      conditions: fc.array(condition, { maxLength: 3 }),
      order: fc.option(column),
      limit: fc.option(fc.nat(5)),
    })
    .map(({ columns, conditions, order, limit }) => {
      const list = columns.map((one, i) => `${one} as \`c${i}\``).join(', ');
      const where = conditions.length ? ` where ${conditions.join(' and ')}` : '';
      return `select ${list} from \`product\` as \`p\`${where}${order ? ` order by ${order}` : ''}${limit === null ? '' : ` limit ${limit}`}`;
    });
  const statement = fc.oneof(
    { weight: 3, arbitrary: grown },
    {
      weight: 1,
      arbitrary: fc.tuple(grown, changes).map(([sql, some]) => changed(Buffer.from(sql), some).toString('utf8')),
    },
  );

  test(
    'statements grown from valid ones: at least half of them run, and nothing leaves that is not declared',
    async () => {
      let [ran, all] = [0, 0];
      await fc.assert(
        fc.asyncProperty(fc.array(statement, { minLength: 64, maxLength: 64 }), async (statements) => {
          const results = await store.query(...statements);
          ran += results.filter(({ error }) => !error).length;
          all += results.length;
          for (const { error } of results) {
            expect(error?.code ?? 'OK').toMatch(/^(?:OK|STATEMENT_REFUSED|STATEMENT_FAILED|RELATION_UNKNOWN)$/);
          }
          expect(JSON.stringify(results)).not.toContain(secretMark);
        }),
        { numRuns: Math.ceil(tries / 64), ...(seed === undefined ? {} : { seed }) },
      );
      expect(ran).toBeGreaterThanOrEqual(all / 2);
    },
    hours,
  );

  test(
    'mutated bodies, signed: each gets a signed answer, with a result or a code',
    async () => {
      const body = Buffer.from(
        JSON.stringify({
          verb: 'query',
          statements: [
            { id: 'a', sql: 'select `p`.`model` from `product` as `p` where `p`.`product_id` in (?)', params: [1] },
          ],
        }),
      );
      await fc.assert(
        fc.asyncProperty(changes, async (some) => {
          const answer = await store.call({ body: changed(body, some) });
          expect([answer.fault, answer.status >= 200 && answer.status < 500]).toEqual([null, true]);
          expect(answer.bytes.toString()).not.toContain(secretMark);
          expect(answer.json).toEqual(
            expect.objectContaining(answer.status === 200 ? {} : { error: expect.anything() }),
          );
        }),
        { numRuns: Math.ceil(tries / 4), ...(seed === undefined ? {} : { seed }) },
      );
      expect(await store.complaints()).toBe('');
    },
    hours,
  );
});
