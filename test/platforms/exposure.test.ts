import { answered, type Plan } from '../../src/bridge/plan.js';
import { Selection } from '../../src/model/selection.js';
import { platformById } from '../../src/platforms/index.js';
import { Columns, type Platform, type StoreView } from '../../src/platforms/platform.js';
import type { Relations } from '../../src/platforms/relations.js';
import { everything } from '../contract/everything.js';
import { fixtures, madeUp } from '../contract/fixtures.js';
import { type ListName, lists, ordersOf } from '../contract/listing.js';

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
  },
};
const page = { limit: 5, backward: false, after: null, before: null, totalCount: true } as const;
const selections = {
  products: everything.product,
  categories: everything.category,
  orders: everything.order,
  customers: everything.customer,
} as const;

/** What the graph can ask of a platform, with everything selected; in every order and by every filter where `all` is wanted. */
function* wholePlans(platform: Platform, view: StoreView, all: boolean): Generator<Plan<unknown>> {
  for (const list of Object.keys(lists) as ListName[]) {
    const collection = lists[list](platform) as Platform['categories'];
    const ask = { ...page, filter: {}, selection: selections[list], orderBy: 'ID_ASC' } as const;
    yield collection.page(view, ask);
    if (!all) continue;
    for (const orderBy of ordersOf[list]) yield collection.page(view, { ...ask, orderBy: orderBy as 'ID_ASC' });
    for (const [key, value] of Object.entries(filters[list]))
      yield collection.page(view, { ...ask, filter: { [key]: value } });
  }
  // What `everything` leaves out, since few platforms hold it.
  const few = new Selection({ condition: {}, ecotax: { amount: {} } });
  yield platform.products.page(view, { ...page, filter: {}, selection: few, orderBy: 'ID_ASC' });
  yield platform.orders.page(view, { ...page, filter: {}, selection: everything.orderPieces, orderBy: 'ID_ASC' });
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

/** The columns that a statement names, as `relation.column`; a name that could be of several relations is taken for each. */
function columnsIn(sql: string, relations: Relations): string[] {
  const relationsOf = new Map<string, Set<string>>();
  for (const [, relation = '', alias = relation] of sql.matchAll(/\b(?:from|join) `(\w+)`(?: as `(\w+)`)?/g)) {
    relationsOf.set(alias, (relationsOf.get(alias) ?? new Set()).add(relation));
  }
  const all = [...relationsOf.values()].flatMap((some) => [...some]);
  const has = (relation: string, column: string) => Object.hasOwn(relations[relation]?.columns ?? {}, column);
  return [...sql.matchAll(/(?:`(\w+)`\.)?`(\w+)`/g)].flatMap(([, alias, column = '']) =>
    (alias ? [...(relationsOf.get(alias) ?? [])] : all)
      .filter((relation) => has(relation, column))
      .map((relation) => `${relation}.${column}`),
  );
}

const said = [...fixtures, madeUp].filter(
  ({ platformId }) => platformById(platformId)?.relations ?? platformId === madeUp.platformId,
);

describe.each(said)('$platformId', ({ platformId, open, otherViews = () => [] }) => {
  test('lets out the columns that some statement names, and no other', async () => {
    const store = await open();
    let seen: { platform: Platform; view: StoreView } | undefined;
    await store.session().ask((platform: Platform, view): Plan<null> => {
      seen = { platform, view };
      return answered(null);
    });
    const hello = await store.session().hello();
    await store.close();
    if (!seen) throw new Error('the store must have been asked');
    const { platform } = seen;
    const { relations } = platform;
    if (!relations) throw new Error(`${platformId} must say its relations`);

    const whole = Object.fromEntries(
      Object.entries(relations).map(([name, { columns }]) => [name, Object.keys(columns)]),
    );
    // Older and newer versions: each relation, and each column, left out in turn.
    const versions = [
      whole,
      ...Object.keys(whole).map((name) => Object.fromEntries(Object.entries(whole).filter(([one]) => one !== name))),
      ...Object.entries(whole).flatMap(([name, columns]) =>
        columns.map((column) => ({ ...whole, [name]: columns.filter((one) => one !== column) })),
      ),
    ];
    const named = new Set<string>();
    const collect = (plan: Plan<unknown>) => {
      for (const { sql } of plan.statements) for (const column of columnsIn(sql, relations)) named.add(column);
    };
    const views = [seen.view, ...otherViews(seen.view)];
    for (const [at, version] of versions.entries()) {
      collect(platform.config({ ...hello, relations: version }, { storeId: seen.view.storeId, url: seen.view.url }));
      for (const view of views) {
        const columns = new Columns(version);
        for (const plan of wholePlans(platform, { ...view, columns }, at === 0)) collect(plan);
      }
    }
    const exposed = Object.entries(whole).flatMap(([name, columns]) => columns.map((column) => `${name}.${column}`));
    expect([...exposed].filter((column) => !named.has(column))).toEqual([]);
  });
});
