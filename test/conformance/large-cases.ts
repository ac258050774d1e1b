import type { Plan } from '../../src/bridge/plan.js';
import { Selection } from '../../src/model/selection.js';
import type { Collection, Platform, StoreView } from '../../src/platforms/platform.js';
import { everything } from '../contract/everything.js';
import type { Thing } from '../contract/filter-cases.js';
import { askPage, type ListName, lists, ordersOf } from '../contract/listing.js';
import type { RealStore } from './real-store.js';

/** Something that is asked of a store, by what it is called: the list, then what of it. */
export interface LargeCase {
  readonly title: string;
  readonly plan: (platform: Platform, view: StoreView) => Plan<unknown>;
}

type Kind = 'products' | 'orders' | 'customers';
const kinds: readonly Kind[] = ['products', 'orders', 'customers'];
const whole = { products: everything.product, orders: everything.order, customers: everything.customer } as const;
const recent = new Date('2026-11-20T00:00:00Z');
const longAgo = new Date('2001-01-01T00:00:00Z');
const day = new Date('2026-11-21T00:00:00Z');

/**
 * Every order of a store's lists, and filters by what the store's own first things are; with `all` also the rarer filters, counts, and
 * what else is asked of whole lists. A page has `limit` things.
 */
export async function largeCases(
  store: RealStore,
  { limit, all }: { readonly limit: number; readonly all: boolean },
): Promise<readonly LargeCase[]> {
  const first = async (list: Kind) =>
    (await askPage(store.session(), list, { limit: 30, selection: whole[list] })).rows.map(
      ({ node }) => node as unknown as Thing,
    );
  const [products, orders, customers] = [await first('products'), await first('orders'), await first('customers')];
  const product = found(products, (one) => Boolean(one.sku) && (one.categories as Thing[]).length > 0);
  const order = found(orders, (one) => Boolean(one.customer));
  const customer = found(customers, (one) => Boolean(one.lastName));
  const category = (product.categories as Thing[])[0]?.nativeId;
  const brand = (products.find((one) => one.brand)?.brand as Thing | undefined)?.nativeId;
  const group = (customer.group as Thing | null)?.nativeId;

  const page = (list: ListName, what: string, request: object): LargeCase => ({
    title: `${list} ${what}`,
    plan: (platform, view) =>
      (lists[list](platform) as Collection<Thing, object, string>).page(view, {
        limit,
        backward: false,
        after: null,
        before: null,
        orderBy: 'ID_ASC',
        filter: {},
        selection: new Selection({ nativeId: {} }),
        totalCount: false,
        ...request,
      }),
  });
  type Filtered = readonly [Kind, string, object, string?];
  const common: readonly Filtered[] = [
    ['products', 'ids', { ids: [product.nativeId] }],
    ['products', 'SKU', { skus: [product.sku] }],
    ['products', 'a category', { categoryId: category }],
    ['products', 'search', { search: 'zzyzx' }],
    ['products', 'prices', { priceMin: '99999' }],
    ['products', 'no stock', { inStock: false }],
    ['products', 'createdAfter', { createdAfter: recent }],
    ['products', 'updatedAfter', { updatedAfter: recent }],
    ['products', 'updatedAfter by time', { updatedAfter: recent }, 'UPDATED_AT_ASC'],
    ['orders', 'ids', { ids: [order.nativeId] }],
    ['orders', 'numbers', { numbers: [order.number] }],
    ['orders', 'a status', { statusIds: [(order.status as Thing).nativeId] }],
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
  const rarer: readonly Filtered[] = [
    ['products', 'a status', { status: product.status }],
    ['products', 'a tree of categories', { categoryTreeId: category }],
    ...(brand === undefined ? [] : ([['products', 'a brand', { brandIds: [brand] }]] as const)),
    ['products', 'in stock', { inStock: true }],
    ['products', 'an unknown SKU', { skus: ['zzyzx'] }],
    ['orders', 'a state', { states: [(order.status as Thing).state] }],
    ['orders', 'search', { search: 'zzyzx' }],
    ['orders', 'so far paid', { financialStatuses: [order.financialStatus] }],
    ['orders', 'refunded', { financialStatuses: ['REFUNDED'] }],
    ['orders', 'so far sent', { fulfillmentStatuses: [order.fulfillmentStatus] }],
    ['orders', 'sent in part', { fulfillmentStatuses: ['PARTIALLY_FULFILLED'] }],
    ['orders', 'sent back', { fulfillmentStatuses: ['RETURNED'] }],
    ['orders', 'not sent', { fulfillmentStatuses: ['UNFULFILLED'] }],
    ['orders', 'a way to pay', { paymentMethod: order.paymentMethod ?? 'none' }],
    ['orders', 'totals', { totalMin: '9999999' }],
    ['orders', 'totals up to', { totalMax: '0.01' }],
    ['customers', 'updatedAfter', { updatedAfter: recent }],
    ['customers', 'having ordered', { hasOrders: true }],
    ['customers', 'not having ordered', { hasOrders: false }],
    ['customers', 'createdAfter by time', { createdAfter: recent }, 'CREATED_AT_ASC'],
    ['customers', 'createdAfter long ago by time', { createdAfter: longAgo }, 'CREATED_AT_ASC'],
    ...(group === undefined ? [] : ([['customers', 'a group', { groupId: group }]] as const)),
  ];
  const narrowed = ([list, what, filter, orderBy = 'ID_ASC']: Filtered) => page(list, what, { filter, orderBy });
  const usual = [
    ...kinds.flatMap((list) => ordersOf[list].map((orderBy) => page(list, orderBy, { orderBy }))),
    ...common.map(narrowed),
    ...kinds.map((list) => page(list, 'everything', { selection: whole[list] })),
  ];
  if (!all) return usual;
  const counted = { limit: 1, totalCount: true };
  return [
    ...usual,
    ...rarer.map(narrowed),
    ...kinds.map((list) => page(list, 'counted', counted)),
    page('orders', 'a status, counted', { filter: { statusIds: [(order.status as Thing).nativeId] }, ...counted }),
    page('orders', 'sent in part, counted', { filter: { fulfillmentStatuses: ['PARTIALLY_FULFILLED'] }, ...counted }),
    page('orders', 'sent, counted', { filter: { fulfillmentStatuses: ['FULFILLED'] }, ...counted }),
    page('orders', 'not sent, counted', { filter: { fulfillmentStatuses: ['UNFULFILLED'] }, ...counted }),
    page('orders', 'totals up to, counted', { filter: { totalMax: '100' }, ...counted }),
    page('products', 'no stock, counted', { filter: { inStock: false }, ...counted }),
    page('customers', 'having ordered, counted', { filter: { hasOrders: true }, ...counted }),
    page('customers', 'not having ordered, counted', { filter: { hasOrders: false }, ...counted }),
    { title: 'counts', plan: (platform, view) => platform.counts(view, everything.counts) },
    { title: 'stock', plan: (platform, view) => platform.inventoryLevels(view, { after: null, limit }) },
    ...(['brands', 'tags', 'attributes'] as const).map(
      (facet): LargeCase => ({ title: `facets ${facet}`, plan: (platform, view) => platform.facets[facet](view) }),
    ),
    {
      title: 'statistics of a day',
      plan: (platform, view) => platform.orderStatistics(view, { from: recent, to: day, filter: {} }),
    },
  ];
}

function found(things: readonly Thing[], is: (thing: Thing) => boolean): Thing {
  const thing = things.find(is);
  if (!thing) throw new Error('a store to grow must have a thing of every kind to filter by, but has none');
  return thing;
}
