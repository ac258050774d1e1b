import type { Big } from 'big.js';
import type { Results } from '../../bridge/plan.js';
import { decimal } from '../decimals.js';
import { type Gathering, type Reading, rowsOf } from '../gathering.js';
import type { Magento1View } from './magento1-config.js';
import { magento } from './magento1-relations.js';
import { numberIn, textIn } from './magento1-store-texts.js';

interface At {
  readonly view: Magento1View;
  readonly gathering: Gathering;
}

/** An attribute that tells the variants of a configurable product apart. */
export interface Axis {
  readonly axis_id: number;
  readonly attribute_id: number;
  readonly name: string;
}

/** An axis with the option that a variant has there. */
export interface AxisValue {
  readonly axis: Axis;
  readonly optionId: number;
  readonly name: string;
  readonly place: number;
}

/** The options of a variant, one for each axis of this parent; axes that it has no value of are left out. */
export type AxisValues = (results: Results, parentId: number, variantId: number) => readonly AxisValue[];

/** What an option adds to a price, signed; null where nothing is set. */
export type AxisPrices = (results: Results, axis: Axis, optionId: number, price: Big) => Big | null;

const labels = 'catalog_product_super_attribute_label';

/** Asks for the axes of the configurable products that `parentIds` stand for. */
export function axesOf({ view, gathering }: At, parentIds: number[]): Reading<readonly Axis[]> {
  const said = ['product_super_attribute_id', 'a.product_super_attribute_id'] as const;
  const axes = magento
    .selectFrom('catalog_product_super_attribute as a')
    .innerJoin('eav_attribute as e', 'e.attribute_id', 'a.attribute_id')
    .leftJoin('eav_attribute_label as l', (join) =>
      join.onRef('l.attribute_id', '=', 'a.attribute_id').on('l.store_id', '=', view.native.storeId),
    )
    .select(['a.product_super_attribute_id as axis_id', 'a.attribute_id', 'e.frontend_label', 'l.value as store_label'])
    .select([
      textIn(view, labels, 'value', ...said).as('label'),
      numberIn(view, labels, 'use_default', ...said).as('default'),
    ])
    .orderBy('a.position')
    .orderBy('a.product_super_attribute_id');
  const rows = gathering.once('axes', () => gathering.rows('axes', 'a.product_id', parentIds, axes));
  return (results, id) =>
    rows(results, id).map(({ axis_id, attribute_id, ...row }) => {
      const label = row.default === 1 ? null : row.label;
      return { axis_id, attribute_id, name: label || row.store_label || row.frontend_label || '' };
    });
}

/** Asks for what the options of these products' axes add to their prices, the website's own first. */
export function axisPricesOf({ view, gathering }: At, parentIds: number[]): AxisPrices {
  const prices = magento
    .selectFrom('catalog_product_super_attribute as a')
    .innerJoin(
      'catalog_product_super_attribute_pricing as p',
      'p.product_super_attribute_id',
      'a.product_super_attribute_id',
    )
    .select(['a.product_super_attribute_id as axis_id', 'p.value_index', 'p.is_percent', 'p.pricing_value'])
    .select('p.website_id')
    .where('a.product_id', 'in', parentIds)
    .where('p.website_id', 'in', [0, view.native.websiteId]);
  const rows = gathering.once('axis-prices', () => rowsOf(gathering.add('axis-prices', prices), 'axis_id'));
  return (results, axis, optionId, price) => {
    const held = rows(results, axis.axis_id).filter((row) => row.value_index === String(optionId));
    const row = held.find((one) => one.website_id !== 0) ?? held[0];
    if (!row || row.pricing_value === null) return null;
    const value = decimal(row.pricing_value);
    return row.is_percent === 1 ? price.times(value).div(100) : value;
  };
}

/**
 * The links of variants (`l`) with their values (`v`) of the axes (`a`) of their parents. Axes are global attributes with options
 * (catalog/product_type_configurable::canUseAttribute), so store 0 holds their values.
 */
export const linksWithValues = magento
  .selectFrom('catalog_product_super_link as l')
  .innerJoin('catalog_product_super_attribute as a', 'a.product_id', 'l.parent_id')
  .innerJoin('catalog_product_entity_int as v', (join) =>
    join
      .onRef('v.entity_id', '=', 'l.product_id')
      .onRef('v.attribute_id', '=', 'a.attribute_id')
      .on('v.store_id', '=', 0),
  );

/** Asks for the options that the variants of these products have. */
export function axisValuesOf({ view, gathering }: At, parentIds: number[], variantIds: number[]): AxisValues {
  const axes = axesOf({ view, gathering }, parentIds);
  const values = linksWithValues
    .leftJoin('eav_attribute_option as o', 'o.option_id', 'v.value')
    .select(['a.attribute_id', 'v.value as option_id', 'o.sort_order as place'])
    .select(textIn(view, 'eav_attribute_option_value', 'value', 'option_id', 'v.value').as('label'))
    .distinct();
  const rows = gathering.once('axis-values', () => gathering.rows('axis-values', 'l.product_id', variantIds, values));
  return (results, parentId, variantId) =>
    axes(results, parentId).flatMap((axis) => {
      const row = rows(results, variantId).find((one) => one.attribute_id === axis.attribute_id);
      if (!row || row.option_id === null) return [];
      return [{ axis, optionId: Number(row.option_id), name: row.label ?? '', place: row.place ?? 0 }];
    });
}
