import { grow, large, moderate } from '../../bench/grow/index.js';
import type { Statement } from '../../src/bridge/plan.js';
import { Selection } from '../../src/model/selection.js';
import type { Collection, Platform, StoreView } from '../../src/platforms/platform.js';
import { everything } from '../contract/everything.js';
import type { Thing } from '../contract/filter-cases.js';
import { askPage, type ListName, lists, ordersOf } from '../contract/listing.js';
import { describeWhere } from '../support/machine.js';
import { explained, explainingFiles } from './explained-store.js';
import { openRealStore, type RealStore } from './real-store.js';

/** With `DRAWBRIDGE_GROWN=1` stores have 50,000 products and 200,000 orders, and times are held; else the database's plans are. */
const measures = process.env.DRAWBRIDGE_GROWN === '1';
const sizes = measures ? large : moderate;
/** Of more rows than this of one table no page may need to know; a page has a hundred things at most. */
const manyRows = 5000;

const parts = [
  'PHP with mysqli',
  'a MariaDB that lets this user in over its socket',
  'the real stores in ../shared/stores',
] as const;

type Request = { readonly orderBy?: string; readonly filter?: object; readonly backward?: boolean };
type Case = readonly [list: ListName, what: string, request: Request];

/** What each platform has no index for, by list and what is asked; docs/platforms tells each with its cost. */
const unserved: Readonly<Record<string, readonly RegExp[]>> = {
  opencart4: [
    /^products (?:NAME|PRICE|CREATED_AT|UPDATED_AT)_/,
    /^products (?:search|SKU)/,
    /^products .* by time$/,
    /^orders (?:PLACED_AT|UPDATED_AT|TOTAL)_/,
    /^orders (?:a customer|e-mail|placedAfter|updatedAfter)/,
    /^customers CREATED_AT_/,
    /^customers search/,
    // No index on the order, or on the product: all rows are read.
    /: (?:history|line-options|options|option-values|variants)$/,
    // The first event stands for the time of an order that lacks it.
    /^orders everything: orders$/,
  ],
  woo: [
    /^products (?:NAME|PRICE|CREATED_AT|UPDATED_AT)_/,
    /^products (?:search|prices|updatedAfter|createdAfter|no stock|in stock)/,
    /^orders TOTAL_/,
    /^customers CREATED_AT_/,
    /^customers (?:search|createdAfter)/,
  ],
  presta8: [
    /^products (?:NAME|PRICE)_/,
    /^products (?:search|prices|no stock)/,
    /^orders (?:UPDATED_AT|TOTAL)_/,
    /^orders updatedAfter/,
    /^customers CREATED_AT_/,
    /^customers (?:search|createdAfter)/,
  ],
  openmage: [
    /^products (?:NAME|PRICE|CREATED_AT|UPDATED_AT)_/,
    /^products (?:search|prices|updatedAfter|createdAfter|no stock|in stock)/,
    /^orders TOTAL_/,
    /^customers (?:EMAIL|CREATED_AT)_/,
    /^customers (?:search|createdAfter)/,
  ],
  zencart: [
    /^products (?:NAME|PRICE|CREATED_AT|UPDATED_AT)_/,
    /^products (?:search|prices|updatedAfter)/,
    /^orders (?:PLACED_AT|UPDATED_AT|TOTAL)_/,
    /^orders (?:e-mail|updatedAfter|placedAfter)/,
    /^customers (?:EMAIL|CREATED_AT)_/,
    /^customers (?:search|createdAfter)/,
  ],
};

