import type { ActName } from '../bridge/acts.js';
import type { Hello } from '../bridge/hello.js';
import type { Ask, Plan, Statement } from '../bridge/plan.js';
import type { AsRead } from '../model/as-read.js';
import type { Basket, BasketFilter } from '../model/basket.js';
import type { Capability } from '../model/capability.js';
import type { Category, CategoryFilter, CategoryOrder } from '../model/category.js';
import type { Coupon, CouponFilter } from '../model/coupon.js';
import type { Customer, CustomerFilter, CustomerOrder } from '../model/customer.js';
import type { GiftCard, GiftCardFilter } from '../model/gift-card.js';
import type { IdOrder } from '../model/id-order.js';
import type { MetafieldKind } from '../model/metafield-kind.js';
import type { NewsletterFilter, NewsletterSubscriber } from '../model/newsletter.js';
import type { Order, OrderFilter, OrderOrder } from '../model/order.js';
import type { OrderReturn, ReturnFilter } from '../model/order-return.js';
import type { PageRequest } from '../model/page.js';
import type { Product, ProductFilter, ProductOrder, ProductVariant, VariantFilter } from '../model/product.js';
import type { Review, ReviewFilter, ReviewOrder } from '../model/review.js';
import type { Selection } from '../model/selection.js';
import type { ServiceError } from '../model/service-error.js';
import type { ConnectionKind, StoreCounts } from '../model/store.js';
import type { StoreConfig } from '../model/store-config.js';
import type { TaxRate, TaxRateFilter } from '../model/tax-rate.js';
import type { WishList, WishListFilter } from '../model/wish-list.js';
import type { Facets } from './facets.js';
import type { LevelsPage, LevelsRequest } from './inventory-levels.js';
import type { DayFigures, StatisticsRequest } from './order-statistics.js';
import type { PagePlan } from './plans.js';
import type { Relations } from './relations.js';
import type { Shipping } from './shipping.js';

/** What every platform keeps at hand of a store's collations. */
export interface Collated {
  /** Whether `=` on text regards upper and lower case as alike, as MySQL's usual collations do and SQLite's does not. */
  readonly textIgnoresCase: boolean;
}

/** What a platform may know of the store that it plans for. `Native` is the platform's own part of the cached configuration. */
export interface StoreView<Native = unknown> {
  readonly storeId: string;
  /** The store's root address, with a trailing slash. */
  readonly url: string;
  readonly config: ReadConfig;
  readonly native: Native;
  readonly columns: Columns;
  readonly now: Date;
}

/**
 * The configuration as the store holds it; when it was read and goes stale is the cache's business. What cannot be read is an
 * error in its field; what the platform needs in order to read anything at all it throws instead.
 */
export type ReadConfig = Omit<StoreConfig, 'fetchedAt' | 'expiresAt' | ListedField> & {
  readonly [Field in ListedField]: StoreConfig[Field] | ServiceError;
};

/** The lists of a configuration that a store may fail to answer without failing as a whole. */
type ListedField = 'orderStatuses' | 'taxClasses' | 'customerGroups';

/** The columns that exist in this store, and the fields that its owner opened, as `hello` reported them. */
export class Columns {
  constructor(
    private readonly relations: Readonly<Record<string, readonly string[]>>,
    private readonly opened: Hello['metafields'] = {},
  ) {}

  /** The fields of things of this kind that the owner opened, by their names. */
  metafields(kind: MetafieldKind): readonly string[] {
    return this.opened?.[kind] ?? [];
  }

  /** Whether the relation exists in this store and, where one is named, the column does. */
  has(relation: string, column?: string): boolean {
    if (!Object.hasOwn(this.relations, relation)) return false;
    return column === undefined || (this.relations[relation] ?? []).includes(column);
  }
}

/** A list of one kind of thing: its pages, and its members by native id. */
export interface Collection<T, Filter, Order extends string, A extends Ask = Statement> {
  /** One page; a single round trip whatever is selected, but for what links to other things (see `graph/`). */
  page(store: StoreView, request: PageRequest<Filter, Order>): PagePlan<AsRead<T>, A>;
  /** Things by native id, at most 250 ids; those the store does not hold are absent from the map. */
  byIds(store: StoreView, nativeIds: readonly string[], selection: Selection): Plan<ReadonlyMap<string, AsRead<T>>, A>;
}

