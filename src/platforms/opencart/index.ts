import { collectionOf } from '../listing.js';
import { platformOf } from '../platform-of.js';
import { basket } from './opencart-baskets.js';
import { category, categoryChildren } from './opencart-categories.js';
import { config } from './opencart-config.js';
import { coupon } from './opencart-coupons.js';
import { customer } from './opencart-customers.js';
import { facets } from './opencart-facets.js';
import { giftCardIn } from './opencart-gift-cards.js';
import { subscriber } from './opencart-newsletter.js';
import { order } from './opencart-orders.js';
import { product } from './opencart-products.js';
import { relations } from './opencart-relations.js';
import { returnIn } from './opencart-returns.js';
import { review } from './opencart-reviews.js';
import { shipping } from './opencart-shipping.js';
import { figures } from './opencart-statistics.js';
import { inventoryLevels } from './opencart-stock.js';
import { taxRate } from './opencart-tax-rates.js';
import { variantIn } from './opencart-variants.js';
import { wishList } from './opencart-wish-lists.js';

/** OpenCart 3.0 to 4.1. */
export const platform = platformOf({
  id: 'OPENCART',
  name: 'OpenCart',
  connection: 'BRIDGE',
  supportedVersions: '3.0 – 4.1',
  essentials: { settings: ['setting', 'language'], catalog: ['product'], orders: ['order'], customers: ['customer'] },
  more: [
    ...(['product.link.read', 'facet.read', 'download.read', 'location.read'] as const),
    ...([
      'variant.read',
      'order.tax.read',
      'order.history.read',
      'order.shipment.read',
      'inventory.write',
      'price.write',
    ] as const),
    ...(['product.write', 'order.status.write', 'order.comment.write', 'review.read'] as const),
    ...(['metafield.read', 'tax.read', 'shipping.read', 'coupon.read', 'gift-card.read'] as const),
    ...(['newsletter.read', 'basket.read', 'wish-list.read', 'return.read'] as const),
  ],
  writing: { acts: ['inventory', 'price', 'product', 'order'] },
  ...{ relations, config, inventoryLevels, categoryChildren, facets, figures, shipping },
  ...{ product, variant: variantIn, category, order, customer },
  reviews: collectionOf(review),
  taxRates: collectionOf(taxRate),
  coupons: collectionOf(coupon),
  giftCards: collectionOf(giftCardIn),
  returns: collectionOf(returnIn),
  wishLists: collectionOf(wishList),
  baskets: collectionOf(basket),
  newsletterSubscribers: collectionOf(subscriber),
});
