import { Big } from 'big.js';
import { orError, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import type { LineItem } from '../../model/order-parts.js';
import type { SelectedOption } from '../../model/product-parts.js';
import { decimal, money } from '../decimals.js';
import { type Gathering, type Reading, rowsOf } from '../gathering.js';
import { heldText } from '../html-text.js';
import { attributesOf, selectedOptions } from './prestashop-attributes.js';
import { currencyOf } from './prestashop-order-amounts.js';
import { facts } from './prestashop-order-list.js';
import { decimals } from './prestashop-prices.js';
import { prestashop } from './prestashop-relations.js';
import type { PrestaShopView } from './prestashop-view.js';

/** An order's lines; a pack is one line. */
export const lines = facts.ask(['id_currency'], ({ view, gathering, ids, selection }) => {
  const listed = gathering.add(
    'lines',
    prestashop
      .selectFrom('order_detail as l')
      .select(['l.id_order', 'l.id_order_detail', 'l.product_id', 'l.product_attribute_id', 'l.id_customization'])
      .select(['l.product_name', 'l.product_reference', 'l.product_quantity', 'l.original_product_price'])
      .select(['l.unit_price_tax_excl', 'l.total_price_tax_excl', 'l.total_price_tax_incl'])
      .where('l.id_order', 'in', ids)
      .orderBy('l.id_order_detail'),
  );
  const rows = rowsOf(listed, 'id_order');
  const withOptions = selection.at('lineItems').has('options');
  const attributes = withOptions
    ? attributesOf(view, gathering, valuesFrom(listed, 'product_attribute_id'), 'line-attributes')
    : null;
  const written = withOptions ? customizedOf(view, gathering, valuesFrom(listed, 'id_customization')) : null;
  return (results, id, order) => {
    const currency = currencyOf(view, order);
    return rows(results, id).map((row): AsRead<LineItem> => {
      const total = decimal(row.total_price_tax_excl);
      const charged = decimal(row.unit_price_tax_excl);
      const held = decimal(row.original_product_price);
      const reduced = held.gt(charged);
      const unit = reduced ? held : charged;
      // Without a reduction, what is left between the pieces and the line is rounding, not a discount.
      const off = reduced ? unit.times(row.product_quantity).minus(total) : new Big(0);
      const amount = (value: Big) => money(value, currency, decimals);
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
        discountTotal: amount(off.gt(0) ? off : new Big(0)),
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
  };
});

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
