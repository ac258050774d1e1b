import { sql } from 'kysely';
import { valuesFrom } from '../../../src/bridge/plan.js';
import type { Category, CategoryFilter, CategoryOrder } from '../../../src/model/category.js';
import type { Customer, CustomerFilter, CustomerOrder } from '../../../src/model/customer.js';
import type { Order, OrderFilter, OrderOrder } from '../../../src/model/order.js';
import type { Product, ProductFilter, ProductOrder } from '../../../src/model/product.js';
import { addressOf } from '../../../src/platforms/addresses.js';
import { treeBelow } from '../../../src/platforms/category-tree.js';
import { contains, isOneOf, wordsOf } from '../../../src/platforms/conditions.js';
import { type DecimalCell, decimal, money, plainDecimal } from '../../../src/platforms/decimals.js';
import { noneOf } from '../../../src/platforms/facets.js';
import { factsOf } from '../../../src/platforms/facts.js';
import { rowOf } from '../../../src/platforms/gathering.js';
import { heldText } from '../../../src/platforms/html-text.js';
import { imagesOf } from '../../../src/platforms/image-list.js';
import { levelsOf } from '../../../src/platforms/inventory-levels.js';
import { statusOf } from '../../../src/platforms/listed.js';
import { childrenOf } from '../../../src/platforms/listing.js';
import type { OrderFacts } from '../../../src/platforms/order-statistics.js';
import { platformOf } from '../../../src/platforms/platform-of.js';
import { reference } from '../../../src/platforms/references.js';
import { instantOf } from '../../../src/platforms/store-time.js';
import { config, type View, zone } from './cornershop-config.js';
import { type CornerShopTables, cornershop, relations } from './cornershop-relations.js';

type Tables = CornerShopTables;

const euros = (cell: DecimalCell, times = 1) => money(decimal(cell).times(times), 'EUR');
const nothing = money(decimal(0), 'EUR');

const shelves = factsOf<View, Tables, 'shelf', 's'>();
const shelf = shelves.listed<Category, CategoryFilter, CategoryOrder>({
  kind: 'Category',
  from: 'shelf as s',
  key: 'id',
  statement: 'shelves',
  always: ['parentId'],
  fields: {
    parentId: shelves.from(['above'], (row) => (row.above > 0 ? String(row.above) : null)),
    name: shelves.from(['title'], (row, { id }) => heldText(row.title) ?? String(id)),
    enabled: shelves.from(['shown'], (row) => row.shown === 1),
    position: shelves.from(['place'], (row) => row.place),
    ...shelves.lacking(null, 'description', 'slug', 'image'),
    metafields: shelves.none([]),
  },
  list: {
    orders: {
      ID: { column: null },
      NAME: { column: 's.title', nullable: true },
      POSITION: { column: 's.place', nullable: true },
    },
    filter: {
      ids: shelves.ids('s.id'),
      parentId: shelves.id('s.above'),
      search: shelves.where((eb, words) => contains(eb, 's.title', words)),
      enabled: shelves.flag('s.shown'),
    },
  },
});

