import type { Big } from 'big.js';
import { type Results, valuesFrom } from '../../bridge/plan.js';
import type { OptionKind, ProductOption, ProductOptionValue } from '../../model/product-parts.js';
import { decimal, money } from '../decimals.js';
import { heldText } from '../html-text.js';
import { axesOf, axisPricesOf, axisValuesOf } from './magento1-axes.js';
import { bundlesOf } from './magento1-bundles.js';
import { partPair } from './magento1-composed-prices.js';
import { type ProductAsking, variantLinks } from './magento1-links.js';
import { productPrices } from './magento1-prices.js';
import { facts } from './magento1-product-list.js';
import { hasFixedPrice, partValues } from './magento1-product-prices.js';
import { magento } from './magento1-relations.js';
import { numberIn, textIn } from './magento1-store-texts.js';

/** Reads some of a product's options, given its regular price. */
type Options = (results: Results, id: number, regular: Big | null, isFixed: boolean) => ProductOption[];

const kinds: Readonly<Record<string, OptionKind>> = {
  // Bundles
  select: 'SELECT',
  multi: 'CHECKBOX',
  // Bundles and custom options
  radio: 'RADIO',
  checkbox: 'CHECKBOX',
  // Custom options
  drop_down: 'SELECT',
  multiple: 'CHECKBOX',
  field: 'TEXT',
  area: 'TEXTAREA',
  file: 'FILE',
  date: 'DATE',
  date_time: 'DATETIME',
  time: 'TIME',
};

/** The options that the variants have, by the attribute's own order of them. */
function axisOptions(asking: ProductAsking): Options {
  const currency = asking.view.config.defaultCurrency;
  const links = variantLinks(asking);
  const axes = axesOf(asking, asking.ids);
  const prices = axisPricesOf(asking, asking.ids);
  const valuesOf = axisValuesOf(asking, asking.ids, valuesFrom(links.listed, 'id'));
  return (results, id, regular) => {
    const all = links(results, id).flatMap((link) => valuesOf(results, id, link.id));
    return axes(results, id).map((axis) => {
      const held = all.filter((one) => one.axis.axis_id === axis.axis_id);
      const each = [...new Map(held.map((one) => [one.optionId, one])).values()];
      each.sort((a, b) => a.place - b.place || a.name.localeCompare(b.name) || a.optionId - b.optionId);
      return {
        nativeId: String(axis.axis_id),
        name: axis.name,
        kind: 'SELECT',
        required: true,
        values: each.map(({ optionId, name }): ProductOptionValue => {
          const delta = regular && prices(results, axis, optionId, regular);
          return {
            nativeId: String(optionId),
            name,
            priceDelta: delta && money(delta, currency),
            quantity: null,
            sku: null,
          };
        }),
      };
    });
  };
}

function bundleOptions(asking: ProductAsking): Options {
  const currency = asking.view.config.defaultCurrency;
  const bundles = bundlesOf(asking);
  if (!bundles) return () => [];
  const prices = productPrices(asking);
  const held = partValues(asking);
  return (results, id, regular, isFixed) =>
    bundles.choicesOf(results, id).map((choice) => ({
      nativeId: String(choice.option_id),
      name: choice.title ?? '',
      kind: kinds[choice.type ?? ''] ?? 'OTHER',
      required: choice.required === 1,
      values: bundles
        .parts(results, id)
        .filter((part) => part.option_id === choice.option_id)
        .map((part) => {
          const added = partPair(prices, results, part, isFixed ? regular : null).regular;
          return {
            nativeId: String(part.selection_id),
            name: heldText(held.of(results, part.id).name) ?? String(part.id),
            priceDelta: added && money(added, currency),
            quantity: null,
            sku: heldText(part.sku),
          };
        }),
    }));
}

/** Custom options, their texts and prices in the default store view or, where it has none of its own, in all. */
function customOptions({ view, gathering, ids }: ProductAsking): Options {
  const currency = view.config.defaultCurrency;
  const [titles, prices] = ['catalog_product_option_type_title', 'catalog_product_option_type_price'] as const;
  const offered = magento.selectFrom('catalog_product_option as o');
  const ofProducts = offered
    .select(['o.option_id', 'o.type', 'o.is_require'])
    .select(textIn(view, 'catalog_product_option_title', 'title', 'option_id', 'o.option_id').as('title'))
    .orderBy('o.sort_order')
    .orderBy('o.option_id');
  const values = offered
    .innerJoin('catalog_product_option_type_value as v', 'v.option_id', 'o.option_id')
    .select(['v.option_id', 'v.option_type_id', 'v.sku'])
    .select([
      textIn(view, titles, 'title', 'option_type_id', 'v.option_type_id').as('title'),
      numberIn(view, prices, 'price', 'option_type_id', 'v.option_type_id').as('price'),
      textIn(view, prices, 'price_type', 'option_type_id', 'v.option_type_id').as('price_type'),
    ])
    .orderBy('v.sort_order')
    .orderBy('v.option_type_id');
  const options = gathering.rows('options', 'o.product_id', ids, ofProducts);
  const choices = gathering.rows('option-values', 'o.product_id', ids, values);
  return (results, id, regular) =>
    options(results, id).map((option) => ({
      nativeId: String(option.option_id),
      name: option.title ?? '',
      kind: kinds[option.type] ?? 'OTHER',
      required: option.is_require === 1,
      values: choices(results, id)
        .filter((choice) => choice.option_id === option.option_id)
        .map(({ option_type_id, title, price, price_type, sku }) => {
          const added =
            price_type === 'percent'
              ? decimal(price)
                  .times(regular ?? 0)
                  .div(100)
              : decimal(price);
          return {
            nativeId: String(option_type_id),
            name: title ?? '',
            priceDelta: price === null ? null : money(added, currency),
            quantity: null,
            sku: heldText(sku),
          };
        }),
    }));
}

/**
 * All that a shopper chooses on a product: what tells its variants apart, a bundle's choices, then the custom options. Their ids
 * are those of the option on this product: `product_super_attribute_id`, and `option_id` of the bundle's or the custom option.
 */
const all = facts.ask(['type_id', 'price_type'], (asking) => {
  const prices = productPrices(asking);
  const ofType: Readonly<Record<string, Options>> = {
    configurable: axisOptions(asking),
    bundle: bundleOptions(asking),
  };
  const custom = customOptions(asking);
  return (results, id, row) => {
    const { regular } = prices.own(results, id);
    const isFixed = hasFixedPrice(row);
    return [...(ofType[row.type_id]?.(results, id, regular, isFixed) ?? []), ...custom(results, id, regular, isFixed)];
  };
});

export const options = facts.asked(all, (found) => found);
