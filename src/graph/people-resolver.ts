import type { GraphQLResolveInfo } from 'graphql';
import { Args, type ClassType, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { AsRead } from '../model/as-read.js';
import { Basket, BasketLine } from '../model/basket.js';
import {
  BasketConnection,
  type Connection,
  NewsletterSubscriberConnection,
  OrderReturnConnection,
  WishListConnection,
} from '../model/connections.js';
import { Customer } from '../model/customer.js';
import { NewsletterSubscriber } from '../model/newsletter.js';
import { Order } from '../model/order.js';
import { OrderReturn, ReturnItem } from '../model/order-return.js';
import { Product, ProductVariant } from '../model/product.js';
import { Store } from '../model/store.js';
import { WishList, WishListItem } from '../model/wish-list.js';
import type { GraphContext } from './context.js';
import { linked } from './linked.js';
import { BasketsArgs, NewsletterSubscribersArgs, ReturnsArgs, WishListsArgs } from './list-arguments.js';
import { PagingArgs } from './paging.js';
import { storeList } from './store-list.js';
import { keptBySome } from './unanswered.js';

/** What a line of a list of goods leads to. */
function goodsOf<T extends object>(Line: ClassType<T>): ClassType<object> {
  interface Linked {
    readonly storeId: string;
    readonly productId: string | null;
    readonly variantId: string | null;
  }
  @Resolver(() => Line)
  class GoodsResolver {
    @FieldResolver(() => Product, {
      nullable: true,
      description: 'The product as it is now; null where it was deleted from the store.',
    })
    async product(@Root() line: Linked, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
      return linked('Product', line.storeId, line.productId, context, info);
    }

    @FieldResolver(() => ProductVariant, {
      nullable: true,
      description: 'The variant as it is now; null where it is of none, or it was deleted from the store.',
    })
    async variant(@Root() line: Linked, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
      return linked('ProductVariant', line.storeId, line.variantId, context, info);
    }
  }
  return GoodsResolver;
}

/** Whose a thing is. */
function ownerOf<T extends object>(Owned: ClassType<T>, whose: string): ClassType<object> {
  interface Linked {
    readonly storeId: string;
    readonly customerId: string | null;
  }
  @Resolver(() => Owned)
  class OwnerResolver {
    @FieldResolver(() => Customer, {
      nullable: true,
      description: `${whose}; null where it is nobody’s with an account, or the account was deleted since.`,
    })
    async customer(@Root() owned: Linked, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
      return linked('Customer', owned.storeId, owned.customerId, context, info);
    }
  }
  return OwnerResolver;
}

/** The order that a thing is of. */
function orderOf<T extends object>(Of: ClassType<T>, description: string): ClassType<object> {
  @Resolver(() => Of)
  class OrderLinkResolver {
    @FieldResolver(() => Order, { nullable: true, description })
    async order(
      @Root() of: { readonly storeId: string; readonly orderId: string | null },
      @Ctx() context: GraphContext,
      @Info() info: GraphQLResolveInfo,
    ) {
      return linked('Order', of.storeId, of.orderId, context, info);
    }
  }
  return OrderLinkResolver;
}

@Resolver(() => Store)
class StorePeopleResolver {
  @FieldResolver(() => NewsletterSubscriberConnection, {
    nullable: true,
    description: `Who asked for the store’s newsletter. ${keptBySome('newsletter.read')}`,
  })
  async newsletterSubscribers(
    @Root() store: Store,
    @Args() args: NewsletterSubscribersArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<AsRead<NewsletterSubscriber>>> {
    return storeList(store, 'newsletterSubscribers', '', args, context, info);
  }

  @FieldResolver(() => BasketConnection, {
    nullable: true,
    description:
      'What shoppers put into baskets, those that were ordered included where the platform keeps them. ' +
      keptBySome('basket.read'),
  })
  async baskets(
    @Root() store: Store,
    @Args() args: BasketsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<AsRead<Basket>>> {
    return storeList(store, 'baskets', '', args, context, info);
  }

  @FieldResolver(() => WishListConnection, {
    nullable: true,
    description: `What customers would like to have. ${keptBySome('wish-list.read')}`,
  })
  async wishLists(
    @Root() store: Store,
    @Args() args: WishListsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<AsRead<WishList>>> {
    return storeList(store, 'wishLists', '', args, context, info);
  }

  @FieldResolver(() => OrderReturnConnection, {
    nullable: true,
    description: `What shoppers asked to send back. ${keptBySome('return.read')}`,
  })
  async returns(
    @Root() store: Store,
    @Args() args: ReturnsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<AsRead<OrderReturn>>> {
    return storeList(store, 'returns', '', args, context, info);
  }
}

@Resolver(() => Customer)
class CustomerWishesResolver {
  @FieldResolver(() => WishListConnection, {
    nullable: true,
    description: `What they would like to have, list by list. ${keptBySome('wish-list.read')}`,
  })
  async wishLists(
    @Root() customer: Customer,
    @Args() args: PagingArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<AsRead<WishList>>> {
    const { nativeId } = customer;
    const own = { ...args, filter: { customerId: nativeId } };
    return storeList(customer, 'wishLists', `customer/${nativeId}`, own, context, info);
  }
}

@Resolver(() => Order)
class OrderReturnsResolver {
  @FieldResolver(() => OrderReturnConnection, {
    nullable: true,
    description: `What the shopper asked to send back of it. ${keptBySome('return.read')}`,
  })
  async returns(
    @Root() order: Order,
    @Args() args: PagingArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<AsRead<OrderReturn>>> {
    const { nativeId } = order;
    return storeList(order, 'returns', `order/${nativeId}`, { ...args, filter: { orderId: nativeId } }, context, info);
  }
}

/** What is asked of people beside their orders and reviews. */
export const peopleResolvers = [
  StorePeopleResolver,
  CustomerWishesResolver,
  OrderReturnsResolver,
  goodsOf(BasketLine),
  goodsOf(WishListItem),
  goodsOf(ReturnItem),
  ownerOf(NewsletterSubscriber, 'Whose address it is'),
  ownerOf(Basket, 'Whose basket it is'),
  ownerOf(WishList, 'Whose list it is'),
  orderOf(Basket, 'The order that came of it; null where none did, or it is gone.'),
  orderOf(OrderReturn, 'The order that it is of; null where it is gone.'),
] as const;
