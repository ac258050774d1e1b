// biome-ignore-all lint/suspicious/noExplicitAny: the oracle is JSON of PrestaShop's making.
import { Selection } from '../../src/model/selection.js';
import { askPage, type ListName, ordersOf, walk } from '../contract/listing.js';
import { describeWhere } from '../support/machine.js';
import { levelRows } from './level-rows.js';
import { openRealStore, oracleOf, type RealStore } from './real-store.js';

const parts = [
  'PHP with mysqli',
  'a MariaDB that lets this user in over its socket',
  'the real stores in ../shared/stores',
] as const;

/** What MariaDB itself says of each list, by plain statements. */
const tables: Readonly<Record<ListName, { id: string; from: string; columns: Readonly<Record<string, string>> }>> = {
  products: {
    id: 'p.id_product',
    from: 'ps_product p join ps_product_shop s using (id_product) join ps_product_lang t on t.id_product = p.id_product and t.id_lang = 2 where true',
    columns: {
      NAME: 't.name',
      PRICE:
        's.price + coalesce((select min(price) from ps_product_attribute_shop a where a.id_product = p.id_product), 0)',
      CREATED_AT: 'p.date_add',
      UPDATED_AT: 'p.date_upd',
    },
  },
  categories: {
    id: 'c.id_category',
    from: 'ps_category c join ps_category_shop s using (id_category) join ps_category_lang t on t.id_category = c.id_category and t.id_lang = 2 where c.id_category <> 1',
    columns: { NAME: 't.name', POSITION: 's.position' },
  },
  orders: {
    id: 'id_order',
    from: 'ps_orders',
    columns: { PLACED_AT: 'date_add', UPDATED_AT: 'date_upd', TOTAL: 'total_paid_tax_incl' },
  },
  customers: {
    id: 'id_customer',
    from: 'ps_customer where is_guest = 0 and deleted = 0',
    columns: { EMAIL: 'email', CREATED_AT: 'date_add' },
  },
};

