import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { Address } from './address.js';
import type { Metafield } from './metafield.js';
import { Node } from './node.js';
import { DateTime } from './scalars.js';
import { CustomerGroup } from './store-config.js';

/** A platform answers with plain objects of this shape: the ids always filled, every other property where it is selected. */
@ObjectType('Customer', {
  implements: Node,
  description: 'Somebody with an account at the store. Guests and deleted accounts are no customers.',
})
export class Customer extends Node {
  /** UUID of the store; always filled. */
  storeId: string;

  @Field(() => ID, { description: 'The platform’s own id of the customer; usable in `OrderFilter.customerId`.' })
  nativeId: string;

  @Field(() => String, { description: 'E-mail address as the customer gave it.' })
  email?: string;

  @Field(() => String, { nullable: true, description: 'Given name; null where there is none.' })
  firstName?: string | null;

  @Field(() => String, { nullable: true, description: 'Family name; null where there is none.' })
  lastName?: string | null;

  @Field(() => String, { nullable: true, description: 'Telephone number; null where there is none.' })
  phone?: string | null;

  @Field(() => CustomerGroup, {
    nullable: true,
    description: 'The group they belong to; null where the platform knows none.',
  })
  group?: CustomerGroup | null;

  @Field(() => Boolean, { description: 'Whether they can sign in.' })
  enabled?: boolean;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether they asked for the newsletter; null where the store does not say.',
  })
  acceptsMarketing?: boolean | null;

  @Field(() => [Address], { description: 'Their address book, in the store’s order.' })
  addresses?: Address[];

  @Field(() => Address, {
    nullable: true,
    description: 'Where bills go unless they say otherwise; null where none is set.',
  })
  defaultBillingAddress?: Address | null;

  @Field(() => Address, {
    nullable: true,
    description: 'Where parcels go unless they say otherwise; null where none is set.',
  })
  defaultShippingAddress?: Address | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the account was made; null where the store does not say.',
  })
  createdAt?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the account was last changed; null where the store does not say.',
  })
  updatedAt?: Date | null;

  /** Offered to clients with an argument by a resolver of its own. */
  metafields?: Metafield[];
}

@InputType('CustomerFilter', { description: 'Which customers are wanted. Every condition given must hold.' })
export class CustomerFilter {
  @Field(() => [ID], { nullable: true, description: 'Only these, by native id.' })
  ids?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Only these, by e-mail address; upper and lower case are alike.',
  })
  emails?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'The name or the e-mail address contains this text; upper and lower case are alike.',
  })
  search?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only members of this group, by its native id.' })
  groupId?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'The account was made at this moment or later.' })
  createdAfter?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'The account was made before this moment.' })
  createdBefore?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'The account was last changed at this moment or later, as `updatedAt` shows it; none where the platform keeps no such time.',
  })
  updatedAfter?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'The account was last changed before this moment.' })
  updatedBefore?: Date | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only those who placed an order (true) or none (false), of those that the store still has.',
  })
  hasOrders?: boolean | null;
}

export const CustomerOrder = {
  ID_ASC: 'ID_ASC',
  ID_DESC: 'ID_DESC',
  EMAIL_ASC: 'EMAIL_ASC',
  EMAIL_DESC: 'EMAIL_DESC',
  CREATED_AT_ASC: 'CREATED_AT_ASC',
  CREATED_AT_DESC: 'CREATED_AT_DESC',
} as const;
export type CustomerOrder = keyof typeof CustomerOrder;
registerEnumType(CustomerOrder, {
  name: 'CustomerOrder',
  description: 'The order of a list of customers. Ties are ordered by id.',
  valuesConfig: {
    ID_ASC: { description: 'By native id, lowest first.' },
    ID_DESC: { description: 'By native id, highest first.' },
    EMAIL_ASC: { description: 'By e-mail address, by the store database’s collation, A first.' },
    EMAIL_DESC: { description: 'By e-mail address, by the store database’s collation, Z first.' },
    CREATED_AT_ASC: { description: 'By when the account was made, oldest first.' },
    CREATED_AT_DESC: { description: 'By when the account was made, newest first.' },
  },
});
