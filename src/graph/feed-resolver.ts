import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import type { Ask } from '../bridge/plan.js';
import { type FeedSource, feedPage, placesAfter } from '../domain/feed.js';
import { feedOrder } from '../domain/feed-order.js';
import type { StoreRecord } from '../domain/store-record.js';
import type { AsRead } from '../model/as-read.js';
import { type Feed, OrderFeed, ProductFeed } from '../model/feeds.js';
import { globalIdOf } from '../model/ids.js';
import type { Order, OrderFilter, OrderOrder } from '../model/order.js';
import type { Keyset } from '../model/page.js';
import type { Product, ProductFilter, ProductOrder } from '../model/product.js';
import { Selection } from '../model/selection.js';
import { ServiceError } from '../model/service-error.js';
import type { AnyPlatform, Collection } from '../platforms/platform.js';
import type { GraphContext } from './context.js';
import { CursorCodec } from './cursor.js';
import { LateConnection, LateEdge } from './late-connection.js';
import { type FeedArgs, OrderFeedArgs, ProductFeedArgs } from './list-arguments.js';
import { nodeTypeOf, pageSize } from './paging.js';
import { selectionBelow, selectionOfNodes, withFields } from './selection.js';
import { storeObject } from './store-object.js';
import { namedRow, pageFault, pathOf, wholeRecords } from './whole-records.js';

const howItGoes =
  'Going on from `endCursor` never loses a row nor tells one twice; rows of stores that did not answer are told when they do. ' +
  'Equal rows of several stores go by store. Names are compared alphabetically, amounts as stored whatever their currency.';

