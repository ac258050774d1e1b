import { grow, large, moderate } from '../../bench/grow/index.js';
import type { Statement } from '../../src/bridge/plan.js';
import type { Platform, StoreView } from '../../src/platforms/platform.js';
import { describeWhere } from '../support/machine.js';
import { explained, explainingFiles } from './explained-store.js';
import { type LargeCase, largeCases } from './large-cases.js';
import { openRealStore, type RealStore } from './real-store.js';

/** With `DRAWBRIDGE_GROWN=1` stores have 50,000 products and 200,000 orders, and times are held; else the database's plans are. */
const measures = process.env.DRAWBRIDGE_GROWN === '1';
const sizes = measures ? large : moderate;
/** Of more rows than this of one table no page may need to know; a page has a hundred things at most. */
const manyRows = 5000;
/** In tables of a moderate size a database would rather sort all rows than walk an index for a page of a hundred. */
const limit = measures ? 100 : 20;

const parts = [
  'PHP with mysqli',
  'a MariaDB that lets this user in over its socket',
  'the real stores in ../shared/stores',
] as const;

/** What must look at all of a table, or of an index, wherever it is asked: its time is held all the same. */
const counting = /(?:counted|^counts): \w+$/;

/** What each platform has no index for, by list and what is asked; docs/platforms tells each with its cost. */
const unserved: Readonly<Record<string, readonly RegExp[]>> = {
  opencart4: [
    /^orders (?:search|so far sent|sent back|not sent|totals)/,
    /^customers (?:not )?having ordered/,
    /^(?:facets tags|statistics)/,
    /^products (?:NAME|PRICE|CREATED_AT|UPDATED_AT)_/,
    /^products (?:search|SKU)/,
    /^products .* by time$/,
    /^orders (?:PLACED_AT|UPDATED_AT|TOTAL)_/,
    /^orders (?:a customer|e-mail|placedAfter|updatedAfter)/,
    /^customers CREATED_AT_/,
    /^customers (?:search|createdAfter .*by time)/,
    // No index on the order, or on the product: all rows are read.
    /: (?:history|line-options|options|option-values|returned|variants)$/,
    // What the parts above add up to.
    /^orders everything$/,
    // The first event stands for the time of an order that lacks it.
    /^orders everything: orders$/,
  ],
  woo: [
    /^orders (?:search|totals)/,
    // Whether a user is a customer stands in texts that no index holds.
    /^customers (?:(?:not )?having ordered|counted)/,
    /^counts/,
    /^products (?:NAME|PRICE|CREATED_AT|UPDATED_AT)_/,
    /^products (?:search|prices|updatedAfter|createdAfter|no stock|in stock|an unknown SKU)/,
    // All SKUs are read only where the lookup table does not know one, which the plan does not tell.
    /^products SKU: page$/,
    /^orders TOTAL_/,
    /^orders .*counted$/,
    /^customers CREATED_AT_/,
    /^customers (?:search|createdAfter)/,
  ],
  woolegacy: [
    // Whose orders are among the posts stands in texts that no index holds, and so does all else of them but their types and statuses.
    /^orders (?:search|totals|a customer|e-mail|placedAfter|updatedAfter|refunded|so far|not sent|a way to pay)/,
    // Of whoever is no customer by a role.
    /^orders everything: (?:buyers|customers|customer-meta)$/,
    /^orders (?:PLACED_AT|UPDATED_AT|TOTAL)_/,
    /^orders .*counted$/,
    /^customers/,
    /^(?:counts|statistics)/,
    /^products (?:NAME|PRICE|CREATED_AT|UPDATED_AT)_/,
    /^products (?:search|prices|updatedAfter|createdAfter|no stock|in stock|an unknown SKU)/,
    // All SKUs are read only where the lookup table does not know one, which the plan does not tell.
    /^products SKU: page$/,
  ],
  presta8: [
    // Which rules some order used is gathered once, from an index of all uses.
    /: cart-rules$/,
    /^products in stock/,
    /^orders (?:search|sent back|totals)/,
    /^products (?:NAME|PRICE)_/,
    /^products (?:search|prices|no stock)/,
    /^orders (?:UPDATED_AT|TOTAL)_/,
    /^orders updatedAfter/,
    /^customers CREATED_AT_/,
    /^customers (?:search|createdAfter)/,
  ],
  openmage: [
    /^products a brand/,
    /^orders (?:e-mail|search|sent in part|totals)/,
    // No index on the bundle that a part is of.
    /: bundle-parts$/,
    /^products (?:NAME|PRICE|CREATED_AT|UPDATED_AT)_/,
    /^products (?:search|prices|updatedAfter|createdAfter|no stock|in stock)/,
    /^orders TOTAL_/,
    /^customers (?:EMAIL|CREATED_AT)_/,
    /^customers (?:search|createdAfter)/,
  ],
  zencart: [
    /^customers updatedAfter/,
    /^statistics/,
    /^orders (?:search|totals)/,
    /^products (?:NAME|PRICE|CREATED_AT|UPDATED_AT)_/,
    /^products (?:search|prices|updatedAfter)/,
    /^orders (?:PLACED_AT|UPDATED_AT|TOTAL)_/,
    /^orders (?:e-mail|updatedAfter|placedAfter)/,
    /^customers (?:EMAIL|CREATED_AT)_/,
    /^customers (?:search|createdAfter)/,
  ],
};