const items = factsOf<View, Tables, 'item', 'i'>();
const stockOf = (pieces: number) => ({
  tracked: true,
  quantity: String(pieces),
  available: pieces > 0,
  backorders: false,
});
const onShelf = items.ask(['shelf'], reference(shelf, 'shelf', 'item-shelves', 'categories'));
const sold = items.ask([], ({ gathering, ids }) =>
  rowOf(
    gathering.add(
      'item-sales',
      cornershop
        .selectFrom('sale as o')
        .select((eb) => ['o.item', eb.fn.sum<number>('o.pieces').as('pieces')])
        .where('o.item', 'in', ids)
        .groupBy('o.item'),
    ),
    'item',
  ),
);
const item = items.listed<Product, ProductFilter, ProductOrder>({
  kind: 'Product',
  from: 'item as i',
  key: 'id',
  statement: 'items',
  fields: {
    type: items.none('SIMPLE'),
    status: items.from(['shown'], (row) => (row.shown === 1 ? 'ACTIVE' : 'DISABLED')),
    name: items.from(['title'], (row, { id }) => heldText(row.title) ?? String(id)),
    description: items.from(['about'], (row) => heldText(row.about)),
    sku: items.from(['code'], (row) => heldText(row.code)),
    url: items.from([], (_row, { view, id }) => `${view.url}item/${id}`),
    price: items.from(['price'], (row) => euros(row.price)),
    inventory: items.from(['pieces'], (row) => stockOf(row.pieces)),
    categories: items.asked(onShelf, (found) => (found ? [found] : [])),
    images: items.from(['picture'], (row, { view }) => imagesOf(`${view.url}pictures/`, [row.picture])),
    attributes: items.asked(sold, (row) => [{ name: 'Sold', values: [String(row?.pieces ?? 0)], group: null }]),
    createdAt: items.from(['made'], (row) => instantOf(row.made, zone())),
    updatedAt: items.from(['changed'], (row) => instantOf(row.changed, zone())),
    ...items.lacking(
      null,
      'shortDescription',
      'mpn',
      'gtin',
      'slug',
      'salePrice',
      'ecotax',
      'condition',
      'weight',
      'dimensions',
      'brand',
      'taxClass',
      'attributeSet',
    ),
    ...items.lacking(
      [],
      'specialPrices',
      'options',
      'variants',
      'tags',
      'translations',
      'links',
      'downloads',
      'metafields',
    ),
  },
  list: {
    orders: {
      ID: { column: null },
      NAME: { column: 'i.title', nullable: true },
      PRICE: { column: 'i.price' },
      CREATED_AT: { column: 'i.made', nullable: true },
      UPDATED_AT: { column: 'i.changed', nullable: true },
    },
    filter: {
      ids: items.ids('i.id'),
      skus: items.texts('i.code'),
      search: items.where((eb, words) => eb.or([contains(eb, 'i.title', words), contains(eb, 'i.code', words)])),
      status: items.where((eb, status) => {
        if (status !== 'ACTIVE' && status !== 'DISABLED') return null;
        return eb('i.shown', status === 'ACTIVE' ? '=' : '<>', 1);
      }),
      categoryId: items.id('i.shelf'),
      categoryTreeId: items.linkedBy('i.shelf', (_eb, root) =>
        treeBelow({ relation: 'shelf', key: 'id', above: 'above' }, root),
      ),
      brandIds: () => null,
      priceMin: items.atLeast('i.price'),
      priceMax: items.atMost('i.price'),
      inStock: (query, inStock) => query.where('i.pieces', inStock ? '>' : '<=', 0),
      ...items.between('created', 'i.made', zone),
      ...items.between('updated', 'i.changed', zone),
    },
  },
});

