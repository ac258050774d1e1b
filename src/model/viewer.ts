import 'reflect-metadata';
import { Field, ObjectType } from 'type-graphql';

@ObjectType('Viewer', { description: 'Who is asking: the account and the API key of this request.' })
export class Viewer {
  @Field(() => String, { description: 'The account’s name.' })
  account: string;

  @Field(() => String, { description: 'The name of the API key; not the key.' })
  apiKeyName: string;

  @Field(() => [String], { description: 'What the key may do.' })
  scopes: readonly string[];
}
