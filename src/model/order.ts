import { Field, ID, ObjectType } from 'type-graphql';
import { Address } from './address.js';
import type { Customer } from './customer.js';
import type { Metafield } from './metafield.js';
import { Money } from './money.js';
import { Node } from './node.js';
import {
  LineItem,
  OrderDiscount,
  OrderEvent,
  OrderTotal,
  Refund,
  Shipment,
  TaxLine,
  Transaction,
} from './order-parts.js';
import { OrderStatus } from './order-status.js';
import { FinancialStatus, FulfillmentStatus } from './order-statuses.js';
import { DateTime } from './scalars.js';

export { Address } from './address.js';
export { OrderFilter, OrderOrder } from './order-filter.js';
export * from './order-parts.js';
export { OrderState, OrderStatus } from './order-status.js';
export { FinancialStatus, FulfillmentStatus } from './order-statuses.js';

/** A platform answers with plain objects of this shape: the ids always filled, every other property where it is selected. */
@ObjectType('Order', {
  implements: Node,
  description:
    'What a shopper bought. Unfinished checkouts are no orders. All amounts are in the order’s own currency, as the ' +
    'shopper was charged. `subtotal`, `discountTotal` and `shippingTotal` are without tax wherever the platform holds them so.',
})
export class Order extends Node {
  /** UUID of the store; always filled. */
  storeId: string;

  @Field(() => ID, { description: 'The platform’s own id of the order.' })
  nativeId: string;

  @Field(() => String, { description: 'The order’s number as the shopper sees it.' })
  number?: string;

  @Field(() => OrderStatus, { description: 'Its status now, as the merchant named it.' })
  status?: OrderStatus;

  @Field(() => FinancialStatus, { description: 'How far it is paid.' })
  financialStatus?: FinancialStatus;

  @Field(() => FulfillmentStatus, { description: 'How far it is sent.' })
  fulfillmentStatus?: FulfillmentStatus;

  // A field of the resolver's, which says where the store no longer knows it.
  currencyCode?: string;

  @Field(() => Money, { description: 'The lines, before order-level discounts.' })
  subtotal?: Money;

  @Field(() => Money, { description: 'Coupons, vouchers, rewards and cart rules, as a positive amount.' })
  discountTotal?: Money;

  @Field(() => Money, { description: 'What sending cost the shopper.' })
  shippingTotal?: Money;

  @Field(() => Money, { description: 'All taxes.' })
  taxTotal?: Money;

  @Field(() => Money, { description: 'What the shopper owed in all.' })
  total?: Money;

  @Field(() => Money, { description: 'What was paid back, as a positive amount; zero where nothing was.' })
  refundedTotal?: Money;

  @Field(() => [LineItem], { description: 'What was ordered, in the store’s order.' })
  lineItems?: LineItem[];

  @Field(() => [OrderTotal], {
    description:
      'The platform’s own total lines, in its order; they add up to the total. Where a platform stores no such lines, those ' +
      'its amounts make.',
  })
  totals?: OrderTotal[];

  @Field(() => [TaxLine], {
    description:
      'The taxes that `taxTotal` is made of, each once, in the store’s order; empty where the store kept none.',
  })
  taxLines?: TaxLine[];

  @Field(() => [OrderDiscount], { description: 'The discounts on the whole order.' })
  discounts?: OrderDiscount[];

  /** Offered to clients by the order's resolver. */
  customer?: Customer | null;

  @Field(() => String, {
    nullable: true,
    description: 'The e-mail address given with the order; null where there is none.',
  })
  email?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The telephone number given with the order; null where there is none.',
  })
  phone?: string | null;

  @Field(() => Address, { nullable: true, description: 'Where the bill went; null where the store kept no address.' })
  billingAddress?: Address | null;

  @Field(() => Address, { nullable: true, description: 'Where the parcel went; null where nothing was shipped.' })
  shippingAddress?: Address | null;

  @Field(() => String, {
    nullable: true,
    description: 'How it was sent, as the shopper saw it; null where it was not.',
  })
  shippingMethod?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'How it was paid, as the shopper saw it; null where the store does not say.',
  })
  paymentMethod?: string | null;

  @Field(() => [Transaction], { description: 'Movements of money, oldest first; empty where the store keeps none.' })
  transactions?: Transaction[];

  @Field(() => [Shipment], { description: 'Parcels, oldest first; empty where the store keeps none.' })
  shipments?: Shipment[];

  @Field(() => [Refund], { description: 'Money paid back, oldest first.' })
  refunds?: Refund[];

  @Field(() => [OrderEvent], { description: 'Status changes and notes, oldest first.' })
  history?: OrderEvent[];

  @Field(() => DateTime, { description: 'When the shopper placed it.' })
  placedAt?: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was last changed; null where the store does not say.',
  })
  updatedAt?: Date | null;

  /** Offered to clients with an argument by a resolver of its own. */
  metafields?: Metafield[];
}
