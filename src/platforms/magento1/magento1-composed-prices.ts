import { Big } from 'big.js';
import type { Results } from '../../bridge/plan.js';
import type { Money } from '../../model/money.js';
import { decimal, money, sumOf } from '../decimals.js';
import type { Reading } from '../gathering.js';
import type { AxisPrices, AxisValues } from './magento1-axes.js';
import type { BundlePart, Bundles } from './magento1-bundles.js';
import type { Link } from './magento1-links.js';
import type { Prices } from './magento1-prices.js';

/** A regular price and what one piece costs the default customer group now; null where the store has none. */
export interface PricePair {
  readonly regular: Big | null;
  readonly final: Big | null;
}

/** What the prices of variants are worked out from. */
export interface VariantPricing {
  readonly prices: Prices;
  readonly axisPrices: AxisPrices;
  readonly axisValues: AxisValues;
}

/** What prices of products of any type are worked out from. */
export interface Pricing extends VariantPricing {
  readonly variants: Reading<readonly Link[]>;
  readonly grouped: Reading<readonly Link[]>;
  readonly bundles: Bundles | null;
  /** Whether a part is switched on; a part that is not counts only where none is. */
  isEnabled(results: Results, id: number): boolean;
}

/** The price of a product of any type; `isFixed` goes for bundles, and says whether one has a price of its own. */
export function pricePairOf(pricing: Pricing, results: Results, id: number, type: string, isFixed: boolean): PricePair {
  const { prices, variants, grouped } = pricing;
  if (type === 'bundle') return bundlePair(pricing, results, id, isFixed);
  const pairs =
    type === 'configurable'
      ? offered(pricing, results, variants(results, id)).map((link) => variantPair(pricing, results, id, link.id))
      : type === 'grouped'
        ? offered(pricing, results, grouped(results, id)).map((link) => prices.own(results, link.id))
        : [];
  return pairs.length > 0 ? lowestOf(pairs) : prices.own(results, id);
}

/** What a variant costs: its parent's price and what the variant's options add to it. The simple product's own price has no part in it. */
export function variantPair(
  { prices, axisPrices, axisValues }: VariantPricing,
  results: Results,
  parentId: number,
  variantId: number,
): PricePair {
  const own = prices.own(results, parentId);
  const options = axisValues(results, parentId, variantId);
  const withOptions = (price: Big | null) =>
    price?.plus(sumOf(options.flatMap(({ axis, optionId }) => axisPrices(results, axis, optionId, price) ?? []))) ??
    null;
  return { regular: withOptions(own.regular), final: withOptions(own.final) };
}

/** The cheapest that a bundle can be had for (Mage_Bundle_Model_Product_Price); null where it offers nothing. */
function bundlePair(pricing: Pricing, results: Results, id: number, isFixed: boolean): PricePair {
  const { prices, bundles } = pricing;
  const own = prices.own(results, id);
  const offeredChoices = bundles?.choicesOf(results, id) ?? [];
  const ofChoices = (bundles?.parts(results, id) ?? []).filter(({ option_id }) =>
    offeredChoices.some((choice) => choice.option_id === option_id),
  );
  const parts = offered(pricing, results, ofChoices);
  const choices = offeredChoices.flatMap((choice) => {
    const pairs = parts
      .filter((part) => part.option_id === choice.option_id)
      .map((part) => partPair(prices, results, part, isFixed ? own.regular : null, own.share));
    return pairs.length > 0 ? [{ required: choice.required === 1, ...lowestOf(pairs) }] : [];
  });
  const required = choices.filter((choice) => choice.required);
  const least = required.length > 0 ? sumOfPairs(required) : lowestOf(choices);
  if (!isFixed) return least;
  const base = own.regular ?? new Big(0);
  return { regular: base.plus(least.regular ?? 0), final: reduced(base, own.share).plus(least.final ?? 0) };
}

/**
 * What a part adds: its own price in a bundle of dynamic price, else what the bundle says, a percentage of its price where so
 * marked. `share` is how much of the bundle's price is left now, which goes for every part of it.
 */
export function partPair(
  prices: Prices,
  results: Results,
  part: BundlePart,
  fixedPrice: Big | null,
  share = new Big(1),
): PricePair {
  const quantity = part.qty === null ? new Big(1) : decimal(part.qty);
  const times = (price: Big | null) => price?.times(quantity) ?? null;
  if (fixedPrice === null) {
    const own = prices.own(results, part.id);
    return { regular: times(own.regular), final: own.final && times(reduced(own.final, share)) };
  }
  const value = decimal(part.price_value);
  const added = part.price_type === 1 ? fixedPrice.times(value).div(100) : value;
  return { regular: times(added), final: times(reduced(added, share)) };
}

/** What is left of a price; Magento rounds each part of a bundle to cents (Mage_Bundle_Model_Resource_Indexer_Price). */
function reduced(price: Big, share: Big): Big {
  return share.eq(1) ? price : price.times(share).round(2, Big.roundHalfUp);
}

/** The regular price as money. */
export function priceOf({ regular }: PricePair, currency: string): Money | null {
  return regular && money(regular, currency);
}

/** What one piece costs now as money, where that is less than the regular price. */
export function salePriceOf({ regular, final }: PricePair, currency: string): Money | null {
  return regular && final?.lt(regular) ? money(final, currency) : null;
}

function offered<L extends Link>(pricing: Pricing, results: Results, links: readonly L[]): readonly L[] {
  const enabled = links.filter((link) => pricing.isEnabled(results, link.id));
  return enabled.length > 0 ? enabled : links;
}

function lowestOf(pairs: readonly PricePair[]): PricePair {
  const least = (prices: readonly (Big | null)[]) =>
    prices.reduce((low, price) => (price !== null && (low === null || price.lt(low)) ? price : low), null);
  return { regular: least(pairs.map((pair) => pair.regular)), final: least(pairs.map((pair) => pair.final)) };
}

function sumOfPairs(pairs: readonly PricePair[]): PricePair {
  return {
    regular: sumOf(pairs.flatMap((pair) => pair.regular ?? [])),
    final: sumOf(pairs.flatMap((pair) => pair.final ?? [])),
  };
}
