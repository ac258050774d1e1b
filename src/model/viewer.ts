import 'reflect-metadata';
import { Field, ID, ObjectType } from 'type-graphql';
import { DateTime } from './scalars.js';

@ObjectType('Viewer', { description: 'Who is asking: the account and the API key of this request.' })
export class Viewer {
  @Field(() => String, { description: 'The account’s name.' })
  account: string;

  @Field(() => ID, { description: 'The account’s id.' })
  accountId: string;

  @Field(() => String, { description: 'The name of the API key; not the key.' })
  apiKeyName: string;

  @Field(() => [String], { description: 'What the key may do; `*` stands for everything.' })
  scopes: readonly string[];

  @Field(() => [ID], {
    nullable: true,
    description: 'The stores that the key is limited to, by global id; null: all of the account’s.',
  })
  storeIds: readonly string[] | null;

  @Field(() => DateTime, { nullable: true, description: 'Until when the key can be used; null: until it is revoked.' })
  expiresAt: Date | null;

  /** The id of the support access that the key belongs to; null for any other key. */
  supportAccessId: string | null;
}
