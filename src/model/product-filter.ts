import { Field, ID, InputType, registerEnumType } from 'type-graphql';
import { ProductStatus } from './product-kinds.js';
import { DateTime, Decimal } from './scalars.js';

@InputType('ProductFilter', { description: 'Which products are wanted. Every condition given must hold.' })
export class ProductFilter {
  @Field(() => [ID], { nullable: true, description: 'Only these, by native id.' })
  ids?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Only these, by exact SKU.' })
  skus?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'The name or the SKU contains this text; upper and lower case are alike.',
  })
  search?: string | null;

  @Field(() => ProductStatus, { nullable: true, description: 'Only products of this status.' })
  status?: ProductStatus | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Only products of this category, by its native id; the category itself, not those below it.',
  })
  categoryId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Only products of this category, by its native id, or of one below it, up to ten levels deep; a product of several of them ' +
      'comes once.',
  })
  categoryTreeId?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Only products of one of these brands, by native id, as `Product.brand` shows it.',
  })
  brandIds?: string[] | null;

  @Field(() => Decimal, { nullable: true, description: 'The regular price as stored is at least this.' })
  priceMin?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'The regular price as stored is at most this.' })
  priceMax?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the stock lets one be bought (see `Inventory.available`).',
  })
  inStock?: boolean | null;

  @Field(() => DateTime, { nullable: true, description: 'Created at this moment or later.' })
  createdAfter?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Created before this moment.' })
  createdBefore?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Last changed at this moment or later, as `updatedAt` shows it; what was never changed counts from when it was created. It ' +
      'cannot see what a platform keeps no time of: on most, a sale that only lowers the stock, and on some a variant that is ' +
      'changed without its product. To follow stock, compare `inventoryLevels`; see docs/syncing.md for each platform.',
  })
  updatedAfter?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Last changed before this moment.' })
  updatedBefore?: Date | null;
}

export const ProductOrder = {
  ID_ASC: 'ID_ASC',
  ID_DESC: 'ID_DESC',
  NAME_ASC: 'NAME_ASC',
  NAME_DESC: 'NAME_DESC',
  PRICE_ASC: 'PRICE_ASC',
  PRICE_DESC: 'PRICE_DESC',
  CREATED_AT_ASC: 'CREATED_AT_ASC',
  CREATED_AT_DESC: 'CREATED_AT_DESC',
  UPDATED_AT_ASC: 'UPDATED_AT_ASC',
  UPDATED_AT_DESC: 'UPDATED_AT_DESC',
} as const;
export type ProductOrder = keyof typeof ProductOrder;
registerEnumType(ProductOrder, {
  name: 'ProductOrder',
  description: 'The order of a list of products. Ties are ordered by id.',
  valuesConfig: {
    ID_ASC: { description: 'By native id, lowest first.' },
    ID_DESC: { description: 'By native id, highest first.' },
    NAME_ASC: { description: 'By name in the default language, by the store database’s collation, A first.' },
    NAME_DESC: { description: 'By name in the default language, by the store database’s collation, Z first.' },
    PRICE_ASC: { description: 'By regular price as stored, lowest first.' },
    PRICE_DESC: { description: 'By regular price as stored, highest first.' },
    CREATED_AT_ASC: { description: 'By creation, oldest first.' },
    CREATED_AT_DESC: { description: 'By creation, newest first.' },
    UPDATED_AT_ASC: { description: 'By last change, oldest first.' },
    UPDATED_AT_DESC: { description: 'By last change, newest first.' },
  },
});
