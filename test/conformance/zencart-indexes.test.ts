import type { Parameter, Statement } from '../../src/bridge/plan.js';
import type { PageRequest } from '../../src/model/page.js';
import type { Collection, Platform, StoreView } from '../../src/platforms/platform.js';
import { everything } from '../contract/everything.js';
import { describeWhere } from '../support/machine.js';
import { openRealStore, type RealStore } from './real-store.js';

const parts = [
  'PHP with mysqli',
  'a MariaDB that lets this user in over its socket',
  'the real stores in ../shared/stores',
] as const;

interface Access {
  readonly table: string;
  /** Whether it reads all rows of a large table. */
  readonly scans: boolean;
}

type ListName = 'products' | 'orders' | 'customers';
const kinds = { products: 'product', orders: 'order', customers: 'customer' } as const;
const size = 200_000;
const reports: string[] = [];
afterAll(() => {
  if (reports.length > 0) process.stdout.write(`\nZen Cart with ${size} rows a table\n${reports.join('\n')}\n`);
});

describeWhere(parts, 'zencart with large tables', () => {
  let store: RealStore;
  beforeAll(async () => {
    store = await openRealStore('zencart');
    for (const [table, key, links] of [
      ['products', 'products_id', ''],
      ['products_description', '', 'products_id language_id'],
      ['products_to_categories', '', 'products_id'],
      ['products_attributes', 'products_attributes_id', 'products_id'],
      ['specials', 'specials_id', 'products_id'],
      ['orders', 'orders_id', 'customers_id'],
      ['orders_products', 'orders_products_id', 'orders_id'],
      ['orders_products_attributes', 'orders_products_attributes_id', 'orders_id orders_products_id'],
      ['orders_total', 'orders_total_id', 'orders_id'],
      ['orders_status_history', 'orders_status_history_id', 'orders_id'],
      ['customers', 'customers_id', ''],
      ['customers_info', '', 'customers_info_id'],
      ['address_book', 'address_book_id', 'customers_id'],
    ] as const) {
      grow(table, key, links.split(' '));
    }
    await store.session().config();
  }, 240_000);
  afterAll(() => store?.close());

  /** Copies rows until there are enough, with new keys, each copy linked to things of its own, its times spread over years. */
  function grow(table: string, key: string, links: readonly string[]): void {
    const columns = store
      .rows(
        `select column_name, data_type from information_schema.columns where table_schema = database() and table_name = 'zen_${table}'`,
      )
      .filter(([name]) => name !== key);
    const held = Number(store.rows(`select count(*) from zen_${table}`)[0]?.[0]);
    const copies = Math.ceil(size / held);
    const values = columns.map(([name = '', type]) => {
      if (name === 'language_id') return `\`${name}\``;
      if (links.includes(name)) return `\`${name}\` + 1000 * s.seq`;
      return type === 'datetime' ? `\`${name}\` + interval (s.seq * 37) minute` : `\`${name}\``;
    });
    const names = columns.map(([name]) => `\`${name}\``).join(', ');
    store.rows(
      `alter table zen_${table} disable keys; insert into zen_${table} (${names}) select ${values.join(', ')} from zen_${table} join seq_1_to_${copies} s; alter table zen_${table} enable keys; analyze table zen_${table}`,
    );
  }

  /** What MariaDB would do for a statement as the bridge puts it: each access of a table of the store, with its rows. */
  function accesses(statement: Statement): readonly Access[] {
    let sql = statement.sql.replace(/\b(from|join) `(\w+)`/g, '$1 (select * from zen_$2)');
    for (const parameter of statement.parameters) sql = sql.replace('?', () => literal(parameter));
    return store.rows(`explain ${sql}`).map((row) => {
      const [type, rows, extra = ''] = [row[3], Number(row.at(-2)), row.at(-1)];
      // What reads an index in its order ends with the page; what sorts does not.
      const scans = rows > 5000 && (type === 'ALL' || (type === 'index' && extra.includes('filesort')));
      return { table: row[2] ?? '', scans };
    });
  }

  /** A parameter as text; a reference to other rows is a page's worth of numbers, or of names for what is a name. */
  function literal(parameter: Parameter): string {
    if (typeof parameter !== 'object' || parameter === null) {
      return typeof parameter === 'number' ? String(parameter) : `'${parameter}'`;
    }
    const page = Array.from({ length: 100 }, (_, at) => 150_000 + at);
    return page.map((one) => (parameter.column.endsWith('_state') ? `'Region ${one}'` : one)).join(', ');
  }

  async function planned(list: ListName, request: Partial<PageRequest<object, string>>): Promise<readonly Statement[]> {
    let statements: readonly Statement[] = [];
    await store.session().ask((platform: Platform, view: StoreView) => {
      const collection = platform[list] as unknown as Collection<{ nativeId: string }, object, string>;
      const plan = collection.page(view, {
        limit: 100,
        backward: false,
        after: null,
        before: null,
        orderBy: 'ID_ASC',
        filter: {},
        selection: everything[kinds[list]],
        totalCount: false,
        ...request,
      });
      statements = plan.statements;
      return { statements: [], decode: () => null };
    });
    return statements;
  }

  async function answered(list: ListName, request: Partial<PageRequest<object, string>>): Promise<number> {
    const began = performance.now();
    await store.session().ask((platform: Platform, view: StoreView) =>
      (platform[list] as unknown as Collection<{ nativeId: string }, object, string>).page(view, {
        limit: 100,
        backward: false,
        after: null,
        before: null,
        orderBy: 'ID_ASC',
        filter: {},
        selection: everything[kinds[list]],
        totalCount: false,
        ...request,
      }),
    );
    return Math.round(performance.now() - began);
  }

  const recent = new Date('2026-11-20T00:00:00Z');
  const served: [ListName, string, Partial<PageRequest<object, string>>][] = [
    ['products', 'the default page', {}],
    ['products', 'backwards', { backward: true }],
    ['products', 'a page in the middle', { after: { value: null, id: '100000' } }],
    ['products', 'ids', { filter: { ids: ['5', '100000', '150000'] } }],
    ['products', 'SKU', { filter: { skus: ['MG200MMS'] }, limit: 10 }],
    ['products', 'a category', { filter: { categoryId: '65' } }],
    ['orders', 'the default page', {}],
    ['orders', 'a time since they were placed', { orderBy: 'PLACED_AT_ASC', filter: { placedAfter: recent } }],
    ['orders', 'ids', { filter: { ids: ['5', '100000', '150000'] } }],
    ['orders', 'numbers', { filter: { numbers: ['5', '100000'] } }],
    ['orders', 'a customer', { filter: { customerId: '5' } }],
    ['customers', 'the default page', {}],
    ['customers', 'ids', { filter: { ids: ['5', '100000'] } }],
    ['customers', 'e-mail', { filter: { emails: ['nobody@example.com'] } }],
  ];
  test.each(served)('%s by %s: no statement scans a whole table', async (list, what, request) => {
    for (const statement of await planned(list, request)) {
      for (const access of accesses(statement)) {
        expect({ statement: statement.id, ...access }).toEqual({ statement: statement.id, ...access, scans: false });
      }
    }
    reports.push(`  ${list} by ${what}: ${await answered(list, request)} ms`);
  });

  const missing: [ListName, string, Partial<PageRequest<object, string>>][] = [
    ['products', 'the newest', { orderBy: 'CREATED_AT_DESC' }],
    ['orders', 'the newest', { orderBy: 'PLACED_AT_DESC' }],
    ['products', 'updatedAfter', { orderBy: 'UPDATED_AT_ASC', filter: { updatedAfter: recent } }],
    ['products', 'name', { orderBy: 'NAME_ASC' }],
    ['products', 'price', { orderBy: 'PRICE_ASC' }],
    ['orders', 'updatedAfter', { orderBy: 'UPDATED_AT_ASC', filter: { updatedAfter: recent } }],
    ['orders', 'e-mail', { filter: { email: 'nobody@example.com' } }],
    ['orders', 'total', { orderBy: 'TOTAL_DESC' }],
    ['customers', 'the newest', { orderBy: 'CREATED_AT_DESC' }],
  ];
  test.each(missing)(
    '%s by %s, for which Zen Cart has no index: the page alone scans, and what hangs on it does not',
    async (list, what, request) => {
      const took = await answered(list, request);
      reports.push(`  ${list} by ${what}, without an index: ${took} ms`);
      const scanned = (await planned(list, request))
        .flatMap((statement) => accesses(statement).map((access) => ({ ...access, id: statement.id })))
        .filter(({ scans }) => scans);
      expect([...new Set(scanned.map(({ id }) => id))].filter((id) => id !== 'page')).toEqual([]);
      expect(took).toBeLessThan(8000);
    },
  );
});
