import { Big } from 'big.js';
import { type Results, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { Money } from '../../model/money.js';
import { decimal, money } from '../decimals.js';
import { keysOf } from '../entity.js';
import { type AxisPrices, type AxisValue, axisPricesOf, axisValuesOf } from './magento1-axes.js';
import { type BundlePart, bundlesOf } from './magento1-bundles.js';
import { type EavValue, eavOf } from './magento1-eav.js';
import { groupedLinks, type Link, type ProductAsking, variantLinks } from './magento1-links.js';
import { type OwnPrice, productPrices } from './magento1-prices.js';
import { facts } from './magento1-product-list.js';
import { values } from './magento1-product-values.js';
import { variant } from './magento1-variants.js';

/** A regular price and what one piece costs the default customer group now; null where the store has none. */
export interface PricePair {
  readonly regular: Big | null;
  readonly final: Big | null;
}

/** What is read of the products that others are made of: what their variants' fields name, their names, and whether they are on. */
export function partValues(asking: ProductAsking) {
  const { gathering, selection } = asking;
  return gathering.once('kin', () => {
    const composed = selection.has('price', 'salePrice', 'specialPrices', 'options');
    const listed = [
      variantLinks(asking).listed,
      ...(composed ? [groupedLinks(asking).listed, bundlesOf(asking)?.parts.listed] : []),
    ].filter((one) => one !== undefined);
    const codes = [...keysOf(variant, selection.at('variants')), ...(composed ? (['status', 'name'] as const) : [])];
    return eavOf<string>(asking, 'product', valuesFrom(listed as Statement<Link>[], 'id'), codes, { prefix: 'kin' });
  });
}
