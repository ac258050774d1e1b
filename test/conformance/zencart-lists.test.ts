// biome-ignore-all lint/suspicious/noExplicitAny: the oracle is JSON of Zen Cart's making.
import { Selection } from '../../src/model/selection.js';
import { askPage, type ListName, ordersOf, walk } from '../contract/listing.js';
import { describeWhere } from '../support/machine.js';
import { utc } from './oracle-values.js';
import { openRealStore, oracleOf, type RealStore } from './real-store.js';

const parts = [
  'PHP with mysqli',
  'a MariaDB that lets this user in over its socket',
  'the real stores in ../shared/stores',
] as const;

/** What MariaDB itself says of each list, by plain statements; prices come from the oracle, which works some out of attributes. */
const tables: Readonly<Record<ListName, { id: string; from: string; columns: Readonly<Record<string, string>> }>> = {
  products: {
    id: 'p.products_id',
    from: 'zen_products p left join zen_products_description d on d.products_id = p.products_id and d.language_id = 1',
    columns: {
      NAME: 'd.products_name',
      CREATED_AT: 'p.products_date_added',
      UPDATED_AT: "if(p.products_last_modified > '0001-01-02', p.products_last_modified, p.products_date_added)",
    },
  },
  categories: {
    id: 'c.categories_id',
    from: 'zen_categories c left join zen_categories_description d on d.categories_id = c.categories_id and d.language_id = 1',
    columns: { NAME: 'd.categories_name', POSITION: 'c.sort_order' },
  },
  orders: {
    id: 'orders_id',
    from: 'zen_orders',
    columns: {
      PLACED_AT: 'date_purchased',
      UPDATED_AT: "if(last_modified > '0001-01-02', last_modified, date_purchased)",
      TOTAL: 'order_total',
    },
  },
  customers: {
    id: 'customers_id',
    from: 'zen_customers join zen_customers_info on customers_info_id = customers_id',
    columns: { EMAIL: 'customers_email_address', CREATED_AT: 'customers_info_date_account_created' },
  },
};

/** What is free costs nothing, whatever its price says. */
const price = (row: any) => (row.is_free ? 0 : Number(row.base_price));
/** A time; null for none. */
const held = (time: string | null) => (time && time > '0001-01-02' ? time : null);

