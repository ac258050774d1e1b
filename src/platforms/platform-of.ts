import { type Capability, capabilities } from '../model/capability.js';
import type { Category, CategoryFilter, CategoryOrder } from '../model/category.js';
import type { Customer, CustomerFilter, CustomerOrder } from '../model/customer.js';
import type { Order, OrderFilter, OrderOrder } from '../model/order.js';
import type { Product, ProductFilter, ProductOrder, ProductVariant, VariantFilter } from '../model/product.js';
import { collectionOf, everyCounted, type Kept, keptIn } from './listing.js';
import { type OrderFacts, statisticsOf } from './order-statistics.js';
import type { Platform, StoreView } from './platform.js';
import { countsOf } from './store-counts.js';

type Alone =
  | 'counts'
  | 'capabilities'
  | 'orderStatistics'
  | 'products'
  | 'categories'
  | 'orders'
  | 'customers'
  | 'variants';

/** What every platform is asked for. */
const always = [
  'config.read',
  'product.read',
  'category.read',
  'order.read',
  'order.statistics.read',
  'customer.read',
] as const;

/** A platform's things, and what it says beside them. */
interface Facts<View extends StoreView, P, PQ, V, VQ, C, CQ, O, OQ, U, UQ, F extends string>
  extends Omit<Platform, Alone> {
  readonly product: Kept<View, P, Product, PQ, ProductFilter, ProductOrder>;
  /** Null where no store of the platform has any. */
  readonly variant: Kept<View, V, ProductVariant, VQ, VariantFilter, 'ID_ASC'> | null;
  readonly category: Kept<View, C, Category, CQ, CategoryFilter, CategoryOrder>;
  readonly order: Kept<View, O, Order, OQ, OrderFilter, OrderOrder>;
  readonly customer: Kept<View, U, Customer, UQ, CustomerFilter, CustomerOrder>;
  /** What statistics of orders are made of. */
  readonly figures: OrderFacts<View, F> | ((view: View) => OrderFacts<View, F>);
  /** What it is asked for besides what all are. */
  readonly more: readonly Exclude<Capability, (typeof always)[number]>[];
}

/** A platform of its things: their lists, and their counts, which are those of the lists without a filter. */
export function platformOf<View extends StoreView, P, PQ, V, VQ, C, CQ, O, OQ, U, UQ, F extends string>(
  facts: Facts<View, P, PQ, V, VQ, C, CQ, O, OQ, U, UQ, F>,
): Platform {
  const { product, variant: varied, category, order, customer, figures, more, ...rest } = facts;
  const variant = varied ?? (() => null);
  const claimed: readonly Capability[] = [...always, ...more];
  const every = <Row, Node, Query, Filter, By extends string>(kept: Kept<View, Row, Node, Query, Filter, By>) => {
    return (view: View) => {
      const entity = keptIn(kept, view);
      return entity && (everyCounted(entity, view) as object);
    };
  };
  return {
    ...rest,
    capabilities: (Object.keys(capabilities) as Capability[]).filter((one) => claimed.includes(one)),
    counts: countsOf<View>({
      products: every(product),
      variants: every(variant),
      categories: every(category),
      orders: every(order),
      customers: every(customer),
    }),
    orderStatistics: statisticsOf(order, figures),
    products: collectionOf(product),
    categories: collectionOf(category),
    orders: collectionOf(order),
    customers: collectionOf(customer),
    variants: collectionOf(variant),
  };
}
