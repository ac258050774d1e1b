import { Big } from 'big.js';
import type { Money } from '../../model/money.js';
import type { OrderDiscount, OrderTotal } from '../../model/order-parts.js';
import { type DecimalCell, decimal, money, sumOf } from '../decimals.js';
import { rowsOf } from '../gathering.js';
import { unescaped } from '../html-text.js';
import type { OpenCartView } from './opencart-config.js';
import { facts } from './opencart-order-list.js';
import { type OpenCartTables, opencart } from './opencart-relations.js';

/** Turns amounts of an order, which OpenCart keeps in the default currency, into what the shopper was charged. */
export type Charge = (amount: Big) => Money;

type OrderRow = OpenCartTables['order'];

/** The code of the currency that an order was charged in. */
export function currencyOf(row: Pick<OrderRow, 'currency_code'>, view: OpenCartView): string {
  return row.currency_code ?? view.config.defaultCurrency;
}

/** The charge of an order by its own currency and rate. */
export function chargeIn(row: Pick<OrderRow, 'currency_code' | 'currency_value'>, view: OpenCartView): Charge {
  const rate = decimal(row.currency_value);
  // OpenCart writes no order without a rate; should one be there, its amounts are taken as they stand.
  const factor = rate.gt(0) ? rate : new Big(1);
  const currency = currencyOf(row, view);
  return (amount) => money(amount.times(factor), currency);
}

/** A line of `order_total`. */
type TotalRow = Pick<OpenCartTables['order_total'], 'code' | 'title' | 'value'>;

/** An order's total lines in OpenCart's order, but for the line `total`, which is the sum of the others. */
const lines = facts.ask([], ({ gathering, ids }) => {
  const rows = rowsOf(
    gathering.add(
      'totals',
      opencart
        .selectFrom('order_total as t')
        .select(['t.order_id', 't.code', 't.title', 't.value'])
        .where('t.order_id', 'in', ids)
        .orderBy('t.sort_order')
        .orderBy('t.order_total_id'),
    ),
    'order_id',
  );
  return (results, id): TotalRow[] => rows(results, id).filter((row) => row.code !== 'total');
});

/** The lines of this code added up. */
function sumField(code: string) {
  return facts.made(['currency_code', 'currency_value'], [lines], (row, [rows], { view }) =>
    chargeIn(row, view)(sumOf(valuesIn(rows().filter((line) => line.code === code)))),
  );
}

function listField<T>(make: (rows: TotalRow[], charge: Charge) => T) {
  return facts.made(['currency_code', 'currency_value'], [lines], (row, [rows], { view }) =>
    make(rows(), chargeIn(row, view)),
  );
}

export const shippingTotal = sumField('shipping');
export const taxTotal = sumField('tax');

/** The line `sub_total`; without one, what the others leave of the total. */
export const subtotal = facts.made(['currency_code', 'currency_value', 'total'], [lines], (row, [rows], { view }) => {
  const goods = rows().filter((line) => line.code === 'sub_total');
  const left = () => decimal(row.total).minus(sumOf(valuesIn(rows())));
  return chargeIn(row, view)(goods.length > 0 ? sumOf(valuesIn(goods)) : left());
});

export const discountTotal = listField((rows, charge) => charge(sumOf(valuesIn(rows.filter(isDiscount))).abs()));

export const totals = listField((rows, charge) =>
  rows.map((row): OrderTotal => ({ code: row.code, title: titleOf(row), amount: charge(decimal(row.value)) })),
);

export const discounts = listField((rows, charge) =>
  rows.filter(isDiscount).map((row): OrderDiscount => {
    const amount = charge(decimal(row.value).abs());
    return { code: discountCode(row), title: titleOf(row), amount };
  }),
);

const valuesIn = (rows: readonly { readonly value: DecimalCell }[]) => rows.map((row) => decimal(row.value));
const titleOf = (row: TotalRow) => unescaped(row.title ?? '');

const notDiscounts = new Set(['sub_total', 'shipping', 'tax']);

/** A line below zero that is neither goods, shipping nor tax: coupons, gift certificates, reward points, store credit, extensions' own. */
function isDiscount(row: TotalRow): boolean {
  return !notDiscounts.has(row.code) && decimal(row.value).lt(0);
}

/** The code that was entered: OpenCart keeps it in the line's title alone, in brackets: `Coupon (2222)`. */
function discountCode(row: TotalRow): string | null {
  if (row.code !== 'coupon' && row.code !== 'voucher') return null;
  return /\((.+)\)/s.exec(titleOf(row))?.[1] ?? null;
}