describeWhere(parts, 'lists of zencart', () => {
  let store: RealStore;
  let oracle: any;
  let zone: string;
  beforeAll(async () => {
    oracle = oracleOf('zencart');
    zone = oracle.config.time_zone;
    store = await openRealStore('zencart', { [oracle.config.time_zone_source]: `<?php\n$TZ = "${zone}";\n` });
  });
  afterAll(() => store?.close());

  test.each(
    (Object.keys(ordersOf) as ListName[]).flatMap((list) => ordersOf[list].map((orderBy) => [list, orderBy] as const)),
  )('%s by %s lose nothing and repeat nothing, page by page, forwards and backwards', async (list, orderBy) => {
    const { id, from, columns } = tables[list];
    const by = orderBy.replace(/_(ASC|DESC)$/, '');
    const direction = orderBy.endsWith('DESC') ? 'desc' : 'asc';
    const sign = direction === 'desc' ? -1 : 1;
    const keys = [columns[by], id].filter((key) => key !== undefined).map((key) => `${key} ${direction}`);
    const right =
      by === 'PRICE'
        ? [...oracle.products]
            .sort((a, b) => sign * (price(a) - price(b) || Number(a.products_id) - Number(b.products_id)))
            .map((row) => row.products_id)
        : store.rows(`select ${id} from ${from} order by ${keys.join(', ')}`).map(([only]) => only);
    expect(right.length).toBeGreaterThan(9);
    expect(await walk(store.session, list, orderBy, { limit: 7, backward: false })).toEqual(right);
    expect(await walk(store.session, list, orderBy, { limit: 7, backward: true })).toEqual(right);
  });

  async function matching(list: ListName, filter: object): Promise<string[]> {
    const page = await askPage(store.session(), list, { filter, totalCount: true });
    const ids = page.rows.map(({ node }) => node.nativeId);
    expect(page.totalCount).toBe(ids.length);
    const counted = await askPage(store.session(), list, { filter, totalCount: true, limit: 0 });
    expect(counted).toEqual({ rows: [], hasMore: false, totalCount: ids.length });
    return ids;
  }

  function brute(rows: any[], key: string, holds: (row: any) => boolean): string[] {
    return rows
      .filter(holds)
      .map((row) => String(row[key]))
      .sort((a, b) => Number(a) - Number(b));
  }

  const time = (local: string | null) => (local?.startsWith('0001') ? null : utc(local, zone))?.getTime() ?? Number.NaN;
  const holds = (text: string, part: string) => text.toLowerCase().includes(part.toLowerCase());
  const named = (row: any, part: string) => holds(row.names.en.name, part) || holds(row.products_model ?? '', part);

  const productFilters: [string, object, (row: any) => boolean][] = [
    ['ids', { ids: ['42', '181', '999', 'x', '042'] }, (row) => ['42', '181'].includes(row.products_id)],
    ['no ids', { ids: [] }, () => false],
    ['skus', { skus: ['mg200mms', 'nothing'] }, (row) => row.products_model === 'MG200MMS'],
    ['a part of the name', { search: 'SPEED' }, (row) => named(row, 'speed')],
    ['a part with a quotation mark', { search: '"ZOË" & f' }, (row) => named(row, '"zoë" & f')],
    ['a part that looks like a pattern', { search: '%' }, (row) => named(row, '%')],
    ['active', { status: 'ACTIVE' }, (row) => row.products_status === '1'],
    ['disabled', { status: 'DISABLED' }, (row) => row.products_status !== '1'],
    ['a status that Zen Cart does not know', { status: 'DRAFT' }, () => false],
    ['a linked category', { categoryId: '22' }, (row) => row.linked_categories.includes('22')],
    ['prices from', { priceMin: '100' }, (row) => price(row) >= 100],
    ['prices up to', { priceMax: '14.45' }, (row) => price(row) <= 14.45],
    ['prices between', { priceMin: '14.45', priceMax: '52.5' }, (row) => price(row) >= 14.45 && price(row) <= 52.5],
    ['prices of many digits', { priceMin: '1234567.8912' }, (row) => row.products_id === '182'],
    ['in stock, which may all be checked out', { inStock: true }, () => true],
    ['out of stock', { inStock: false }, () => false],
    [
      'several at once',
      { status: 'ACTIVE', priceMin: '100', search: 'sale', categoryId: '31' },
      (row) =>
        row.products_status === '1' && price(row) >= 100 && named(row, 'sale') && row.linked_categories.includes('31'),
    ],
  ];
  test.each(productFilters)('products by %s are those of the oracle', async (_what, filter, right) => {
    expect(await matching('products', filter)).toEqual(brute(oracle.products, 'products_id', right));
  });

  test.each([
    ['products', 'created', (row: any) => row.products_date_added, 'products_id'],
    ['products', 'updated', (row: any) => held(row.products_last_modified) ?? row.products_date_added, 'products_id'],
    ['orders', 'placed', (row: any) => row.info.date_purchased, 'orders_id'],
    ['orders', 'updated', (row: any) => held(row.info.last_modified) ?? row.info.date_purchased, 'orders_id'],
    ['customers', 'created', (row: any) => row.date_account_created, 'customers_id'],
  ] as const)('%s by the time they were %s: from a second on, up to before one', async (list, which, at, key) => {
    const rows = oracle[list];
    const times = rows
      .map((row: any) => time(at(row)))
      .filter((one: number) => !Number.isNaN(one))
      .sort((a: number, b: number) => a - b);
    const middle = times[Math.floor(times.length / 2)];
    for (const shift of [-1, 0, 1, 500, 1000]) {
      const edge = new Date(middle + shift);
      expect(await matching(list, { [`${which}After`]: edge })).toEqual(
        brute(rows, key, (row) => time(at(row)) >= edge.getTime()),
      );
      expect(await matching(list, { [`${which}Before`]: edge })).toEqual(
        brute(rows, key, (row) => time(at(row)) < edge.getTime()),
      );
    }
  });

  const orderFilters: [string, object, (row: any) => boolean][] = [
    ['ids', { ids: ['1', '3', '4711'] }, (row) => [1, 3].includes(row.orders_id)],
    ['numbers', { numbers: ['2', '7'] }, (row) => [2, 7].includes(row.orders_id)],
    ['status ids', { statusIds: ['3', '5'] }, (row) => ['Delivered', 'Shipped'].includes(row.status_name)],
    ['completed ones', { states: ['COMPLETED'] }, (row) => row.status_name === 'Delivered'],
    ['being processed', { states: ['PROCESSING'] }, (row) => ['Processing', 'Shipped'].includes(row.status_name)],
    [
      'several states',
      { states: ['CANCELLED', 'REFUNDED', 'FAILED'] },
      (row) => row.status_name.startsWith('Refunded') || row.status_name === 'Cancelled',
    ],
    ['a state that says nothing known', { states: ['OTHER'] }, (row) => row.status_name === 'Update'],
    ['a customer', { customerId: '4' }, (row) => row.customer.id === '4'],
    [
      'e-mail in other capitals',
      { email: 'ROOT@localhost.COM' },
      (row) => row.customer.email_address === 'root@localhost.com',
    ],
  ];
  test.each(orderFilters)('orders by %s are those of the oracle', async (_what, filter, right) => {
    expect(await matching('orders', filter)).toEqual(brute(oracle.orders, 'orders_id', right));
  });

  const otherFilters: [ListName, string, object, (row: any) => boolean][] = [
    ['categories', 'ids', { ids: ['20', '18', '999'] }, (row) => ['20', '18'].includes(row.categories_id)],
    ['categories', 'parent', { parentId: '1' }, (row) => row.parent_id === '1'],
    ['categories', 'the top', { parentId: '0' }, (row) => row.parent_id === '0'],
    ['categories', 'letters of an escape', { search: 'amp;' }, () => false],
    ['categories', 'a part of the name', { search: '& "sh' }, (row) => holds(row.names.en.name, '& "sh')],
    ['categories', 'being enabled', { enabled: true }, (row) => row.categories_status === '1'],
    [
      'customers',
      'e-mails in other capitals',
      { emails: ['ROOT@localhost.com', 'none@example.com'] },
      (row) => row.customers_email_address === 'root@localhost.com',
    ],
    ['customers', 'a full name', { search: 'Ana María Núñez' }, (row) => row.customers_id === 7],
    ['customers', 'a group', { groupId: '1' }, (row) => Number(row.customers_group_pricing) === 1],
  ];
  test.each(otherFilters)('%s by %s are those of the oracle', async (list, _what, filter, right) => {
    const key = list === 'categories' ? 'categories_id' : 'customers_id';
    expect(await matching(list, filter)).toEqual(brute(oracle[list], key, right));
  });

  test('the children of categories come by their sort order, then by name', async () => {
    const children = await store
      .session()
      .ask((platform, view) => platform.categoryChildren(view, ['1', '3', '999'], new Selection({ name: {} })));
    const right = (parent: number) =>
      store
        .rows(
          `select c.categories_id from zen_categories c join zen_categories_description d on d.categories_id = c.categories_id and d.language_id = 1 where parent_id = ${parent} order by sort_order, categories_name`,
        )
        .map(([id]) => id);
    expect(children.get('1')?.map((one) => one.nativeId)).toEqual(right(1));
    expect(children.get('3')?.map((one) => one.nativeId)).toEqual(right(3));
  });

  test('what must not leave the store cannot be asked for', async () => {
    const { relations } = await store.session().hello();
    const columns = Object.values(relations).flat();
    for (const secret of [
      'customers_password',
      'customers_secret',
      'cc_number',
      'ip_address',
      'last_login_ip',
      'token',
    ])
      expect(columns).not.toContain(secret);
    for (const closed of [
      'admin',
      'sessions',
      'coupon_email_track',
      'paypal',
      'customers_auth_tokens',
      'coupon_gv_customer',
    ])
      expect(Object.keys(relations)).not.toContain(closed);
  });
});
