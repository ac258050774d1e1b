import { variants } from '../../src/platforms/prestashop/prestashop-combinations.js';
import { inventoryLevels } from '../../src/platforms/prestashop/prestashop-stock.js';
import { everything } from '../contract/everything.js';
import { filterCases, type Thing } from '../contract/filter-cases.js';
import { askPage, type ListName, ordersOf, type UnbrokenPage, walk } from '../contract/listing.js';
import { describeWhere } from '../support/machine.js';
import { openRealStore, type RealStore } from './real-store.js';

const parts = [
  'PHP with mysqli',
  'a MariaDB that lets this user in over its socket',
  'the real stores in ../shared/stores',
] as const;

/** What imports, modules and repairs by hand leave behind, as MariaDB takes it where it is not strict. */
const dirt = [
  'update ps_orders set date_add = 0 where id_order in (3, 4, 9)',
  'update ps_orders set date_upd = 0 where id_order in (4, 5)',
  'delete from ps_order_history where id_order = 9',
  "update ps_orders set reference = '' where id_order in (6, 7)",
  'update ps_orders set reference = (select * from (select reference from ps_orders where id_order = 10) as r) where id_order = 11',
  "update ps_orders set reference = concat(' ', reference) where id_order = 12",
  'update ps_orders set current_state = 0 where id_order = 13',
  'update ps_orders set current_state = 998 where id_order = 14',
  'update ps_orders set id_currency = 999 where id_order = 15',
  'update ps_orders set id_customer = 0 where id_order = 16',
  'update ps_orders set id_customer = 99999 where id_order = 17',
  'update ps_customer set is_guest = 1 where id_customer = (select id_customer from ps_orders where id_order = 18)',
  'update ps_orders set total_paid_tax_incl = 0 where id_order = 19',
  "update ps_customer set email = '' where id_customer = 3",
  'update ps_customer set id_default_group = 77, date_add = 0 where id_customer = 4',
  "update ps_customer set email = concat(' ', email), lastname = '' where id_customer = 5",
  "update ps_product set reference = '' where id_product in (2, 3)",
  "update ps_product set reference = concat(' ', reference, ' ') where id_product = 4",
  'update ps_product set reference = (select * from (select reference from ps_product where id_product = 5) as r) where id_product = 6',
  'update ps_product set date_add = 0, date_upd = 0 where id_product = 7',
  'update ps_product set date_upd = 0 where id_product = 8',
  "update ps_product_lang set name = '' where id_product in (2, 9) and id_lang = (select value from ps_configuration where name = 'PS_LANG_DEFAULT' limit 1)",
  "update ps_product_lang set name = '' where id_product = 10",
  'update ps_product_shop set active = 2 where id_product = 11',
  'update ps_product_shop set price = 0 where id_product = 12',
  'delete from ps_product_shop where id_product = 13',
  'delete from ps_stock_available where id_product in (1, 14)',
  'update ps_stock_available set quantity = -5, out_of_stock = 9 where id_product = 15',
  'delete from ps_product_attribute_shop where id_product_attribute in (1, 2, 9)',
  "update ps_product_attribute set reference = '' where id_product_attribute in (3, 4)",
  'update ps_product_attribute set reference = (select reference from ps_product where id_product = 5) where id_product_attribute = 5',
  'insert ignore into ps_category_product (id_category, id_product, position) values (1, 1, 0), (999, 2, 0)',
  'update ps_category set id_parent = id_category where id_category = 5',
  'update ps_category set id_parent = 999 where id_category = 6',
  "update ps_category_lang set name = '' where id_category = 7",
  'update ps_category set active = 2 where id_category = 8',
];

const skusOf = (node: Thing) => [node.sku, ...(node.variants as Thing[]).map((variant) => variant.sku)];
const has = (text: unknown, part: string) =>
  String(text ?? '')
    .toLowerCase()
    .includes(part.toLowerCase());

/** The cases of the contract, but for what a combination's SKU finds too. */
const cases: typeof filterCases = [
  ...filterCases.filter(
    ([list, what]) => !(list === 'products' && ['SKU', 'the whole name', 'time until'].includes(what)),
  ),
  [
    'products',
    'SKU',
    (s) => ({ skus: skusOf(s).filter(Boolean) }),
    (n, s) => skusOf(n).some((sku) => sku && skusOf(s).includes(sku)),
  ],
  [
    'products',
    'search',
    (s) => ({ search: s.name }),
    (n, s) => [n.name, ...skusOf(n)].some((text) => has(text, String(s.name))),
  ],
  [
    'products',
    'change until',
    (s) => ({ updatedBefore: s.updatedAt }),
    (n, s) => n.updatedAt !== null && Number(n.updatedAt) < Number(s.updatedAt),
  ],
  ['products', 'change', (s) => ({ updatedAfter: s.updatedAt }), (n, s) => Number(n.updatedAt) >= Number(s.updatedAt)],
  ['categories', 'parent', (s) => ({ parentId: s.parentId }), (n, s) => n.parentId === s.parentId],
  ['orders', 'change', (s) => ({ updatedAfter: s.updatedAt }), (n, s) => Number(n.updatedAt) >= Number(s.updatedAt)],
  [
    'orders',
    'customer',
    (s) => ({ customerId: (s.customer as Thing | null)?.nativeId }),
    (n, s) => (n.customer as Thing | null)?.nativeId === (s.customer as Thing | null)?.nativeId,
  ],
];

