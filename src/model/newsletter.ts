import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from './scalars.js';

export const SubscriptionStatus = {
  SUBSCRIBED: 'SUBSCRIBED',
  UNCONFIRMED: 'UNCONFIRMED',
  UNSUBSCRIBED: 'UNSUBSCRIBED',
} as const;
export type SubscriptionStatus = keyof typeof SubscriptionStatus;
registerEnumType(SubscriptionStatus, {
  name: 'SubscriptionStatus',
  description: 'Whether somebody wants the newsletter.',
  valuesConfig: {
    SUBSCRIBED: { description: 'They want it.' },
    UNCONFIRMED: { description: 'They asked for it, and have not confirmed yet that the address is theirs.' },
    UNSUBSCRIBED: { description: 'They wanted it once; most platforms do not keep those.' },
  },
});

/** A platform answers with plain objects of this shape: the ids always filled, every other property where it is selected. */
@ObjectType('NewsletterSubscriber', { description: 'Somebody who asked for the store’s newsletter.' })
export class NewsletterSubscriber {
  /** UUID of the store; always filled. */
  storeId: string;
  /** Native id of the account that it is of; always filled. */
  customerId: string | null;

  @Field(() => ID, {
    description: 'The platform’s own id of the subscription; where the account holds it, the customer’s.',
  })
  nativeId: string;

  @Field(() => String, { description: 'The e-mail address.' })
  email?: string;

  @Field(() => String, {
    nullable: true,
    description: 'Given name as it is kept with the subscription; null where none is.',
  })
  firstName?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Family name as it is kept with the subscription; null where none is.',
  })
  lastName?: string | null;

  @Field(() => SubscriptionStatus, { description: 'Whether they want it.' })
  status?: SubscriptionStatus;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When they asked for it, or when the status last changed; null where the store does not say.',
  })
  subscribedAt?: Date | null;
}

@InputType('NewsletterFilter', { description: 'Which subscribers are wanted. Every condition given must hold.' })
export class NewsletterFilter {
  @Field(() => [ID], { nullable: true, description: 'Only these, by native id.' })
  ids?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Only these, by e-mail address; upper and lower case are alike.',
  })
  emails?: string[] | null;

  @Field(() => SubscriptionStatus, { nullable: true, description: 'Only subscribers of this status.' })
  status?: SubscriptionStatus | null;
}
