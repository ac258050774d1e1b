import { collectionOf } from '../listing.js';
import { platformOf } from '../platform-of.js';
import { basket } from './zencart-baskets.js';
import { category, categoryChildren } from './zencart-categories.js';
import { config } from './zencart-config.js';
import { coupon } from './zencart-coupons.js';
import { customer } from './zencart-customers.js';
import { facets } from './zencart-facets.js';
import { giftCard } from './zencart-gift-cards.js';
import { subscriber } from './zencart-newsletter.js';
import { order } from './zencart-orders.js';
import { inventoryLevels, product } from './zencart-products.js';
import { relations } from './zencart-relations.js';
import { review } from './zencart-reviews.js';
import { shipping } from './zencart-shipping.js';
import { figures } from './zencart-statistics.js';
import { taxRate } from './zencart-tax-rates.js';

/** Zen Cart 1.5.8 to 2.x. It has no variants: what a shopper chooses are attributes, whose stock is the product's. */
export const platform = platformOf({
  id: 'ZENCART',
  name: 'Zen Cart',
  connection: 'BRIDGE',
  supportedVersions: '1.5.8 – 2.x',
  essentials: {
    settings: ['configuration', 'languages'],
    catalog: ['products'],
    orders: ['orders'],
    customers: ['customers'],
  },
  more: [
    ...(['facet.read', 'download.read'] as const),
    ...(['order.tax.read', 'order.history.read', 'review.read'] as const),
    ...(['inventory.write', 'price.write', 'product.write', 'order.status.write', 'order.comment.write'] as const),
    ...(['tax.read', 'shipping.read', 'coupon.read', 'gift-card.read'] as const),
    ...(['newsletter.read', 'basket.read'] as const),
  ],
  writing: { acts: ['inventory', 'price', 'product', 'order'] },
  ...{ relations, config, inventoryLevels, categoryChildren, facets, figures, shipping },
  ...{ product, variant: null, category, order, customer },
  reviews: collectionOf(review),
  taxRates: collectionOf(taxRate),
  coupons: collectionOf(coupon),
  giftCards: collectionOf(giftCard),
  baskets: collectionOf(basket),
  newsletterSubscribers: collectionOf(subscriber),
});
