import { collectionOf } from '../listing.js';
import { platformOf } from '../platform-of.js';
import { basket } from './prestashop-baskets.js';
import { category, categoryChildren } from './prestashop-categories.js';
import { variant } from './prestashop-combinations.js';
import { config } from './prestashop-config.js';
import { coupon } from './prestashop-coupons.js';
import { customer } from './prestashop-customers.js';
import { facets } from './prestashop-facets.js';
import { subscriber } from './prestashop-newsletter.js';
import { order } from './prestashop-orders.js';
import { product } from './prestashop-products.js';
import { relations } from './prestashop-relations.js';
import { orderReturn } from './prestashop-returns.js';
import { reviewIn } from './prestashop-reviews.js';
import { shipping } from './prestashop-shipping.js';
import { figures } from './prestashop-statistics.js';
import { inventoryLevels } from './prestashop-stock.js';
import { taxRate } from './prestashop-tax-rates.js';
import { wishListIn } from './prestashop-wish-lists.js';

/** PrestaShop 1.7.6 to 9. */
export const platform = platformOf({
  id: 'PRESTASHOP',
  name: 'PrestaShop',
  connection: 'BRIDGE',
  supportedVersions: '1.7.6 – 9.x',
  essentials: {
    settings: ['configuration', 'lang'],
    catalog: ['product'],
    orders: ['orders'],
    customers: ['customer'],
  },
  more: [
    ...(['product.link.read', 'facet.read', 'download.read', 'location.read'] as const),
    ...([
      'variant.read',
      'order.tax.read',
      'order.history.read',
      'order.transaction.read',
      'order.refund.read',
    ] as const),
    ...(['order.shipment.read', 'inventory.write', 'price.write', 'product.write'] as const),
    ...(['order.status.write', 'order.comment.write', 'shipment.write', 'review.read'] as const),
    ...(['tax.read', 'shipping.read', 'coupon.read'] as const),
    ...(['newsletter.read', 'basket.read', 'wish-list.read', 'return.read'] as const),
  ],
  writing: { acts: ['inventory', 'price', 'product', 'order', 'shipment', 'tracking'], beforeMajor: 9 },
  ...{ relations, config, inventoryLevels, categoryChildren, facets, figures, shipping },
  ...{ product, variant, category, order, customer },
  reviews: collectionOf(reviewIn),
  taxRates: collectionOf(taxRate),
  coupons: collectionOf(coupon),
  returns: collectionOf(orderReturn),
  wishLists: collectionOf(wishListIn),
  baskets: collectionOf(basket),
  newsletterSubscribers: collectionOf(subscriber),
});
