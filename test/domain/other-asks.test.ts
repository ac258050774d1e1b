import type { Ask, OutcomeOf, Plan } from '../../src/bridge/plan.js';
import type { AskKind, StoreConnection } from '../../src/bridge/store-connection.js';
import { StoreConfigCache } from '../../src/domain/store-config-cache.js';
import { StoreSessions } from '../../src/domain/store-session.js';
import type { Product } from '../../src/model/product.js';
import { Selection } from '../../src/model/selection.js';
import { ServiceError } from '../../src/model/service-error.js';
import type { Collection, Platform } from '../../src/platforms/platform.js';
import { storeRecord } from '../support/graph-run.js';

/** What a store with an API of its own is asked: documents by their names, several with one request. */
interface Fetch<Document = unknown> extends Ask<Document> {
  readonly name: string;
}

/** Plans of fetches share a request of at most three documents, each of which is named once. */
const fetchKind: AskKind<Fetch> = {
  requestsFor(plans, { apart }) {
    const requests: Plan<unknown, Fetch>[][] = [];
    for (const plan of plans) {
      const open = requests.at(-1);
      const names = new Set([...(open ?? []), plan].flatMap(({ statements }) => statements.map(({ name }) => name)));
      if (open && !apart && names.size <= 3) open.push(plan);
      else requests.push([plan]);
    }
    return requests.map((joined) => {
      const wanted = joined.flatMap(({ statements }) => statements);
      const asks = [...new Map(wanted.map((fetch) => [fetch.name, fetch])).values()];
      return {
        plans: joined,
        asks,
        refusal: asks.length > 3 ? new ServiceError('REQUEST_TOO_LARGE', 'at most three documents') : null,
        outcomesByPlan: (outcomes) =>
          joined.map(({ statements }) =>
            statements.map((fetch): OutcomeOf<Fetch> => {
              const outcome = outcomes[asks.findIndex(({ name }) => name === fetch.name)];
              if (!outcome) throw new Error('an outcome is missing');
              return { ...outcome, id: fetch.id };
            }),
          ),
      };
    });
  },
  answersTo(outcomes, facts) {
    return {
      of<Answer>({ id }: Ask<Answer>): Answer {
        const outcome = outcomes.find((one) => one.id === id);
        if (!outcome) throw new Error('an outcome is missing');
        if ('error' in outcome) throw outcome.error.with(facts);
        return outcome.answer as Answer;
      },
    };
  },
};

const document = <Document>(name: string): Fetch<Document> => ({ id: name, name });
const none = (): never => {
  throw new Error('this store holds products alone');
};
const empty: Collection<never, never, never, Fetch> = { page: none, byIds: none };

/** A platform of documents: the shop's name in one, each product in one of its own. */
const platform: Platform<Fetch> = {
  id: 'FETCHSHOP',
  name: 'Fetch shop',
  connection: 'API',
  supportedVersions: '1',
  capabilities: [],
  config() {
    const shop = document<{ name: string }>('shop');
    return {
      statements: [shop],
      decode: (answers) => ({ config: { name: answers.of(shop).name } as never, native: null }),
    };
  },
  counts: none,
  categories: empty,
  orders: empty,
  customers: empty,
  products: {
    page: none,
    byIds({ storeId }, nativeIds) {
      const products = nativeIds.map((id) => document<{ title: string }>(`product/${id}`));
      return {
        statements: products,
        decode: (answers) =>
          new Map(
            products.map((product, i): [string, Pick<Product, 'id' | 'storeId' | 'nativeId' | 'name'>] => {
              const nativeId = nativeIds[i] ?? '';
              return [nativeId, { id: nativeId, storeId, nativeId, name: answers.of(product).title }];
            }),
          ),
      };
    },
  },
  variants: empty,
  inventoryLevels: none,
  facets: { brands: none, tags: none, attributes: none, attributeSets: none, locations: none },
  orderStatistics: none,
  categoryChildren: none,
};

/** A store of documents, and what was asked of it, request by request. */
function openStore(documents: Readonly<Record<string, unknown>>) {
  const requests: string[][] = [];
  const connection: StoreConnection<Fetch> = {
    kind: fetchKind,
    greet: async () => ({ platform: 'FETCHSHOP', relations: {} }) as never,
    run: async (asks) => {
      requests.push(asks.map(({ name }) => name));
      return asks.map(({ id, name }) =>
        Object.hasOwn(documents, name)
          ? { id, answer: documents[name] }
          : { id, error: new ServiceError('STORE_STATEMENT_FAILED', 'no such document') },
      );
    },
  };
  const record = storeRecord({ id: '3f1d2c9e-0000-4000-8000-000000000001', url: 'https://shop.example/' });
  const now = () => new Date();
  const session = new StoreSessions({
    connect: async () => connection,
    configCache: new StoreConfigCache({ now }),
    platformById: () => platform,
    now,
  }).of(record);
  const names = async (...ids: string[]) => {
    const found = await session.ask((of, view) => of.products.byIds(view, ids, new Selection({ name: {} })));
    return [...found.values()].map(({ name }) => name);
  };
  return { session, requests, names };
}

test('a store that is asked in another kind of question is configured, asked and read like any other', async () => {
  const { session, requests, names } = openStore({
    shop: { name: 'The shop' },
    'product/1': { title: 'A kettle' },
    'product/2': { title: 'A teapot' },
  });
  expect((await session.config()).config.name).toBe('The shop');
  expect(await Promise.all([names('1'), names('2', '1')])).toEqual([['A kettle'], ['A teapot', 'A kettle']]);
  expect(requests).toEqual([['shop'], ['product/1', 'product/2']]);
});

test('how its plans share requests, and what is too much for one, is its own kind’s affair', async () => {
  const titles = Object.fromEntries([1, 2, 3, 4, 5].map((id) => [`product/${id}`, { title: `No. ${id}` }]));
  const { requests, names } = openStore({ shop: { name: 'The shop' }, ...titles });
  const asked = await Promise.allSettled([names('1', '2'), names('3'), names('4'), names('1', '2', '3', '4')]);
  expect(requests.slice(1)).toEqual([['product/1', 'product/2', 'product/3'], ['product/4']]);
  expect(asked.map((one) => (one.status === 'fulfilled' ? one.value : one.reason.code))).toEqual([
    ['No. 1', 'No. 2'],
    ['No. 3'],
    ['No. 4'],
    'REQUEST_TOO_LARGE',
  ]);
});

test('a question of it that fails costs its own plan, and names the store', async () => {
  const { names } = openStore({ shop: { name: 'The shop' }, 'product/1': { title: 'A kettle' } });
  const [good, bad] = await Promise.allSettled([names('1'), names('2')]);
  expect(good).toEqual({ status: 'fulfilled', value: ['A kettle'] });
  expect(bad).toMatchObject({
    status: 'rejected',
    reason: { code: 'STORE_STATEMENT_FAILED', facts: { storeId: expect.stringContaining('Store') } },
  });
});
