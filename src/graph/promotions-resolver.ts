import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { AsRead } from '../model/as-read.js';
import { type Connection, CouponConnection, GiftCardConnection } from '../model/connections.js';
import { Coupon } from '../model/coupon.js';
import { GiftCard } from '../model/gift-card.js';
import { Order } from '../model/order.js';
import { Store } from '../model/store.js';
import type { GraphContext } from './context.js';
import { linked } from './linked.js';
import { CouponsArgs, GiftCardsArgs } from './list-arguments.js';
import { storeList } from './store-list.js';
import { storeObject } from './store-object.js';
import { failsAlone } from './unanswered.js';

/** What a store takes off for those who have a code. */
@Resolver(() => Store)
export class PromotionsResolver {
  @FieldResolver(() => CouponConnection, {
    nullable: true,
    description: `The store’s coupons and cart rules; empty where the platform has none. ${failsAlone()}`,
  })
  async coupons(
    @Root() store: Store,
    @Args() args: CouponsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<AsRead<Coupon>>> {
    return storeList(store, 'coupons', '', args, context, info);
  }

  @FieldResolver(() => GiftCardConnection, {
    nullable: true,
    description: `The store’s gift cards, by id; empty where the platform has none. ${failsAlone()}`,
  })
  async giftCards(
    @Root() store: Store,
    @Args() args: GiftCardsArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<AsRead<GiftCard>>> {
    return storeList(store, 'giftCards', '', args, context, info);
  }
}

@Resolver(() => Coupon)
export class CouponResolver {
  @FieldResolver(() => Store, { description: 'The store that it is of.' })
  async store(@Root() coupon: Coupon, @Ctx() { loaders, platforms }: GraphContext): Promise<Store> {
    return storeObject(await loaders.storeOf(coupon), platforms);
  }
}

@Resolver(() => GiftCard)
export class GiftCardResolver {
  @FieldResolver(() => Store, { description: 'The store that it is of.' })
  async store(@Root() card: GiftCard, @Ctx() { loaders, platforms }: GraphContext): Promise<Store> {
    return storeObject(await loaders.storeOf(card), platforms);
  }

  @FieldResolver(() => Order, {
    nullable: true,
    description: 'The order that it was bought with; null where it was not, or the store does not say.',
  })
  async order(
    @Root() card: AsRead<GiftCard>,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AsRead<Order> | null> {
    return linked('Order', card.storeId, card.orderNativeId ?? null, context, info);
  }
}