describe.each(Object.keys(unserved))('%s grown large', (name) => {
  describeWhere(parts, 'lists', () => {
    let store: RealStore;
    const small = new Map<string, number>();
    beforeAll(async () => {
      store = await openRealStore(name, explainingFiles());
      if (measures) for (const one of await cases()) small.set(titleOf(one), await timeOf(one));
      grow(name, store.rows, sizes);
    }, 600_000);
    afterAll(() => store?.close());

    const titleOf = ([list, what]: Case) => `${list} ${what}`;

    async function planned(
      list: ListName,
      request: Request & { selection?: Selection },
    ): Promise<readonly Statement[]> {
      let statements: readonly Statement[] = [];
      await store.session().ask((platform: Platform, view: StoreView) => {
        const collection = lists[list](platform) as Collection<Thing, object, string>;
        ({ statements } = collection.page(view, {
          // In tables of this size a database would rather sort all rows than walk an index for a page of a hundred.
          limit: measures ? 100 : 20,
          backward: false,
          after: null,
          before: null,
          orderBy: 'ID_ASC',
          filter: {},
          selection: new Selection({ nativeId: {} }),
          totalCount: false,
          ...request,
        }));
        return { statements: [], decode: () => null };
      });
      return statements;
    }

    /** Every order, and filters by what the store's own first things are, as the small store has them. */
    async function cases(): Promise<readonly Case[]> {
      const first = async (list: ListName, selection: Selection) =>
        (await askPage(store.session(), list, { limit: 30, selection })).rows.map(
          ({ node }) => node as unknown as Thing,
        );
      const [products, orders, customers] = [
        await first('products', everything.product),
        await first('orders', everything.order),
        await first('customers', everything.customer),
      ];
      const product = products.find((one) => one.sku && (one.categories as Thing[]).length > 0) as Thing;
      const order = orders.find((one) => one.customer) as Thing;
      const customer = customers.find((one) => one.lastName) as Thing;
      const status = order.status as { readonly nativeId: string };
      const recent = new Date('2026-11-20T00:00:00Z');
      const sorted = (['products', 'orders', 'customers'] as const).flatMap((list) =>
        ordersOf[list].map((orderBy): Case => [list, orderBy, { orderBy }]),
      );
      const filtered: readonly (readonly [ListName, string, object, string?])[] = [
        ['products', 'ids', { ids: [product.nativeId] }],
        ['products', 'SKU', { skus: [product.sku] }],
        ['products', 'a category', { categoryId: (product.categories as Thing[])[0]?.nativeId }],
        ['products', 'search', { search: 'zzyzx' }],
        ['products', 'prices', { priceMin: '99999' }],
        ['products', 'no stock', { inStock: false }],
        ['products', 'createdAfter', { createdAfter: recent }],
        ['products', 'updatedAfter', { updatedAfter: recent }],
        ['products', 'updatedAfter by time', { updatedAfter: recent }, 'UPDATED_AT_ASC'],
        ['orders', 'ids', { ids: [order.nativeId] }],
        ['orders', 'numbers', { numbers: [order.number] }],
        ['orders', 'a status', { statusIds: [status.nativeId] }],
        ['orders', 'a customer', { customerId: (order.customer as Thing).nativeId }],
        ['orders', 'e-mail', { email: order.email }],
        ['orders', 'placedAfter', { placedAfter: recent }],
        ['orders', 'placedAfter by time', { placedAfter: recent }, 'PLACED_AT_ASC'],
        ['orders', 'updatedAfter', { updatedAfter: recent }],
        ['orders', 'updatedAfter by time', { updatedAfter: recent }, 'UPDATED_AT_ASC'],
        ['customers', 'ids', { ids: [customer.nativeId] }],
        ['customers', 'e-mail', { emails: [customer.email] }],
        ['customers', 'search', { search: 'zzyzx' }],
        ['customers', 'createdAfter', { createdAfter: recent }],
      ];
      const whole = (['products', 'orders', 'customers'] as const).map((list): Case => {
        const kind = ({ products: 'product', orders: 'order', customers: 'customer' } as const)[list];
        return [list, 'everything', { selection: everything[kind] } as Request];
      });
      return [
        ...sorted,
        ...filtered.map(([list, what, filter, orderBy = 'ID_ASC']): Case => [list, what, { filter, orderBy }]),
        ...whole,
      ];
    }

    async function timeOf([list, , request]: Case): Promise<number> {
      const answers = await explained(store, await planned(list, request));
      return answers.reduce((sum, { ms }) => sum + ms, 0);
    }

    const isUnserved = (title: string) => (unserved[name] ?? []).some((form) => form.test(title));

    test('read no more of a table than their pages need, but where the platform has no index', async () => {
      const scans: string[] = [];
      const slow: string[] = [];
      for (const one of await cases()) {
        const title = titleOf(one);
        let took = 0;
        for (const { id, ms, reads } of await explained(store, await planned(one[0], one[2]))) {
          took += ms;
          const most = Math.max(0, ...reads.filter(({ table }) => !table.startsWith('<')).map(({ rows }) => rows));
          if (most > manyRows && !isUnserved(title) && !isUnserved(`${title}: ${id}`)) {
            scans.push(`${title}: ${id} (${most} rows)`);
          }
        }
        const before = small.get(title) ?? 0;
        if (measures && (took > 1000 || took > 10 * Math.max(before, 20)) && !isUnserved(title)) {
          slow.push(`${title}: ${Math.round(took)} ms, ${Math.round(before)} ms in the small store`);
        }
      }
      expect({ scans, slow }).toEqual({ scans: [], slow: [] });
    }, 600_000);
  });
});
