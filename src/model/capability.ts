/**
 * What can be asked of a platform's stores, and what it is. What a platform does not claim is answered as empty or null, never as an
 * error; what it claims, its stores keep.
 */
export const capabilities = {
  'config.read': 'the store’s configuration',
  'product.read': 'products and their stock',
  'variant.read': 'variants of products',
  'product.link.read': 'what products lead to: related ones, up-sells, cross-sells, accessories',
  'download.read': 'what files products are sold with, without where they lie',
  'metafield.read': 'fields that the store’s owner opens by their names',
  'attribute-set.read': 'forms of products, each with attributes of its own',
  'location.read': 'shops and places of collection',
  'facet.read': 'brands, tags and attributes, as far as the platform has them',
  'category.read': 'the tree of categories',
  'order.read': 'orders with their lines, totals and addresses',
  'order.tax.read': 'the taxes of an order one by one',
  'order.statistics.read': 'orders counted and summed up by day and state, without reading them',
  'order.history.read': 'what happened to an order',
  'order.transaction.read': 'payments of an order, as the store has recorded them',
  'order.shipment.read': 'parcels of an order',
  'order.refund.read': 'refunds of an order',
  'customer.read': 'customers and their addresses',
  'review.read': 'what shoppers say of products',
  'tax.read': 'tax rates and where they hold',
  'shipping.read': 'ways of sending, and the zones that they hold in',
  'coupon.read': 'coupons and cart rules',
  'gift-card.read': 'what gift cards are worth',
  'newsletter.read': 'who asked for the newsletter',
  'basket.read': 'what shoppers put into baskets',
  'wish-list.read': 'what customers would like to have',
  'return.read': 'what shoppers asked to send back',
  'inventory.write': 'changing stock',
  'price.write': 'changing prices and sales',
  'product.write': 'changing status, codes, texts and categories of products',
  'order.status.write': 'changing the status of orders',
  'order.comment.write': 'adding comments to orders',
  'shipment.write': 'recording parcels',
} as const;

/** One of the things that can be asked of a platform's stores. */
export type Capability = keyof typeof capabilities;
