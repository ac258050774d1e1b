import { type Statement, valuesFrom } from '../../bridge/plan.js';
import { axisPricesOf, axisValuesOf } from './magento1-axes.js';
import { bundlesOf } from './magento1-bundles.js';
import { type PricePair, type Pricing, priceOf, pricePairOf, salePriceOf } from './magento1-composed-prices.js';
import type { EavThing } from './magento1-eav.js';
import { groupedLinks, type Link, type ProductAsking, variantLinks } from './magento1-links.js';
import { productPrices } from './magento1-prices.js';
import { facts } from './magento1-product-list.js';
import { values } from './magento1-product-values.js';
import { variantCodes, variantValues } from './magento1-variants.js';

const { ask, made } = facts;

/** What is read of the products that others are made of: whether they are on, their names, and what is selected of variants. */
export function partValues(asking: ProductAsking) {
  const { selection } = asking;
  const links = [
    variantLinks(asking),
    selection.has('price', 'salePrice', 'specialPrices') ? groupedLinks(asking) : null,
    bundlesOf(asking)?.parts ?? null,
  ].flatMap((one) => (one ? [one.listed as Statement<Link>] : []));
  const codes = [...variantCodes(selection.at('variants')), 'status', 'name'];
  return variantValues(asking, valuesFrom(links, 'id'), codes);
}

const pricing = ask([], (asking) => {
  const links = variantLinks(asking);
  const parts = partValues(asking);
  const all: Pricing = {
    prices: productPrices(asking),
    axisPrices: axisPricesOf(asking, asking.ids),
    axisValues: axisValuesOf(asking, asking.ids, valuesFrom(links.listed, 'id')),
    variants: links.of,
    grouped: groupedLinks(asking).of,
    bundles: bundlesOf(asking),
    isEnabled: (results, id) => Number(parts.of(results, id).value('status')) === 1,
  };
  return (results, id) => ({
    pair: (type: string, held: EavThing<'price_type'>): PricePair =>
      pricePairOf(all, results, id, type, hasFixedPrice(held)),
    specials: (base: PricePair, type: string) => all.prices.all(results, id, base.regular, type === 'bundle'),
  });
});

/** The attribute `price_type`: 1 where a bundle has a price of its own. */
export const hasFixedPrice = (held: EavThing<'price_type'>): boolean => Number(held.value('price_type')) === 1;

export const price = made(
  ['type_id'],
  [pricing, values],
  (row, [of, held], { view }) => priceOf(of().pair(row.type_id, held()), view.config.defaultCurrency),
  ['price_type'],
);

export const salePrice = made(
  ['type_id'],
  [pricing, values],
  (row, [of, held], { view }) => salePriceOf(of().pair(row.type_id, held()), view.config.defaultCurrency),
  ['price_type'],
);

/** All special prices, group prices and tier prices. */
export const specialPrices = made(
  ['type_id'],
  [pricing, values],
  (row, [of, held]) => of().specials(of().pair(row.type_id, held()), row.type_id),
  ['price_type'],
);
