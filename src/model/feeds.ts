import { type ClassType, Field, Int, ObjectType } from 'type-graphql';
import { type Edge, OrderEdge, PageInfo, ProductEdge } from './connections.js';
import { Order } from './order.js';
import { Product } from './product.js';
import { Store } from './store.js';

@ObjectType('StoreFailure', { description: 'A store that did not answer, and why.' })
export class StoreFailure {
  @Field(() => Store, { description: 'The store.' })
  store: Store;

  @Field(() => String, { description: 'Why, as one of the codes that errors carry in `extensions.code`.' })
  code: string;

  @Field(() => String, { description: 'Why, for people.' })
  message: string;

  @Field(() => Boolean, { description: 'Whether the same question may be answered when simply asked again.' })
  retryable: boolean;
}

/** A page of one list over many stores, as clients see it. */
export interface Feed<T> {
  edges: readonly Edge<T>[];
  nodes: readonly T[];
  pageInfo: PageInfo;
  unanswered: readonly StoreFailure[];
  /** Null where it was not selected, or a store did not answer. */
  totalCount: number | null;
}

function feedOf<T extends object>(
  name: string,
  NodeClass: ClassType<T>,
  EdgeClass: ClassType<Edge<T>>,
): ClassType<Feed<T>> {
  @ObjectType(`${name}Feed`, {
    description: `A page of one list of type ${name} over many stores, and the stores whose rows are missing from it.`,
  })
  class FeedClass implements Feed<T> {
    @Field(() => [EdgeClass], { description: 'The rows with their cursors, in the list’s order.' })
    edges: readonly Edge<T>[];

    @Field(() => [NodeClass], { description: 'The rows, in the list’s order.' })
    nodes: readonly T[];

    @Field(() => PageInfo, {
      description:
        'Where this page lies in the list. A feed goes forward only; asking on from `endCursor` asks the stores that did ' +
        'not answer again, from where they were, so that no row is lost or told twice.',
    })
    pageInfo: PageInfo;

    @Field(() => [StoreFailure], {
      description:
        'The stores that did not answer in time, or whose rows could not be read: these are missing from this page. A store ' +
        'that just let a request time out is not waited for again for a moment.',
    })
    unanswered: readonly StoreFailure[];

    @Field(() => Int, {
      nullable: true,
      description:
        'The number of all rows of all these stores that match the filter, on every page; null where a store did not answer. It ' +
        'costs every store a query only where it is selected.',
    })
    totalCount: number | null;
  }
  return FeedClass;
}

export const ProductFeed = feedOf('Product', Product, ProductEdge);
export const OrderFeed = feedOf('Order', Order, OrderEdge);
