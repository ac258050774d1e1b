import { Big } from 'big.js';
import type { Results } from '../../bridge/plan.js';
import type { Money } from '../../model/money.js';
import { decimal, money } from '../decimals.js';
import type { Reading } from '../gathering.js';
import type { Axes } from './magento1-axes.js';
import type { EavValue } from './magento1-eav.js';
import type { BundlePart, Bundles, VariantLink } from './magento1-parts.js';
import type { Prices } from './magento1-prices.js';

/** A regular price and what one piece costs the default customer group now; null where the store has none. */
export interface PricePair {
  readonly regular: Big | null;
  readonly final: Big | null;
}

/** What prices of products that are made of others are worked out from; what was not asked for reads as nothing. */
export interface PriceParts {
  readonly prices: Prices;
  readonly variants: Reading<readonly VariantLink[]> | null;
  readonly axes: Axes | null;
  readonly grouped: Reading<readonly VariantLink[]> | null;
  readonly bundles: Bundles | null;
  /** Whether a part is switched on; a part that is not counts only where none is. */
  isEnabled(results: Results, id: number): boolean;
  /** The attribute `price_type`: 1 where a bundle has a price of its own. */
  priceType(results: Results, id: number): EavValue;
}

/** The price of a product of any type. */
export function pricePairOf(parts: PriceParts, results: Results, id: number, type: string): PricePair {
  const own = parts.prices.own(results, id);
  if (type === 'configurable') {
    const pairs = offered(parts, results, parts.variants?.(results, id) ?? []).map((link) =>
      variantPair(parts, results, id, link.id),
    );
    return pairs.length > 0 ? lowestOf(pairs) : own;
  }
  if (type === 'grouped') {
    const pairs = offered(parts, results, parts.grouped?.(results, id) ?? []).map((link) =>
      parts.prices.own(results, link.id),
    );
    return pairs.length > 0 ? lowestOf(pairs) : own;
  }
  return type === 'bundle' ? bundlePair(parts, results, id) : own;
}

/** What a variant costs: its parent's price and what the variant's options add to it. The simple product's own price has no part in it. */
export function variantPair(
  parts: Pick<PriceParts, 'prices' | 'axes'>,
  results: Results,
  parentId: number,
  variantId: number,
): PricePair {
  const own = parts.prices.own(results, parentId);
  const values = parts.axes?.valuesOf(results, parentId, variantId) ?? [];
  const withOptions = (price: Big | null) =>
    price === null
      ? null
      : values.reduce(
          (sum, { axis, value }) => sum.plus(parts.axes?.deltaOf(results, axis, value.option_id, price) ?? 0),
          price,
        );
  return { regular: withOptions(own.regular), final: withOptions(own.final) };
}

/** The cheapest that a bundle can be had for (Mage_Bundle_Model_Product_Price); null where it offers nothing. */
function bundlePair(parts: PriceParts, results: Results, id: number): PricePair {
  const { prices, bundles } = parts;
  const own = prices.own(results, id);
  const fixed = Number(parts.priceType(results, id)) === 1;
  const all = offered(parts, results, bundles?.partsOf(results, id) ?? []);
  const choices = (bundles?.choicesOf(results, id) ?? []).flatMap((choice) => {
    const held = all.filter((part) => part.option_id === choice.option_id);
    if (held.length === 0) return [];
    const pairs = held.map((part) => partPair(prices, results, part, fixed ? own.regular : null, own.share));
    return [{ required: choice.required === 1, ...lowestOf(pairs) }];
  });
  const required = choices.filter((choice) => choice.required);
  const counted = required.length > 0 ? [sumOfPairs(required)] : choices;
  const least = counted.length > 0 ? lowestOf(counted) : null;
  if (!fixed) return { regular: least?.regular ?? null, final: least?.final ?? null };
  const base = own.regular ?? new Big(0);
  return { regular: base.plus(least?.regular ?? 0), final: reduced(base, own.share).plus(least?.final ?? 0) };
}

/**
 * What a part adds: its own price in a bundle of dynamic price, else what the bundle says, a percentage of it where so marked.
 * `share` is how much of the bundle's price is left now, which goes for every part of it.
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

/** The regular price as money, and the sale price where it is lower. */
export function moneyOf(
  pair: PricePair,
  currency: string,
): { readonly price: Money | null; readonly salePrice: Money | null } {
  const { regular, final } = pair;
  return {
    price: regular === null ? null : money(regular, currency),
    salePrice: regular && final?.lt(regular) ? money(final, currency) : null,
  };
}

function offered<Link extends VariantLink>(
  parts: PriceParts,
  results: Results,
  links: readonly Link[],
): readonly Link[] {
  const enabled = links.filter((link) => parts.isEnabled(results, link.id));
  return enabled.length > 0 ? enabled : links;
}

function lowestOf(pairs: readonly PricePair[]): PricePair {
  const least = (values: readonly (Big | null)[]) =>
    values.reduce<Big | null>((low, value) => (value !== null && (low === null || value.lt(low)) ? value : low), null);
  return { regular: least(pairs.map((pair) => pair.regular)), final: least(pairs.map((pair) => pair.final)) };
}

function sumOfPairs(pairs: readonly PricePair[]): PricePair {
  const sum = (values: readonly (Big | null)[]) => values.reduce<Big>((all, value) => all.plus(value ?? 0), new Big(0));
  return { regular: sum(pairs.map((pair) => pair.regular)), final: sum(pairs.map((pair) => pair.final)) };
}
