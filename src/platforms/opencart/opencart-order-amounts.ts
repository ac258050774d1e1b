import { Big } from 'big.js';
import type { Money } from '../../model/money.js';
import type { OrderDiscount, OrderTotal, TaxLine } from '../../model/order-parts.js';
import { decimal, money, sumOf } from '../decimals.js';
import { unescaped } from '../html-text.js';
import { statusOf } from '../listed.js';
import { impliedRefund } from '../order-progress.js';
import type { OpenCartView } from './opencart-config.js';
import { facts } from './opencart-order-list.js';
import { type OpenCartTables, opencart } from './opencart-relations.js';

/** Turns amounts of an order, which OpenCart keeps in the default currency, into what the shopper was charged. */
export type Charge = (amount: Big) => Money;

type Charged = Pick<OpenCartTables['order'], 'currency_code' | 'currency_value'>;

/** The code of the currency that an order was charged in; the store's default where the order holds none. */
export function currencyOf(row: Pick<Charged, 'currency_code'>, { config }: OpenCartView): string {
  return row.currency_code?.trim() || config.defaultCurrency;
}

/**
 * The charge of an order by its own currency and rate. Without a rate it is today's, as OpenCart itself has it
 * (system/library/cart/currency.php, `format`); without a currency either, amounts are those held, in the default currency.
 */
export function chargeIn(row: Charged, view: OpenCartView): Charge {
  const currency = currencyOf(row, view);
  const today = view.config.currencies.find((one) => one.code === currency)?.rate;
  const held = row.currency_code?.trim() ? decimal(row.currency_value) : new Big(1);
  const rate = held.gt(0) ? held : decimal(today);
  return (amount) => money(amount.times(rate.gt(0) ? rate : 1), currency);
}

/** A line of `order_total`. */
type TotalRow = Pick<OpenCartTables['order_total'], 'code' | 'title' | 'value'>;

/** An order's total lines in OpenCart's order. */
const lines = facts.rowsBeside('totals', 't.order_id', () =>
  opencart
    .selectFrom('order_total as t')
    .select(['t.code', 't.title', 't.value'])
    .orderBy('t.sort_order')
    .orderBy('t.order_total_id'),
);

/** What the total lines make, but for the line `total`, which is the sum of the others. */
function ofLines<T>(make: (rows: readonly TotalRow[], charge: Charge) => T) {
  return facts.made(['currency_code', 'currency_value'], [lines], (row, [rows], { view }) =>
    make(rows().filter(isPart), chargeIn(row, view)),
  );
}

const isPart = (row: TotalRow) => row.code !== 'total';
const valuesIn = (rows: readonly TotalRow[]) => sumOf(rows.map((row) => decimal(row.value)));
const coded = (rows: readonly TotalRow[], code: string) => rows.filter((row) => row.code === code);

const totalColumns = ['currency_code', 'currency_value', 'total', 'order_status_id'] as const;

/** The amounts of an order. */
export const amounts = {
  total: facts.from(totalColumns, (row, { view }) => chargeIn(row, view)(decimal(row.total))),
  // OpenCart keeps no refunds: an order whose status says so was paid back in full.
  refundedTotal: facts.from(totalColumns, (row, { view }) =>
    chargeIn(row, view)(impliedRefund(statusOf(view, row.order_status_id).state, decimal(row.total))),
  ),
  /** The line `sub_total`; without one, what the others leave of the total. */
  subtotal: facts.made(['currency_code', 'currency_value', 'total'], [lines], (row, [rows], { view }) => {
    const goods = coded(rows(), 'sub_total');
    const left = () => decimal(row.total).minus(valuesIn(rows().filter(isPart)));
    return chargeIn(row, view)(goods.length > 0 ? valuesIn(goods) : left());
  }),
  discountTotal: ofLines((rows, charge) => charge(valuesIn(rows.filter(isDiscount)).abs())),
  shippingTotal: ofLines((rows, charge) => charge(valuesIn(coded(rows, 'shipping')))),
  taxTotal: ofLines((rows, charge) => charge(valuesIn(coded(rows, 'tax')))),
  // The rate stands in the title alone, if at all: `VAT (20%)`.
  taxLines: ofLines((rows, charge) =>
    coded(rows, 'tax').map(
      (row): TaxLine => ({ code: row.code, title: titleOf(row), rate: null, amount: charge(decimal(row.value)) }),
    ),
  ),
  totals: ofLines((rows, charge) =>
    rows.map((row): OrderTotal => ({ code: row.code, title: titleOf(row), amount: charge(decimal(row.value)) })),
  ),
  discounts: ofLines((rows, charge) =>
    rows.filter(isDiscount).map((row): OrderDiscount => {
      const amount = charge(decimal(row.value).abs());
      return { code: discountCode(row), title: titleOf(row), amount };
    }),
  ),
};

const titleOf = (row: TotalRow) => unescaped(row.title ?? '');

const notDiscounts = new Set(['sub_total', 'shipping', 'tax']);

/** A line below zero that is neither goods, shipping nor tax: coupons, gift certificates, reward points, store credit, extensions' own. */
function isDiscount(row: TotalRow): boolean {
  return !notDiscounts.has(row.code) && decimal(row.value).lt(0);
}

/** The code that was entered: OpenCart keeps it in the line's title alone, in brackets: `Coupon (2222)`. */
function discountCode(row: TotalRow): string | null {
  if (row.code !== 'coupon' && row.code !== 'voucher') return null;
  const title = titleOf(row);
  const start = title.indexOf('(');
  return start < 0 ? null : title.slice(start + 1, title.lastIndexOf(')')) || null;
}
