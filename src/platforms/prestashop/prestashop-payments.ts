import type { Big } from 'big.js';
import { valuesFrom } from '../../bridge/plan.js';
import type { FinancialStatus } from '../../model/order.js';
import type { OrderState } from '../../model/order-status.js';
import { decimal, money, sumOf } from '../decimals.js';
import { rowsOf } from '../gathering.js';
import { heldText } from '../html-text.js';
import { instantOf } from '../store-time.js';
import { currencyOf } from './prestashop-order-amounts.js';
import { facts } from './prestashop-order-list.js';
import { decimals } from './prestashop-prices.js';
import { prestashop } from './prestashop-relations.js';
import { statusOf } from './prestashop-statuses.js';
import { zoneOf } from './prestashop-view.js';

const { ask, asked, made, rowsBeside } = facts;

const payments = rowsBeside('payments', 'id_order', ({ ids }) =>
  prestashop
    .selectFrom('orders as o')
    .innerJoin('order_payment as y', 'y.order_reference', 'o.reference')
    .select(['o.id_order', 'y.id_order_payment', 'y.id_currency', 'y.amount', 'y.transaction_id', 'y.date_add'])
    .where('o.id_order', 'in', ids)
    .orderBy('y.id_order_payment'),
);

/** The payments made for an order's reference, each in its own currency. */
export const transactions = asked(payments, (rows, { view }) =>
  rows.map((row) => {
    const amount = decimal(row.amount);
    return {
      nativeId: String(row.id_order_payment),
      // The back office takes money back as a payment below zero.
      kind: amount.lt(0) ? ('REFUND' as const) : ('PAYMENT' as const),
      amount: money(amount.abs(), currencyOf(view, row), decimals),
      reference: heldText(row.transaction_id),
      createdAt: instantOf(row.date_add, zoneOf(view)),
    };
  }),
);

/** An order's credit slips with their amounts. */
const slips = ask([], ({ gathering, ids }) => {
  const listed = gathering.add(
    'slips',
    prestashop
      .selectFrom('order_slip as s')
      .select(['s.id_order', 's.id_order_slip', 's.total_products_tax_incl', 's.total_shipping_tax_incl', 's.date_add'])
      .where('s.id_order', 'in', ids)
      .orderBy('s.date_add')
      .orderBy('s.id_order_slip'),
  );
  const lines = rowsOf(
    gathering.add(
      'slip-lines',
      prestashop
        .selectFrom('order_slip_detail as d')
        .select(['d.id_order_slip', 'd.amount_tax_incl'])
        .where('d.id_order_slip', 'in', valuesFrom(listed, 'id_order_slip')),
    ),
    'id_order_slip',
  );
  const rows = rowsOf(listed, 'id_order');
  return (results, id) =>
    rows(results, id).map((slip) => {
      // A slip's own amount is with or without tax as its customer was shown prices; its lines hold both.
      const goods = sumOf(lines(results, slip.id_order_slip).map((line) => decimal(line.amount_tax_incl)));
      const amount = goods.gt(0) ? goods : decimal(slip.total_products_tax_incl);
      return { ...slip, amount: amount.plus(decimal(slip.total_shipping_tax_incl)) };
    });
});

const refunded = (of: readonly { readonly amount: Big }[]) => sumOf(of.map((slip) => slip.amount));

export const refunds = made(['id_currency'], [slips], (row, [each], { view }) =>
  each().map((slip) => ({
    nativeId: String(slip.id_order_slip),
    amount: money(slip.amount, currencyOf(view, row), decimals),
    reason: null,
    createdAt: instantOf(slip.date_add, zoneOf(view)),
  })),
);

export const refundedTotal = made(['id_currency'], [slips], (row, [each], { view }) =>
  money(refunded(each()), currencyOf(view, row), decimals),
);

export const financialStatus = made(
  ['current_state', 'total_paid_tax_incl', 'total_paid_real'],
  [slips],
  (row, [each], { view }) =>
    financialStatusOf({
      state: statusOf(view, row.current_state).state,
      markedPaid: view.native.paidStatusIds.includes(row.current_state),
      total: decimal(row.total_paid_tax_incl),
      paid: decimal(row.total_paid_real),
      refunded: refunded(each()),
    }),
);

/** What an order's rows say of its payments, in the order's currency. */
interface Paying {
  readonly state: OrderState;
  /** Whether the order's status says that it is paid, which modules set that record no payment. */
  readonly markedPaid: boolean;
  readonly total: Big;
  readonly paid: Big;
  readonly refunded: Big;
}

function financialStatusOf({ state, markedPaid, total, paid, refunded: back }: Paying): FinancialStatus {
  if (state === 'REFUNDED') return 'REFUNDED';
  const settled = paid.gt(0) ? paid : markedPaid ? total : null;
  if (!settled) {
    if (state === 'CANCELLED' || state === 'FAILED') return 'VOIDED';
    return total.lte(0) ? 'PAID' : 'PENDING';
  }
  if (back.gt(0)) return back.gte(settled) ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
  return settled.gte(total) ? 'PAID' : 'PARTIALLY_PAID';
}
