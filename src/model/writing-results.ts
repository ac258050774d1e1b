import { Field, ID, ObjectType } from 'type-graphql';
import { UserError } from './connecting.js';

/** What the resolvers of a result's things go by; no field of the graph. */
export interface ChangedThing {
  /** UUID of the store. */
  readonly storeId: string;
  readonly type: 'Product' | 'ProductVariant' | 'Order';
  readonly nativeId: string;
  /** Whether the store can be asked what it holds now: it answered, and the account has it. */
  readonly readable: boolean;
  /** The native id of the shipment that was made or changed; null for all else. */
  readonly shipmentId: string | null;
}

const userErrors =
  'Why the change was not made, or what is known of it; empty where the store holds what was asked for.';

@ObjectType('InventoryResult', { description: 'What became of one `InventoryChange`.' })
export class InventoryResult {
  @Field(() => ID, { description: 'The id in the change.' })
  id: string;

  @Field(() => [UserError], { description: userErrors })
  userErrors: UserError[];

  thing: ChangedThing;
}

@ObjectType('PriceResult', { description: 'What became of one `PriceChange`.' })
export class PriceResult {
  @Field(() => ID, { description: 'The id in the change.' })
  id: string;

  @Field(() => [UserError], { description: userErrors })
  userErrors: UserError[];

  thing: ChangedThing;
}

@ObjectType('ProductResult', { description: 'What became of one `ProductChange`.' })
export class ProductResult {
  @Field(() => ID, { description: 'The id in the change.' })
  id: string;

  @Field(() => [UserError], { description: userErrors })
  userErrors: UserError[];

  thing: ChangedThing;
}

@ObjectType('OrderResult', { description: 'What became of one `OrderChange`.' })
export class OrderResult {
  @Field(() => ID, { description: 'The id in the change.' })
  id: string;

  @Field(() => [UserError], { description: userErrors })
  userErrors: UserError[];

  thing: ChangedThing;
}

@ObjectType('ShipmentResult', { description: 'What became of one `ShipmentInput` or `ShipmentChange`.' })
export class ShipmentResult {
  @Field(() => ID, { description: 'The id of the order in the change.' })
  orderId: string;

  @Field(() => [UserError], { description: userErrors })
  userErrors: UserError[];

  thing: ChangedThing;
}

const results = 'What became of each change, in their order.';

@ObjectType('SetInventoryPayload', { description: 'What came of `setInventory`.' })
export class SetInventoryPayload {
  @Field(() => [InventoryResult], { description: results })
  results: InventoryResult[];
}

@ObjectType('SetPricesPayload', { description: 'What came of `setPrices`.' })
export class SetPricesPayload {
  @Field(() => [PriceResult], { description: results })
  results: PriceResult[];
}

@ObjectType('UpdateProductsPayload', { description: 'What came of `updateProducts`.' })
export class UpdateProductsPayload {
  @Field(() => [ProductResult], { description: results })
  results: ProductResult[];
}

@ObjectType('UpdateOrdersPayload', { description: 'What came of `updateOrders`.' })
export class UpdateOrdersPayload {
  @Field(() => [OrderResult], { description: results })
  results: OrderResult[];
}

@ObjectType('CreateShipmentsPayload', { description: 'What came of `createShipments`.' })
export class CreateShipmentsPayload {
  @Field(() => [ShipmentResult], { description: results })
  results: ShipmentResult[];
}

@ObjectType('UpdateShipmentsPayload', { description: 'What came of `updateShipments`.' })
export class UpdateShipmentsPayload {
  @Field(() => [ShipmentResult], { description: results })
  results: ShipmentResult[];
}
