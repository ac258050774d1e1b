import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Money } from './money.js';
import { OrderStatus } from './order-status.js';
import { SelectedOption } from './product-parts.js';
import { DateTime, Decimal, Url } from './scalars.js';

@ObjectType('LineItem', {
  description:
    'A line of an order as the shopper ordered it: a configurable or bundle once, not its parts. Amounts are in the ' +
    'order’s currency, without tax wherever the platform holds them so.',
})
export class LineItem {
  /** UUID of the store; always filled. */
  storeId: string;
  /** Native id of the product ordered, which may be deleted since; null where the line is of none; always filled. */
  productId: string | null;
  /** Native id of the variant ordered; null where the line is of none; always filled. */
  variantId: string | null;

  @Field(() => ID, { description: 'The platform’s own id of the line.' })
  nativeId: string;

  @Field(() => String, { description: 'The product’s name when it was ordered, as plain text.' })
  name: string;

  @Field(() => String, {
    nullable: true,
    description: 'The SKU when it was ordered; null where the store did not keep one.',
  })
  sku: string | null;

  @Field(() => Decimal, { description: 'Pieces ordered.' })
  quantity: string;

  @Field(() => Money, { description: 'The price of one piece before discounts.' })
  unitPrice: Money;

  @Field(() => Money, { description: 'The line’s tax in all.' })
  taxTotal: Money;

  @Field(() => Money, { description: 'What was taken off this line; zero where nothing was.' })
  discountTotal: Money;

  @Field(() => Money, { description: 'The line after its own discounts.' })
  total: Money;

  @Field(() => [SelectedOption], { description: 'What the shopper chose or filled in.' })
  options?: SelectedOption[];

  @Field(() => LineItem, {
    nullable: true,
    description:
      'The line of the same order that this one is a part of, as where a platform writes what is in a bundle as lines of ' +
      'their own: neither its amounts nor its pieces count beside those of that line. Null for a line of its own.',
  })
  parentLine?: LineItem | null;
}

@ObjectType('LineQuantity', { description: 'How many pieces of a line of an order something is about.' })
export class LineQuantity {
  @Field(() => LineItem, {
    nullable: true,
    description: 'The line; null where the order no longer holds it.',
  })
  lineItem: LineItem | null;

  @Field(() => Decimal, { description: 'Pieces of it.' })
  quantity: string;

  @Field(() => Money, {
    nullable: true,
    description:
      'How much money it is about, in the order’s currency; null where it is about none, or the store does not say.',
  })
  amount: Money | null;
}

@ObjectType('OrderTotal', {
  description: 'One of the lines below an order, signed so that they add up to the total: a discount is negative.',
})
export class OrderTotal {
  @Field(() => String, { description: 'What kind of line it is, as the platform calls it, such as `shipping`.' })
  code: string;

  @Field(() => String, { description: 'The line’s title as the shopper saw it, as plain text.' })
  title: string;

  @Field(() => Money, { description: 'The line’s signed amount, in the order’s currency.' })
  amount: Money;
}

@ObjectType('TaxLine', {
  description:
    'One of the taxes of an order, as the store kept it when it was placed. Platforms round and keep taxes in ways of their own, ' +
    'so that these may miss the order’s `taxTotal`, by a cent or by the tax on shipping.',
})
export class TaxLine {
  @Field(() => String, {
    description: 'What the platform calls the tax: a code or an id of its own, such as `US-CA-TAX-1`.',
  })
  code: string;

  @Field(() => String, { description: 'The tax’s title, as plain text.' })
  title: string;

  @Field(() => Decimal, {
    nullable: true,
    description: 'Per cent: `19`, `8.25`; null where the platform does not keep it with its orders.',
  })
  rate: string | null;

  @Field(() => Money, { description: 'How much it came to, on goods and shipping, in the order’s currency.' })
  amount: Money;
}

@ObjectType('OrderDiscount', { description: 'A discount on a whole order: a coupon, voucher, reward or cart rule.' })
export class OrderDiscount {
  @Field(() => String, { nullable: true, description: 'The code that the shopper entered; null where there was none.' })
  code: string | null;

