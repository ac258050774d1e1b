import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { AsRead } from '../model/as-read.js';
import { UserError } from '../model/connecting.js';
import { Order, Shipment } from '../model/order.js';
import { Product, ProductVariant } from '../model/product.js';
import { Inventory } from '../model/product-parts.js';
import { Selection } from '../model/selection.js';
import { ServiceError } from '../model/service-error.js';
import {
  type ChangedThing,
  InventoryResult,
  OrderResult,
  PriceResult,
  ProductResult,
  ShipmentResult,
} from '../model/writing-results.js';
import type { GraphContext } from './context.js';
import { linked } from './linked.js';
import { selectionBelow, under, withFields } from './selection.js';

const now =
  'as the store holds it now, after the change; null where the store cannot be asked or holds none of this id.';

/** The product that was changed, or whose variant was. */
async function productOf(
  { thing }: { readonly thing: ChangedThing },
  context: GraphContext,
  info: GraphQLResolveInfo,
): Promise<AsRead<Product> | null> {
  const { storeId, nativeId, readable, type } = thing;
  if (!readable) return null;
  if (type === 'Product') return linked('Product', storeId, nativeId, context, info);
  const variant = await context.loaders.thing('ProductVariant', storeId, nativeId, Selection.none);
  return variant && linked('Product', storeId, variant.productId, context, info);
}

async function variantOf(
  { thing }: { readonly thing: ChangedThing },
  context: GraphContext,
  info: GraphQLResolveInfo,
): Promise<AsRead<ProductVariant> | null> {
  const { storeId, nativeId, readable, type } = thing;
  if (!readable || type !== 'ProductVariant') return null;
  return linked('ProductVariant', storeId, nativeId, context, info);
}

async function orderOf(
  { thing }: { readonly thing: ChangedThing },
  context: GraphContext,
  info: GraphQLResolveInfo,
): Promise<AsRead<Order> | null> {
  const { storeId, nativeId, readable } = thing;
  return linked('Order', storeId, readable ? nativeId : null, context, info);
}

@Resolver(() => UserError)
export class UserErrorResolver {
  @FieldResolver(() => Boolean)
  retryable(@Root() error: UserError): boolean {
    return error.retryable ?? false;
  }
}

@Resolver(() => InventoryResult)
export class InventoryResultResolver {
  @FieldResolver(() => Product, { nullable: true, description: `The product, or that of the variant, ${now}` })
  product(@Root() result: InventoryResult, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
    return productOf(result, context, info);
  }

  @FieldResolver(() => ProductVariant, { nullable: true, description: `The variant, where it is one, ${now}` })
  variant(@Root() result: InventoryResult, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
    return variantOf(result, context, info);
  }

  @FieldResolver(() => Inventory, { nullable: true, description: `The stock of the product or variant, ${now}` })
  async inventory(
    @Root() { thing }: InventoryResult,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AsRead<Inventory> | ServiceError | null> {
    const { storeId, nativeId, readable, type } = thing;
    if (!readable || type === 'Order') return null;
    const found = await context.loaders.thing(
      type,
      storeId,
      nativeId,
      under('inventory', selectionBelow(context, info)),
    );
    return found?.inventory ?? null;
  }
}

@Resolver(() => PriceResult)
export class PriceResultResolver {
  @FieldResolver(() => Product, { nullable: true, description: `The product, or that of the variant, ${now}` })
  product(@Root() result: PriceResult, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
    return productOf(result, context, info);
  }

  @FieldResolver(() => ProductVariant, { nullable: true, description: `The variant, where it is one, ${now}` })
  variant(@Root() result: PriceResult, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
    return variantOf(result, context, info);
  }
}

@Resolver(() => ProductResult)
export class ProductResultResolver {
  @FieldResolver(() => Product, { nullable: true, description: `The product ${now}` })
  product(@Root() result: ProductResult, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
    return productOf(result, context, info);
  }
}

@Resolver(() => OrderResult)
export class OrderResultResolver {
  @FieldResolver(() => Order, { nullable: true, description: `The order ${now}` })
  order(@Root() result: OrderResult, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
    return orderOf(result, context, info);
  }
}

@Resolver(() => ShipmentResult)
export class ShipmentResultResolver {
  @FieldResolver(() => Order, { nullable: true, description: `The order ${now}` })
  order(@Root() result: ShipmentResult, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
    return orderOf(result, context, info);
  }

  @FieldResolver(() => Shipment, { nullable: true, description: `The parcel that was recorded or changed, ${now}` })
  async shipment(
    @Root() { thing }: ShipmentResult,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AsRead<Shipment> | null> {
    const { storeId, nativeId, readable, shipmentId } = thing;
    if (!readable || shipmentId === null) return null;
    const wanted = under('shipments', withFields(selectionBelow(context, info), { nativeId: {} }));
    const shipments = (await context.loaders.thing('Order', storeId, nativeId, wanted))?.shipments;
    if (shipments instanceof ServiceError) throw shipments;
    return shipments?.find((one) => one.nativeId === shipmentId) ?? null;
  }
}
