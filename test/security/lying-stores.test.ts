import { hashText } from '../../demo/random.js';
import { BridgeClient } from '../../src/bridge/client.js';
import type { Cell, StatementResult } from '../../src/bridge/plan.js';
import { fixtures } from '../contract/fixtures.js';
import { graphOver, type ReadError, readEverything, type StoreGraph, selectionOf } from '../dirt/everything-read.js';

/** How often everything is read of each store, and the seed of the first: the lies of a seed are the same in every run. */
const count = Number(process.env.DRAWBRIDGE_LIES ?? 4);
const firstSeed = Number(process.env.DRAWBRIDGE_LIES_SEED ?? 1);

/** What a store sends in place of what a column holds: what no column can hold, or none of its kind, or nothing could mean. */
const lies: readonly Cell[] = [
  3_000_000_000,
  -3_000_000_000,
  Number.MAX_SAFE_INTEGER,
  1e300,
  -0.5,
  -1,
  0,
  '99999999999999999999',
  '-1e99',
  'NaN',
  'x',
  '',
  null,
  '9'.repeat(400),
  '0000-00-00 00:00:00',
  '99999-01-01',
];

/** Null: the store tells the truth. */
let seed: number | null = null;
const { connect } = BridgeClient.prototype;
beforeAll(() => {
  BridgeClient.prototype.connect = function (target) {
    const connection = connect.call(this, target);
    return { ...connection, run: async (...asked) => (await connection.run(...asked)).map(lied) };
  };
});
afterAll(() => {
  BridgeClient.prototype.connect = connect;
});

/** A result in which about one column of twenty holds something else. */
function lied(result: StatementResult): StatementResult {
  if (seed === null || 'error' in result) return result;
  const chances = result.columns.map((name) => hashText(`${seed} ${result.id} ${name}`));
  const changed = (cell: Cell, chance: number) =>
    chance % 20 === 0 ? (lies[Math.floor(chance / 20) % lies.length] ?? null) : cell;
  return { ...result, rows: result.rows.map((row) => row.map((cell, i) => changed(cell, chances[i] ?? 1))) };
}

const figures = `query ($id: ID!) {
  store(id: $id) {
    counts { ${selectionOf('StoreCounts')} }
    orderStatistics(from: "2025-09-01T00:00:00Z", to: "2026-08-01T00:00:00Z", by: MONTH) { ${selectionOf('OrderStatistics')} }
    brands { ${selectionOf('Brand')} } attributes { ${selectionOf('StoreAttribute')} } locations { ${selectionOf('StoreLocation')} }
  }
}`;

async function errorsOf(graph: StoreGraph): Promise<readonly ReadError[]> {
  const { errors = [] } = await graph.run(figures, { id: graph.storeId });
  return [...(await readEverything(graph)).errors, ...(errors as unknown as readonly ReadError[])];
}

/** What is said of a value of a store's, or of an answer that its platform cannot read; and of what the store's own ids do not find. */
const codes = ['STORE_RECORD_INVALID', 'STORE_ANSWER_INVALID', 'NOT_FOUND'];

test.each(fixtures)(
  'whatever a store of $platformId puts into its columns is no bug of the service',
  async ({ open }) => {
    const store = await open();
    const graph = await graphOver(store);
    try {
      seed = null;
      expect(await errorsOf(graph)).toEqual([]);
      const seen = new Set<string>();
      const faults = new Set<string>();
      for (let at = firstSeed; at < firstSeed + count; at += 1) {
        seed = at;
        await store
          .session()
          .refresh()
          .catch(() => undefined);
        for (const { path, extensions } of await errorsOf(graph)) {
          const code = String(extensions.code);
          seen.add(code);
          if (!codes.includes(code)) faults.add(`seed ${at}: ${code} at ${path?.join('.')}`);
        }
        for (const bug of graph.bugs()) faults.add(`seed ${at}: ${bug}`);
      }
      expect([...faults]).toEqual([]);
      expect(seen).toContain('STORE_RECORD_INVALID');
    } finally {
      seed = null;
      await graph.stop();
      await store.close();
    }
  },
  60_000 + count * 20_000,
);
