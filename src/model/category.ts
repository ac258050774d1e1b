import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Metafield } from './metafield.js';
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

  /** Offered to clients with an argument by a resolver of its own. */
  metafields?: Metafield[];
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

export const CategoryOrder = {
  ID_ASC: 'ID_ASC',
  ID_DESC: 'ID_DESC',
  NAME_ASC: 'NAME_ASC',
  NAME_DESC: 'NAME_DESC',
  POSITION_ASC: 'POSITION_ASC',
  POSITION_DESC: 'POSITION_DESC',
} as const;
export type CategoryOrder = keyof typeof CategoryOrder;
registerEnumType(CategoryOrder, {
  name: 'CategoryOrder',
  description: 'The order of a list of categories. Ties are ordered by id.',
  valuesConfig: {
    ID_ASC: { description: 'By native id, lowest first.' },
    ID_DESC: { description: 'By native id, highest first.' },
    NAME_ASC: { description: 'By name in the default language, by the store database’s collation, A first.' },
    NAME_DESC: { description: 'By name in the default language, by the store database’s collation, Z first.' },
    POSITION_ASC: { description: 'By place among their neighbours, lowest first, whatever they are below.' },
    POSITION_DESC: { description: 'By place among their neighbours, highest first, whatever they are below.' },
  },
});