/** Everything the core knows of a platform. It never does I/O: it answers questions with plans, whose questions are of one kind. */
export interface Platform<A extends Ask = Statement> {
  /** As clients and the bridge's connector name it, in capital letters and digits; it never changes. */
  readonly id: string;
  readonly name: string;
  readonly connection: ConnectionKind;
  readonly supportedVersions: string;
  /** Area => relations that every store of this platform has, so that a wrong prefix of its tables is found out. */
  readonly essentials?: Readonly<Record<string, readonly string[]>>;
  /** What it claims holds in the graph, and what it does not claim is answered as empty or null. */
  readonly capabilities: readonly Capability[];
  /** What can be changed in its stores; absent: nothing. */
  readonly writing?: Writing;
  /** What may leave a store of this platform, which the bridge's own list is printed from. */
  readonly relations?: Relations;

  /** Reads the store's configuration, and whatever else the platform wants at hand for later plans. */
  config(
    hello: Hello,
    store: { readonly storeId: string; readonly url: string },
  ): Plan<{ config: ReadConfig; native: unknown }, A>;
  counts(store: StoreView, selection: Selection): Plan<AsRead<StoreCounts>, A>;

  readonly products: Collection<Product, ProductFilter, ProductOrder, A>;
  readonly categories: Collection<Category, CategoryFilter, CategoryOrder, A>;
  readonly orders: Collection<Order, OrderFilter, OrderOrder, A>;
  readonly customers: Collection<Customer, CustomerFilter, CustomerOrder, A>;

  /** What shoppers say of products; absent where no store of the platform keeps it. */
  readonly reviews?: Collection<Review, ReviewFilter, ReviewOrder, A>;
  /** Taxes and where they hold; absent where no store of the platform says. */
  readonly taxRates?: Collection<TaxRate, TaxRateFilter, 'ID_ASC', A>;
  /** Ways of sending; absent likewise. */
  readonly shipping?: Shipping;
  /** Coupons and cart rules; absent where no store of the platform has any. */
  readonly coupons?: Collection<Coupon, CouponFilter, IdOrder, A>;
  /** Gift cards; absent where no store of the platform has any. */
  readonly giftCards?: Collection<GiftCard, GiftCardFilter, 'ID_ASC', A>;
  /** Who asked for the newsletter; absent likewise, as are the following. */
  readonly newsletterSubscribers?: Collection<NewsletterSubscriber, NewsletterFilter, IdOrder, A>;
  /** What shoppers put into baskets that are kept. */
  readonly baskets?: Collection<Basket, BasketFilter, IdOrder, A>;
  readonly wishLists?: Collection<WishList, WishListFilter, IdOrder, A>;
  /** What shoppers asked to send back. */
  readonly returns?: Collection<OrderReturn, ReturnFilter, IdOrder, A>;

  /** Every variant, by id. */
  readonly variants: Collection<ProductVariant, VariantFilter, 'ID_ASC', A>;
  /**
   * The stock of whatever is counted, by a number of the platform's own that does not change with the stock: as little of each row
   * as can be, so that a page of thousands is cheap.
   */
  inventoryLevels(store: StoreView, request: LevelsRequest): Plan<LevelsPage, A>;
  /** What products can be sorted out by. */
  readonly facets: Facets;
  /** How many orders were placed, and what they come to, by day, state and currency; summed up by the store's database. */
  orderStatistics(store: StoreView, request: StatisticsRequest): Plan<readonly DayFigures[]>;
  /** The direct children of each category, by the parent's native id, in the platform's order. */
  categoryChildren(
    store: StoreView,
    parentIds: readonly string[],
    selection: Selection,
  ): Plan<ReadonlyMap<string, readonly AsRead<Category>[]>, A>;
}

/** What a platform's part for writing in the bridge can do, which its capabilities tell clients. */
export interface Writing {
  readonly acts: readonly ActName[];
  /** The first major version whose stores are only read so far; absent: all are written that are understood. */
  readonly beforeMajor?: number;
}

/** A platform, whatever its questions are. */
export type AnyPlatform = Platform<Ask>;
