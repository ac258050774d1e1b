// biome-ignore-all lint/suspicious/noExplicitAny: the oracle is JSON of Magento's making.

import { Selection } from '../../src/model/selection.js';
import { everything } from '../contract/everything.js';
import { askPage, type ListName, ordersOf, walk } from '../contract/listing.js';
import { describeWhere } from '../support/machine.js';
import { levelRows } from './level-rows.js';
import { instant } from './magento1-expected-catalog.js';
import { openRealStore, oracleOf, type RealStore } from './real-store.js';

const parts = [
  'PHP with mysqli',
  'a MariaDB that lets this user in over its socket',
  'the real stores in ../shared/stores',
] as const;

const heldValue = (type: string, code: string) =>
  `(select coalesce(max(case when v.store_id = 1 then v.value end), max(case when v.store_id = 0 then v.value end))
    from catalog_product_entity_${type} v join eav_attribute a using (attribute_id)
    where v.entity_id = e.entity_id and a.attribute_code = '${code}' and v.store_id in (0, 1))`;

/** What MariaDB itself says of each list, by plain statements. */
const tables: Readonly<Record<ListName, { from: string; columns: Readonly<Record<string, string>> }>> = {
  products: {
    from: 'catalog_product_entity e',
    columns: {
      NAME: heldValue('varchar', 'name'),
      CREATED_AT: 'e.created_at',
      UPDATED_AT: 'e.updated_at',
    },
  },
  categories: {
    from: 'catalog_category_entity e where e.level > 1',
    columns: {
      NAME: heldValue('varchar', 'name').replace('catalog_product_entity', 'catalog_category_entity'),
      POSITION: 'e.position',
    },
  },
  orders: {
    from: 'sales_flat_order e',
    columns: { PLACED_AT: 'e.created_at', UPDATED_AT: 'e.updated_at', TOTAL: 'e.grand_total' },
  },
  customers: { from: 'customer_entity e', columns: { EMAIL: 'e.email', CREATED_AT: 'e.created_at' } },
};

