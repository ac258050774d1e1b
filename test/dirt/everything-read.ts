import { readFileSync } from 'node:fs';
import {
  buildSchema,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { storeGlobalId } from '../../src/model/ids.js';
import { platforms } from '../../src/platforms/index.js';
import type { BridgedStore } from '../contract/bridged-store.js';
import {
  type GraphRun,
  inMemoryRegistry,
  noAdministration,
  noConnections,
  noWriting,
  runOperations,
  storeRecord,
} from '../support/graph-run.js';

/** The lists of a store, and the types of what is in them. */
export const listed = {
  products: 'Product',
  variants: 'ProductVariant',
  categories: 'Category',
  orders: 'Order',
  customers: 'Customer',
  reviews: 'Review',
  coupons: 'Coupon',
  giftCards: 'GiftCard',
  taxRates: 'TaxRate',
  newsletterSubscribers: 'NewsletterSubscriber',
  baskets: 'Basket',
  wishLists: 'WishList',
  returns: 'OrderReturn',
} as const;
export type ListName = keyof typeof listed;
export const listNames = Object.keys(listed) as ListName[];

// biome-ignore lint/suspicious/noExplicitAny: a thing as a client reads it, with everything selected, whatever its kind.
export type Thing = any;

const schema = buildSchema(readFileSync(new URL('../../schema/drawbridge.graphql', import.meta.url), 'utf8'), {
  assumeValid: true,
});

/** Everything that can be selected of a type without arguments; of other records that it links to, which they are. */
export function selectionOf(type: string, above: readonly string[] = []): string {
  const fields = Object.values((schema.getType(type) as GraphQLObjectType).getFields());
  const selected = fields.map(({ name, type: of, args }) => {
    const below = getNamedType(of as GraphQLOutputType);
    if (args.some(isRequiredArgument) || args.some((arg) => arg.name === 'first') || name === 'store') return '';
    if (isLeafType(below)) return name;
    if (!isObjectType(below)) return '';
    const isRecord = below.getInterfaces().some((one) => one.name === 'Node');
    return isRecord || [...above, type].includes(below.name)
      ? `${name} { nativeId }`
      : `${name} { ${selectionOf(below.name, [...above, type])} }`;
  });
  return selected.filter(Boolean).join(' ');
}

/** One list as a client reads it. */
export interface ReadList {
  readonly nodes: readonly Thing[];
  readonly totalCount: number;
}

export interface ReadError {
  readonly path?: readonly (string | number)[];
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** The graph over one store, and what it reported as bugs of its own. */
export interface StoreGraph {
  readonly storeId: string;
  run: GraphRun['run'];
  /** Bugs reported since this was last read. */
  bugs(): unknown[];
  stop(): Promise<void>;
}

/** Opens the whole graph over one store. */
export async function graphOver(store: BridgedStore): Promise<StoreGraph> {
  let bugs: unknown[] = [];
  const graph = await runOperations(
    (caller) => {
      const session = store.session();
      return {
        caller,
        registry: inMemoryRegistry([storeRecord({ id: store.storeId, url: store.url })]),
        connections: noConnections,
        administration: noAdministration,
        writing: noWriting,
        platforms,
        sessions: { of: () => session, foresee: () => undefined },
      };
    },
    {
      limits: { maxDepth: 30, maxAliases: 1_000, maxCost: 1e12 },
      reportBug: (bug) => void bugs.push(bug),
    },
  );
  return {
    storeId: storeGlobalId(store.storeId),
    run: graph.run,
    bugs() {
      const since = bugs;
      bugs = [];
      return since;
    },
    stop: () => graph.stop(),
  };
}

/** Reads lists with everything in them, those alone that have these native ids where some are given; and the stock of all. */
export async function readEverything(
  graph: StoreGraph,
  ids: Readonly<Partial<Record<ListName, readonly string[]>>> | null = null,
): Promise<{
  readonly lists: Readonly<Record<ListName, ReadList | null>>;
  readonly levels: Thing | null;
  readonly config: Thing | null;
  readonly errors: readonly ReadError[];
}> {
  const lists = listNames.map((list) => {
    const filter = ids ? `, filter: { ids: ${JSON.stringify(ids[list] ?? [])} }` : '';
    return `${list}(first: 250${filter}) { totalCount nodes { ${selectionOf(listed[list])} } }`;
  });
  const { data, errors = [] } = await graph.run<{
    store: Record<ListName, ReadList | null> & { config: Thing };
    inventoryLevels: Thing;
  }>(
    `query ($id: ID!) {
      store(id: $id) { ${lists.join(' ')} config { ${selectionOf('StoreConfig')} } }
      inventoryLevels(first: 5000, storeIds: [$id]) {
        nodes { ${selectionOf('InventoryLevel')} } unanswered { code message }
      }
    }`,
    { id: graph.storeId },
  );
  const none = Object.fromEntries(listNames.map((list) => [list, null])) as Record<ListName, null>;
  return {
    lists: data?.store ?? none,
    levels: data?.inventoryLevels ?? null,
    config: data?.store?.config ?? null,
    errors: errors as unknown as readonly ReadError[],
  };
}
