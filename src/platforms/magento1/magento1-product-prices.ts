import { type Statement, valuesFrom } from '../../bridge/plan.js';
import { sourcedOf } from '../entity.js';
import { axisPricesOf, axisValuesOf } from './magento1-axes.js';
import { bundlesOf } from './magento1-bundles.js';
import { type Pricing, priceOf, pricePairOf, salePriceOf } from './magento1-composed-prices.js';
import type { EavRow } from './magento1-eav.js';
import { groupedLinks, type Link, type ProductAsking, variantLinks } from './magento1-links.js';
import { productPrices } from './magento1-prices.js';
import { facts } from './magento1-product-list.js';
import { variant, variantValues } from './magento1-variants.js';

const { ask, asked } = facts;

/** What is read of the products that others are made of: whether they are on, their names, and what is selected of variants. */
export function partValues(asking: ProductAsking) {
  const { selection } = asking;
  const links = [
    variantLinks(asking),
    selection.has('price', 'salePrice', 'specialPrices') ? groupedLinks(asking) : null,
    bundlesOf(asking)?.parts ?? null,
  ].flatMap((one) => (one ? [one.listed as Statement<Link>] : []));
  const codes = [...sourcedOf(variant, selection.at('variants')), 'status', 'name'];
  return variantValues(asking, valuesFrom(links, 'id'), codes);
}

const pricing = ask(['type_id', 'price_type'], (asking) => {
  const links = variantLinks(asking);
  const parts = partValues(asking);
  const all: Pricing = {
    prices: productPrices(asking),
    axisPrices: axisPricesOf(asking, asking.ids),
    axisValues: axisValuesOf(asking, asking.ids, valuesFrom(links.listed, 'id')),
    variants: links,
    grouped: groupedLinks(asking),
    bundles: bundlesOf(asking),
    isEnabled: (results, id) => Number(parts.of(results, id).status) === 1,
  };
  return (results, id, row) => {
    const pair = pricePairOf(all, results, id, row.type_id, hasFixedPrice(row));
    return { pair, specials: () => all.prices.all(results, id, pair.regular, row.type_id === 'bundle') };
  };
});

/** The attribute `price_type`: 1 where a bundle has a price of its own. */
export const hasFixedPrice = (row: EavRow<'price_type'>): boolean => Number(row.price_type) === 1;

export const price = asked(pricing, ({ pair }, { view }) => priceOf(pair, view.config.defaultCurrency));

export const salePrice = asked(pricing, ({ pair }, { view }) => salePriceOf(pair, view.config.defaultCurrency));

/** All special prices, group prices and tier prices. */
export const specialPrices = asked(pricing, ({ specials }) => specials());