@Resolver()
export class FeedResolver {
  @Query(() => ProductFeed, {
    description: `One list of products over many stores, in one order under one cursor. ${howItGoes}`,
  })
  async products(
    @Args() { filter, ...args }: ProductFeedArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Feed<AsRead<Product>>> {
    const orderBy = args.orderBy ?? 'ID_ASC';
    return feedFor<Product, ProductFilter, ProductOrder>(
      { kind: 'products', orderBy, filter: filter ?? {}, collection: ({ products }) => products },
      args,
      context,
      info,
    );
  }

  @Query(() => OrderFeed, {
    description: `One list of orders over many stores, in one order under one cursor. ${howItGoes}`,
  })
  async orders(
    @Args() { filter, ...args }: OrderFeedArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Feed<AsRead<Order>>> {
    const orderBy = args.orderBy ?? 'ID_ASC';
    return feedFor<Order, OrderFilter, OrderOrder>(
      { kind: 'orders', orderBy, filter: filter ?? {}, collection: ({ orders }) => orders },
      args,
      context,
      info,
    );
  }
}

/** A list that every store has, in the feed's order. */
interface FeedList<T, Filter, OrderBy extends string> {
  readonly kind: string;
  readonly orderBy: OrderBy;
  readonly filter: Filter;
  readonly collection: (platform: AnyPlatform) => Collection<T, Filter, OrderBy, Ask>;
}

async function feedFor<T, Filter, OrderBy extends string>(
  { kind, orderBy, filter, collection }: FeedList<T, Filter, OrderBy>,
  { first, after, storeIds }: FeedArgs,
  context: GraphContext,
  info: GraphQLResolveInfo,
): Promise<Feed<AsRead<T>>> {
  const { loaders, sessions, platforms, caller, feeds } = context;
  const limit = pageSize(first, 'first');
  const stores = await storesOfFeed(storeIds, context);
  const scope = storeIds
    ? stores
        .map(({ id }) => id)
        .sort()
        .join(' ')
    : caller.accountId;
  const cursors = new CursorCodec({ kind: `${kind} feed`, scope, orderBy });
  const places = typeof after === 'string' ? cursors.readMany(after, 'after') : new Map<string, Keyset>();
  const order = feedOrder(orderBy);
  const selection = selectionOfNodes(selectionBelow(context, info));
  const counted = selectionBelow(context, info).has('totalCount');
  const forOrder = withFields(Selection.none, order.needs);
  // With a single store every row that it gives is in the page, and so everything is asked at once.
  const apart = stores.length > 1 && selection.fields.some((field) => !forOrder.has(field) && field !== 'id');
  const ofPage = apart ? forOrder : withFields(selection, order.needs);
  const fixed = {
    limit,
    before: null,
    backward: false,
    totalCount: counted,
    orderBy,
    filter,
    selection: ofPage,
  } as const;

  const of = { type: nodeTypeOf(info), selection };
  /** Throws what keeps a store from answering any of its rows, so that the store goes without them and the feed goes on. */
  const mustBeReadable = (nodes: Iterable<unknown>) => {
    const error = pageFault(nodes, of);
    if (error) throw error;
  };

  sessions.foresee(stores);
  const sources = stores.map((record): FeedSource<AsRead<T>> => {
    const session = sessions.of(record);
    return {
      storeId: record.id,
      async page({ after: place }) {
        const page = await session.ask((platform, view) => collection(platform).page(view, { ...fixed, after: place }));
        const rows = page.rows.map((row) => namedRow(row, record.id));
        mustBeReadable(rows.map(({ node }) => node));
        return { ...page, rows };
      },
      details: apart
        ? async (ids) => {
            const found = await session.ask((platform, view) => collection(platform).byIds(view, ids, selection));
            mustBeReadable(found.values());
            return found;
          }
        : null,
    };
  });
  const { storesAtOnce, timeoutMs } = feeds ?? { storesAtOnce: 20, timeoutMs: 15_000 };
  const page = await feedPage(sources, places, limit, order, {
    atOnce: storesAtOnce,
    pagesUntil: AbortSignal.timeout(Math.ceil(timeoutMs * (apart ? shareOfPages : 1))),
    detailsUntil: AbortSignal.timeout(timeoutMs),
  });
  const { rows } = page;
  const cursorOf = (i: number) => cursors.writeMany(placesAfter(places, rows.slice(0, i + 1)));
  const path = [...pathOf(info), selectionBelow(context, info).has('edges') ? 'edges' : 'nodes'];
  const nodes = wholeRecords(
    rows.map(({ node }) => node),
    { ...of, path },
    context,
  );
  const totalCount = counted && page.unanswered.length === 0 ? page.totalCount : null;
  const connection = new LateConnection([...nodes.values()], totalCount, {
    edges: () => [...nodes].map(([i, node]) => new LateEdge(node, () => cursorOf(i))),
    pageInfo: () => ({
      hasNextPage: page.hasMore,
      hasPreviousPage: places.size > 0,
      startCursor: rows.length > 0 ? cursorOf(0) : null,
      endCursor: page.places === places ? null : cursors.writeMany(page.places),
    }),
  });
  return Object.assign(connection, {
    unanswered: await Promise.all(
      page.unanswered.map(async ({ storeId, error: { code, message, retryable } }) => ({
        store: storeObject(await loaders.storeOf({ storeId }), platforms),
        code,
        message,
        retryable,
      })),
    ),
  });
}

/** What part of its time a feed waits for the stores' pages; the rest is for the details of the rows that are in its own. */
const shareOfPages = 2 / 3;

/** The stores named, or all that can be asked; throws BAD_USER_INPUT for one that the account does not have. */
export async function storesOfFeed(
  storeIds: readonly string[] | null | undefined,
  { loaders }: GraphContext,
): Promise<readonly StoreRecord[]> {
  if (!storeIds) return loaders.allStores();
  const wanted = [...new Set(storeIds.map((id) => globalIdOf('Store', id).storeId))];
  const found = await Promise.all(wanted.map((id) => loaders.store(id)));
  return found.map((record) => {
    if (record) return record;
    throw new ServiceError('BAD_USER_INPUT', 'storeIds must name stores of this account, but one is not.', {
      argument: 'storeIds',
    });
  });
}
