import type { Parameter, Statement } from '../../src/bridge/plan.js';
import type { PageRequest } from '../../src/model/page.js';
import type { Collection, Platform, StoreView } from '../../src/platforms/platform.js';
import { everything } from '../contract/everything.js';
import { askPage } from '../contract/listing.js';
import { describeWhere } from '../support/machine.js';
import { openRealStore, type RealStore } from './real-store.js';

const parts = [
  'PHP with mysqli',
  'a MariaDB that lets this user in over its socket',
  'the real stores in ../shared/stores',
] as const;

type ListName = 'products' | 'orders' | 'customers';
type Request = Partial<PageRequest<object, string>>;
const kinds = { products: 'product', orders: 'order', customers: 'customer' } as const;
const size = 200_000;
const reports: string[] = [];
afterAll(() => {
  if (reports.length > 0) process.stdout.write(`\nPrestaShop with ${size} rows a table\n${reports.join('\n')}\n`);
});

/** Each large table with the numbers that every copy of its rows has of its own. */
const large: Readonly<Record<string, string>> = {
  product: 'id_product',
  product_shop: 'id_product',
  product_lang: 'id_product',
  category_product: 'id_product',
  product_attribute: 'id_product id_product_attribute',
  product_attribute_shop: 'id_product id_product_attribute',
  product_attribute_combination: 'id_product_attribute',
  stock_available: 'id_stock_available id_product id_product_attribute',
  specific_price: 'id_specific_price id_product id_product_attribute',
  image: 'id_image id_product',
  image_shop: 'id_image id_product',
  feature_product: 'id_product',
  orders: 'id_order id_customer id_address_delivery id_address_invoice',
  order_detail: 'id_order_detail id_order',
  order_history: 'id_order_history id_order',
  order_payment: 'id_order_payment',
  order_carrier: 'id_order_carrier id_order',
  order_slip: 'id_order_slip id_order',
  order_slip_detail: 'id_order_slip id_order_detail',
  customer_thread: 'id_customer_thread id_order',
  customer_message: 'id_customer_message id_customer_thread',
  customer: 'id_customer',
  address: 'id_address id_customer',
};

