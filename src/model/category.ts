import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Node } from './node.js';
import { Image } from './product-parts.js';

/** A platform answers with plain objects of this shape: the ids always filled, every other property where it is selected. */
@ObjectType('Category', {
  implements: Node,
  description: 'A shelf of the store’s catalog. Technical roots, which no shopper sees, are no categories.',
})
export class Category extends Node {
  /** UUID of the store; always filled. */
  storeId: string;
  /** Native id of the category above; null at the top; always filled. */
  parentId: string | null;

  @Field(() => ID, { description: 'The platform’s own id of the category; usable in `ProductFilter.categoryId`.' })
  nativeId: string;

  @Field(() => String, { description: 'Its name in the store’s default language, as plain text.' })
  name?: string;

  @Field(() => String, { nullable: true, description: 'HTML as the platform holds it; null where there is none.' })
  description?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The category’s part of its address; null where the store has none.',
  })
  slug?: string | null;

  @Field(() => Boolean, { description: 'Whether shoppers see it.' })
  enabled?: boolean;

  @Field(() => Int, {
    nullable: true,
    description: 'Its place among its neighbours, lowest first; null where there is no order.',
  })
  position?: number | null;

  @Field(() => Image, { nullable: true, description: 'Its picture; null where it has none.' })
  image?: Image | null;
}

@InputType('CategoryFilter', { description: 'Which categories are wanted. Every condition given must hold.' })
export class CategoryFilter {
  @Field(() => [ID], { nullable: true, description: 'Only these, by native id.' })
  ids?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'Only those directly below this one, by its native id.' })
  parentId?: string | null;

  @Field(() => String, { nullable: true, description: 'The name contains this text; upper and lower case are alike.' })
  search?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Only those that shoppers see (true) or do not see (false).' })
  enabled?: boolean | null;
}