  @Field(() => String, { description: 'Its title, as plain text.' })
  title: string;

  @Field(() => Money, { description: 'What it took off, as a positive amount in the order’s currency.' })
  amount: Money;
}

export const TransactionKind = {
  PAYMENT: 'PAYMENT',
  AUTHORIZATION: 'AUTHORIZATION',
  CAPTURE: 'CAPTURE',
  REFUND: 'REFUND',
  VOID: 'VOID',
  OTHER: 'OTHER',
} as const;
export type TransactionKind = keyof typeof TransactionKind;
registerEnumType(TransactionKind, {
  name: 'TransactionKind',
  description: 'What a movement of money is.',
  valuesConfig: {
    PAYMENT: { description: 'Money taken at once.' },
    AUTHORIZATION: { description: 'Money held, not yet taken.' },
    CAPTURE: { description: 'Held money taken.' },
    REFUND: { description: 'Money paid back.' },
    VOID: { description: 'Held money let go.' },
    OTHER: { description: 'A kind of the payment module’s own.' },
  },
});

@ObjectType('Transaction', { description: 'A movement of money for an order, as far as the store keeps one.' })
export class Transaction {
  @Field(() => ID, { description: 'The platform’s own id of the transaction.' })
  nativeId: string;

  @Field(() => TransactionKind, { description: 'What it is.' })
  kind: TransactionKind;

  @Field(() => Money, { nullable: true, description: 'How much; null where the store does not say.' })
  amount: Money | null;

  @Field(() => String, {
    nullable: true,
    description: 'The payment provider’s reference; null where the store keeps none.',
  })
  reference: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it happened; null where the store does not say.' })
  createdAt: Date | null;
}

@ObjectType('Shipment', { description: 'A parcel, or several sent together.' })
export class Shipment {
  @Field(() => ID, { description: 'The platform’s own id of the shipment.' })
  nativeId: string;

  @Field(() => String, { nullable: true, description: 'Who carries it; null where the store does not say.' })
  carrier: string | null;

  @Field(() => String, { nullable: true, description: 'The first of `trackingNumbers`; null where there is none.' })
  trackingNumber: string | null;

  @Field(() => [String], { description: 'Every tracking number; empty where the store keeps none.' })
  trackingNumbers: string[];

  @Field(() => Url, { nullable: true, description: 'Where the parcel can be followed; null where that is not known.' })
  trackingUrl: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was sent; null where the store does not say.' })
  createdAt: Date | null;

  @Field(() => [LineQuantity], {
    nullable: true,
    description: 'What was in it; null where the platform does not keep which lines a shipment is of.',
  })
  lineItems?: LineQuantity[] | null;
}

@ObjectType('Refund', { description: 'Money paid back for an order.' })
export class Refund {
  @Field(() => ID, { description: 'The platform’s own id of the refund.' })
  nativeId: string;

  @Field(() => Money, { description: 'How much, as a positive amount in the order’s currency.' })
  amount: Money;

  @Field(() => String, {
    nullable: true,
    description: 'Why, in the merchant’s words; null where the store does not say.',
  })
  reason: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When; null where the store does not say.' })
  createdAt: Date | null;

  @Field(() => [LineQuantity], {
    nullable: true,
    description: 'What it was paid back for; null where the platform does not keep which lines a refund is of.',
  })
  lineItems?: LineQuantity[] | null;
}

@ObjectType('OrderEvent', { description: 'A change of status of an order, or a note on it.' })
export class OrderEvent {
  @Field(() => DateTime, { description: 'When it happened.' })
  createdAt: Date;

  @Field(() => OrderStatus, { nullable: true, description: 'The status from then on; null for a mere note.' })
  status: OrderStatus | null;

  @Field(() => String, { nullable: true, description: 'What was noted, as plain text; null where nothing was.' })
  comment: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the shopper was told; null where the platform does not keep it.',
  })
  notified: boolean | null;
}