const buyers = factsOf<View, Tables, 'buyer', 'b'>();
const home = buyers.from(['first', 'last', 'street', 'town', 'zip', 'phone'], (row) =>
  addressOf(
    {
      firstName: row.first,
      lastName: row.last,
      address1: row.street,
      city: row.town,
      postcode: row.zip,
      phone: row.phone,
    },
    heldText,
  ),
);
const buyer = buyers.listed<Customer, CustomerFilter, CustomerOrder>({
  kind: 'Customer',
  from: 'buyer as b',
  key: 'id',
  statement: 'buyers',
  fields: {
    email: buyers.from(['mail'], (row) => row.mail ?? ''),
    firstName: buyers.from(['first'], (row) => heldText(row.first)),
    lastName: buyers.from(['last'], (row) => heldText(row.last)),
    phone: buyers.from(['phone'], (row) => heldText(row.phone)),
    enabled: buyers.none(true),
    acceptsMarketing: buyers.from(['news'], (row) => row.news === 1),
    addresses: { ...home, read: (...given) => [home.read(...given)].filter((one) => one !== null) },
    defaultBillingAddress: home,
    defaultShippingAddress: home,
    createdAt: buyers.from(['joined'], (row) => instantOf(row.joined, zone())),
    updatedAt: buyers.from(['changed'], (row) => instantOf(row.changed, zone())),
    ...buyers.lacking(null, 'group'),
    metafields: buyers.none([]),
  },
  list: {
    orders: {
      ID: { column: null },
      EMAIL: { column: 'b.mail', nullable: true },
      CREATED_AT: { column: 'b.joined', nullable: true },
    },
    filter: {
      ids: buyers.ids('b.id'),
      emails: buyers.where((eb, mails, { native }) => isOneOf(eb, 'b.mail', mails, native.textIgnoresCase)),
      search: buyers.where((eb, words) =>
        eb.and(
          wordsOf(words).map((word) =>
            eb.or([contains(eb, 'b.first', word), contains(eb, 'b.last', word), contains(eb, 'b.mail', word)]),
          ),
        ),
      ),
      groupId: () => null,
      ...buyers.between('created', 'b.joined', zone),
      ...buyers.between('updated', 'b.changed', zone),
      hasOrders: buyers.where((eb, wanted) => {
        const sold = eb.exists(eb.selectFrom('sale as o').select('o.id').whereRef('o.buyer', '=', 'b.id'));
        return wanted ? sold : eb.not(sold);
      }),
    },
  },
});

const sales = factsOf<View, Tables, 'sale', 'o'>();
const soldTo = sales.ask(['buyer'], reference(buyer, 'buyer', 'sale-buyers', 'customer'));
const soldItem = sales.ask(['item'], ({ gathering, rows }) => {
  const held = rowOf(
    gathering.add(
      'sale-items',
      cornershop.selectFrom('item as i').select(['i.id', 'i.code']).where('i.id', 'in', valuesFrom(rows, 'item')),
    ),
    'id',
  );
  return (results, _id, row) => held(results, row.item ?? 0);
});
const goods = sales.from(['price', 'pieces'], (row) => euros(row.price, row.pieces));
const sale = sales.listed<Order, OrderFilter, OrderOrder>({
  kind: 'Order',
  from: 'sale as o',
  key: 'id',
  statement: 'sales',
  fields: {
    number: sales.from([], (_row, { id }) => String(id)),
    status: sales.from(['state'], (row, { view }) => statusOf(view, row.state)),
    financialStatus: sales.from(['state'], (row) => (row.state > 0 ? 'PAID' : 'PENDING')),
    fulfillmentStatus: sales.from(['state'], (row) => (row.state === 2 ? 'FULFILLED' : 'UNFULFILLED')),
    currencyCode: sales.none('EUR'),
    subtotal: goods,
    shippingTotal: sales.from(['postage'], (row) => euros(row.postage)),
    total: sales.from(['total'], (row) => euros(row.total)),
    lineItems: sales.made(['item', 'title', 'price', 'pieces'], [soldItem], (row, [held], { view, id }) => [
      {
        storeId: view.storeId,
        productId: row.item ? String(row.item) : null,
        variantId: null,
        nativeId: String(id),
        name: row.title ?? '',
        sku: heldText(held()?.code),
        quantity: plainDecimal(decimal(row.pieces)),
        unitPrice: euros(row.price),
        taxTotal: nothing,
        discountTotal: nothing,
        total: euros(row.price, row.pieces),
        options: [],
      },
    ]),
    totals: sales.from(['price', 'pieces', 'postage'], (row) => [
      { code: 'goods', title: 'Goods', amount: euros(row.price, row.pieces) },
      { code: 'postage', title: 'Postage', amount: euros(row.postage) },
    ]),
    customer: sales.asked(soldTo, (found) => found),
    email: sales.from(['mail'], (row) => heldText(row.mail)),
    shippingMethod: sales.none('Post'),
    paymentMethod: sales.none('Cash'),
    placedAt: sales.from(['placed'], (row) => instantOf(row.placed, zone()) ?? new Date(0)),
    updatedAt: sales.from(['changed'], (row) => instantOf(row.changed, zone())),
    ...sales.lacking(nothing, 'discountTotal', 'taxTotal', 'refundedTotal'),
    ...sales.lacking([], 'taxLines', 'discounts', 'transactions', 'shipments', 'refunds', 'history', 'metafields'),
    ...sales.lacking(null, 'phone', 'billingAddress', 'shippingAddress'),
  },
  list: {
    orders: {
      ID: { column: null },
      PLACED_AT: { column: 'o.placed', nullable: true },
      UPDATED_AT: { column: 'o.changed', nullable: true },
      TOTAL: { column: 'o.total' },
    },
    filter: {
      ids: sales.ids('o.id'),
      numbers: sales.ids('o.id'),
      statusIds: (query, ids) => query.where('o.state', 'in', ids.map(Number)),
      states: sales.states('o.state', Number),
      customerId: sales.id('o.buyer'),
      email: sales.equal('o.mail'),
      search: sales.words((eb, word) => [
        contains(eb, eb.fn<string>('concat', ['o.id', eb.val('')]), word),
        contains(eb, 'o.mail', word),
        eb(
          'o.item',
          'in',
          eb
            .selectFrom('item as i')
            .select('i.id')
            .where((on) => contains(on, 'i.code', word)),
        ),
      ]),
      financialStatuses: sales.where((eb, wanted) =>
        eb(sql<string>`case when ${sql.ref('o.state')} > 0 then ${'PAID'} else ${'PENDING'} end`, 'in', wanted),
      ),
      fulfillmentStatuses: sales.where((eb, wanted) =>
        eb(
          sql<string>`case when ${sql.ref('o.state')} = 2 then ${'FULFILLED'} else ${'UNFULFILLED'} end`,
          'in',
          wanted,
        ),
      ),
      paymentMethod: (query, name) => (name.toLowerCase() === 'cash' ? query : null),
      totalMin: sales.atLeast('o.total'),
      totalMax: sales.atMost('o.total'),
      ...sales.between('placed', 'o.placed', zone),
      ...sales.between('updated', 'o.changed', zone),
    },
  },
});

