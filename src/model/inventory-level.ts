import { Field, ID, ObjectType } from 'type-graphql';
import { PageInfo } from './connections.js';
import { StoreFailure } from './feeds.js';
import { Decimal } from './scalars.js';

@ObjectType('InventoryLevel', {
  description: 'The stock of one thing that is counted: a variant, or a product that has none.',
})
export class InventoryLevel {
  /** UUID of the store; always filled. */
  storeId: string;
  /** Native ids, always filled. */
  productNativeId: string;
  variantNativeId: string | null;

  @Field(() => ID, { description: 'The product’s global id.' })
  productId: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The variant’s global id; null where the product itself is counted.',
  })
  variantId: string | null;

  @Field(() => String, { nullable: true, description: 'The SKU of what is counted; null where the store has none.' })
  sku: string | null;

  @Field(() => Boolean, { description: 'Whether the store counts its stock.' })
  tracked: boolean;

  @Field(() => Decimal, { nullable: true, description: 'Pieces in stock; null where the store does not count them.' })
  quantity: string | null;

  @Field(() => Boolean, { description: 'Whether shoppers can buy it now.' })
  available: boolean;
}

@ObjectType('InventoryLevelFeed', {
  description:
    'A page of the stock of stores: store by store, each in an order of its own that does not change with the stock.',
})
export class InventoryLevelFeed {
  @Field(() => [InventoryLevel], { description: 'The rows.' })
  nodes: readonly InventoryLevel[];

  @Field(() => PageInfo, { description: 'Where this page lies in the list; it goes forward only.' })
  pageInfo: PageInfo;

  @Field(() => [StoreFailure], {
    description:
      'The stores of this page that did not answer: the rest of their rows is missing, and going on from `endCursor` does not ' +
      'bring it. Ask for these stores again by themselves.',
  })
  unanswered: readonly StoreFailure[];
}
