import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Money } from './money.js';
import { Node } from './node.js';
import { DateTime } from './scalars.js';

/** A platform answers with plain objects of this shape: the ids always filled, every other property where it is selected. */
@ObjectType('GiftCard', {
  implements: Node,
  description:
    'A gift card or certificate of a store. Whoever has its code has the money: neither the code nor whom it was sent to ever ' +
    'leaves the store.',
})
export class GiftCard extends Node {
  /** UUID of the store; always filled. */
  storeId: string;
  /** Native id of the order that it was bought with; null where it was not, or the store does not say; always filled. */
  orderNativeId: string | null;

  @Field(() => ID, { description: 'The platform’s own id of the gift card.' })
  nativeId: string;

  @Field(() => Boolean, { description: 'Whether it is switched on, and was not redeemed as a whole.' })
  enabled?: boolean;

  @Field(() => Money, { description: 'What it was worth at first, in the store’s default currency.' })
  value?: Money;

  @Field(() => Money, { description: 'What is left of it, in the store’s default currency.' })
  balance?: Money;

  @Field(() => DateTime, { nullable: true, description: 'When it was made; null where the store does not say.' })
  createdAt?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'The moment from which on it no longer holds; null where it always will.',
  })
  endsAt?: Date | null;
}

@InputType('GiftCardFilter', { description: 'Which gift cards are wanted. Every condition given must hold.' })
export class GiftCardFilter {
  @Field(() => [ID], { nullable: true, description: 'Only these, by native id.' })
  ids?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Only those that are enabled (true) or are not (false).' })
  enabled?: boolean | null;
}
