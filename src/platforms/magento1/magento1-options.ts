import type { Big } from 'big.js';
import type { Results } from '../../bridge/plan.js';
import type { OptionKind, ProductOption, ProductOptionValue } from '../../model/product-parts.js';
import { decimal, money } from '../decimals.js';
import { type Gathering, type Reading, rowsOf } from '../gathering.js';
import type { Axes } from './magento1-axes.js';
import type { Magento1View } from './magento1-config.js';
import type { BundlePart, Bundles, VariantLink } from './magento1-parts.js';
import type { Prices } from './magento1-prices.js';
import { magento } from './magento1-tables.js';
import { textOf } from './magento1-texts.js';
import { partPair } from './magento1-totals.js';

/** What a product's options are made of; what was not asked for reads as nothing. */
export interface OptionParts {
  readonly prices: Prices;
  readonly axes: Axes | null;
  readonly variants: Reading<readonly VariantLink[]> | null;
  readonly bundles: Bundles | null;
  readonly custom: CustomOptions;
  /** The name and the SKU of a product that a bundle offers. */
  partOf(results: Results, id: number): { readonly name: string; readonly sku: string | null };
  hasFixedPrice(results: Results, id: number): boolean;
}

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

/**
 * All that a shopper chooses on a product: what tells its variants apart, a bundle's choices, then the custom options. Their ids
 * are those of the option on this product: `product_super_attribute_id`, and `option_id` of the bundle's or the custom option.
 */
export function optionsOf(
  view: Magento1View,
  parts: OptionParts,
): (results: Results, id: number, type: string) => ProductOption[] {
  const currency = view.config.defaultCurrency;
  return (results, id, type) => {
    const { regular } = parts.prices.own(results, id);
    return [
      ...(type === 'configurable' ? axisOptions(parts, results, id, regular, currency) : []),
      ...(type === 'bundle' ? bundleOptions(parts, results, id, regular, currency) : []),
      ...parts.custom(results, id, regular),
    ];
  };
}

/** The options that the variants have, by the attribute's own order of them. */
function axisOptions(
  { axes, variants }: OptionParts,
  results: Results,
  id: number,
  regular: Big | null,
  currency: string,
): ProductOption[] {
  const links = variants?.(results, id) ?? [];
  return (axes?.of(results, id) ?? []).map((axis) => {
    const held = links.flatMap((link) =>
      (axes?.valuesOf(results, id, link.id) ?? [])
        .filter((one) => one.axis.axis_id === axis.axis_id)
        .map((one) => one.value),
    );
    const values = [...new Map(held.map((value) => [value.option_id, value])).values()];
    values.sort((a, b) => a.place - b.place || a.name.localeCompare(b.name) || a.option_id - b.option_id);
    return {
      nativeId: String(axis.axis_id),
      name: axis.name,
      kind: 'SELECT',
      required: true,
      values: values.map((value): ProductOptionValue => {
        const delta = regular === null ? null : axes?.deltaOf(results, axis, value.option_id, regular);
        return {
          nativeId: String(value.option_id),
          name: value.name,
          priceDelta: delta ? money(delta, currency) : null,
          quantity: null,
          sku: null,
        };
      }),
    };
  });
}

function bundleOptions(
  parts: OptionParts,
  results: Results,
  id: number,
  regular: Big | null,
  currency: string,
): ProductOption[] {
  const fixed = parts.hasFixedPrice(results, id) ? regular : null;
  const all = parts.bundles?.partsOf(results, id) ?? [];
  return (parts.bundles?.choicesOf(results, id) ?? []).map((choice) => ({
    nativeId: String(choice.option_id),
    name: textOf(choice.own_title) ?? textOf(choice.title) ?? '',
    kind: kinds[choice.type ?? ''] ?? 'OTHER',
    required: choice.required === 1,
    values: all
      .filter((part) => part.option_id === choice.option_id)
      .map((part: BundlePart) => {
        const added = partPair(parts.prices, results, part, fixed).regular;
        return {
          nativeId: String(part.selection_id),
          ...parts.partOf(results, part.id),
          priceDelta: added === null ? null : money(added, currency),
          quantity: null,
        };
      }),
  }));
}

/** Reads the custom options of a product, given its regular price, which percentages are of. */
export type CustomOptions = (results: Results, id: number, regular: Big | null) => ProductOption[];

/** Asks for custom options, their texts and prices in the default store view or, where it has none of its own, in all. */
export function customOptionsOf(view: Magento1View, gathering: Gathering, ids: number[]): CustomOptions {
  const { storeId } = view.native;
  const options = rowsOf(
    gathering.add(
      'options',
      magento
        .selectFrom('catalog_product_option as o')
        .leftJoin('catalog_product_option_title as d', (join) =>
          join.onRef('d.option_id', '=', 'o.option_id').on('d.store_id', '=', 0),
        )
        .leftJoin('catalog_product_option_title as s', (join) =>
          join.onRef('s.option_id', '=', 'o.option_id').on('s.store_id', '=', storeId),
        )
        .select(['o.product_id', 'o.option_id', 'o.type', 'o.is_require', 'd.title as title', 's.title as own_title'])
        .where('o.product_id', 'in', ids)
        .orderBy('o.sort_order')
        .orderBy('o.option_id'),
    ),
    'product_id',
  );
  const values = rowsOf(
    gathering.add(
      'option-values',
      magento
        .selectFrom('catalog_product_option as o')
        .innerJoin('catalog_product_option_type_value as v', 'v.option_id', 'o.option_id')
        .leftJoin('catalog_product_option_type_title as dt', (join) =>
          join.onRef('dt.option_type_id', '=', 'v.option_type_id').on('dt.store_id', '=', 0),
        )
        .leftJoin('catalog_product_option_type_title as st', (join) =>
          join.onRef('st.option_type_id', '=', 'v.option_type_id').on('st.store_id', '=', storeId),
        )
        .leftJoin('catalog_product_option_type_price as dp', (join) =>
          join.onRef('dp.option_type_id', '=', 'v.option_type_id').on('dp.store_id', '=', 0),
        )
        .leftJoin('catalog_product_option_type_price as sp', (join) =>
          join.onRef('sp.option_type_id', '=', 'v.option_type_id').on('sp.store_id', '=', storeId),
        )
        .select([
          'o.product_id',
          'v.option_id',
          'v.option_type_id',
          'v.sku',
          'dt.title as title',
          'st.title as own_title',
        ])
        .select([
          'dp.price as price',
          'dp.price_type as price_type',
          'sp.price as own_price',
          'sp.price_type as own_price_type',
        ])
        .where('o.product_id', 'in', ids)
        .orderBy('v.sort_order')
        .orderBy('v.option_type_id'),
    ),
    'product_id',
  );
  return (results, id, regular) =>
    options(results, id).map((option) => ({
      nativeId: String(option.option_id),
      name: textOf(option.own_title) ?? textOf(option.title) ?? '',
      kind: kinds[option.type] ?? 'OTHER',
      required: option.is_require === 1,
      values: values(results, id)
        .filter((value) => value.option_id === option.option_id)
        .map((value): ProductOptionValue => {
          const price = value.own_price ?? value.price;
          const added = decimal(price);
          const isPercent = (value.own_price === null ? value.price_type : value.own_price_type) === 'percent';
          return {
            nativeId: String(value.option_type_id),
            name: textOf(value.own_title) ?? textOf(value.title) ?? '',
            priceDelta:
              price === null
                ? null
                : money(isPercent ? added.times(regular ?? 0).div(100) : added, view.config.defaultCurrency),
            quantity: null,
            sku: textOf(value.sku),
          };
        }),
    }));
}