describeWhere(parts, 'lists of a Magento 1 store', () => {
  let store: RealStore;
  let oracle: any;
  beforeAll(async () => {
    oracle = oracleOf('openmage');
    store = await openRealStore('openmage');
  });
  afterAll(() => store?.close());

  test.each(
    (Object.keys(ordersOf) as ListName[]).flatMap((list) => ordersOf[list].map((orderBy) => [list, orderBy] as const)),
  )('%s by %s lose nothing and repeat nothing, page by page, either way', async (list, orderBy) => {
    const { from, columns } = tables[list];
    const direction = orderBy.endsWith('DESC') ? 'desc' : 'asc';
    const keys = [columns[orderBy.replace(/_(ASC|DESC)$/, '')], 'e.entity_id']
      .filter((key) => key !== undefined)
      .map((key) => `${key} ${direction}`);
    const right = orderBy.startsWith('PRICE')
      ? await byShownPrice(direction)
      : store.rows(`select e.entity_id from ${from} order by ${keys.join(', ')}`).map(([id]) => id);
    expect(right.length).toBeGreaterThan(9);
    expect(await walk(store.session, list, orderBy, { limit: 17, backward: false })).toEqual(right);
    expect(await walk(store.session, list, orderBy, { limit: 17, backward: true })).toEqual(right);
  });

  /** Products by the prices that they show, which are held against the oracle elsewhere; those without a price come first. */
  async function byShownPrice(direction: string): Promise<string[]> {
    const page = await askPage(store.session(), 'products', { selection: everything.product });
    const priced = page.rows.map(({ node }) => {
      const { nativeId, price } = node as any;
      return { id: nativeId as string, price: price === null ? -1 : Number(price.amount) };
    });
    priced.sort((a, b) => a.price - b.price || Number(a.id) - Number(b.id));
    const ids = priced.map(({ id }) => id);
    return direction === 'desc' ? ids.reverse() : ids;
  }

  async function matching(list: ListName, filter: object): Promise<string[]> {
    const page = await askPage(store.session(), list, { filter, totalCount: true });
    const ids = page.rows.map(({ node }) => node.nativeId);
    expect(page.totalCount).toBe(ids.length);
    return ids;
  }

  const rowsOf = (list: string) => oracle[list].filter((row: any) => list !== 'categories' || row.level > 1);
  const brute = (list: string, holds: (row: any) => boolean) =>
    rowsOf(list)
      .filter(holds)
      .map((row: any) => String(row.entity_id))
      .sort((a: string, b: string) => Number(a) - Number(b));
  const includes = (text: unknown, part: string) =>
    String(text ?? '')
      .toLowerCase()
      .includes(part.toLowerCase());
  const inStock = (row: any) =>
    row.stock.is_in_stock === 1 && (Number(row.stock.qty) > 0 || !['simple', 'virtual'].includes(row.type_id));
  const before = (row: any, column: string, at: string) => (instant(row[column])?.getTime() ?? 0) < Date.parse(at);

  const cases: [ListName, string, object, (row: any) => boolean][] = [
    ['products', 'ids', { ids: ['16', '83', '999', 'x', '016'] }, (row) => [16, 83].includes(row.entity_id)],
    ['products', 'skus', { skus: ['TEE-ÄÖÜ/001', 'cn', 'none'] }, (row) => ['TEE-ÄÖÜ/001', 'cn'].includes(row.sku)],
    ['products', 'a part of the name', { search: 'zoë" & f' }, (row) => includes(row.name, 'zoë" & f')],
    [
      'products',
      'a part of name or SKU',
      { search: 'amd' },
      (row) => includes(row.name, 'amd') || includes(row.sku, 'amd'),
    ],
    ['products', 'a sign that other searches take for any', { search: '%' }, (row) => includes(row.name, '%')],
    ['products', 'active', { status: 'ACTIVE' }, (row) => row.status === 1],
    ['products', 'disabled', { status: 'DISABLED' }, (row) => row.status === 2],
    ['products', 'a status that Magento does not know', { status: 'DRAFT' }, () => false],
    ['products', 'a category itself', { categoryId: '8' }, (row) => row.category_ids.map(Number).includes(8)],
    ['products', 'a price as stored', { priceMin: '1234567.89' }, (row) => Number(row.price) >= 1234567.89],
    [
      'products',
      'prices between',
      { priceMin: '19.9999', priceMax: '41.95', ids: ['167', '135', '126', '120'] },
      (row) => [167, 135, 120].includes(row.entity_id),
    ],
    ['products', 'what a bundle does not cost', { priceMin: '600', priceMax: '640', ids: ['165'] }, () => false],
    [
      'products',
      'what the cheapest parts of a bundle cost',
      { priceMin: '847.97', priceMax: '847.97', ids: ['165'] },
      (row) => row.entity_id === 165,
    ],
    ['products', 'in stock', { inStock: true }, inStock],
    ['products', 'out of stock', { inStock: false }, (row) => !inStock(row)],
    [
      'products',
      'time of creation',
      { createdBefore: new Date('2008-01-01T00:00:00Z') },
      (row) => before(row, 'created_at', '2008-01-01T00:00:00Z'),
    ],
    [
      'products',
      'time of change',
      { updatedAfter: new Date('2008-08-08T15:00:07Z') },
      (row) => !before(row, 'updated_at', '2008-08-08T15:00:07Z'),
    ],
    ['categories', 'the one above, by its path', { parentId: '15' }, (row) => /^1\/3\/13\/15\/\d+$/.test(row.path)],
    ['categories', 'a technical root above', { parentId: '3' }, (row) => row.level === 2],
    ['categories', 'a technical root itself', { ids: ['1', '3', '8'] }, (row) => row.entity_id === 8],
    ['categories', 'a part of the name', { search: 'SH' }, (row) => includes(row.per_store.default.name, 'sh')],
    ['categories', 'being off', { enabled: false }, (row) => row.per_store.default.is_active !== 1],
    [
      'orders',
      'numbers',
      { numbers: ['100000001', '400000004', '7'] },
      (row) => ['100000001', '400000004'].includes(row.increment_id),
    ],
    ['orders', 'status ids', { statusIds: ['awaiting_stock'] }, (row) => row.status === 'awaiting_stock'],
    ['orders', 'states', { states: ['PROCESSING', 'ON_HOLD'] }, (row) => ['processing', 'holded'].includes(row.state)],
    ['orders', 'a state that none has', { states: ['OTHER'] }, () => false],
    ['orders', 'no state', { states: [] }, () => false],
    ['orders', 'nothing of how far paid', { financialStatuses: [] }, () => false],
    ['orders', 'nothing of how far sent', { fulfillmentStatuses: [] }, () => false],
    ['orders', 'a state that Magento does not know', { states: ['FAILED'] }, () => false],
    ['orders', 'a customer', { customerId: '4' }, (row) => row.customer_id === 4],
    ['orders', 'guests, who are no customer', { customerId: '0' }, () => false],
    [
      'orders',
      'e-mail in other capitals',
      { email: 'ZOE.Mueller@example.de' },
      (row) => row.customer_email.toLowerCase() === 'zoe.mueller@example.de',
    ],
    [
      'orders',
      'time of placing',
      { placedAfter: new Date('2025-02-27T18:43:59Z'), placedBefore: new Date('2026-01-01T00:00:00Z') },
      (row) => !before(row, 'created_at', '2025-02-27T18:43:59Z') && before(row, 'created_at', '2026-01-01T00:00:00Z'),
    ],
    ['customers', 'e-mail', { emails: ['sinead.obrien@example.ie', 'x'] }, (row) => row.entity_id === 4],
    ['customers', 'a whole name', { search: 'zoë müller' }, (row) => row.entity_id === 2],
    ['customers', 'group', { groupId: '2' }, (row) => row.group_id === 2],
    ['customers', 'the group of those who have not signed in', { groupId: '0' }, () => false],
    [
      'customers',
      'time of creation',
      { createdAfter: new Date('2024-12-25T04:59:59Z') },
      (row) => !before(row, 'created_at', '2024-12-25T04:59:59Z'),
    ],
  ];
  test.each(cases)('%s by %s are those of the oracle', async (list, _what, filter, right) => {
    expect(await matching(list, filter)).toEqual(brute(list, right));
  });

  test('children of a category are those that its path says, by position', async () => {
    const children = await store
      .session()
      .ask((platform, view) => platform.categoryChildren(view, ['15', '13', '3', '8'], everything.category));
    const right = (parent: number) =>
      rowsOf('categories')
        .filter((row: any) => row.path.split('/').at(-2) === String(parent))
        .sort((a: any, b: any) => a.position - b.position)
        .map((row: any) => String(row.entity_id));
    expect([...children].map(([id, nodes]) => [id, nodes.map((node) => node.nativeId)])).toEqual(
      [15, 13, 3, 8].map((id) => [String(id), id === 3 ? [] : right(id)]),
    );
  });

  test('the levels of stock are what the tables of the stock say, each figure the item’s or the shop’s', async () => {
    store.rows(`update cataloginventory_stock_item set use_config_backorders = product_id % 2, backorders = product_id % 3;
      update cataloginventory_stock_item set use_config_min_qty = product_id % 2, min_qty = product_id % 5;
      update cataloginventory_stock_item set use_config_manage_stock = 0, manage_stock = product_id % 3 where product_id % 4 = 0;
      update cataloginventory_stock_item set qty = product_id % 5 where product_id % 3 = 0;
      update cataloginventory_stock_item set is_in_stock = 0 where product_id % 11 = 0;
      delete from cataloginventory_stock_item where product_id % 13 = 0`);
    for (const [manages, backorders, least] of [
      [1, 0, '0'],
      [1, 1, '0'],
      [0, 0, '0'],
      [1, 0, '2.5'],
    ]) {
      const [manage, allow, minimum] = [
        `if(i.use_config_manage_stock = 1, ${manages}, i.manage_stock > 0)`,
        `if(i.use_config_backorders = 1, ${backorders}, i.backorders > 0)`,
        `if(i.use_config_min_qty = 1, ${least}, i.min_qty)`,
      ];
      const paths = [`manage_stock', '${manages}`, `backorders', '${backorders}`, `min_qty', '${least}`];
      store.rows(`replace into core_config_data (scope, scope_id, path, value) values
        ${paths.map((path) => `('default', 0, 'cataloginventory/item_options/${path}')`)}`);
      await store.session().refresh();
      const right = store.rows(`
        select ifnull(parent.id, e.entity_id), if(parent.id is null, 0, e.entity_id), e.sku,
          ifnull(${manage}, ${manages}), ifnull(trim(trailing '.' from trim(trailing '0' from i.qty)), ''),
          ifnull(not ${manage} or (i.is_in_stock = 1 and (i.qty > ${minimum} or ${allow})), not ${manages})
        from catalog_product_entity e
        left join (select product_id, min(parent_id) as id from catalog_product_super_link
          where parent_id in (select entity_id from catalog_product_entity) group by product_id) as parent
          on parent.product_id = e.entity_id
        left join cataloginventory_stock_item i on i.product_id = e.entity_id and i.stock_id = 1
        where e.type_id in ('simple', 'virtual', 'downloadable') order by e.entity_id`);
      expect(right.length).toBeGreaterThan(100);
      expect(await levelRows(store)).toEqual(right);
    }
  });

  test('a state or status counts as MySQL compares it, to fields and filters alike', async () => {
    store.rows(`update sales_flat_order set state = case entity_id % 3
        when 0 then upper(state) when 1 then concat(state, ' ') else '' end, status = upper(status);
      update sales_flat_order set state = 'COMPLETE' where entity_id in (select order_id from (
        select order_id from sales_flat_order_item group by order_id having min(is_virtual) = 1) as x)`);
    const fields = { nativeId: {}, status: { state: {} }, financialStatus: {}, fulfillmentStatus: {} };
    const selection = new Selection(fields);
    const nodes = (await askPage(store.session(), 'orders', { selection })).rows.map(({ node }) => node as any);
    const idsOf = (holds: (node: any) => boolean) => nodes.filter(holds).map(({ nativeId }) => nativeId);
    const states = [...new Set(nodes.map(({ status }) => status.state))];
    expect(states.length).toBeGreaterThan(3);
    for (const state of [...states, 'OTHER'])
      expect(await matching('orders', { states: [state] })).toEqual(idsOf((node) => node.status.state === state));
    for (const [key, field] of [
      ['financialStatuses', 'financialStatus'],
      ['fulfillmentStatuses', 'fulfillmentStatus'],
    ] as const)
      for (const value of new Set(nodes.map((node) => node[field])))
        expect(await matching('orders', { [key]: [value] })).toEqual(idsOf((node) => node[field] === value));
  });
});
