import { answered, type Plan, resultsOf, type StatementResult, type Table } from '../../src/bridge/plan.js';
import { keysIn, withKeys } from '../../src/domain/bridge-config-text.js';
import { bridgeUrl, storeUrl } from '../../src/domain/store-address.js';
import type { Platform, StoreView } from '../../src/platforms/platform.js';
import { fixtures } from '../contract/fixtures.js';
import { wholePlans } from '../contract/whole-plans.js';

/** Texts that are dear to read for patterns, and for readers of formats, that go back: a start, a piece over and over, an end. */
type Kind = readonly (readonly [start: string, piece: string, end: string])[];
/** Those that may be dear wherever they stand in a text, so that they can stand in one. */
const anywhere: Kind = [
  ['', 'Order status changed from a to ', ''],
  ['', '<a', '\n'],
  ['', '<p> ', '<p\n'],
  ['', '/', 'x\n'],
  ['', '{a:', '\n'],
  ['', '(', '!\n'],
  ['', '\n', '!'],
  ['', ' ', '!\n'],
  ['', '&amp', '\n'],
  ['&#', '0', '!\n'],
  ['', '-a', '!\n'],
  ['not ', 'awaiting ', '\n'],
  ['', 'é', '!'],
  ['', '%', ''],
];
const texts: readonly Kind[] = [
  anywhere,
  ...(
    [
      ['https://x.example/', '/', 'x'],
      ['a:99999:{', 'i:0;', ''],
      ['a:1:{i:0;', 'a:1:{i:0;', ''],
      ['a:99999:{', 'i:1;s:1:"a";', '}'],
      ['[', '[', ''],
      ['{"a":', '{"a":', ''],
      ['', '1,', '!'],
      ['', '1', '!'],
      ['', '9', ''],
      ['1e', '9', ''],
      ['', '|', ''],
      ['', ' ', '!'],
    ] as const
  ).map((one) => [one]),
];
const filled = (kind: Kind, length: number) =>
  kind
    .map(([start, piece, end]) => `${start}${piece.repeat(Math.ceil(length / kind.length / piece.length))}${end}`)
    .join('');

/** Milliseconds of the processor's that some work takes, however it ends. */
function cost(work: () => unknown): number {
  const before = process.threadCpuUsage();
  try {
    work();
  } catch {
    // What is no value is refused; only the time counts.
  }
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

/** How long reading may take: nothing grows with the square of the length. Each text may stand in several rows. */
const allowed = (length: number, rows: number) => 100 + (length * rows) / 1_500;

/**
 * The first text, at the least length, that takes longer to read than it may; null where none does. Lengths grow, so that what takes a time
 * that grows with the square is found before it takes minutes.
 */
function tooDear(read: (text: string) => unknown, rows: number, kinds = texts, most = 2 ** 20): string | null {
  for (const length of [2 ** 10, 2 ** 16, 2 ** 20].filter((one) => one <= most)) {
    for (const kind of kinds) {
      const text = filled(kind, length);
      const took = cost(() => read(text));
      if (took > allowed(length, rows)) return `${JSON.stringify(kind)} of ${length} signs took ${Math.round(took)} ms`;
    }
  }
  return null;
}

describe.each(fixtures)('every text of a store of $platformId', ({ open }) => {
  /** Each plan that the graph can ask, with what the store said to it. */
  const asked: { plan: Plan<unknown>; results: StatementResult[] }[] = [];
  beforeAll(async () => {
    const store = await open();
    let seen: { platform: Platform; view: StoreView } | undefined;
    await store.session().ask((platform: Platform, view): Plan<null> => {
      seen = { platform, view };
      return answered(null);
    });
    const { platform, view } = seen ?? {};
    if (!platform || !view) throw new Error('the store must have been asked');
    const hello = await store.session().hello();
    const plans = [
      platform.config(hello, { storeId: view.storeId, url: view.url }),
      ...wholePlans(platform, view, false),
    ];
    for (const plan of plans as Plan<unknown>[]) {
      const results: StatementResult[] = await store.session().ask(() => ({
        statements: plan.statements,
        decode: (answers) => plan.statements.map((one) => ({ ...(answers.of(one) as Table), id: one.id })),
      }));
      asked.push({ plan, results });
    }
    await store.close();
  });

  test('is read in a time that grows with its length and no more', () => {
    const dear: string[] = [];
    let read = 0;
    for (const { plan, results } of asked) {
      for (const [at, result] of results.entries()) {
        if ('error' in result) continue;
        // Two rows are enough, but for those of settings, each of which is read in its own way.
        const rows = plan === asked[0]?.plan ? result.rows.slice(0, 60) : result.rows.slice(0, 2);
        for (const [column, name] of result.columns.entries()) {
          if (!rows.some((row) => typeof row[column] === 'string')) continue;
          read += 1;
          const slow = tooDear(
            (text) => {
              const changed = rows.map((row) => row.map((cell, i) => (i === column && cell !== null ? text : cell)));
              return plan.decode(resultsOf(results.with(at, { ...result, rows: changed })));
            },
            rows.length,
            undefined,
            plan === asked[0]?.plan ? undefined : 2 ** 16,
          );
          if (slow) dear.push(`${result.id}.${name}: ${slow}`);
        }
      }
    }
    expect(read).toBeGreaterThan(50);
    expect(dear).toEqual([]);
  });
});

describe('every text that an owner or a store hands over elsewhere', () => {
  test.each([
    ['the owner’s config.php', (text: string) => [keysIn(text), withKeys(text, new Map([['a', 'b'.repeat(43)]]))]],
    ['an address of a store', (text: string) => [storeUrl(text), bridgeUrl(text)]],
  ])('%s', (_what, read) => {
    expect(
      tooDear(read, 2, [...texts, [['', "'keys' => [", '']], [['', '"keys"', '']], [["'keys' =>", ' ', 'x']]]),
    ).toBeNull();
  });
});
