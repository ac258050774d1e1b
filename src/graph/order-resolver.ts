import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { AsRead } from '../model/as-read.js';
import { Customer } from '../model/customer.js';
import { LineItem, Order } from '../model/order.js';
import { Product, ProductVariant } from '../model/product.js';
import { Store } from '../model/store.js';
import type { GraphContext } from './context.js';
import { selectionBelow } from './selection.js';
import { storeObject } from './store-object.js';

@Resolver(() => Order)
export class OrderResolver {
  @FieldResolver(() => Store, { description: 'The store that it was placed at.' })
  async store(@Root() order: Order, @Ctx() { loaders, platforms }: GraphContext): Promise<Store> {
    return storeObject(await loaders.storeOf(order), platforms);
  }

  @FieldResolver(() => Customer, {
    nullable: true,
    description: 'Who placed it; null for a guest, and where the account was deleted since.',
  })
  customer(@Root() order: Order): Customer | null | undefined {
    return order.customer;
  }
}

@Resolver(() => LineItem)
export class LineItemResolver {
  @FieldResolver(() => Product, {
    nullable: true,
    description: 'The product as it is now; null where it was deleted from the store.',
  })
  async product(
    @Root() { storeId, productId }: LineItem,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AsRead<Product> | null> {
    const { loaders } = context;
    return productId === null ? null : loaders.thing('Product', storeId, productId, selectionBelow(context, info));
  }

  @FieldResolver(() => ProductVariant, {
    nullable: true,
    description: 'The variant as it is now; null where the line is of none, or it was deleted from the store.',
  })
  async variant(
    @Root() { storeId, variantId }: LineItem,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AsRead<ProductVariant> | null> {
    const { loaders } = context;
    return variantId === null
      ? null
      : loaders.thing('ProductVariant', storeId, variantId, selectionBelow(context, info));
  }
}
