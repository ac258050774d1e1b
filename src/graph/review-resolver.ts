import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { AsRead } from '../model/as-read.js';
import { type Connection, ReviewConnection } from '../model/connections.js';
import { Customer } from '../model/customer.js';
import { Product } from '../model/product.js';
import { Review } from '../model/review.js';
import { Store } from '../model/store.js';
import type { GraphContext } from './context.js';
import { linked } from './linked.js';
import { ReviewsArgs } from './list-arguments.js';
import { PagingArgs } from './paging.js';
import { storeList } from './store-list.js';
import { storeObject } from './store-object.js';
import { keptBySome } from './unanswered.js';

@Resolver(() => Review)
export class ReviewResolver {
  @FieldResolver(() => Store, { description: 'The store that it was written at.' })
  async store(@Root() review: Review, @Ctx() { loaders, platforms }: GraphContext): Promise<Store> {
    return storeObject(await loaders.storeOf(review), platforms);
  }

  @FieldResolver(() => Product, {
    nullable: true,
    description: 'The product as it is now; null where it was deleted from the store.',
  })
  async product(
    @Root() { storeId, productId }: AsRead<Review>,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AsRead<Product> | null> {
    return linked('Product', storeId, productId, context, info);
  }

  @FieldResolver(() => Customer, {
    nullable: true,
    description: 'Who wrote it; null for a guest, and where the account was deleted since.',
  })
  async customer(
    @Root() { storeId, customerId }: AsRead<Review>,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AsRead<Customer> | null> {
    return linked('Customer', storeId, customerId, context, info);
  }
}

@Resolver(() => Store)
export class StoreReviewsResolver {
  @FieldResolver(() => ReviewConnection, {
    nullable: true,
    description: `What shoppers say of the store’s products, approved or not. ${keptBySome('review.read')}`,
  })
  async reviews(
    @Root() store: Store,
    @Args() args: ReviewsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<AsRead<Review>>> {
    return storeList(store, 'reviews', '', args, context, info);
  }
}

@Resolver(() => Product)
export class ProductReviewsResolver {
  @FieldResolver(() => ReviewConnection, {
    nullable: true,
    description: `What shoppers say of it, approved or not, by id. ${keptBySome('review.read')}`,
  })
  async reviews(
    @Root() product: Product,
    @Args() args: PagingArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<AsRead<Review>>> {
    const { nativeId } = product;
    const own = { ...args, filter: { productId: nativeId } };
    return storeList(product, 'reviews', `product/${nativeId}`, own, context, info);
  }
}
