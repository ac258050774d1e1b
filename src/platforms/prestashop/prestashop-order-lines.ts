import { Big } from 'big.js';
import { sql } from 'kysely';
import { orError, type Results, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import type { LineItem } from '../../model/order-parts.js';
import type { SelectedOption } from '../../model/product-parts.js';
import { decimal, money, plainDecimal } from '../decimals.js';
import type { Asking } from '../entity.js';
import { type Gathering, type Reading, rowsOf } from '../gathering.js';
import { heldText } from '../html-text.js';
import { attributesOf, selectedOptions } from './prestashop-attributes.js';
import { inLanguage } from './prestashop-languages.js';
import { currencyOf } from './prestashop-order-amounts.js';
import { decimals } from './prestashop-prices.js';
import { prestashop } from './prestashop-relations.js';
import type { PrestaShopView } from './prestashop-view.js';

/** Asks, once in a plan, for the lines of orders; a pack is one line. */
export function linesOf({ view, gathering, ids, selection }: Asking<PrestaShopView, unknown>) {
  const ofRefunds = selection.at('refunds').at('lineItems').at('lineItem');
  const withOptions = selection.at('lineItems').has('options') || ofRefunds.has('options');
  return gathering.once('lines', () => {
    const listed = gathering.add(
      'lines',
      prestashop
        .selectFrom('order_detail as l')
        .select(['l.id_order', 'l.id_order_detail', 'l.product_id', 'l.product_attribute_id'])
        .select(['l.product_name', 'l.product_reference', 'l.product_quantity', 'l.original_product_price'])
        .select(['l.unit_price_tax_excl', 'l.total_price_tax_excl', 'l.total_price_tax_incl'])
        .$if(view.columns.has('order_detail', 'id_customization'), (query) => query.select('l.id_customization'))
        .where('l.id_order', 'in', ids)
        .orderBy('l.id_order_detail'),
    );
    const rows = rowsOf(listed, 'id_order');
    const attributes = withOptions
      ? attributesOf(view, gathering, valuesFrom(listed, 'product_attribute_id'), 'line-attributes')
      : null;
    const written =
      withOptions && view.columns.has('order_detail', 'id_customization')
        ? customizedOf(
            view,
            gathering,
            valuesFrom(listed as Statement<{ id_customization: number }>, 'id_customization'),
          )
        : () => [];
    return (results: Results, id: number, order: { readonly id_currency: number }): AsRead<LineItem>[] => {
      const currency = currencyOf(view, order);
      const amount = (value: Big) => money(value, currency, decimals);
      return rows(results, id).map((row) => {
        const total = decimal(row.total_price_tax_excl);
        const charged = decimal(row.unit_price_tax_excl);
        const held = decimal(row.original_product_price);
        const reduced = held.gt(charged);
        const unit = reduced ? held : charged;
        const quantity = decimal(row.product_quantity);
        // Without a reduction, what is left between the pieces and the line is rounding, not a discount.
        const off = reduced ? unit.times(quantity).minus(total) : new Big(0);
        const sku = heldText(row.product_reference);
        return {
          storeId: view.storeId,
          productId: row.product_id > 0 ? String(row.product_id) : null,
          variantId: row.product_attribute_id > 0 ? String(row.product_attribute_id) : null,
          nativeId: String(row.id_order_detail),
          name: heldText(row.product_name) ?? sku ?? String(row.product_id ?? row.id_order_detail),
          sku,
          quantity: plainDecimal(quantity),
          unitPrice: amount(unit),
          taxTotal: amount(decimal(row.total_price_tax_incl).minus(total)),
          discountTotal: amount(off.gt(0) ? off : new Big(0)),
          total: amount(total),
          ...(attributes && {
            options: orError(() => [
              ...(row.product_attribute_id > 0 ? selectedOptions(attributes(results, row.product_attribute_id)) : []),
              ...(row.id_customization ? written(results, row.id_customization) : []),
            ]),
          }),
        };
      });
    };
  });
}

/** Asks for what shoppers wrote for a product, by customization. */
function customizedOf(view: PrestaShopView, gathering: Gathering, ids: number[]): Reading<SelectedOption[]> {
  const label = inLanguage(view, {
    table: 'customization_field_lang',
    text: 'name',
    key: 'id_customization_field',
    of: 'd.index',
    shop: view.columns.has('customization_field_lang', 'id_shop') ? sql<number>`${view.native.shopId}` : null,
  });
  const rows = gathering.rows(
    'line-customizations',
    'd.id_customization',
    ids,
    prestashop
      .selectFrom('customized_data as d')
      .select(['d.value', label.as('name')])
      // Type 0 is a file that was uploaded, under a name of the shop's making.
      .where('d.type', '=', 1)
      .orderBy('d.index'),
  );
  return (results, id) => rows(results, id).map((row) => ({ name: row.name ?? '', value: row.value ?? '' }));
}
