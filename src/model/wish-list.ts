import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { DateTime, Decimal } from './scalars.js';

@ObjectType('WishListItem', { description: 'Something that a customer noted.' })
export class WishListItem {
  /** UUID of the store; always filled. */
  storeId: string;
  /** Native ids, always filled. */
  productId: string | null;
  variantId: string | null;

  @Field(() => Decimal, { description: 'Pieces wanted; 1 where the platform does not ask.' })
  quantity: string;

  @Field(() => String, { nullable: true, description: 'What the customer noted with it; null where nothing is.' })
  comment: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was noted; null where the store does not say.' })
  addedAt: Date | null;
}

/** A platform answers with plain objects of this shape: the ids always filled, every other property where it is selected. */
@ObjectType('WishList', { description: 'What a customer would like to have.' })
export class WishList {
  /** UUID of the store; always filled. */
  storeId: string;
  /** Native id of the account that it is of; always filled. */
  customerId: string | null;

  @Field(() => ID, { description: 'The platform’s own id of the list; where each account has one, the customer’s.' })
  nativeId: string;

  @Field(() => String, {
    nullable: true,
    description: 'What the customer calls it; null where each has one without a name.',
  })
  name?: string | null;

  @Field(() => [WishListItem], { description: 'What is on it.' })
  items?: WishListItem[];
}

@InputType('WishListFilter', { description: 'Which wish lists are wanted. Every condition given must hold.' })
export class WishListFilter {
  @Field(() => [ID], { nullable: true, description: 'Only these, by native id.' })
  ids?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'Only those of this customer, by native id.' })
  customerId?: string | null;
}
