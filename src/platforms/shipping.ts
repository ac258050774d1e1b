import { Big } from 'big.js';
import type { AsRead } from '../model/as-read.js';
import { ServiceError } from '../model/service-error.js';
import type { ShippingMethod } from '../model/shipping-method.js';
import type { ShippingRate } from '../model/shipping-rate.js';
import type { ShippingZone } from '../model/shipping-zone.js';
import { type DecimalCell, decimalOrNull, money, plainDecimal } from './decimals.js';
import type { Facet } from './facets.js';
import { plainText } from './html-text.js';

/** How stores send what was ordered, and where to. */
export interface Shipping {
  readonly zones: Facet<ShippingZone>;
  readonly methods: Facet<AsRead<ShippingMethod>>;
}

/** A way of sending of which a store says this; one that is offered everywhere and of which it says nothing else. */
export function methodOf(
  said: Pick<ShippingMethod, 'nativeId' | 'name' | 'kind' | 'enabled'> & Partial<Omit<ShippingMethod, 'rates'>>,
  rates: readonly ShippingRate[] | ServiceError = [],
): AsRead<ShippingMethod> {
  const nothing = { price: null, handlingFee: null, freeFrom: null, needsCoupon: false };
  const anywhere = { isEverywhere: true, zones: [], places: [] };
  return { ...anywhere, ...nothing, ...said, rates: rates instanceof ServiceError ? rates : [...rates] };
}

/** A zone that the merchant defined, by its number where it has no name. */
export function zoneOf(id: number, name: string | null, places: ShippingZone['places']): ShippingZone {
  return { nativeId: String(id), name: plainText(name) ?? String(id), enabled: true, isElsewhere: false, places };
}

/** An amount that a store states; null where it states none, or a formula. */
export function statedPrice(cell: DecimalCell | null | undefined, currency: string) {
  const held = decimalOrNull(typeof cell === 'string' ? cell.trim() : cell);
  return held?.gte(0) ? money(held, currency) : null;
}

/** The same, but null for nothing at all: a fee or a least sum of 0 is none. */
export function statedFee(cell: DecimalCell | null | undefined, currency: string) {
  const held = decimalOrNull(typeof cell === 'string' ? cell.trim() : cell);
  return held?.gt(0) ? money(held, currency) : null;
}

/**
 * A table that a store keeps as one text: `5:10.00,7:12.00,99:5%`, what is measured at most and what that costs, in order. What is
 * no such pair is passed over, as is a bound below one before it, which no order comes to. A bound without a cost is a gap.
 */
export function ratesIn(
  text: string | null | undefined,
  currency: string,
  where: Pick<ShippingRate, 'zone' | 'places'> = { zone: null, places: [] },
): ShippingRate[] {
  let from = new Big(0);
  const rates: ShippingRate[] = [];
  for (const pair of (text ?? '').split(',')) {
    const [most = '', cost = ''] = pair.split(':').map((one) => one.trim());
    const [to, part] = [decimalOrNull(most), cost.endsWith('%')];
    const amount = decimalOrNull(part ? cost.slice(0, -1) : cost);
    if (!to || to.lt(from) || (from.gt(0) && to.eq(from))) continue;
    const said = part
      ? { price: null, percentage: amount && plainDecimal(amount) }
      : { price: amount && money(amount, currency), percentage: null };
    if (amount) rates.push({ ...where, from: plainDecimal(from), to: plainDecimal(to), ...said });
    from = to;
  }
  return rates;
}
