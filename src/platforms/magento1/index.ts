import { collectionOf } from '../listing.js';
import { platformOf } from '../platform-of.js';
import { basket } from './magento1-baskets.js';
import { category, categoryChildren } from './magento1-categories.js';
import { config } from './magento1-config.js';
import { coupon } from './magento1-coupons.js';
import { customer } from './magento1-customers.js';
import { facets } from './magento1-facets.js';
import { subscriberIn } from './magento1-newsletter.js';
import { order } from './magento1-orders.js';
import { product } from './magento1-products.js';
import { relations } from './magento1-relations.js';
import { reviewIn } from './magento1-reviews.js';
import { shipping } from './magento1-shipping.js';
import { figures } from './magento1-statistics.js';
import { inventoryLevels } from './magento1-stock.js';
import { taxRate } from './magento1-tax-rates.js';
import { variant } from './magento1-variants.js';
import { wishListIn } from './magento1-wish-lists.js';

/** Magento 1.9 and OpenMage 19 to 20. */
export const platform = platformOf({
  id: 'MAGENTO1',
  name: 'Magento 1 / OpenMage',
  connection: 'BRIDGE',
  supportedVersions: '1.9 – 20.x',
  more: [
    ...(['product.link.read', 'facet.read', 'download.read', 'metafield.read', 'attribute-set.read'] as const),
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
    ...(['newsletter.read', 'basket.read', 'wish-list.read'] as const),
  ],
  writing: { acts: ['inventory', 'price', 'product', 'order', 'shipment', 'tracking'] },
  essentials: {
    settings: ['core_config_data', 'core_store'],
    catalog: ['catalog_product_entity'],
    orders: ['sales_flat_order'],
    customers: ['customer_entity'],
  },
  ...{ relations, config, inventoryLevels, categoryChildren, facets, figures, shipping },
  ...{ product, variant, category, order, customer },
  reviews: collectionOf(reviewIn),
  taxRates: collectionOf(taxRate),
  coupons: collectionOf(coupon),
  wishLists: collectionOf(wishListIn),
  baskets: collectionOf(basket),
  newsletterSubscribers: collectionOf(subscriberIn),
});