describeWhere(parts, 'presta8 with dirt in it', () => {
  let store: RealStore;
  const known = new Map<ListName, Thing[]>();
  const selections = {
    products: everything.product,
    categories: everything.category,
    orders: everything.order,
    customers: everything.customer,
  } as const;

  beforeAll(async () => {
    store = await openRealStore('presta8');
    store.rows(["set sql_mode = ''", ...dirt].join('; '));
    for (const list of Object.keys(selections) as ListName[]) {
      const page = (await askPage(store.session(), list, {
        selection: selections[list],
        limit: 250,
        totalCount: true,
      })) as UnbrokenPage<Thing>;
      expect(page.totalCount).toBe(page.rows.length);
      known.set(
        list,
        page.rows.map(({ node }) => node),
      );
    }
  }, 120_000);
  afterAll(() => store?.close());

  test.each([...cases])('%s by %s are just those whose values meet it', async (list, _what, filterOf, meets) => {
    const nodes = known.get(list) ?? [];
    expect(nodes.length).toBeGreaterThan(5);
    const seen = new Set<string>();
    for (const sample of nodes.slice(0, 30)) {
      const filter = filterOf(sample);
      const key = JSON.stringify(filter);
      // What a thing does not hold cannot be asked for.
      const unheld = Object.values(filter).some(
        (value) => value === undefined || value === null || value === '' || /^null$/i.test(String(value)),
      );
      if (seen.has(key) || unheld) continue;
      seen.add(key);
      const page = await askPage(store.session(), list, { filter, totalCount: true });
      const right = nodes.filter((node) => meets(node, sample)).map((node) => node.nativeId);
      expect({ filter, found: page.rows.map(({ node }) => node.nativeId) }).toEqual({ filter, found: right });
      expect(page.totalCount).toBe(right.length);
    }
    expect(seen.size).toBeGreaterThan(0);
  });

  test.each(
    (Object.keys(ordersOf) as ListName[]).flatMap((list) => ordersOf[list].map((orderBy) => [list, orderBy] as const)),
  )('%s by %s come in the order of their values', async (list, orderBy) => {
    const nodes = new Map((known.get(list) ?? []).map((node) => [node.nativeId, node]));
    const ids = await walk(store.session, list, orderBy, { limit: 13, backward: false });
    expect([...ids].sort()).toEqual([...nodes.keys()].sort());
    expect(await walk(store.session, list, orderBy, { limit: 13, backward: true })).toEqual(ids);
    const field = { CREATED_AT: 'createdAt', UPDATED_AT: 'updatedAt', PLACED_AT: 'placedAt' }[
      orderBy.replace(/_(ASC|DESC)$/, '')
    ];
    if (!field) return;
    const times = ids.map((id) => Number(nodes.get(id)?.[field] ?? 0));
    const sorted = [...times].sort((a, b) => (orderBy.endsWith('ASC') ? a - b : b - a));
    expect(times).toEqual(sorted);
  });

  test('variants by SKU, product and stock are just those whose values meet it', async () => {
    const all = (known.get('products') ?? []).flatMap((product) => product.variants as Thing[]);
    const page = (filter: object) =>
      store.session().ask((_platform, view) =>
        variants.page(view, {
          limit: 250,
          backward: false,
          after: null,
          before: null,
          orderBy: 'ID_ASC',
          filter,
          selection: everything.variant,
          totalCount: true,
        }),
      );
    const found = async (filter: object) => {
      const { rows, totalCount } = await page(filter);
      expect(totalCount).toBe(rows.length);
      return rows.map(({ node }) => (node as unknown as Thing).nativeId);
    };
    const where = (holds: (variant: Thing) => boolean) =>
      all
        .filter(holds)
        .map(({ nativeId }) => nativeId)
        .sort((a, b) => Number(a) - Number(b));
    expect(await found({})).toEqual(where(() => true));
    const available = (variant: Thing) => (variant.inventory as { available: boolean }).available;
    expect(await found({ inStock: true })).toEqual(where(available));
    expect(await found({ inStock: false })).toEqual(where((variant) => !available(variant)));
    for (const { sku, productId } of all.slice(0, 20)) {
      if (sku) expect(await found({ skus: [sku] })).toEqual(where((variant) => variant.sku === sku));
      expect(await found({ productIds: [productId] })).toEqual(where((variant) => variant.productId === productId));
    }
    const { rows } = await page({});
    const own = new Map(all.map((variant) => [variant.nativeId, variant]));
    for (const { node } of rows) expect(node).toEqual(own.get((node as unknown as Thing).nativeId));
  });

  test('the levels of stock are those that products and variants show', async () => {
    const levels = await store.session().ask((_platform, view) => inventoryLevels(view, { after: null, limit: 5000 }));
    const products = known.get('products') ?? [];
    for (const { level } of levels.rows) {
      const { productNativeId, variantNativeId, sku, tracked, quantity, available } = level as never as Record<
        string,
        string
      >;
      const product = products.find((one) => one.nativeId === productNativeId);
      const thing = variantNativeId
        ? (product?.variants as Thing[] | undefined)?.find((one) => one.nativeId === variantNativeId)
        : product;
      const inventory = thing?.inventory as Record<string, unknown> | undefined;
      expect({ sku, tracked, quantity, available }).toEqual({
        sku: thing?.sku,
        tracked: inventory?.tracked,
        quantity: inventory?.quantity,
        available: inventory?.available,
      });
    }
    expect(levels.rows.length).toBeGreaterThan(20);
  });
});
