import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { AsRead } from '../model/as-read.js';
import { type Connection, OrderConnection } from '../model/connections.js';
import { Customer } from '../model/customer.js';
import type { Order } from '../model/order.js';
import { Store } from '../model/store.js';
import type { GraphContext } from './context.js';
import { PagingArgs } from './paging.js';
import { storeList } from './store-list.js';
import { storeObject } from './store-object.js';

@Resolver(() => Customer)
export class CustomerResolver {
  @FieldResolver(() => Store, { description: 'The store that they have their account at.' })
  async store(@Root() customer: Customer, @Ctx() { loaders, platforms }: GraphContext): Promise<Store> {
    return storeObject(await loaders.storeOf(customer), platforms);
  }

  @FieldResolver(() => OrderConnection, {
    nullable: true,
    description: 'Their orders, by id. Null, with the reason in `errors`, where the store does not answer.',
  })
  async orders(
    @Root() customer: Customer,
    @Args() args: PagingArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<AsRead<Order>>> {
    const { nativeId } = customer;
    return storeList(
      customer,
      'orders',
      `customer/${nativeId}`,
      { ...args, filter: { customerId: nativeId } },
      context,
      info,
    );
  }
}