/** What of that takes more than a second in a store of the full size; all else is held to less, and half as much again where a machine is busy. */
const overASecond: Readonly<Record<string, readonly RegExp[]>> = {
  woolegacy: [/^orders (?:TOTAL_|search|totals)/, /^customers (?:not )?having ordered, counted/],
  presta8: [/^orders sent, counted/],
  openmage: [/^orders .*sent.*, counted/],
};
const busy = 1.5;

describe.each(Object.keys(unserved))('%s grown large', (name) => {
  describeWhere(parts, 'lists', () => {
    let store: RealStore;
    const small = new Map<string, number>();
    beforeAll(async () => {
      store = await openRealStore(name, explainingFiles());
      if (measures)
        for (const one of await largeCases(store, { limit, all: measures })) small.set(one.title, await timeOf(one));
      grow(name, store.rows, sizes);
    }, 600_000);
    afterAll(() => store?.close());

    async function planned({ plan }: LargeCase): Promise<readonly Statement[]> {
      let statements: readonly Statement[] = [];
      await store.session().ask((platform: Platform, view: StoreView) => {
        ({ statements } = plan(platform, view));
        return { statements: [], decode: () => null };
      });
      return statements;
    }

    async function timeOf(one: LargeCase): Promise<number> {
      const answers = await explained(store, await planned(one));
      return answers.reduce((sum, { ms }) => sum + ms, 0);
    }

    const isNamed = (forms: typeof unserved, title: string) => (forms[name] ?? []).some((form) => form.test(title));
    const isUnserved = (title: string) => isNamed(unserved, title) || title.endsWith(', counted');

    test('read no more of a table than their pages need, but where the platform has no index', async () => {
      const scans: string[] = [];
      const slow: string[] = [];
      for (const one of await largeCases(store, { limit, all: measures })) {
        const { title } = one;
        let took = 0;
        for (const { id, ms, reads, fault } of await explained(store, await planned(one))) {
          took += fault === null ? ms : Number.POSITIVE_INFINITY;
          const rows = Math.max(0, ...reads.filter(({ table }) => !table.startsWith('<')).map(({ rows }) => rows));
          const part = `${title}: ${id}`;
          if (rows > manyRows && !isUnserved(title) && !isUnserved(part) && !counting.test(part)) {
            scans.push(`${part} (${rows} rows)`);
          }
        }
        const before = small.get(title) ?? 0;
        const most = isUnserved(title) ? 1000 * busy : Math.min(1000, 10 * Math.max(before, 20));
        if (measures && took > most && !isNamed(overASecond, title)) {
          slow.push(`${title}: ${Math.round(took)} ms, ${Math.round(before)} ms in the small store`);
        }
      }
      expect({ scans, slow }).toEqual({ scans: [], slow: [] });
    }, 600_000);
  });
});
