import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { DateTime } from './scalars.js';

@ObjectType('AuditEntry', {
  description:
    'Something that somebody did. Entries are only ever added, each with the hash of the one before it, so that a change or a gap ' +
    'shows. Shoppers’ data is never in one.',
})
export class AuditEntry {
  @Field(() => ID, { description: 'The entry’s id.' })
  id: string;

  /** UUID of the store; null where it was about none. */
  storeId: string | null;

  @Field(() => DateTime, { description: 'When it was done.' })
  at: Date;

  @Field(() => String, {
    description:
      'Who did it: an API key’s prefix and name, the technician of a support access, `cli`, or `service` for what ends by itself.',
  })
  actor: string;

  @Field(() => String, {
    description: 'What was done, such as `connectStore`, `rotateStoreKey`, `supportAccess.query`.',
  })
  action: string;

  @Field(() => String, {
    nullable: true,
    description: 'What it was done to, or which root fields were asked for; null where there is nothing to add.',
  })
  detail: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The IP address that the call came from; null where there was none.',
  })
  address: string | null;

  @Field(() => String, { description: '`OK`, or the code of what went wrong.' })
  outcome: string;

  @Field(() => String, { description: 'The SHA-256 of the entry and of the hash before it, in hexadecimal.' })
  hash: string;

  @Field(() => String, { description: 'The hash of the entry before it; 64 zeros where it is the first.' })
  previousHash: string;
}

@InputType('AuditFilter', { description: 'Which entries are wanted. Every condition given must hold.' })
export class AuditFilter {
  @Field(() => ID, { nullable: true, description: 'Only what was done to this store, by global id.' })
  storeId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only what was done by this actor, exactly as the entry says it.',
  })
  actor?: string | null;

  @Field(() => String, { nullable: true, description: 'Only this action, such as `rotateStoreKey`.' })
  action?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Done at this moment or later.' })
  after?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Done before this moment.' })
  before?: Date | null;
}
