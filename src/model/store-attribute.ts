import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType('StoreAttribute', { description: 'A kind of fact that products of the store are described by.' })
export class StoreAttribute {
  @Field(() => ID, { description: 'The platform’s own id of the attribute.' })
  nativeId: string;

  @Field(() => String, {
    description: 'What it is called in the store’s default language, as `ProductAttribute.name`.',
  })
  name: string;
}
