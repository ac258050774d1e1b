import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { AsRead } from '../model/as-read.js';
import { Category } from '../model/category.js';
import { type Connection, ProductConnection } from '../model/connections.js';
import type { Product } from '../model/product.js';
import { Store } from '../model/store.js';
import type { GraphContext } from './context.js';
import { linked } from './linked.js';
import { PagingArgs } from './paging.js';
import { selectionBelow } from './selection.js';
import { storeList } from './store-list.js';
import { storeObject } from './store-object.js';
import { failsAlone } from './unanswered.js';
import { wholeList } from './whole-records.js';

@Resolver(() => Category)
export class CategoryResolver {
  @FieldResolver(() => Store, { description: 'The store that it belongs to.' })
  async store(@Root() category: Category, @Ctx() { loaders, platforms }: GraphContext): Promise<Store> {
    return storeObject(await loaders.storeOf(category), platforms);
  }

  @FieldResolver(() => Category, { nullable: true, description: 'The category above; null at the top.' })
  async parent(
    @Root() { storeId, parentId }: Category,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AsRead<Category> | null> {
    return linked('Category', storeId, parentId, context, info);
  }

  @FieldResolver(() => [Category], { description: 'The categories directly below, in the store’s order.' })
  async children(
    @Root() category: Category,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<readonly AsRead<Category>[]> {
    const selection = selectionBelow(context, info);
    return wholeList(await context.loaders.children(category, selection), info, selection, context);
  }

  @FieldResolver(() => ProductConnection, {
    nullable: true,
    description: `The products of the category itself, not of those below it, by id. ${failsAlone()}`,
  })
  async products(
    @Root() category: Category,
    @Args() args: PagingArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<AsRead<Product>>> {
    const { nativeId } = category;
    return storeList(
      category,
      'products',
      `category/${nativeId}`,
      { ...args, filter: { categoryId: nativeId } },
      context,
      info,
    );
  }
}
