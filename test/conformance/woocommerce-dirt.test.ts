import { valueRead } from '../../src/model/as-read.js';
import type { Page } from '../../src/model/page.js';
import { decimalText, webAddress } from '../../src/model/scalars.js';
import { Selection } from '../../src/model/selection.js';
import type { Collection, Platform } from '../../src/platforms/platform.js';
import type { BridgedStore } from '../contract/bridged-store.js';
import { everything } from '../contract/everything.js';
import { describeWhere } from '../support/machine.js';
import { openRealStore, type RealStore } from './real-store.js';

const parts = [
  'PHP with mysqli',
  'a MariaDB that lets this user in over its socket',
  'the real stores in ../shared/stores',
] as const;

// biome-ignore lint/suspicious/noExplicitAny: a thing with everything selected, whatever its kind.
type Thing = any;
type List = 'products' | 'variants' | 'categories' | 'orders' | 'customers';
const selections: Readonly<Record<List, Selection>> = {
  products: everything.product,
  variants: new Selection({ ...tree(everything.variant), updatedAt: {} } as never),
  categories: everything.category,
  orders: everything.order,
  customers: everything.customer,
};

function tree(selection: Selection): object {
  return Object.fromEntries(selection.fields.map((field) => [field, tree(selection.at(field))]));
}

async function page(store: BridgedStore, list: List, filter: object, orderBy = 'ID_ASC', whole = false) {
  const request = {
    limit: 250,
    backward: false,
    after: null,
    before: null,
    orderBy,
    filter,
    selection: whole ? selections[list] : Selection.none,
    totalCount: true,
  };
  const found: Page<Thing> = await store
    .session()
    .ask((platform: Platform, view) =>
      (platform[list] as unknown as Collection<Thing, object, string>).page(view, request),
    );
  return { nodes: found.rows.map(({ node }) => valueRead(node)), totalCount: found.totalCount };
}

