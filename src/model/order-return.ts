import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { DateTime, Decimal } from './scalars.js';

@ObjectType('ReturnItem', { description: 'Something that is to be sent back.' })
export class ReturnItem {
  /** UUID of the store; always filled. */
  storeId: string;
  /** Native ids, always filled. */
  productId: string | null;
  variantId: string | null;

  @Field(() => String, { description: 'The product’s name when it was ordered, as plain text.' })
  name: string;

  @Field(() => Decimal, { description: 'Pieces.' })
  quantity: string;

  @Field(() => String, {
    nullable: true,
    description: 'Why, as the store calls it in its default language; null where the platform does not ask.',
  })
  reason: string | null;
}

/** A platform answers with plain objects of this shape: the ids always filled, every other property where it is selected. */
@ObjectType('OrderReturn', {
  description: 'What a shopper asked to send back. What was paid back for it is among the order’s refunds.',
})
export class OrderReturn {
  /** UUID of the store; always filled. */
  storeId: string;
  /** Native id of the order that it is of; always filled. */
  orderId: string | null;

  @Field(() => ID, { description: 'The platform’s own id of the return.' })
  nativeId: string;

  @Field(() => [ReturnItem], { description: 'What is to be sent back.' })
  items?: ReturnItem[];

  @Field(() => String, {
    nullable: true,
    description: 'How far it is, as the store calls it in its default language; null where it calls it nothing.',
  })
  status?: string | null;

  @Field(() => String, { nullable: true, description: 'What the shopper wrote with it; null where nothing is.' })
  comment?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was asked for; null where the store does not say.' })
  createdAt?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was last changed; null where the store does not say.',
  })
  updatedAt?: Date | null;
}

@InputType('ReturnFilter', { description: 'Which returns are wanted. Every condition given must hold.' })
export class ReturnFilter {
  @Field(() => [ID], { nullable: true, description: 'Only these, by native id.' })
  ids?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'Only returns of this order, by native id.' })
  orderId?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'It was asked for at this moment or later.' })
  createdAfter?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'It was asked for before this moment.' })
  createdBefore?: Date | null;
}
