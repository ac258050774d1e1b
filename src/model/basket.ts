import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Money } from './money.js';
import { SelectedOption } from './product-parts.js';
import { CurrencyCode, DateTime, Decimal } from './scalars.js';

@ObjectType('BasketLine', {
  description: 'Something that a shopper put into a basket: a configurable or bundle once, not its parts.',
})
export class BasketLine {
  /** UUID of the store; always filled. */
  storeId: string;
  /** Native ids, always filled. */
  productId: string | null;
  variantId: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The product’s name as it is kept with the basket; null where it is not, and the product alone tells it.',
  })
  name: string | null;

  @Field(() => Decimal, { description: 'Pieces.' })
  quantity: string;

  @Field(() => Money, {
    nullable: true,
    description:
      'The price of one piece as it is kept with the basket, which may be in another currency than the shopper’s; null where the ' +
      'store works it out each time.',
  })
  unitPrice: Money | null;

  @Field(() => [SelectedOption], {
    description: 'What was chosen or filled in besides the variant; empty where the platform does not tell it by name.',
  })
  options?: SelectedOption[];
}

/** A platform answers with plain objects of this shape: the ids always filled, every other property where it is selected. */
@ObjectType('Basket', { description: 'What a shopper put into a basket, and has ordered since or not.' })
export class Basket {
  /** UUID of the store; always filled. */
  storeId: string;
  /** Native ids of the account that it is of, and of the order that came of it; always filled. */
  customerId: string | null;
  orderId: string | null;

  @Field(() => ID, { description: 'The platform’s own id of the basket; where each account has one, the customer’s.' })
  nativeId: string;

  @Field(() => String, { nullable: true, description: 'The shopper’s e-mail address; null where it is not known.' })
  email?: string | null;

  @Field(() => CurrencyCode, {
    nullable: true,
    description: 'The currency that the shopper had chosen; null where the store does not keep it with the basket.',
  })
  currencyCode?: string | null;

  @Field(() => [BasketLine], { description: 'What is in it.' })
  lineItems?: BasketLine[];

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was begun: where that is not kept, when the oldest thing was put in; null where neither is.',
  })
  createdAt?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When it was last changed: where that is not kept, when the newest thing was put in; null where neither is.',
  })
  updatedAt?: Date | null;
}

@InputType('BasketFilter', { description: 'Which baskets are wanted. Every condition given must hold.' })
export class BasketFilter {
  @Field(() => [ID], { nullable: true, description: 'Only these, by native id.' })
  ids?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'Only baskets of this customer, by native id.' })
  customerId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only those that an order came of (true), or that were left (false).',
  })
  ordered?: boolean | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'It was last changed at this moment or later, as `updatedAt` shows it.',
  })
  updatedAfter?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'It was last changed before this moment.' })
  updatedBefore?: Date | null;
}
