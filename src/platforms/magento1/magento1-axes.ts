import type { Big } from 'big.js';
import type { Results, Statement } from '../../bridge/plan.js';
import { type DecimalCell, decimal } from '../decimals.js';
import { type Gathering, type Reading, rowsOf } from '../gathering.js';
import type { Magento1View } from './magento1-config.js';
import { magento } from './magento1-tables.js';

/** An attribute that tells the variants of a configurable product apart. */
export interface Axis {
  readonly parent_id: number;
  readonly axis_id: number;
  readonly attribute_id: number;
  readonly name: string;
}

/** What one of an axis's options adds to the price. */
interface AxisPrice {
  readonly axis_id: number;
  readonly value_index: string;
  readonly is_percent: number | null;
  readonly pricing_value: DecimalCell | null;
  readonly website_id: number;
}

/** One option of an axis, as a variant has it. */
export interface AxisValue {
  readonly id: number;
  readonly attribute_id: number;
  readonly option_id: number;
  readonly name: string;
  readonly place: number;
}

/** What tells variants apart, and what that does to their price. */
export interface Axes {
  of: Reading<readonly Axis[]>;
  /** The options that a variant has, one for each axis of this parent; those without a value are left out. */
  valuesOf(results: Results, parentId: number, variantId: number): readonly { axis: Axis; value: AxisValue }[];
  /** What an option adds to a price, signed; null where nothing is set. */
  deltaOf(results: Results, axis: Axis, optionId: number, price: Big): Big | null;
}

/**
 * Asks for the axes of the configurable products that `parentIds` stand for, with their prices and the options that the linked
 * variants have.
 */
export function axesOf(view: Magento1View, gathering: Gathering, parentIds: number[], variantIds: number[]): Axes {
  const { storeId, websiteId } = view.native;
  const axes = gathering.add(
    'axes',
    magento
      .selectFrom('catalog_product_super_attribute as a')
      .leftJoin('catalog_product_super_attribute_label as d', (join) =>
        join.onRef('d.product_super_attribute_id', '=', 'a.product_super_attribute_id').on('d.store_id', '=', 0),
      )
      .leftJoin('catalog_product_super_attribute_label as s', (join) =>
        join.onRef('s.product_super_attribute_id', '=', 'a.product_super_attribute_id').on('s.store_id', '=', storeId),
      )
      .innerJoin('eav_attribute as e', 'e.attribute_id', 'a.attribute_id')
      .leftJoin('eav_attribute_label as l', (join) =>
        join.onRef('l.attribute_id', '=', 'a.attribute_id').on('l.store_id', '=', storeId),
      )
      .select(['a.product_id as parent_id', 'a.product_super_attribute_id as axis_id', 'a.attribute_id'])
      .select(['d.value as label', 's.value as own_label', 's.use_default as own_default', 'd.use_default as default'])
      .select(['e.frontend_label', 'l.value as store_label'])
      .where('a.product_id', 'in', parentIds)
      .orderBy('a.position')
      .orderBy('a.product_super_attribute_id'),
  );
  const prices = gathering.add(
    'axis-prices',
    magento
      .selectFrom('catalog_product_super_attribute as a')
      .innerJoin(
        'catalog_product_super_attribute_pricing as p',
        'p.product_super_attribute_id',
        'a.product_super_attribute_id',
      )
      .select([
        'a.product_super_attribute_id as axis_id',
        'p.value_index',
        'p.is_percent',
        'p.pricing_value',
        'p.website_id',
      ])
      .where('a.product_id', 'in', parentIds)
      .where('p.website_id', 'in', [0, websiteId]),
  ) as Statement<AxisPrice>;
  // Axes are global attributes with options (catalog/product_type_configurable::canUseAttribute), so store 0 holds their values.
  const values = gathering.add(
    'axis-values',
    magento
      .selectFrom('catalog_product_super_link as k')
      .innerJoin('catalog_product_super_attribute as a', 'a.product_id', 'k.parent_id')
      .innerJoin('catalog_product_entity_int as v', (join) =>
        join
          .onRef('v.entity_id', '=', 'k.product_id')
          .onRef('v.attribute_id', '=', 'a.attribute_id')
          .on('v.store_id', '=', 0),
      )
      .leftJoin('eav_attribute_option as o', 'o.option_id', 'v.value')
      .leftJoin('eav_attribute_option_value as d', (join) =>
        join.onRef('d.option_id', '=', 'v.value').on('d.store_id', '=', 0),
      )
      .leftJoin('eav_attribute_option_value as s', (join) =>
        join.onRef('s.option_id', '=', 'v.value').on('s.store_id', '=', storeId),
      )
      .select(['k.product_id as id', 'a.attribute_id', 'v.value as option_id', 'o.sort_order as place'])
      .select(['d.value as label', 's.value as own_label'])
      .distinct()
      .where('k.product_id', 'in', variantIds),
  );
  const axisRows = rowsOf(axes, 'parent_id');
  const priceRows = rowsOf(prices, 'axis_id');
  const valueRows = rowsOf(values, 'id');
  const of: Reading<readonly Axis[]> = (results, id) =>
    axisRows(results, id).map((row) => {
      const label = (row.own_default ?? row.default) === 1 ? null : (row.own_label ?? row.label);
      const { parent_id, axis_id, attribute_id } = row;
      return { parent_id, axis_id, attribute_id, name: label || row.store_label || row.frontend_label || '' };
    });
  return {
    of,
    valuesOf(results, parentId, variantId) {
      const held = valueRows(results, variantId);
      return of(results, parentId).flatMap((axis) => {
        const row = held.find((one) => one.attribute_id === axis.attribute_id);
        if (!row || row.option_id === null) return [];
        const value: AxisValue = {
          id: variantId,
          attribute_id: axis.attribute_id,
          option_id: Number(row.option_id),
          name: row.own_label || row.label || '',
          place: row.place ?? 0,
        };
        return [{ axis, value }];
      });
    },
    deltaOf(results, axis, optionId, price) {
      const held = priceRows(results, axis.axis_id).filter((row) => row.value_index === String(optionId));
      const row = held.find((one) => one.website_id !== 0) ?? held[0];
      if (!row || row.pricing_value === null) return null;
      const value = decimal(row.pricing_value);
      return row.is_percent === 1 ? price.times(value).div(100) : value;
    },
  };
}
