import type { Big } from 'big.js';
import type { Money } from '../../model/money.js';
import type { SpecialPrice } from '../../model/product-parts.js';
import { money } from '../decimals.js';
import { instantOf, wallClock } from '../store-time.js';
import type { WooCommerceView } from './woocommerce-config.js';
import type { Meta } from './woocommerce-meta.js';
import { numberOf } from './woocommerce-numbers.js';

export const priceKeys = ['_regular_price', '_sale_price', '_sale_price_dates_from', '_sale_price_dates_to'] as const;

/** Decimals that amounts are given with: as many as WooCommerce's own columns hold. */
export const moneyDecimals = 8;

/** The prices of one product or variation, from its own keys. */
export interface Prices {
  readonly regular: Big | null;
  /** The sale price where it is in force, by WooCommerce's own rule: below the regular one, and within its window. */
  readonly sale: Big | null;
  readonly special: SpecialPrice | null;
}

/** Reads a product's or variation's own prices. */
export function pricesOf(view: WooCommerceView, meta: Meta<(typeof priceKeys)[number]>): Prices {
  const regular = numberOf(meta._regular_price);
  const sale = numberOf(meta._sale_price);
  const startsAt = timeHeld(view, meta._sale_price_dates_from);
  const endsAt = timeHeld(view, meta._sale_price_dates_to);
  const inForce =
    sale !== null &&
    regular?.gt(sale) &&
    (startsAt === null || startsAt <= view.now) &&
    (endsAt === null || Math.floor(view.now.getTime() / 1000) * 1000 <= endsAt.getTime());
  return {
    regular,
    sale: inForce ? sale : null,
    special:
      sale === null ? null : { price: priceOf(view, sale), startsAt, endsAt, customerGroup: null, minQuantity: 1 },
  };
}

/** What a product costs that is sold as its variations or as the products of its group: the lowest of theirs. */
export function lowestOf(all: readonly Prices[]): Omit<Prices, 'special'> & { readonly specials: SpecialPrice[] } {
  const specials = new Map<string, SpecialPrice>();
  for (const { special } of all) if (special) specials.set(JSON.stringify(special), special);
  return {
    regular: lowest(all.map((one) => one.regular)),
    sale: lowest(all.map((one) => one.sale)),
    specials: [...specials.values()],
  };
}

/** An amount in the store's currency; null for none. */
export function priceOf(view: WooCommerceView, amount: Big): Money;
export function priceOf(view: WooCommerceView, amount: Big | null): Money | null;
export function priceOf(view: WooCommerceView, amount: Big | null): Money | null {
  return amount === null ? null : money(amount, view.config.defaultCurrency, moneyDecimals);
}

/**
 * A time in a key, such as the end of a sale or of a coupon: a count of seconds since 1970, or a text that PHP reads as a time of the shop's clock, as
 * importers and older plugins write it; null for none.
 */
export function timeHeld({ native }: WooCommerceView, text: string): Date | null {
  const held = text.trim();
  if (held === '' || /^\d+$/.test(held)) return unixTime(held);
  const [, day, month, year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(held) ?? [];
  const time = new Date(day ? `${year}-${month?.padStart(2, '0')}-${day.padStart(2, '0')}` : held);
  if (Number.isNaN(time.getTime())) return null;
  // What names its own offset is an instant; all else is as the shop's clock shows it.
  const clock = held.search(/[T ]\d/i);
  if (clock >= 0 && /(Z|[+-]\d\d:?\d\d)$/i.test(held.slice(clock + 2))) return time;
  const shown = /^\d{4}-\d{2}-\d{2}$/.test(held) || day ? time.toISOString().slice(0, 10) : wallClock(time, 'system');
  return instantOf(shown, native.clock);
}

/** The moment of a count of seconds since 1970; null for none. */
export function unixTime(text: string): Date | null {
  const seconds = /^\d{1,12}$/.test(text) ? Number(text) : 0;
  return seconds > 0 ? new Date(seconds * 1000) : null;
}

function lowest(amounts: readonly (Big | null)[]): Big | null {
  return amounts.reduce((least, one) => (one !== null && (least === null || one.lt(least)) ? one : least), null);
}
