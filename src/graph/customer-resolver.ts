import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { AsRead } from '../model/as-read.js';
import { type Connection, OrderConnection } from '../model/connections.js';
import { Customer } from '../model/customer.js';
import type { Order } from '../model/order.js';
import { Store } from '../model/store.js';
import type { GraphContext } from './context.js';
import { OrdersArgs } from './list-arguments.js';
import { storeList } from './store-list.js';
import { storeObject } from './store-object.js';
import { failsAlone } from './unanswered.js';

@Resolver(() => Customer)
export class CustomerResolver {
  @FieldResolver(() => Store, { description: 'The store that they have their account at.' })
  async store(@Root() customer: Customer, @Ctx() { loaders, platforms }: GraphContext): Promise<Store> {
    return storeObject(await loaders.storeOf(customer), platforms);
  }

  @FieldResolver(() => OrderConnection, {
    nullable: true,
    description: `Their orders. ${failsAlone()}`,
  })
  async orders(
    @Root() customer: Customer,
    @Args() args: OrdersArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<AsRead<Order>>> {
    const { nativeId } = customer;
    const { filter, ...rest } = args;
    // Whom else the filter may name has placed none of them.
    const isOther = typeof filter?.customerId === 'string' && filter.customerId !== nativeId;
    const own = isOther ? { ids: [] } : { ...filter, customerId: nativeId };
    return storeList(customer, 'orders', `customer/${nativeId}`, { ...rest, filter: own }, context, info);
  }
}
