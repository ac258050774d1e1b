import type { OrderStatus } from '../../model/order-status.js';
import type { Collated, StoreView } from '../platform.js';

/** What PrestaShop's other plans want at hand; read with the configuration and cached with it. */
export interface PrestaShopNative extends Collated {
  /** The default shop (`PS_SHOP_DEFAULT`), whose prices, statuses and texts count. */
  readonly shopId: number;
  readonly shops: readonly { readonly id: number; readonly groupId: number; readonly sharesStock: boolean }[];
  readonly languageId: number;
  /** The default language's part of addresses, such as `en`; null where the shop has one language alone. */
  readonly languagePath: string | null;
  readonly currencyId: number;
  /** Code and rate by currency id, deleted ones too: old orders are in them. */
  readonly currencies: Readonly<Record<number, { readonly code: string; readonly rate: string }>>;
  readonly countryId: number;
  /** The group of those who are not logged in, whose prices the storefront shows. */
  readonly groupId: number;
  /** What that group gets off every price, in per cent. */
  readonly groupReduction: string;
  /** Whether it gets something off in some categories. */
  readonly categoryReductions: boolean;
  readonly countsStock: boolean;
  /** Whether what is out of stock can be ordered, where the product does not say. */
  readonly backorders: boolean;
  /** Whether special prices are given at all (`PS_SPECIFIC_PRICE_FEATURE_ACTIVE`). */
  readonly specialPrices: boolean;
  /** Which of several special prices counts, most important first, such as `id_group`. */
  readonly pricePriorities: string;
  /** Tax as a part of the price without it, by tax rules group, in the default country; groups without are left out. */
  readonly taxRates: Readonly<Record<number, string>>;
  /** The form of product addresses; null where the shop does not rewrite them. */
  readonly productRoute: string | null;
  /** ISO 3166-1 alpha-2 by country id. */
  readonly countries: Readonly<Record<number, string>>;
  /** Every status, deleted ones too: old orders have them. */
  readonly statuses: readonly OrderStatus[];
  /** Whether an order holds no time of its own, so that its place among the others must be worked out. */
  readonly undatedOrders: boolean;
  /** The same of when a product was changed. */
  readonly undatedProducts: boolean;
  readonly shippedStatusIds: readonly number[];
  readonly paidStatusIds: readonly number[];
  /** What `PS_SHIPPING_METHOD`, `_HANDLING` and `_FREE_PRICE` say of every carrier. */
  readonly shipping: { readonly byWeight: boolean; readonly handling: string | null; readonly freeFrom: string | null };
  /** Names by carrier id are read with orders; where a carrier is called `0`, it goes by the shop's name. */
  readonly shopName: string;
}

export type PrestaShopView = StoreView<PrestaShopNative>;

/** The clock that the shop's times are on. */
export const zoneOf = ({ config: { timeZone } }: PrestaShopView): string => timeZone;
