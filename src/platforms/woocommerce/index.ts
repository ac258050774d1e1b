import { collectionOf } from '../listing.js';
import { platformOf } from '../platform-of.js';
import { basketIn } from './woocommerce-baskets.js';
import { category, categoryChildren } from './woocommerce-categories.js';
import { config } from './woocommerce-config.js';
import { coupon } from './woocommerce-coupons.js';
import { customerIn } from './woocommerce-customers.js';
import { facets } from './woocommerce-facets.js';
import { figuresOf, orderIn } from './woocommerce-orders.js';
import { product } from './woocommerce-products.js';
import { relations } from './woocommerce-relations.js';
import { reviewIn } from './woocommerce-reviews.js';
import { shipping } from './woocommerce-shipping.js';
import { taxRate } from './woocommerce-tax-rates.js';
import { inventoryLevels, variant } from './woocommerce-variants.js';

/** WooCommerce 5.0 to 11.x. */
export const platform = platformOf({
  id: 'WOOCOMMERCE',
  name: 'WooCommerce',
  connection: 'BRIDGE',
  supportedVersions: '5.0 – 11.x',
  essentials: { settings: ['option'], catalog: ['product'], orders: ['order_post'], customers: ['customer_posts'] },
  more: [
    ...(['product.link.read', 'facet.read', 'metafield.read', 'location.read'] as const),
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
    ...(['basket.read'] as const),
  ],
  writing: { acts: ['inventory', 'price', 'product', 'order', 'shipment', 'tracking'] },
  ...{ relations, config, inventoryLevels, categoryChildren, facets, figures: figuresOf, shipping },
  ...{ product, variant, category, order: orderIn, customer: customerIn },
  reviews: collectionOf(reviewIn),
  taxRates: collectionOf(taxRate),
  coupons: collectionOf(coupon),
  baskets: collectionOf(basketIn),
});
