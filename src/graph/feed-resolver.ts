import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import type { Ask, Plan } from '../bridge/plan.js';
import { feedOrder, feedPage, placesAfter } from '../domain/feed.js';
import type { StoreRecord } from '../domain/store-record.js';
import { type AsRead, valueRead } from '../model/as-read.js';
import { type Feed, OrderFeed, ProductFeed } from '../model/feeds.js';
import { globalIdOf } from '../model/ids.js';
import type { Order } from '../model/order.js';
import type { Keyset, Page } from '../model/page.js';
import type { Product } from '../model/product.js';
import type { Selection } from '../model/selection.js';
import { ServiceError } from '../model/service-error.js';
import type { AnyPlatform, StoreView } from '../platforms/platform.js';
import type { GraphContext } from './context.js';
import { CursorCodec } from './cursor.js';
import { type FeedArgs, OrderFeedArgs, ProductFeedArgs } from './list-arguments.js';
import { pageSize } from './paging.js';
import { selectionBelow, selectionOfNodes, withFields } from './selection.js';
import { storeObject } from './store-object.js';

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
    return feedFor<AsRead<Product>>('products', orderBy, args, context, info, ({ products }, view, wanted) =>
      products.page(view, { ...wanted, orderBy, filter: filter ?? {} }),
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
    return feedFor<AsRead<Order>>('orders', orderBy, args, context, info, ({ orders }, view, wanted) =>
      orders.page(view, { ...wanted, orderBy, filter: filter ?? {} }),
    );
  }
}

interface FeedWanted {
  readonly limit: number;
  readonly after: Keyset | null;
  readonly before: null;
  readonly backward: false;
  readonly totalCount: false;
  readonly selection: Selection;
}

async function feedFor<T>(
  kind: string,
  orderBy: string,
  { first, after, storeIds }: FeedArgs,
  context: GraphContext,
  info: GraphQLResolveInfo,
  page: (platform: AnyPlatform, view: StoreView, wanted: FeedWanted) => Plan<Page<T>, Ask>,
): Promise<Feed<T>> {
  const { loaders, sessions, platforms, caller } = context;
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
  const order = feedOrder<T>(orderBy);
  const selection = withFields(selectionOfNodes(selectionBelow(info)), order.needs);
  const fixed = { limit, before: null, backward: false, totalCount: false, selection } as const;

  const sources = stores.map((record) => ({
    storeId: record.id,
    page: (wanted: { after: Keyset | null }) =>
      sessions.of(record).ask((platform, view) => page(platform, view, { ...fixed, ...wanted, limit })),
  }));
  const { rows, hasMore, unanswered } = await feedPage(sources, places, limit, order.compare);
  const cursorOf = (i: number) => cursors.writeMany(placesAfter(places, rows.slice(0, i + 1)));
  return {
    nodes: rows.map(({ node }) => valueRead(node)),
    edges: rows.map(({ node }, i) => ({
      node: valueRead(node),
      get cursor() {
        return cursorOf(i);
      },
    })),
    get pageInfo() {
      return {
        hasNextPage: hasMore,
        hasPreviousPage: places.size > 0,
        startCursor: rows.length > 0 ? cursorOf(0) : null,
        endCursor: rows.length > 0 ? cursorOf(rows.length - 1) : null,
      };
    },
    unanswered: await Promise.all(
      unanswered.map(async ({ storeId, error: { code, message, retryable } }) => ({
        store: storeObject(await loaders.storeOf({ storeId }), platforms),
        code,
        message,
        retryable,
      })),
    ),
  };
}

/** The stores named, or all that can be asked; throws BAD_USER_INPUT for one that the account does not have. */
export async function storesOfFeed(
  storeIds: readonly string[] | null | undefined,
  { loaders, registry, caller }: GraphContext,
): Promise<StoreRecord[]> {
  if (!storeIds) {
    const all = await registry.all(caller.accountId);
    return all.filter(({ status }) => status === 'ACTIVE' || status === 'UNREACHABLE');
  }
  const wanted = [...new Set(storeIds.map((id) => globalIdOf('Store', id).storeId))];
  const found = await Promise.all(wanted.map((id) => loaders.store(id)));
  return found.map((record) => {
    if (record) return record;
    throw new ServiceError('BAD_USER_INPUT', 'storeIds must name stores of this account, but one is not.', {
      argument: 'storeIds',
    });
  });
}
