import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { UserError } from './connecting.js';
import { DateTime } from './scalars.js';

const scopesDescription = 'What it may do, by scope, such as `orders.read`; `*` stands for everything.';

@ObjectType('ApiKey', { description: 'A key that programs ask with. The key itself is shown once, when it is made.' })
export class ApiKey {
  @Field(() => ID, { description: 'The key’s id, for `revokeApiKey`; not a secret.' })
  id: string;

  @Field(() => String, { description: 'What it is called.' })
  name: string;

  @Field(() => String, { description: 'How the key begins, `db_<id>`: the part that may be shown and logged.' })
  prefix: string;

  @Field(() => [String], { description: scopesDescription })
  scopes: readonly string[];

  @Field(() => [ID], {
    nullable: true,
    description:
      'The stores that it is limited to, by global id; null: all of the account’s, those connected later too.',
  })
  storeIds: readonly string[] | null;

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'Until when it can be used; null: until it is revoked.' })
  expiresAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was last used, to the minute; null where it never was.',
  })
  lastUsedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was revoked; null where it was not.' })
  revokedAt: Date | null;
}

@InputType('CreateApiKeyInput', { description: 'The key wanted. It can do no more than the key that makes it.' })
export class CreateApiKeyInput {
  @Field(() => String, { description: 'What to call it: one line of at most 200 characters.' })
  name: string;

  @Field(() => [String], { description: scopesDescription })
  scopes: string[];

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Until when it can be used; null: as long as the key making it, and where that one has no end until it is revoked. Never later than ' +
      'the key making it ends.',
  })
  expiresAt?: Date | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'The stores that it is limited to, by global id; null: those that the key making it can reach.',
  })
  storeIds?: string[] | null;
}

@ObjectType('CreateApiKeyPayload', { description: 'What came of `createApiKey`.' })
export class CreateApiKeyPayload {
  @Field(() => ApiKey, { nullable: true, description: 'The new key; null where there are userErrors.' })
  apiKey: ApiKey | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The key itself, this once: it is not kept, and cannot be shown again. Null where there are userErrors.',
  })
  secret: string | null;

  @Field(() => [UserError], { description: 'What the caller can mend; empty on success.' })
  userErrors: UserError[];
}

@ObjectType('RevokeApiKeyPayload', { description: 'What came of `revokeApiKey`.' })
export class RevokeApiKeyPayload {
  @Field(() => ApiKey, { nullable: true, description: 'The key as it is now; null where there is none of this id.' })
  apiKey: ApiKey | null;

  @Field(() => [UserError], { description: 'What the caller can mend; empty on success.' })
  userErrors: UserError[];
}
