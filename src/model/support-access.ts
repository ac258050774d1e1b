import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { UserError } from './connecting.js';
import { DateTime } from './scalars.js';

@ObjectType('SupportAccess', {
  description:
    'Leave for a technician to look into one store for a while. It ends by itself, or at once with `revokeSupportAccess`; all that ' +
    'is done with it is in the audit log under the technician’s name.',
})
export class SupportAccess {
  @Field(() => ID, { description: 'The id of the access, for `revokeSupportAccess`.' })
  id: string;

  /** UUID of the store. */
  storeId: string;

  @Field(() => String, { description: 'Who it is for.' })
  technician: string;

  @Field(() => String, { description: 'What it is for.' })
  reason: string;

  @Field(() => [String], { description: 'What may be done with it, by scope.' })
  scopes: readonly string[];

  @Field(() => [String], {
    description: 'What to change once it has ended, such as passwords that the technician was given.',
  })
  remember: readonly string[];

  @Field(() => DateTime, { description: 'When it was granted.' })
  grantedAt: Date;

  @Field(() => DateTime, { description: 'When it ends by itself; at most 72 hours after it was granted.' })
  expiresAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was revoked; null where it was not.' })
  revokedAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was last used, to the minute; null where it never was.',
  })
  lastUsedAt: Date | null;
}

@InputType('GrantSupportAccessInput', { description: 'Who may look into which store, why, how far and for how long.' })
export class GrantSupportAccessInput {
  @Field(() => ID, { description: 'The one store that it opens, by global id.' })
  storeId: string;

  @Field(() => String, {
    description: 'Who it is for; the audit log says this name. One line of at most 200 characters.',
  })
  technician: string;

  @Field(() => String, { description: 'What it is for. One line of at most 500 characters.' })
  reason: string;

  @Field(() => [String], {
    description: 'What may be done with it, of `stores.…`, `catalog.…`, `orders.…` and `customers.read`; never `*`.',
  })
  scopes: string[];

  @Field(() => DateTime, { description: 'When it ends by itself; at most 72 hours from now.' })
  expiresAt: Date;

  @Field(() => [String], {
    nullable: true,
    description:
      'What to change once it has ended, such as passwords given to the technician: what, never the password. At most 20 lines of 200 characters.',
  })
  remember?: string[] | null;
}

@ObjectType('GrantSupportAccessPayload', { description: 'What came of `grantSupportAccess`.' })
export class GrantSupportAccessPayload {
  @Field(() => SupportAccess, { nullable: true, description: 'The access; null where there are userErrors.' })
  grant: SupportAccess | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The technician’s API key, this once: it is not kept, and cannot be shown again. Null where there are userErrors.',
  })
  secret: string | null;

  @Field(() => [UserError], { description: 'What the caller can mend; empty on success.' })
  userErrors: UserError[];
}

@ObjectType('SupportAccessPayload', { description: 'What came of a mutation on a support access.' })
export class SupportAccessPayload {
  @Field(() => SupportAccess, {
    nullable: true,
    description: 'The access as it is now; null where there is none of this id.',
  })
  grant: SupportAccess | null;

  @Field(() => [UserError], { description: 'What the caller can mend; empty on success.' })
  userErrors: UserError[];
}