const figures: OrderFacts<View, 'state'> = {
  placed: () => [{ time: sql<string | null>`${sql.ref('o.placed')}`, zone: zone() }],
  clock: zone,
  by: { state: sql.ref('o.state') },
  total: () => sql.ref('o.total'),
  read: (row, view) => ({ state: statusOf(view, row.state).state, currencyCode: 'EUR' }),
};
const facets = { brands: noneOf, tags: noneOf, attributes: noneOf, attributeSets: noneOf, locations: noneOf };

const inventoryLevels = levelsOf(
  'i.id',
  (_view: View) => cornershop.selectFrom('item as i').select(['i.id', 'i.code', 'i.pieces']),
  () => (_results, row) => ({
    productId: row.id,
    variantId: null,
    sku: heldText(row.code),
    ...stockOf(row.pieces),
  }),
);

const categoryChildren = childrenOf(shelf, (_view: View, parents) =>
  cornershop
    .selectFrom('shelf as s')
    .select(['s.id', 's.above'])
    .where('s.above', 'in', parents)
    .orderBy('s.place')
    .orderBy('s.id'),
);

/** The made-up platform, whole. */
export const platform = platformOf({
  id: 'CORNERSHOP',
  name: 'Corner shop',
  connection: 'BRIDGE',
  supportedVersions: '1.0',
  more: [],
  ...{ relations, config, inventoryLevels, categoryChildren, facets, figures },
  ...{ product: item, variant: null, category: shelf, order: sale, customer: buyer },
});
