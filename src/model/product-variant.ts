import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Weight } from './measures.js';
import type { Metafield } from './metafield.js';
import { Money } from './money.js';
import { Node } from './node.js';
import { Image, Inventory, SelectedOption } from './product-parts.js';
import { DateTime } from './scalars.js';

@ObjectType('ProductVariant', {
  implements: Node,
  description: 'One of the forms in which a product is sold, with a price and a stock of its own.',
})
export class ProductVariant extends Node {
  /** UUID of the store; always filled. */
  storeId: string;
  /** Native id of the product that this is a variant of; always filled. */
  productId: string;

  @Field(() => ID, { description: 'The platform’s own id of the variant.' })
  nativeId: string;

  @Field(() => String, { nullable: true, description: 'Stock-keeping unit; null where the store has none.' })
  sku?: string | null;

  @Field(() => String, { nullable: true, description: 'EAN, UPC, ISBN or JAN; null where the store has none.' })
  gtin?: string | null;

  @Field(() => Money, {
    nullable: true,
    description:
      'The variant’s own full price, impacts applied, in the store’s default currency; null where the store has none.',
  })
  price?: Money | null;

  @Field(() => Money, {
    nullable: true,
    description:
      'The special price in force now for one piece and the default customer group; null where there is none.',
  })
  salePrice?: Money | null;

  @Field(() => Money, {
    nullable: true,
    description:
      'What the law adds to one piece for its recycling, without tax, on top of `price`, in the store’s default currency; ' +
      'null where there is none or the platform does not keep it apart.',
  })
  ecotax?: Money | null;

  @Field(() => Inventory, { description: 'The variant’s stock.' })
  inventory?: Inventory;

  @Field(() => Weight, { nullable: true, description: 'The weight of one piece; null where the store has none.' })
  weight?: Weight | null;

  @Field(() => Image, { nullable: true, description: 'The variant’s picture; null where it has none of its own.' })
  image?: Image | null;

  @Field(() => [SelectedOption], { description: 'What makes it this variant: each option with its value.' })
  selectedOptions?: SelectedOption[];

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was last changed; null where the platform keeps no time of its own for variants.',
  })
  updatedAt?: Date | null;

  /** Offered to clients with an argument by a resolver of its own. */
  metafields?: Metafield[];
}

@InputType('VariantFilter', { description: 'Which variants are wanted; every condition given must hold.' })
export class VariantFilter {
  @Field(() => [ID], {
    nullable: true,
    description: 'Native ids of variants; those that the store does not hold are passed over.',
  })
  ids?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Exact SKUs, as `sku` shows them.' })
  skus?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Native ids of the products that they are variants of.' })
  productIds?: string[] | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Changed at or after this instant, as `updatedAt` shows it; where that is null, as the product’s does. It cannot see what ' +
      'a platform keeps no time of, such as a sale’s effect on stock: see `inventoryLevels`.',
  })
  updatedAfter?: Date | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it can be bought now, as `inventory.available` shows.',
  })
  inStock?: boolean | null;
}
