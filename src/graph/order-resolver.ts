import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import { type AsRead, valueRead } from '../model/as-read.js';
import { Customer } from '../model/customer.js';
import { LineItem, Order } from '../model/order.js';
import { Product, ProductVariant } from '../model/product.js';
import { CurrencyCode } from '../model/scalars.js';
import { FallbackError, type ServiceError } from '../model/service-error.js';
import { Store } from '../model/store.js';
import type { GraphContext } from './context.js';
import { linked } from './linked.js';
import { storeObject } from './store-object.js';
import { pathOf } from './whole-records.js';

@Resolver(() => Order)
export class OrderResolver {
  @FieldResolver(() => Store, { description: 'The store that it was placed at.' })
  async store(@Root() order: AsRead<Order>, @Ctx() { loaders, platforms }: GraphContext): Promise<Store> {
    return storeObject(await loaders.storeOf(order), platforms);
  }

  @FieldResolver(() => CurrencyCode, {
    description:
      'What the shopper was charged in. Where the store no longer knows it, the store’s default, with an error at this field.',
  })
  currencyCode(
    @Root() order: AsRead<Order>,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): string | undefined {
    const held: string | ServiceError | undefined = order.currencyCode;
    if (!(held instanceof FallbackError)) return valueRead(held);
    const { storeId, nativeId } = order;
    context.report(held.with({ ...held.facts, storeId, nativeId, field: 'currencyCode' }), pathOf(info));
    return held.fallback;
  }

  @FieldResolver(() => Customer, {
    nullable: true,
    description: 'Who placed it; null for a guest, and where the account was deleted since.',
  })
  customer(@Root() order: AsRead<Order>): AsRead<Order>['customer'] {
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
    return linked('Product', storeId, productId, context, info);
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
    return linked('ProductVariant', storeId, variantId, context, info);
  }
}
