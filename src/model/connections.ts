import { type ClassType, Field, Int, ObjectType } from 'type-graphql';
import { ApiKey } from './api-key.js';
import { AuditEntry } from './audit.js';
import { Basket } from './basket.js';
import { Category } from './category.js';
import { Coupon } from './coupon.js';
import { Customer } from './customer.js';
import { GiftCard } from './gift-card.js';
import { NewsletterSubscriber } from './newsletter.js';
import { Order } from './order.js';
import { OrderReturn } from './order-return.js';
import { Product, ProductVariant } from './product.js';
import { Review } from './review.js';
import { Store } from './store.js';
import { SupportAccess } from './support-access.js';
import { TaxRate } from './tax-rate.js';
import { WebhookEndpoint } from './webhook.js';
import { WishList } from './wish-list.js';

@ObjectType('PageInfo', { description: 'Where a page lies in its list, as Relay’s cursor connections have it.' })
export class PageInfo {
  @Field(() => Boolean, {
    description: 'Whether more rows follow; told when paging with `first`, else whether `before` was given.',
  })
  hasNextPage: boolean;

  @Field(() => Boolean, {
    description: 'Whether rows precede; told when paging with `last`, else whether `after` was given.',
  })
  hasPreviousPage: boolean;

  @Field(() => String, { nullable: true, description: 'The first row’s cursor; null where the page is empty.' })
  startCursor: string | null;

  @Field(() => String, { nullable: true, description: 'The last row’s cursor; null where the page is empty.' })
  endCursor: string | null;
}

/** A row of a connection: the thing and its place. */
export interface Edge<T> {
  cursor: string;
  node: T;
}

/** A page of a list, as clients see it. */
export interface Connection<T> {
  edges: readonly Edge<T>[];
  nodes: readonly T[];
  pageInfo: PageInfo;
  /** Null where it was not selected. */
  totalCount: number | null;
}

function edgeOf<T extends object>(name: string, NodeClass: ClassType<T>): ClassType<Edge<T>> {
  @ObjectType(`${name}Edge`, { description: `A ${name} in a list, with its place.` })
  class EdgeClass implements Edge<T> {
    @Field(() => String, { description: 'The row’s place: opaque, for `after` and `before` of the same list.' })
    cursor: string;

    @Field(() => NodeClass, { description: 'The row itself.' })
    node: T;
  }
  return EdgeClass;
}

function connectionOf<T extends object>(
  name: string,
  NodeClass: ClassType<T>,
  EdgeClass: ClassType<Edge<T>>,
): ClassType<Connection<T>> {
  @ObjectType(`${name}Connection`, {
    description:
      `A page of a list of type ${name}. Cursors stay valid while rows are added. A record that lacks a fact which is selected and ` +
      'never null is left out, and `errors` says which it is and what it lacks.',
  })
  class ConnectionClass implements Connection<T> {
    @Field(() => [EdgeClass], { description: 'The rows with their cursors, in the list’s order.' })
    edges: readonly Edge<T>[];

    @Field(() => [NodeClass], { description: 'The rows, in the list’s order.' })
    nodes: readonly T[];

    @Field(() => PageInfo, { description: 'Where this page lies in the list.' })
    pageInfo: PageInfo;

    @Field(() => Int, {
      nullable: true,
      description:
        'The number of all rows that match the filter, on every page. It costs a query only where it is selected.',
    })
    totalCount: number | null;
  }
  return ConnectionClass;
}

export const StoreEdge = edgeOf('Store', Store);
export const ProductEdge = edgeOf('Product', Product);
export const ProductVariantEdge = edgeOf('ProductVariant', ProductVariant);
export const CategoryEdge = edgeOf('Category', Category);
export const OrderEdge = edgeOf('Order', Order);
export const CustomerEdge = edgeOf('Customer', Customer);
export const ReviewEdge = edgeOf('Review', Review);
export const CouponEdge = edgeOf('Coupon', Coupon);
export const GiftCardEdge = edgeOf('GiftCard', GiftCard);
export const TaxRateEdge = edgeOf('TaxRate', TaxRate);
export const NewsletterSubscriberEdge = edgeOf('NewsletterSubscriber', NewsletterSubscriber);
export const BasketEdge = edgeOf('Basket', Basket);
export const WishListEdge = edgeOf('WishList', WishList);
export const OrderReturnEdge = edgeOf('OrderReturn', OrderReturn);
export const ApiKeyEdge = edgeOf('ApiKey', ApiKey);
export const SupportAccessEdge = edgeOf('SupportAccess', SupportAccess);
export const AuditEntryEdge = edgeOf('AuditEntry', AuditEntry);

export const WebhookEndpointEdge = edgeOf('WebhookEndpoint', WebhookEndpoint);

export const StoreConnection = connectionOf('Store', Store, StoreEdge);
export const ProductConnection = connectionOf('Product', Product, ProductEdge);
export const ProductVariantConnection = connectionOf('ProductVariant', ProductVariant, ProductVariantEdge);
export const CategoryConnection = connectionOf('Category', Category, CategoryEdge);
export const OrderConnection = connectionOf('Order', Order, OrderEdge);
export const CustomerConnection = connectionOf('Customer', Customer, CustomerEdge);
export const ReviewConnection = connectionOf('Review', Review, ReviewEdge);
export const CouponConnection = connectionOf('Coupon', Coupon, CouponEdge);
export const GiftCardConnection = connectionOf('GiftCard', GiftCard, GiftCardEdge);
export const TaxRateConnection = connectionOf('TaxRate', TaxRate, TaxRateEdge);
export const NewsletterSubscriberConnection = connectionOf(
  'NewsletterSubscriber',
  NewsletterSubscriber,
  NewsletterSubscriberEdge,
);
export const BasketConnection = connectionOf('Basket', Basket, BasketEdge);
export const WishListConnection = connectionOf('WishList', WishList, WishListEdge);
export const OrderReturnConnection = connectionOf('OrderReturn', OrderReturn, OrderReturnEdge);
export const ApiKeyConnection = connectionOf('ApiKey', ApiKey, ApiKeyEdge);
export const SupportAccessConnection = connectionOf('SupportAccess', SupportAccess, SupportAccessEdge);
export const AuditEntryConnection = connectionOf('AuditEntry', AuditEntry, AuditEntryEdge);
export const WebhookEndpointConnection = connectionOf('WebhookEndpoint', WebhookEndpoint, WebhookEndpointEdge);
