import { valuesFrom } from '../../bridge/plan.js';
import type { TaxLine } from '../../model/order-parts.js';
import { type DecimalCell, decimal, decimalOrNull, money, plainDecimal, sumOf } from '../decimals.js';
import { rowOf } from '../gathering.js';
import { heldText } from '../html-text.js';
import { currencyOf } from './prestashop-order-amounts.js';
import { facts } from './prestashop-order-list.js';
import { decimals } from './prestashop-prices.js';
import { prestashop } from './prestashop-relations.js';

interface Amount {
  readonly id_tax: number;
  readonly amount: DecimalCell;
}

/** What each tax came to on the lines of an order, and on what its invoices say of shipping and wrapping. */
const amounts = facts.ask([], ({ view, gathering, ids }) => {
  const goods = gathering.rows(
    'order-taxes',
    'd.id_order',
    ids,
    prestashop
      .selectFrom('order_detail_tax as x')
      .innerJoin('order_detail as d', 'd.id_order_detail', 'x.id_order_detail')
      .select((eb) => ['x.id_tax', eb.fn.sum<DecimalCell>('x.total_amount').as('amount')])
      .groupBy(['d.id_order', 'x.id_tax']),
  );
  const sending = gathering.rows(
    'order-invoice-taxes',
    'i.id_order',
    ids,
    prestashop
      .selectFrom('order_invoice_tax as x')
      .innerJoin('order_invoice as i', 'i.id_order_invoice', 'x.id_order_invoice')
      .select((eb) => ['x.id_tax', eb.fn.sum<DecimalCell>('x.amount').as('amount')])
      .groupBy(['i.id_order', 'x.id_tax']),
  );
  // A tax that was changed since stays, marked as deleted, and a new one takes its place: no order is said to have had another rate.
  const taxes = gathering.add(
    'taxes',
    prestashop
      .selectFrom('tax as t')
      .leftJoin('tax_lang as l', (on) =>
        on.onRef('l.id_tax', '=', 't.id_tax').on('l.id_lang', '=', view.native.languageId),
      )
      .select(['t.id_tax', 't.rate', 'l.name'])
      .where((eb) =>
        eb.or([
          eb('t.id_tax', 'in', valuesFrom(goods.listed, 'id_tax')),
          eb('t.id_tax', 'in', valuesFrom(sending.listed, 'id_tax')),
        ]),
      ),
  );
  const taxNumbered = rowOf(taxes, 'id_tax');
  return (results, id) => {
    const all: readonly Amount[] = [...goods(results, id), ...sending(results, id)];
    const numbers = [...new Set(all.map((one) => one.id_tax))].sort((a, b) => a - b);
    return numbers.map((number) => ({
      number,
      tax: taxNumbered(results, number),
      amount: sumOf(all.filter((one) => one.id_tax === number).map((one) => decimal(one.amount))),
    }));
  };
});

/** The taxes of an order, after its discounts; those on shipping and wrapping are kept with invoices alone. */
export const taxLines = facts.made(['id_currency'], [amounts], (row, [taxes], { view }) =>
  taxes().map(({ number, tax, amount }): TaxLine => {
    const rate = decimalOrNull(tax?.rate);
    return {
      code: String(number),
      title: heldText(tax?.name) ?? String(number),
      rate: rate && plainDecimal(rate),
      amount: money(amount, currencyOf(view, row), decimals),
    };
  }),
);
