import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { Node } from './node.js';
import { DateTime, Decimal } from './scalars.js';

export const ReviewStatus = { APPROVED: 'APPROVED', PENDING: 'PENDING', REJECTED: 'REJECTED' } as const;
export type ReviewStatus = keyof typeof ReviewStatus;
registerEnumType(ReviewStatus, {
  name: 'ReviewStatus',
  description: 'Whether shoppers see a review.',
  valuesConfig: {
    APPROVED: { description: 'It is shown.' },
    PENDING: {
      description:
        'It is not shown: the merchant has not looked at it yet, or has hidden it where a platform keeps no other.',
    },
    REJECTED: { description: 'The merchant turned it down, or it was taken for spam.' },
  },
});

/** A platform answers with plain objects of this shape: the ids always filled, every other property where it is selected. */
@ObjectType('Review', {
  implements: Node,
  description: 'What somebody says of a product. What the staff of a store wrote in answer is none.',
})
export class Review extends Node {
  /** UUID of the store; always filled. */
  storeId: string;

  @Field(() => ID, { description: 'The platform’s own id of the review.' })
  nativeId: string;

  /** Native ids of what it is of, and of whose it is; always filled. */
  productId: string;
  customerId: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The name that it is shown under; null where none is kept.',
  })
  author?: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description:
      'From 0 to 5, at most two decimals, the mean where it rates several things; null where there is no rating.',
  })
  rating?: string | null;

  @Field(() => String, { nullable: true, description: 'Its heading; null where there is none.' })
  title?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What it says, as the platform holds it; null where it says nothing.',
  })
  body?: string | null;

  @Field(() => ReviewStatus, { description: 'Whether shoppers see it.' })
  status?: ReviewStatus;

  @Field(() => DateTime, { nullable: true, description: 'When it was written; null where the store does not say.' })
  createdAt?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was last changed; null where it never was, or the store does not say.',
  })
  updatedAt?: Date | null;
}

@InputType('ReviewFilter', { description: 'Which reviews are wanted. Every condition given must hold.' })
export class ReviewFilter {
  @Field(() => [ID], { nullable: true, description: 'Only these, by native id.' })
  ids?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'Only reviews of this product, by native id.' })
  productId?: string | null;

  @Field(() => ReviewStatus, { nullable: true, description: 'Only reviews of this status.' })
  status?: ReviewStatus | null;

  @Field(() => DateTime, { nullable: true, description: 'It was written at this moment or later.' })
  createdAfter?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'It was written before this moment.' })
  createdBefore?: Date | null;
}

export const ReviewOrder = {
  ID_ASC: 'ID_ASC',
  ID_DESC: 'ID_DESC',
  CREATED_AT_ASC: 'CREATED_AT_ASC',
  CREATED_AT_DESC: 'CREATED_AT_DESC',
} as const;
export type ReviewOrder = keyof typeof ReviewOrder;
registerEnumType(ReviewOrder, {
  name: 'ReviewOrder',
  description: 'The order of a list of reviews. Ties are ordered by id.',
  valuesConfig: {
    ID_ASC: { description: 'By native id, lowest first, which is the quickest.' },
    ID_DESC: { description: 'By native id, highest first.' },
    CREATED_AT_ASC: { description: 'By when it was written, oldest first; those without a time before all others.' },
    CREATED_AT_DESC: { description: 'By when it was written, newest first.' },
  },
});
