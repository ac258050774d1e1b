import { Field, ObjectType } from 'type-graphql';

@ObjectType('Metafield', {
  description:
    'A field of a thing that the store’s owner opened by its name (`metafields` in the bridge’s `config.php`).',
})
export class Metafield {
  @Field(() => String, { description: 'The field’s name, as the platform keeps it.' })
  key: string;

  @Field(() => String, {
    description:
      'What it holds, as text, just as the store keeps it: a number, HTML, JSON, a list that PHP serialized.',
  })
  value: string;
}
