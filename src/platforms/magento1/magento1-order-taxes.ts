import { decimal, decimalOrNull, plainDecimal } from '../decimals.js';
import { heldText } from '../html-text.js';
import { chargeIn } from './magento1-order-amounts.js';
import { facts } from './magento1-order-list.js';
import { magento } from './magento1-relations.js';

const taxes = facts.rowsBeside('order-taxes', 't.order_id', () =>
  magento
    .selectFrom('sales_order_tax as t')
    .select(['t.tax_id', 't.code', 't.title', 't.percent', 't.amount', 't.base_amount', 't.base_real_amount'])
    .orderBy('t.tax_id'),
);

/**
 * The taxes of an order. Where several rates are taken together, each has the amount of them all, and beside it, in the base currency,
 * its own part of that (Mage_Tax_Model_Observer, `salesEventOrderAfterSave`).
 */
export const taxLines = facts.made(['order_currency_code'], [taxes], (row, [rows], { view }) =>
  rows().map((tax) => {
    const [all, part, rate] = [decimal(tax.base_amount), decimal(tax.base_real_amount), decimalOrNull(tax.percent)];
    const amount = decimal(tax.amount);
    return {
      code: heldText(tax.code) ?? String(tax.tax_id),
      title: heldText(tax.title) ?? heldText(tax.code) ?? 'Tax',
      rate: rate && plainDecimal(rate),
      amount: chargeIn(row, view)(all.eq(0) || part.eq(all) ? amount : amount.times(part).div(all)),
    };
  }),
);