describeWhere(parts, 'presta8 with large tables', () => {
  let store: RealStore;
  beforeAll(async () => {
    store = await openRealStore('presta8');
    for (const [table, links] of Object.entries(large)) grow(table, links.split(' '));
    await store.session().config();
  }, 400_000);
  afterAll(() => store?.close());

  /** Copies rows until there are enough, each copy with numbers and names of its own, its times spread over months. */
  function grow(table: string, links: readonly string[]): void {
    const columns = store.rows(
      `select column_name, data_type from information_schema.columns where table_schema = database() and table_name = 'ps_${table}'`,
    );
    const held = Number(store.rows(`select count(*) from ps_${table}`)[0]?.[0]);
    const values = columns.map(([name = '', type]) => {
      const cell = `\`${name}\``;
      if (links.includes(name)) return `if(${cell} = 0, 0, ${cell} + 1000 * s.seq)`;
      if (name === 'reference' && table === 'orders') return `concat('Q', id_order + 1000 * s.seq)`;
      if (name === 'order_reference') return `concat('Q', id_order_payment + 1000 * s.seq)`;
      if (name === 'email') return `concat(s.seq, ${cell})`;
      return type === 'datetime' && name.startsWith('date_') ? `${cell} - interval (s.seq * 37) minute` : cell;
    });
    const names = columns.map(([name]) => `\`${name}\``).join(', ');
    store.rows(
      `set unique_checks = 0, foreign_key_checks = 0; insert into ps_${table} (${names}) select ${values.join(', ')} from ps_${table} join seq_1_to_${Math.ceil(size / held)} s; analyze table ps_${table}`,
    );
  }

  /** The tables that MariaDB would read whole, for a statement as the bridge puts it. */
  function scansOf(statement: Statement): readonly string[] {
    let sql = statement.sql.replace(/\b(from|join) `(\w+)`/g, '$1 (select * from ps_$2)');
    for (const parameter of statement.parameters) sql = sql.replace('?', () => literal(parameter));
    return store.rows(`explain ${sql}`).flatMap((row) => {
      const [type, rows, extra = ''] = [row[3], Number(row.at(-2)), row.at(-1)];
      // What reads an index in its order ends with the page; what sorts does not.
      const sorts = type === 'index' && extra.includes('filesort');
      return rows > 5000 && (type === 'ALL' || sorts) ? [`${statement.id}: ${row[2]}`] : [];
    });
  }

  /** A parameter as text; a reference to other rows is a page's worth of numbers. */
  function literal(parameter: Parameter): string {
    if (typeof parameter === 'number') return String(parameter);
    if (typeof parameter !== 'object' || parameter === null) return `'${parameter}'`;
    return Array.from({ length: 100 }, (_, at) => 150_000 + at).join(', ');
  }

  async function planned(list: ListName, request: Request): Promise<readonly Statement[]> {
    let statements: readonly Statement[] = [];
    await store.session().ask((platform: Platform, view: StoreView) => {
      const collection = platform[list] as unknown as Collection<{ nativeId: string }, object, string>;
      statements = collection.page(view, {
        limit: 100,
        backward: false,
        after: null,
        before: null,
        orderBy: 'ID_ASC',
        filter: {},
        selection: everything[kinds[list]],
        totalCount: false,
        ...request,
      }).statements;
      return { statements: [], decode: () => null };
    });
    return statements;
  }

  async function took(list: ListName, request: Request): Promise<number> {
    const began = performance.now();
    await askPage(store.session(), list, { limit: 100, selection: everything[kinds[list]], ...request });
    return Math.round(performance.now() - began);
  }

  const recent = new Date('2026-11-20T00:00:00Z');
  test.each<[ListName, string, Request]>([
    ['products', 'the default page', {}],
    ['products', 'backwards', { backward: true }],
    ['products', 'a page in the middle', { after: { value: null, id: '100000' } }],
    ['products', 'updatedAfter', { filter: { updatedAfter: recent } }],
    ['products', 'the last changed', { orderBy: 'UPDATED_AT_DESC' }],
    ['products', 'the newest', { orderBy: 'CREATED_AT_DESC' }],
    ['products', 'ids', { filter: { ids: ['5', '100005', '150005'] } }],
    ['products', 'SKU', { filter: { skus: ['SPEC-UTF8'] } }],
    ['products', 'a category', { filter: { categoryId: '11' } }],
    ['orders', 'the default page', {}],
    ['orders', 'backwards', { backward: true }],
    ['orders', 'the newest', { orderBy: 'PLACED_AT_DESC' }],
    ['orders', 'a time since they were placed', { orderBy: 'PLACED_AT_ASC', filter: { placedAfter: recent } }],
    ['orders', 'ids', { filter: { ids: ['5', '100005', '150005'] } }],
    ['orders', 'numbers', { filter: { numbers: ['Q77042'] } }],
    ['orders', 'a customer', { filter: { customerId: '5' } }],
    ['orders', 'e-mail', { filter: { email: '77tanaka@example.jp' } }],
    ['customers', 'the default page', {}],
    ['customers', 'ids', { filter: { ids: ['5', '100005'] } }],
    ['customers', 'e-mail', { filter: { emails: ['77tanaka@example.jp'] } }],
    ['customers', 'the order of e-mails', { orderBy: 'EMAIL_ASC' }],
  ])('%s by %s: no statement reads a whole table', async (list, what, request) => {
    const statements = await planned(list, request);
    expect(statements.flatMap(scansOf)).toEqual([]);
    reports.push(`  ${list} by ${what}: ${await took(list, request)} ms`);
  });

  test.each<[ListName, string, Request]>([
    ['products', 'name', { orderBy: 'NAME_ASC' }],
    ['products', 'price', { orderBy: 'PRICE_ASC' }],
    ['orders', 'updatedAfter', { orderBy: 'UPDATED_AT_ASC', filter: { updatedAfter: recent } }],
    ['orders', 'total', { orderBy: 'TOTAL_DESC' }],
    ['customers', 'the newest', { orderBy: 'CREATED_AT_DESC' }],
  ])(
    '%s by %s, for which PrestaShop has no index: the page alone reads a whole table, in time',
    async (list, what, request) => {
      const milliseconds = await took(list, request);
      reports.push(`  ${list} by ${what}, without an index: ${milliseconds} ms`);
      const scans = (await planned(list, request)).flatMap(scansOf);
      expect(scans.filter((scan) => !scan.startsWith('page: '))).toEqual([]);
      expect(milliseconds).toBeLessThan(8000);
    },
  );
});
