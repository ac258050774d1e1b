import type { Plan } from '../../src/bridge/plan.js';
import { Selection } from '../../src/model/selection.js';
import type { Platform, StoreView } from '../../src/platforms/platform.js';
import { everything, wholly } from './everything.js';
import { type ListName, lists, ordersOf } from './listing.js';
import { type PeopleThing, peopleList, peopleListNames, peopleLists } from './people-lists.js';

const moment = new Date('2026-01-01T00:00:00Z');
const filters: Readonly<Record<ListName, object>> = {
  products: {
    ids: ['1'],
    skus: ['a'],
    search: 'a',
    status: 'ACTIVE',
    categoryId: '1',
    priceMin: '1',
    priceMax: '2',
    inStock: true,
    createdAfter: moment,
    createdBefore: moment,
    updatedAfter: moment,
    updatedBefore: moment,
  },
  categories: { ids: ['1'], parentId: '1', search: 'a', enabled: true },
  orders: {
    ids: ['1'],
    numbers: ['1'],
    states: ['COMPLETED'],
    customerId: '1',
    email: 'a@b.example',
    placedAfter: moment,
    placedBefore: moment,
    updatedAfter: moment,
    updatedBefore: moment,
  },
  customers: {
    ids: ['1'],
    emails: ['a@b.example'],
    search: 'a',
    groupId: '1',
    createdAfter: moment,
    createdBefore: moment,
    hasOrders: true,
  },
};
const sample: PeopleThing = {
  ...{ nativeId: '1', productId: '1', customerId: '1', orderId: '1', email: 'a@b.example' },
  ...{ createdAt: moment, updatedAt: moment },
};
const page = { limit: 5, backward: false, after: null, before: null, totalCount: true } as const;
const selections = wholly;

/** What the graph can ask of a platform, with everything selected; in every order and by every filter where `all` is wanted. */
export function* wholePlans(platform: Platform, view: StoreView, all: boolean): Generator<Plan<unknown>> {
  for (const list of Object.keys(lists) as ListName[]) {
    const collection = lists[list](platform) as Platform['categories'];
    const ask = { ...page, filter: {}, selection: selections[list], orderBy: 'ID_ASC' } as const;
    yield collection.page(view, ask);
    if (!all) continue;
    for (const orderBy of ordersOf[list]) yield collection.page(view, { ...ask, orderBy: orderBy as 'ID_ASC' });
    for (const [key, value] of Object.entries(filters[list]))
      yield collection.page(view, { ...ask, filter: { [key]: value } });
  }
  for (const list of peopleListNames) {
    const collection = peopleList(platform, list);
    if (!collection) continue;
    const { everything: whole, orders, filters: some } = peopleLists[list];
    const ask = { ...page, filter: {}, selection: whole, orderBy: 'ID_ASC' };
    yield collection.page(view, ask);
    if (!all) continue;
    for (const orderBy of orders) yield collection.page(view, { ...ask, orderBy });
    for (const [, filterOf] of some) yield collection.page(view, { ...ask, filter: filterOf(sample) });
  }
  for (const facet of Object.values(platform.facets)) yield facet(view);
  for (const facet of Object.values(platform.shipping ?? {})) yield facet(view);
  // What `everything` leaves out, since few platforms hold it.
  const few = new Selection({ condition: {}, ecotax: { amount: {} } });
  yield platform.products.page(view, { ...page, filter: {}, selection: few, orderBy: 'ID_ASC' });
  yield platform.orders.page(view, { ...page, filter: {}, selection: everything.orderPieces, orderBy: 'ID_ASC' });
  const promotion = { ...page, orderBy: 'ID_ASC' } as const;
  if (platform.coupons) {
    const ask = { ...promotion, selection: everything.coupon };
    for (const filter of [{}, { ids: ['1'] }, { codes: ['a'] }, { enabled: true }, { enabled: false }])
      yield platform.coupons.page(view, { ...ask, filter });
  }
  if (platform.taxRates) {
    for (const filter of [{}, { ids: ['1'] }])
      yield platform.taxRates.page(view, { ...promotion, selection: everything.taxRate, filter });
  }
  if (platform.giftCards) {
    for (const filter of [{}, { ids: ['1'] }, { enabled: true }])
      yield platform.giftCards.page(view, { ...promotion, selection: everything.giftCard, filter });
  }
  yield platform.variants.byIds(view, ['1'], everything.variant);
  yield platform.categoryChildren(view, ['1'], everything.category);
  yield platform.counts(view, everything.counts);
  yield platform.inventoryLevels(view, { after: null, limit: 5 });
  if (platform.variants) {
    const ask = { ...page, selection: everything.variant, orderBy: 'ID_ASC' } as const;
    const filter = { ids: ['1'], skus: ['a'], productIds: ['1'], updatedAfter: moment, inStock: true };
    for (const [key, value] of Object.entries(filter))
      yield platform.variants.page(view, { ...ask, filter: { [key]: value } });
  }
}