/** A text as the store's collation regards it: case, accents and blanks at the end are nothing to it. */
const folded = (text: unknown) =>
  String(text ?? '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .trimEnd();
const distinct = <T>(values: readonly T[]): T[] => [
  ...new Map(values.filter((one) => one !== null && one !== undefined).map((one) => [String(one), one])).values(),
];
const cents = (money: Thing) => (money === null ? null : Number(money.amount));
const skusOf = (product: Thing): string[] => [product.sku, ...product.variants.map((one: Thing) => one.sku)];

type Case = readonly [
  List,
  string,
  (node: Thing) => unknown[],
  (node: Thing, value: never) => boolean,
  ((value: unknown) => unknown)?,
];
const since = (field: string) => (node: Thing, value: Date) => node[field] !== null && node[field] >= value;
const until = (field: string) => (node: Thing, value: Date) => node[field] !== null && node[field] < value;
const oneOf = (value: unknown) => [value];

/** Filters, the values of a thing that they are tried with, and whether a thing meets one, told by what was answered of it. */
const cases: readonly Case[] = [
  ['products', 'skus', skusOf, (n, v) => skusOf(n).some((one) => one !== null && folded(one) === folded(v)), oneOf],
  ['products', 'search', skusOf, (n, v) => [n.name, ...skusOf(n)].some((one) => folded(one).includes(folded(v)))],
  ['products', 'priceMin', (n) => [n.price?.amount], (n, v) => n.price !== null && Number(n.price.amount) >= Number(v)],
  ['products', 'priceMax', (n) => [n.price?.amount], (n, v) => n.price !== null && Number(n.price.amount) <= Number(v)],
  ['products', 'inStock', () => [true, false], (n, v) => n.inventory.available === v],
  ['products', 'status', (n) => [n.status], (n, v) => n.status === v],
  ['products', 'createdAfter', (n) => [n.createdAt], since('createdAt')],
  ['products', 'createdBefore', (n) => [n.createdAt], until('createdAt')],
  ['products', 'updatedAfter', (n) => [n.updatedAt], since('updatedAt')],
  ['products', 'updatedBefore', (n) => [n.updatedAt], until('updatedAt')],
  ['variants', 'skus', (n) => [n.sku], (n, v) => n.sku !== null && folded(n.sku) === folded(v), oneOf],
  ['variants', 'productIds', (n) => [n.productId], (n, v) => n.productId === v, oneOf],
  ['variants', 'inStock', () => [true, false], (n, v) => n.inventory.available === v],
  ['variants', 'updatedAfter', (n) => [n.updatedAt], since('updatedAt')],
  ['categories', 'parentId', (n) => [n.parentId], (n, v) => n.parentId === v],
  ['orders', 'numbers', (n) => [n.number], (n, v) => folded(n.number) === folded(v), oneOf],
  ['orders', 'email', (n) => [n.email], (n, v) => folded(n.email) === folded(v)],
  ['orders', 'states', (n) => [n.status.state], (n, v) => n.status.state === v, oneOf],
  ['orders', 'statusIds', (n) => [n.status.nativeId], (n, v) => n.status.nativeId === v, oneOf],
  ['orders', 'placedAfter', (n) => [n.placedAt], since('placedAt')],
  ['orders', 'placedBefore', (n) => [n.placedAt], until('placedAt')],
  ['orders', 'updatedAfter', (n) => [n.updatedAt], since('updatedAt')],
  ['orders', 'updatedBefore', (n) => [n.updatedAt], until('updatedAt')],
  ['customers', 'emails', (n) => [n.email], (n, v) => folded(n.email) === folded(v), oneOf],
  [
    'customers',
    'search',
    (n) => [n.lastName, 'Second'],
    (n, v) =>
      String(v)
        .split(/\s+/)
        .filter((word) => word !== '')
        .every((word) => [n.firstName, n.lastName, n.email].some((one) => folded(one).includes(folded(word)))),
  ],
  ['customers', 'createdAfter', (n) => [n.createdAt], since('createdAt')],
  ['customers', 'createdBefore', (n) => [n.createdAt], until('createdAt')],
];

/** What lists are ordered by, as read from what was answered; what is null comes first. */
const orders: readonly (readonly [List, string, (node: Thing) => number | null])[] = [
  ['products', 'PRICE', (n) => cents(n.price)],
  ['products', 'UPDATED_AT', (n) => n.updatedAt && Number(n.updatedAt)],
  ['products', 'CREATED_AT', (n) => n.createdAt && Number(n.createdAt)],
  ['orders', 'PLACED_AT', (n) => Number(n.placedAt)],
  ['orders', 'UPDATED_AT', (n) => Number(n.updatedAt)],
  ['orders', 'TOTAL', (n) => cents(n.total)],
];

/** Values as merchants, importers and plugins leave them: twice, empty, padded, null, zero, and none that there could be. */
function dirtOf(name: string): string[] {
  const p = name === 'woo' ? 'wp_' : 'lg7_';
  const meta = (key: string, value: string, which: string, type = "'product', 'product_variation'") =>
    `update ${p}postmeta m join ${p}posts t on t.ID = m.post_id set m.meta_value = ${value} ` +
    `where t.post_type in (${type}) and m.meta_key = '${key}' and ${which}`;
  const again = (key: string, value: string, which: string, type = "'product', 'product_variation'") =>
    `insert into ${p}postmeta (post_id, meta_key, meta_value) select ID, '${key}', ${value} from ${p}posts t ` +
    `where t.post_type in (${type}) and ${which}`;
  const shop = "'shop_order'";
  return [
    meta('_regular_price', "concat(' ', m.meta_value, ' ')", 't.ID % 5 = 0'),
    meta('_regular_price', "'free'", 't.ID % 17 = 1'),
    meta('_regular_price', "'1,50'", 't.ID % 19 = 2'),
    meta('_regular_price', "'1 000'", 't.ID % 23 = 3'),
    meta('_regular_price', "'-3.50'", 't.ID % 29 = 4'),
    meta('_regular_price', "'.5'", 't.ID % 31 = 5'),
    meta('_regular_price', 'null', 't.ID % 13 = 6'),
    again('_regular_price', "'0.01'", 't.ID % 3 = 0'),
    meta('_sku', "''", 't.ID % 7 = 0'),
    meta('_sku', "'   '", 't.ID % 11 = 0'),
    meta('_sku', "concat(' ', m.meta_value)", 't.ID % 13 = 1'),
    again('_sku', "'SECOND'", 't.ID % 4 = 0'),
    meta('_stock_status', "'outofstock'", 't.ID % 6 = 0'),
    meta('_stock_status', "' outofstock '", 't.ID % 9 = 1'),
    again('_stock_status', "'outofstock'", 't.ID % 8 = 1'),
    meta('_children', "''", 't.ID % 2 = 0', "'product'"),
    `update ${p}posts set post_date_gmt = '0000-00-00 00:00:00' where post_type = 'product' and ID % 6 = 0`,
    `update ${p}posts set post_modified_gmt = '0000-00-00 00:00:00' where post_type = 'product' and ID % 10 = 0`,
    `update ${p}posts set post_modified_gmt = '2031-01-01 00:00:00' where post_type = 'product_variation' and ID % 2 = 0`,
    `insert ignore into ${p}term_relationships (object_id, term_taxonomy_id) select t.ID, x.term_taxonomy_id from ${p}posts t ` +
      `join ${p}term_taxonomy x on x.taxonomy = 'product_type' where t.post_type = 'product' and t.ID % 12 = 0`,
    `update ${p}term_taxonomy set parent = term_id where taxonomy = 'product_cat' and term_id % 9 = 0`,
    `update ${p}users set user_registered = '0000-00-00 00:00:00', user_email = concat(user_email, ' ') where ID % 5 = 0`,
    `insert into ${p}usermeta (user_id, meta_key, meta_value) select ID, 'last_name', 'Second' from ${p}users`,
    ...(name === 'woo'
      ? [
          `update ${p}wc_orders set date_created_gmt = null where id % 5 = 0`,
          `update ${p}wc_orders set date_created_gmt = null, date_updated_gmt = null where id % 7 = 0`,
          `update ${p}wc_orders set date_updated_gmt = '0000-00-00 00:00:00' where id % 6 = 0`,
          `update ${p}wc_orders set currency = '' where id % 8 = 0`,
          `update ${p}wc_orders set currency = 'eu' where id % 9 = 0`,
          `update ${p}wc_orders set total_amount = null where id % 10 = 0`,
          `update ${p}wc_orders set billing_email = concat(' ', billing_email) where id % 11 = 0`,
          `update ${p}wc_orders set status = 'wc-gone' where id % 16 = 0`,
          `insert into ${p}wc_orders_meta (order_id, meta_key, meta_value) select id, '_order_number', concat('2', id) from ${p}wc_orders where id % 3 = 0`,
          `insert into ${p}wc_orders_meta (order_id, meta_key, meta_value) select id, '_order_number', 'second' from ${p}wc_orders where id % 6 = 0`,
          `insert into ${p}wc_orders_meta (order_id, meta_key, meta_value) select id, '_order_number_formatted', '  ' from ${p}wc_orders where id % 9 = 0`,
          `insert into ${p}wc_orders_meta (order_id, meta_key, meta_value) select id, '_order_number_formatted', concat('F-', id) from ${p}wc_orders where id % 12 = 0`,
        ]
      : [
          `update ${p}posts set post_date_gmt = '0000-00-00 00:00:00' where post_type = 'shop_order' and ID % 5 = 0`,
          `update ${p}posts set post_date_gmt = '0000-00-00 00:00:00', post_date = '0000-00-00 00:00:00' where post_type = 'shop_order' and ID % 7 = 0`,
          `update ${p}posts set post_modified_gmt = '0000-00-00 00:00:00' where post_type = 'shop_order' and ID % 6 = 0`,
          meta('_order_currency', "''", 't.ID % 8 = 0', shop),
          meta('_order_total', "concat(' ', m.meta_value, ' ')", 't.ID % 9 = 0', shop),
          meta('_order_total', "'none'", 't.ID % 10 = 0', shop),
          again('_order_total', "'99999'", 't.ID % 4 = 0', shop),
          again('_billing_email', "'second@mail.example'", 't.ID % 3 = 0', shop),
          again('_customer_user', "'1'", 't.ID % 5 = 0', shop),
          again('_order_number', "concat('2', t.ID)", 't.ID % 3 = 0', shop),
          again('_order_number', "'second'", 't.ID % 6 = 0', shop),
          again('_order_number', "'-1'", 't.ID % 11 = 0', shop),
          again('_order_number_formatted', "concat('F-', t.ID)", 't.ID % 12 = 0', shop),
        ]),
  ];
}

describe.each(['woo', 'woolegacy'])('%s with values that no form would take', (name) => {
  describeWhere(parts, 'finds, counts and orders things by the values that it shows', () => {
    let store: RealStore;
    const all = {} as Record<List, Thing[]>;
    beforeAll(async () => {
      store = await openRealStore(name);
      store.rows(`set sql_mode = ''; ${dirtOf(name).join('; ')}`);
      for (const list of Object.keys(selections) as List[]) {
        const { nodes, totalCount } = await page(store, list, {}, 'ID_ASC', true);
        expect(nodes).toHaveLength(totalCount ?? 0);
        all[list] = nodes;
      }
    }, 120_000);
    afterAll(() => store?.close());

    test.each(cases.map((one) => [one[0], one[1], one] as const))(
      '%s by %s',
      async (list, key, [, , valuesOf, meets, given = (value: unknown) => value]) => {
        const values = distinct(all[list].flatMap((node) => valuesOf(node)));
        expect(values.length).toBeGreaterThan(1);
        const samples = values.filter((_value, at) => at % Math.ceil(values.length / 12) === 0);
        for (const value of samples) {
          const { nodes, totalCount } = await page(store, list, { [key]: given(value) });
          const right = all[list].filter((node) => meets(node, value as never)).map(({ nativeId }) => nativeId);
          expect({ key, value, found: nodes.map(({ nativeId }) => nativeId) }).toEqual({ key, value, found: right });
          expect(totalCount).toBe(right.length);
        }
      },
    );

    test.each([...orders])('%s in the order of %s', async (list, by, read) => {
      const { nodes } = await page(store, list, {}, `${by}_ASC`);
      const known = new Map(all[list].map((node) => [node.nativeId, read(node)]));
      const values = nodes.map(({ nativeId }) => known.get(nativeId) ?? null);
      const right = [...values].sort((a, b) => (a ?? Number.NEGATIVE_INFINITY) - (b ?? Number.NEGATIVE_INFINITY));
      // Orders without a time in UTC stand among the others by the shop's clock, two hours ahead at most.
      const near = name === 'woolegacy' && list === 'orders' && by !== 'TOTAL' ? 2 * 3_600_000 : 0;
      for (const [at, value] of values.entries()) {
        expect(Math.abs((value ?? 0) - (right[at] ?? 0))).toBeLessThanOrEqual(near);
        expect(value === null).toBe(right[at] === null);
      }
    });

    test('every order has a time, and a currency that there could be', () => {
      for (const order of all.orders) {
        expect(order.placedAt).toBeInstanceOf(Date);
        expect(order.currencyCode).toMatch(/^[A-Z]{3}$/);
      }
    });
  });

  describeWhere(parts, 'loses nothing but what is broken', () => {
    let store: RealStore;
    beforeAll(async () => {
      store = await openRealStore(name);
    }, 60_000);
    afterAll(() => store?.close());

    const p = name === 'woo' ? 'wp_' : 'lg7_';
    const columns: readonly (readonly [List, string, string, readonly string[]])[] = [
      [
        'products',
        `${p}posts`,
        'ID',
        [
          'post_title',
          'post_status',
          'post_name',
          'post_content',
          'post_excerpt',
          'post_date_gmt',
          'post_modified_gmt',
          'menu_order',
        ],
      ],
      ['categories', `${p}terms`, 'term_id', ['name', 'slug']],
      ['customers', `${p}users`, 'ID', ['user_email', 'user_registered']],
      ...(name === 'woo'
        ? ([
            [
              'orders',
              `${p}wc_orders`,
              'id',
              [
                'status',
                'currency',
                'tax_amount',
                'total_amount',
                'customer_id',
                'billing_email',
                'date_created_gmt',
                'date_updated_gmt',
                'payment_method',
                'payment_method_title',
                'transaction_id',
              ],
            ],
          ] as const)
        : ([
            ['orders', `${p}posts`, 'ID', ['post_status', 'post_date_gmt', 'post_date', 'post_modified_gmt']],
          ] as const)),
    ];
    const broken = ['null', "''", '0', "'0000-00-00 00:00:00'", "'\u{1F9E8} <b>&amp;'"];

    /** A thing and those around it, as they are before it is broken, and how to ask for them again. */
    async function neighbours(list: List, part: number) {
      const all = (await page(store, list, {})).nodes.map(({ nativeId }) => nativeId);
      const at = Math.floor(all.length / part);
      const ids = all.slice(Math.max(at - 8, 0), at + 8);
      const ask = async () => (await page(store, list, { ids }, 'ID_ASC', true)).nodes;
      return { victim: all[at], before: await ask(), ask };
    }

    test.each(columns)('%s, each column of %s', async (list, table, key, names) => {
      const { victim, before, ask } = await neighbours(list, 2);
      for (const column of names) {
        const [[held = ''] = []] = store.rows(`select hex(${column}) from ${table} where ${key} = ${victim}`);
        const restore = held === 'NULL' ? 'null' : `unhex('${held}')`;
        for (const value of broken) {
          try {
            store.rows(`set sql_mode = ''; update ignore ${table} set ${column} = ${value} where ${key} = ${victim}`);
          } catch {
            continue; // The column cannot hold it.
          }
          const nodes = await ask();
          const rest = (things: readonly Thing[]) => things.filter(({ nativeId }) => nativeId !== victim);
          expect({ column, value, same: equal(rest(nodes), rest(before)) }).toEqual({ column, value, same: true });
          const own = nodes.find(({ nativeId }) => nativeId === victim);
          if (own) expect({ column, value, faults: faultsIn(own) }).toEqual({ column, value, faults: [] });
          // A status of the trash, or of nothing yet, is no thing of the list; all else must be there.
          else expect(column).toBe('post_status');
        }
        store.rows(`set sql_mode = ''; update ${table} set ${column} = ${restore} where ${key} = ${victim}`);
      }
    });

    test('products and orders, the value of each of their keys', async () => {
      for (const [list, type] of [['products', 'product'], ...(name === 'woo' ? [] : [['orders', 'shop_order']])] as [
        List,
        string,
      ][]) {
        const { victim, before, ask } = await neighbours(list, 3);
        const rows = store.rows(
          `select m.meta_id, hex(m.meta_value) from ${p}postmeta m join ${p}posts t on t.ID = m.post_id where t.ID = ${victim} and t.post_type = '${type}'`,
        );
        expect(rows.length).toBeGreaterThan(5);
        for (const [id, held = ''] of rows) {
          for (const value of broken) {
            store.rows(`update ${p}postmeta set meta_value = ${value} where meta_id = ${id}`);
            const nodes = await ask();
            // A group costs what its products do.
            const rest = (things: readonly Thing[]) =>
              things.filter(({ nativeId, type: kind }) => nativeId !== victim && kind !== 'GROUPED');
            expect({ id, value, same: equal(rest(nodes), rest(before)) }).toEqual({ id, value, same: true });
            expect(faultsIn(nodes.find(({ nativeId }) => nativeId === victim))).toEqual([]);
          }
          store.rows(
            `update ${p}postmeta set meta_value = ${held === 'NULL' ? 'null' : `unhex('${held}')`} where meta_id = ${id}`,
          );
        }
      }
    });
  });
});

function equal(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What a client would not get: a time that is none, an amount that is no number, an address or a currency that is none. */
function faultsIn(value: unknown, at = ''): string[] {
  if (value === undefined || value instanceof Error) return [`${at}: ${value}`];
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? [at] : [];
  if (Array.isArray(value)) return value.flatMap((one, place) => faultsIn(one, `${at}.${place}`));
  if (typeof value !== 'object' || value === null) {
    const field = at.slice(at.lastIndexOf('.') + 1);
    if (typeof value !== 'string') return [];
    if (field === 'amount' || field === 'quantity') return decimalText(value) === null ? [`${at}: ${value}`] : [];
    if (field === 'currencyCode') return /^[A-Z]{3}$/.test(value) ? [] : [`${at}: ${value}`];
    return field === 'url' && webAddress(value) === null ? [`${at}: ${value}`] : [];
  }
  return Object.entries(value).flatMap(([key, one]) => faultsIn(one, `${at}.${key}`));
}
