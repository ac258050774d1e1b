import { Field, ID, ObjectType } from 'type-graphql';
import { AttributeSet } from './attribute-set.js';
import type { Category } from './category.js';
import { Dimensions, Weight } from './measures.js';
import type { Metafield } from './metafield.js';
import { Money } from './money.js';
import { Node } from './node.js';
import { ProductDownload } from './product-download.js';
import { ProductCondition, ProductStatus, ProductType } from './product-kinds.js';
import { ProductLink } from './product-link.js';
import {
  Brand,
  Image,
  Inventory,
  ProductAttribute,
  ProductOption,
  ProductTranslation,
  SpecialPrice,
} from './product-parts.js';
import type { ProductVariant } from './product-variant.js';
import { DateTime, Url } from './scalars.js';
import { TaxClass } from './store-config.js';

export { ProductDownload } from './product-download.js';
export { ProductFilter, ProductOrder } from './product-filter.js';
export { ProductCondition, ProductStatus, ProductType } from './product-kinds.js';
export { ProductLink, ProductLinkKind } from './product-link.js';
export * from './product-parts.js';
export { ProductVariant, VariantFilter } from './product-variant.js';

/**
 * A platform answers with plain objects of this shape: the ids always filled, every other property where it is selected,
 * with null (not undefined) where the store has none.
 */
@ObjectType('Product', {
  implements: Node,
  description:
    'A thing the store sells. A row that is only a variant of another product is a `ProductVariant`, not a product. ' +
    'Names and descriptions are in the store’s default language.',
})
export class Product extends Node {
  /** UUID of the store; always filled. */
  storeId: string;

  @Field(() => ID, { description: 'The platform’s own id of the product.' })
  nativeId: string;

  @Field(() => ProductType, { description: 'What kind of thing it is.' })
  type?: ProductType;

  @Field(() => ProductStatus, { description: 'Whether shoppers see it.' })
  status?: ProductStatus;

  @Field(() => String, { description: 'Its name, as plain text.' })
  name?: string;

  @Field(() => String, { nullable: true, description: 'HTML as the platform holds it; null where there is none.' })
  description?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'A summary, HTML as the platform holds it; null where there is none.',
  })
  shortDescription?: string | null;

  @Field(() => String, { nullable: true, description: 'Stock-keeping unit; null where the store has none.' })
  sku?: string | null;

  @Field(() => String, { nullable: true, description: 'The maker’s part number; null where the store has none.' })
  mpn?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'EAN, UPC, ISBN or JAN, whichever the platform holds; null where it holds none.',
  })
  gtin?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The product’s part of its address; null where the store has none.',
  })
  slug?: string | null;

  @Field(() => Url, { nullable: true, description: 'Where shoppers see it; null where that cannot be told.' })
  url?: string | null;

  @Field(() => Money, {
    nullable: true,
    description:
      'Regular price as the platform holds it, for one piece and the default customer group (see ' +
      '`StoreConfig.pricesIncludeTax`), in the store’s default currency; where it depends on the variant or child, the ' +
      'lowest of theirs; null where the store has none.',
  })
  price?: Money | null;

  @Field(() => Money, {
    nullable: true,
    description:
      'The special price in force now for one piece and the default customer group, or null; where the price depends on ' +
      'the variant, the lowest of those in force.',
  })
  salePrice?: Money | null;

  @Field(() => [SpecialPrice], { description: 'All special prices, with their windows and customer groups.' })
  specialPrices?: SpecialPrice[];

  @Field(() => Money, {
    nullable: true,
    description:
      'What the law adds to one piece for its recycling, without tax, on top of `price`, in the store’s default currency; ' +
      'null where there is none or the platform does not keep it apart.',
  })
  ecotax?: Money | null;

  @Field(() => ProductCondition, {
    nullable: true,
    description: 'In what state it is sold; null where the platform does not say.',
  })
  condition?: ProductCondition | null;

  @Field(() => Inventory, { description: 'Its stock.' })
  inventory?: Inventory;

  @Field(() => Weight, { nullable: true, description: 'The weight of one piece; null where the store has none.' })
  weight?: Weight | null;

  @Field(() => Dimensions, { nullable: true, description: 'The size of one piece; null where the store has none.' })
  dimensions?: Dimensions | null;

  @Field(() => Brand, {
    nullable: true,
    description: 'Who makes it; the first, where the platform allows several; null where the store does not say.',
  })
  brand?: Brand | null;

  @Field(() => TaxClass, { nullable: true, description: 'How it is taxed; null where it is not.' })
  taxClass?: TaxClass | null;

  @Field(() => AttributeSet, {
    nullable: true,
    description: 'The form that it was made by; null where the platform has no such forms.',
  })
  attributeSet?: AttributeSet | null;

  /** Offered to clients by the product's resolver. */
  categories?: Category[];

  @Field(() => [Image], { description: 'Its pictures, the main one first.' })
  images?: Image[];

  @Field(() => [ProductOption], { description: 'What a shopper chooses or fills in, in the store’s order.' })
  options?: ProductOption[];

  /** Offered to clients by the product's resolver. */
  variants?: ProductVariant[];

  @Field(() => [ProductAttribute], { description: 'Facts about it.' })
  attributes?: ProductAttribute[];

  @Field(() => [String], { description: 'Its tags, as plain text.' })
  tags?: string[];

  @Field(() => [ProductTranslation], {
    description: 'Its texts in every language the store holds, the default one too.',
  })
  translations?: ProductTranslation[];

  @Field(() => [ProductLink], {
    description:
      'What the merchant leads shoppers to from it, kind by kind, each in the store’s order; empty where there is none. What a ' +
      'storefront works out by itself, such as others of the same category, is not among it.',
  })
  links?: ProductLink[];

  @Field(() => [ProductDownload], {
    description:
      'The files that it is sold with, in the store’s order; empty where there are none, and where the platform keeps their names ' +
      'together with their addresses, which never leave the store.',
  })
  downloads?: ProductDownload[];

  @Field(() => DateTime, { nullable: true, description: 'When it was created; null where the store does not say.' })
  createdAt?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was last changed; null where the store does not say.',
  })
  updatedAt?: Date | null;

  /** Offered to clients with an argument by a resolver of its own. */
  metafields?: Metafield[];
}
