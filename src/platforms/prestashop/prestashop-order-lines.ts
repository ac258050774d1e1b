import { orError, type Results, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import type { LineItem } from '../../model/order-parts.js';
import type { SelectedOption } from '../../model/product-parts.js';
import type { Selection } from '../../model/selection.js';
import { decimal, money, sumOf } from '../decimals.js';
import { type Gathering, type Reading, rowOf, rowsOf } from '../gathering.js';
import { attributesOfCombinations, selectedOptions } from './prestashop-combinations.js';
import type { PrestaShopView } from './prestashop-config.js';
import { decimals } from './prestashop-prices.js';
import { heldText, prestashop } from './prestashop-tables.js';

/** Reads an order's lines; a pack is one line. */
export function linesOf(
  view: PrestaShopView,
  gathering: Gathering,
  ids: number[],
  selection: Selection,
): (results: Results, id: number, currencyCode: string) => AsRead<LineItem>[] {
  const lines = gathering.add(
    'lines',
    prestashop
      .selectFrom('order_detail as l')
      .select(['l.id_order', 'l.id_order_detail', 'l.product_id', 'l.product_attribute_id', 'l.id_customization'])
      .select(['l.product_name', 'l.product_reference', 'l.product_quantity', 'l.original_product_price'])
      .select(['l.unit_price_tax_excl', 'l.total_price_tax_excl', 'l.total_price_tax_incl'])
      .where('l.id_order', 'in', ids)
      .orderBy('l.id_order_detail'),
  );
  const rows = rowsOf(lines, 'id_order');
  const withOptions = selection.has('options');
  const attributes = withOptions
    ? attributesOfCombinations(view, gathering, valuesFrom(lines, 'product_attribute_id'), 'line-attributes')
    : null;
  const written = withOptions ? customizedOf(view, gathering, valuesFrom(lines, 'id_customization')) : null;
  return (results, id, currencyCode) =>
    rows(results, id).map((row): AsRead<LineItem> => {
      const total = decimal(row.total_price_tax_excl);
      const charged = decimal(row.unit_price_tax_excl);
      const held = decimal(row.original_product_price);
      const reduced = held.gt(charged);
      const unit = reduced ? held : charged;
      // Without a reduction, what is left between the pieces and the line is rounding, not a discount.
      const off = reduced ? unit.times(row.product_quantity).minus(total) : sumOf([]);
      const amount = (value: typeof total) => money(value, currencyCode, decimals);
      return {
        storeId: view.storeId,
        productId: row.product_id > 0 ? String(row.product_id) : null,
        variantId: row.product_attribute_id > 0 ? String(row.product_attribute_id) : null,
        nativeId: String(row.id_order_detail),
        name: row.product_name ?? '',
        sku: heldText(row.product_reference),
        quantity: String(row.product_quantity),
        unitPrice: amount(unit),
        taxTotal: amount(decimal(row.total_price_tax_incl).minus(total)),
        discountTotal: amount(off.gt(0) ? off : sumOf([])),
        total: amount(total),
        ...(attributes &&
          written && {
            options: orError(() => [
              ...(row.product_attribute_id > 0 ? selectedOptions(attributes(results, row.product_attribute_id)) : []),
              ...(row.id_customization > 0 ? written(results, row.id_customization) : []),
            ]),
          }),
      };
    });
}

/** Asks for what shoppers wrote for a product, by customization. */
function customizedOf(view: PrestaShopView, gathering: Gathering, ids: number[]): Reading<SelectedOption[]> {
  const byShop = view.columns.has('customization_field_lang', 'id_shop');
  const rows = rowsOf(
    gathering.add(
      'line-customizations',
      prestashop
        .selectFrom('customized_data as d')
        .leftJoin('customization_field_lang as t', (join) =>
          join
            .onRef('t.id_customization_field', '=', 'd.index')
            .on('t.id_lang', '=', view.native.languageId)
            .$call((on) => (byShop ? on.on('t.id_shop', '=', view.native.shopId) : on)),
        )
        .select(['d.id_customization', 'd.value', 't.name'])
        .where('d.id_customization', 'in', ids)
        // Type 0 is a file that was uploaded, under a name of the shop's making.
        .where('d.type', '=', 1)
        .orderBy('d.index'),
    ),
    'id_customization',
  );
  return (results, id) => rows(results, id).map((row) => ({ name: row.name ?? '', value: row.value ?? '' }));
}

/** Reads how many pieces were ordered, and how many of them came back. */
export function piecesOf(gathering: Gathering, ids: number[]) {
  const row = rowOf(
    gathering.add(
      'pieces',
      prestashop
        .selectFrom('order_detail as l')
        .select((eb) => [
          'l.id_order',
          eb.fn.sum<number | string>('l.product_quantity').as('ordered'),
          eb.fn.sum<number | string>('l.product_quantity_return').as('returned'),
        ])
        .where('l.id_order', 'in', ids)
        .groupBy('l.id_order'),
    ),
    'id_order',
  );
  return (results: Results, id: number) => {
    const held = row(results, id);
    return { ordered: Number(held?.ordered ?? 0), returned: Number(held?.returned ?? 0) };
  };
}
