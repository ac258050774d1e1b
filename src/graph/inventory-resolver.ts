import type { GraphQLResolveInfo } from 'graphql';
import { Args, ArgsType, Ctx, Field, FieldResolver, ID, Info, Int, Query, Resolver, Root } from 'type-graphql';
import type { StoreRecord } from '../domain/store-record.js';
import type { AsRead } from '../model/as-read.js';
import { InventoryLevel, InventoryLevelFeed } from '../model/inventory-level.js';
import { Product, ProductVariant } from '../model/product.js';
import { ServiceError } from '../model/service-error.js';
import { Store } from '../model/store.js';
import type { GraphContext } from './context.js';
import { CursorCodec } from './cursor.js';
import { storesOfFeed } from './feed-resolver.js';
import { linked } from './linked.js';
import { maxLevels, nodeTypeOf, pageSize } from './paging.js';
import { selectionBelow } from './selection.js';
import { storeObject } from './store-object.js';
import { pathOf, wholeRecords } from './whole-records.js';

@ArgsType()
class InventoryLevelsArgs {
  @Field(() => Int, { nullable: true, description: 'The rows wanted, 1 to 5,000; null: 1,000.' })
  first?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only rows after this cursor of the same list (same stores); null: from the start.',
  })
  after?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'The stores wanted, by global id; null: all of the account’s that have been verified and not disconnected. A store that ' +
      'the account does not have is refused with BAD_USER_INPUT.',
  })
  storeIds?: string[] | null;
}

const defaultLevels = 1_000;

@Resolver(() => InventoryLevel)
export class InventoryResolver {
  @Query(() => InventoryLevelFeed, {
    description:
      'The stock of everything that stores sell, as cheaply as it can be read: for a sync that compares and so cannot miss what ' +
      'no platform keeps a time of. Rows are never left out for having changed while the list is read.',
  })
  async inventoryLevels(
    @Args() { first, after, storeIds }: InventoryLevelsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<{ nodes: readonly AsRead<InventoryLevel>[]; pageInfo: object; unanswered: readonly object[] }> {
    const limit = pageSize(first ?? defaultLevels, 'first', maxLevels);
    const stores = [...(await storesOfFeed(storeIds, context))].sort((a, b) => (a.id < b.id ? -1 : 1));
    const cursors = new CursorCodec({
      kind: 'inventory levels',
      scope: scopeOf(storeIds, stores, context),
      orderBy: 'ID_ASC',
    });
    const place = typeof after === 'string' ? cursors.read(after, 'after') : null;
    const nodes: AsRead<InventoryLevel>[] = [];
    const unanswered: object[] = [];
    let end = place;
    let more = false;
    // One store after the other: a page is full after the first few, and the order is theirs.
    for (const store of stores.filter(({ id }) => place === null || id >= String(place.value))) {
      if (nodes.length >= limit) {
        more = true;
        break;
      }
      const begun = place?.value === store.id ? Number(place.id) : null;
      try {
        const wanted = { after: begun, limit: limit - nodes.length };
        const page = await context.sessions.of(store).ask(({ inventoryLevels }, view) => inventoryLevels(view, wanted));
        const selection = selectionBelow(context, info).at('nodes');
        const of = { type: nodeTypeOf(info), selection, path: [...pathOf(info), 'nodes'] };
        const read = page.rows.map(({ at, level }) =>
          level instanceof ServiceError
            ? level.with({ storeId: store.id, nativeId: String(at), ...level.facts })
            : level,
        );
        nodes.push(...wholeRecords(read, of, context).values());
        end = { value: store.id, id: String(page.next ?? Number.MAX_SAFE_INTEGER) };
        more = page.next !== null;
        if (more) break;
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        const { code, message, retryable } = error;
        unanswered.push({ store: storeObject(store, context.platforms), code, message, retryable });
        end = { value: store.id, id: String(Number.MAX_SAFE_INTEGER) };
      }
    }
    const cursor = end ? cursors.write(end) : null;
    return {
      nodes,
      pageInfo: {
        hasNextPage: more,
        hasPreviousPage: place !== null,
        startCursor: place ? after : null,
        endCursor: cursor,
      },
      unanswered,
    };
  }

  @FieldResolver(() => Store, { description: 'The store that holds it.' })
  async store(@Root() level: InventoryLevel, @Ctx() { loaders, platforms }: GraphContext): Promise<Store> {
    return storeObject(await loaders.storeOf(level), platforms);
  }

  @FieldResolver(() => Product, { nullable: true, description: 'The product; null where it was deleted meanwhile.' })
  async product(
    @Root() { storeId, productNativeId }: InventoryLevel,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AsRead<Product> | null> {
    return linked('Product', storeId, productNativeId, context, info);
  }

  @FieldResolver(() => ProductVariant, {
    nullable: true,
    description: 'The variant; null where the product itself is counted.',
  })
  async variant(
    @Root() { storeId, variantNativeId }: InventoryLevel,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AsRead<ProductVariant> | null> {
    return linked('ProductVariant', storeId, variantNativeId, context, info);
  }
}

function scopeOf(
  storeIds: readonly string[] | null | undefined,
  stores: readonly StoreRecord[],
  { caller }: GraphContext,
): string {
  return storeIds ? stores.map(({ id }) => id).join(' ') : caller.accountId;
}