describeWhere(parts, 'presta8 lists', () => {
  let store: RealStore;
  let oracle: any;
  beforeAll(async () => {
    oracle = oracleOf('presta8');
    store = await openRealStore('presta8');
  });
  afterAll(() => store?.close());

  test.each(
    (Object.keys(ordersOf) as ListName[]).flatMap((list) => ordersOf[list].map((orderBy) => [list, orderBy] as const)),
  )('%s by %s lose nothing and repeat nothing, page by page, forwards and backwards', async (list, orderBy) => {
    const { id, from, columns } = tables[list];
    const direction = orderBy.endsWith('DESC') ? 'desc' : 'asc';
    const keys = [columns[orderBy.replace(/_(ASC|DESC)$/, '')], id].filter((key) => key !== undefined);
    const order = keys.map((key) => `${key} ${direction}`).join(', ');
    const right = store.rows(`select ${id} from ${from} order by ${order}`).map(([only]) => only);
    expect(right.length).toBeGreaterThan(9);
    expect(await walk(store.session, list, orderBy, { limit: 11, backward: false })).toEqual(right);
    expect(await walk(store.session, list, orderBy, { limit: 11, backward: true })).toEqual(right);
  });

  async function matching(list: ListName, filter: object): Promise<string[]> {
    const page = await askPage(store.session(), list, { filter, totalCount: true });
    const ids = page.rows.map(({ node }) => node.nativeId);
    expect(page.totalCount).toBe(ids.length);
    return ids;
  }

  const brute = (rows: any[], holds: (row: any) => boolean): string[] =>
    rows
      .filter(holds)
      .map((row) => row.id)
      .sort((a, b) => a - b)
      .map(String);
  const contains = (text: string, part: string) => text.toLowerCase().includes(part.toLowerCase());
  const priceOf = (row: any) => {
    const own = oracle.combinations.filter((one: any) => one.id_product === row.id);
    const least = own.length > 0 ? Math.min(...own.map((one: any) => Number(one.price))) : 0;
    return Math.round((Number(row.price) + least) * 1e6);
  };
  const available = (row: any) => row.quantity > 0 || row.available_when_oos;

  const productFilters: [string, object, (row: any) => boolean][] = [
    ['ids', { ids: ['20', '27', '999', 'x', '027'] }, (row) => [20, 27].includes(row.id)],
    ['ids that none has', { ids: ['abc', '-1', '0'] }, () => false],
    ['skus', { skus: ['SPEC-UTF8', 'demo_3', 'none'] }, (row) => ['SPEC-UTF8', 'demo_3'].includes(row.reference)],
    ['a part of the name', { search: 'MUG' }, (row) => contains(row.name.en, 'mug') || contains(row.reference, 'mug')],
    ['letters beyond ASCII', { search: 'é' }, (row) => contains(row.name.en, 'é')],
    ['a part of the reference', { search: 'SPEC-' }, (row) => contains(row.reference, 'spec-')],
    ['a part that looks like a pattern', { search: '%' }, (row) => contains(row.name.en, '%')],
    ['active', { status: 'ACTIVE' }, (row) => row.active === '1'],
    ['disabled', { status: 'DISABLED' }, (row) => row.active !== '1'],
    ['a status that PrestaShop does not know', { status: 'DRAFT' }, () => false],
    ['a category itself', { categoryId: '10' }, (row) => row.categories.includes(10)],
    ['a category that is none', { categoryId: 'none' }, () => false],
    ['prices from', { priceMin: '120' }, (row) => priceOf(row) >= 120e6],
    ['prices up to the least of combinations', { priceMax: '117.5' }, (row) => priceOf(row) <= 117.5e6],
    [
      'prices between',
      { priceMin: '19.99', priceMax: '117.500' },
      (row) => priceOf(row) >= 19.99e6 && priceOf(row) <= 117.5e6,
    ],
    ['in stock', { inStock: true }, available],
    ['out of stock', { inStock: false }, (row) => !available(row)],
    [
      'several at once',
      { status: 'ACTIVE', priceMin: '100', inStock: true, search: 'drone', categoryId: '10' },
      (row) =>
        row.active === '1' &&
        priceOf(row) >= 100e6 &&
        available(row) &&
        contains(row.name.en, 'drone') &&
        row.categories.includes(10),
    ],
  ];
  test.each(productFilters)('products by %s are those of the oracle', async (_what, filter, right) => {
    expect(await matching('products', filter)).toEqual(brute(oracle.products, right));
  });

  test.each([
    ['products', 'created', 'date_add_utc'],
    ['products', 'updated', 'date_upd_utc'],
    ['orders', 'placed', 'date_add_utc'],
    ['orders', 'updated', 'date_upd_utc'],
    ['customers', 'created', 'date_add_utc'],
  ] as const)('%s by the time they were %s: from a second on, up to before one', async (list, which, key) => {
    const rows = oracle[list].filter(
      (row: any) => list !== 'customers' || (row.is_guest === '0' && row.deleted === '0'),
    );
    const times = rows.map((row: any) => Date.parse(row[key])).sort((a: number, b: number) => a - b);
    const middle = times[Math.floor(times.length / 2)];
    for (const shift of [-1, 0, 1, 1000]) {
      const edge = middle + shift;
      const [after, before] = [`${which}After`, `${which}Before`];
      expect(await matching(list, { [after]: new Date(edge) })).toEqual(
        brute(rows, (row) => Date.parse(row[key]) >= edge),
      );
      expect(await matching(list, { [before]: new Date(edge) })).toEqual(
        brute(rows, (row) => Date.parse(row[key]) < edge),
      );
    }
  });

  const buyer = (row: any) => oracle.customers.find((one: any) => String(one.id) === row.id_customer);
  const orderFilters: [string, object, (row: any) => boolean][] = [
    ['ids', { ids: ['1', '3', '4711'] }, (row) => [1, 3].includes(row.id)],
    ['numbers', { numbers: ['XKBKNABJK', 'NONE'] }, (row) => row.reference === 'XKBKNABJK'],
    ['status ids', { statusIds: ['5', '8'] }, (row) => ['5', '8'].includes(row.current_state)],
    ['completed ones', { states: ['COMPLETED'] }, (row) => row.state_name === 'Delivered'],
    ['on hold', { states: ['ON_HOLD'] }, (row) => row.state_name.startsWith('On backorder')],
    [
      'several states',
      { states: ['CANCELLED', 'REFUNDED', 'FAILED'] },
      (row) => ['Canceled', 'Refunded', 'Payment error'].includes(row.state_name),
    ],
    ['a state that none has', { states: ['OTHER'] }, () => false],
    ['no state', { states: [] }, () => false],
    ['nothing of how far paid', { financialStatuses: [] }, () => false],
    ['nothing of how far sent', { fulfillmentStatuses: [] }, () => false],
    ['a customer', { customerId: '5' }, (row) => row.id_customer === '5'],
    [
      'e-mail in other capitals',
      { email: 'TANAKA@example.JP' },
      (row) => buyer(row).email.toLowerCase() === 'tanaka@example.jp',
    ],
    ['the e-mail of a guest', { email: 'guest7@example.net' }, (row) => buyer(row).email === 'guest7@example.net'],
    ['a part of an e-mail', { email: 'example.jp' }, () => false],
  ];
  test.each(orderFilters)('orders by %s are those of the oracle', async (_what, filter, right) => {
    expect(await matching('orders', filter)).toEqual(brute(oracle.orders, right));
  });

  const categoryFilters: [string, object, (row: any) => boolean][] = [
    ['ids, of which the technical root is none', { ids: ['1', '3', '99'] }, (row) => row.id === 3],
    ['parent', { parentId: '2' }, (row) => row.id_parent === '2'],
    ['a part of the name', { search: 'ART' }, (row) => row.id !== 1 && contains(row.name.en, 'art')],
    ['enabled', { enabled: true }, (row) => row.id !== 1 && row.active === '1'],
    ['disabled', { enabled: false }, (row) => row.id !== 1 && row.active !== '1'],
  ];
  test.each(categoryFilters)('categories by %s are those of the oracle', async (_what, filter, right) => {
    expect(await matching('categories', filter)).toEqual(brute(oracle.categories, right));
  });

  const real = (row: any) => row.is_guest === '0' && row.deleted === '0';
  const customerFilters: [string, object, (row: any) => boolean][] = [
    ['ids, of which guests and deleted ones are none', { ids: ['2', '15', '16'] }, (row) => row.id === 2],
    ['e-mails in other capitals', { emails: ['LUKASZ@example.pl'] }, (row) => row.email === 'lukasz@example.pl'],
    ['a part of a name', { search: 'müll' }, (row) => real(row) && contains(row.lastname, 'müll')],
    ['a full name', { search: 'Lefèvre François' }, (row) => row.id === 8],
    ['a part of an e-mail', { search: '@example.com' }, (row) => real(row) && contains(row.email, '@example.com')],
    ['a group', { groupId: '3' }, (row) => real(row) && row.id_default_group === '3'],
    ['the group of guests', { groupId: '2' }, (row) => real(row) && row.id_default_group === '2'],
  ];
  test.each(customerFilters)('customers by %s are those of the oracle', async (_what, filter, right) => {
    expect(await matching('customers', filter)).toEqual(brute(oracle.customers, right));
  });

  test('the children of categories come by their place', async () => {
    const children = await store
      .session()
      .ask((platform, view) => platform.categoryChildren(view, ['2', '6', '999'], new Selection({ name: {} })));
    const right = (parent: string) =>
      oracle.categories
        .filter((row: any) => row.id_parent === parent)
        .sort((a: any, b: any) => Number(a.position) - Number(b.position) || a.id - b.id)
        .map((row: any) => String(row.id));
    expect(children.get('2')?.map((one) => one.nativeId)).toEqual(right('2'));
    expect(children.get('6')?.map((one) => one.nativeId)).toEqual(right('6'));
    expect(children.get('999')).toEqual([]);
  });

  test('the levels of stock are what the tables of the stock say, with what the shop and the products allow', async () => {
    // Something of everything: none left, below zero, orders allowed or refused by the product, or left to the shop.
    store.rows(`update ps_stock_available set out_of_stock = id_product % 3 where id_product_attribute = 0;
      update ps_stock_available set quantity = 0 where id_product % 4 = 0;
      update ps_stock_available set quantity = -3 where id_stock_available % 7 = 0;
      update ps_product_attribute set reference = '' where id_product_attribute % 2 = 0`);
    const setting = (name: string) =>
      `(select value from ps_configuration where name = '${name}' order by id_shop limit 1)`;
    for (const [counts, backorders] of [
      ['1', '0'],
      ['1', '1'],
      ['0', '0'],
    ]) {
      store.rows(`update ps_configuration set value = '${counts}' where name = 'PS_STOCK_MANAGEMENT';
        update ps_configuration set value = '${backorders}' where name = 'PS_ORDER_OUT_OF_STOCK'`);
      await store.session().refresh();
      const right = store.rows(`
        select p.id_product, ifnull(a.id_product_attribute, 0), if(ifnull(a.reference, '') = '', p.reference, a.reference),
          ${setting('PS_STOCK_MANAGEMENT')} = 1, k.quantity,
          ${setting('PS_STOCK_MANAGEMENT')} = 0 or k.quantity > 0 or whole.out_of_stock = 1
            or (whole.out_of_stock = 2 and ${setting('PS_ORDER_OUT_OF_STOCK')} = 1)
        from ps_product p left join ps_product_attribute a using (id_product)
        join ps_stock_available k on k.id_product = p.id_product and k.id_product_attribute = ifnull(a.id_product_attribute, 0)
        join ps_stock_available whole on whole.id_product = p.id_product and whole.id_product_attribute = 0
        order by k.id_stock_available`);
      expect(right.length).toBeGreaterThan(40);
      expect(await levelRows(store)).toEqual(right);
    }
  });
});
