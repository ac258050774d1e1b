import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType('AttributeSet', {
  description: 'A form of product: which attributes the products have that are made by it.',
})
export class AttributeSet {
  @Field(() => ID, { description: 'The platform’s own id of the set.' })
  nativeId: string;

  @Field(() => String, { description: 'What the merchant calls it, as plain text.' })
  name: string;
}
