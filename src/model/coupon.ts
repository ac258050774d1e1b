import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Money } from './money.js';
import { Node } from './node.js';
import { DateTime, Decimal } from './scalars.js';

export const CouponKind = {
  PERCENTAGE: 'PERCENTAGE',
  FIXED_AMOUNT: 'FIXED_AMOUNT',
  FIXED_AMOUNT_PER_ITEM: 'FIXED_AMOUNT_PER_ITEM',
  FREE_SHIPPING: 'FREE_SHIPPING',
  BUY_X_GET_Y: 'BUY_X_GET_Y',
  GIFT: 'GIFT',
  OTHER: 'OTHER',
} as const;
export type CouponKind = keyof typeof CouponKind;
registerEnumType(CouponKind, {
  name: 'CouponKind',
  description: 'What a coupon or cart rule does for the shopper.',
  valuesConfig: {
    PERCENTAGE: { description: 'Takes a part off: see `percentage`.' },
    FIXED_AMOUNT: { description: 'Takes an amount off the order: see `amount`.' },
    FIXED_AMOUNT_PER_ITEM: { description: 'Takes an amount off each piece that it holds for: see `amount`.' },
    FREE_SHIPPING: { description: 'Sends for nothing, and does nothing else.' },
    BUY_X_GET_Y: { description: 'Gives pieces away to those who buy some.' },
    GIFT: { description: 'Adds a product for nothing, and does nothing else.' },
    OTHER: { description: 'What an extension made of it, or nothing at all.' },
  },
});

/** A platform answers with plain objects of this shape: the ids always filled, every other property where it is selected. */
@ObjectType('Coupon', {
  implements: Node,
  description:
    'A coupon or cart rule of a store. The code of one that was not used yet is as good as money: this needs a scope of its own, ' +
    'and the area `promotions` of the store’s bridge. Gift cards are no coupons.',
})
export class Coupon extends Node {
  /** UUID of the store; always filled. */
  storeId: string;

  @Field(() => ID, { description: 'The platform’s own id of the coupon or rule.' })
  nativeId: string;

  @Field(() => String, {
    nullable: true,
    description:
      'What the shopper enters; null where the rule holds without a code, or has a code for every shopper (Magento’s generated ' +
      'ones, by which `CouponFilter.codes` finds the rule all the same).',
  })
  code?: string | null;

  @Field(() => String, {
    description:
      'Its name in the store’s default language, as plain text; the code where the platform gives it no other.',
  })
  name?: string;

  @Field(() => String, {
    nullable: true,
    description: 'What the merchant noted of it, as plain text; null where nothing.',
  })
  description?: string | null;

  @Field(() => CouponKind, { description: 'What it does.' })
  kind?: CouponKind;

  @Field(() => Boolean, {
    description: 'Whether it is switched on; its dates and limits may still keep it from being used.',
  })
  enabled?: boolean;

  @Field(() => Decimal, {
    nullable: true,
    description: 'What it takes off, in per cent: `10`; null where it takes off no part.',
  })
  percentage?: string | null;

  @Field(() => Money, {
    nullable: true,
    description: 'What it takes off, as a positive amount; null where it takes off no amount.',
  })
  amount?: Money | null;

  @Field(() => Boolean, { description: 'Whether sending costs nothing with it, whatever else it does.' })
  freeShipping?: boolean;

  @Field(() => Money, {
    nullable: true,
    description:
      'What the order must come to at least; null where nothing, or where a condition of another form says it (Magento).',
  })
  minimumSubtotal?: Money | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How often it can be used in all; null for no limit, and where the platform keeps alone what is left of it.',
  })
  usageLimit?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How often one customer can use it; null for no limit.',
  })
  usageLimitPerCustomer?: number | null;

  @Field(() => Int, { description: 'How often it was used, as the platform counts it.' })
  timesUsed?: number;

  @Field(() => Int, {
    nullable: true,
    description: 'How often it can still be used; null for no limit.',
  })
  usesLeft?: number | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'The first moment at which it holds; null where it always has.',
  })
  startsAt?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'The moment from which on it no longer holds; null where it always will.',
  })
  endsAt?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was made; null where the store does not say.' })
  createdAt?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was last changed; null where the store does not say.',
  })
  updatedAt?: Date | null;
}

@InputType('CouponFilter', { description: 'Which coupons are wanted. Every condition given must hold.' })
export class CouponFilter {
  @Field(() => [ID], { nullable: true, description: 'Only these, by native id.' })
  ids?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Only those with one of these codes; upper and lower case are alike.',
  })
  codes?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Only those that are switched on (true) or off (false).' })
  enabled?: boolean | null;
}
