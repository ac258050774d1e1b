import type { Big } from 'big.js';
import { orError, valuesFrom } from '../../bridge/plan.js';
import type { FinancialStatus } from '../../model/order.js';
import type { OrderState } from '../../model/order-status.js';
import { decimal, decimalOrNull, money, plainDecimal, sumOf } from '../decimals.js';
import { rowsOf } from '../gathering.js';
import { heldText } from '../html-text.js';
import { instantOf } from '../store-time.js';
import { currencyOf } from './prestashop-order-amounts.js';
import { linesOf } from './prestashop-order-lines.js';
import { facts } from './prestashop-order-list.js';
import { decimals } from './prestashop-prices.js';
import { type PrestaShopTables, prestashop } from './prestashop-relations.js';
import { statusOf } from './prestashop-statuses.js';
import { zoneOf } from './prestashop-view.js';

const { ask, asked, made, rowsBeside } = facts;

const payments = rowsBeside('payments', 'o.id_order', () =>
  prestashop
    .selectFrom('orders as o')
    .innerJoin('order_payment as y', 'y.order_reference', 'o.reference')
    .select(['y.id_order_payment', 'y.id_currency', 'y.amount', 'y.transaction_id', 'y.date_add'])
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

/** An order's credit slips with their amounts and lines. */
const slips = ask(['id_currency'], (asking) => {
  const { view, gathering, ids, selection } = asking;
  const listed = gathering.add(
    'slips',
    prestashop
      .selectFrom('order_slip as s')
      .select(['s.id_order', 's.id_order_slip', 's.total_products_tax_incl', 's.total_shipping_tax_incl', 's.date_add'])
      .$if(view.columns.has('order_slip', 'order_slip_type'), (query) =>
        query.select(['s.order_slip_type', 's.amount', 's.total_products_tax_excl']),
      )
      .where('s.id_order', 'in', ids)
      .orderBy('s.date_add')
      .orderBy('s.id_order_slip'),
  );
  const details = gathering.rows(
    'slip-lines',
    'd.id_order_slip',
    valuesFrom(listed, 'id_order_slip'),
    prestashop
      .selectFrom('order_slip_detail as d')
      .select(['d.id_order_detail', 'd.product_quantity', 'd.amount_tax_incl']),
  );
  const rows = rowsOf(listed, 'id_order');
  const lines = selection.at('refunds').at('lineItems').has('lineItem') ? linesOf(asking) : () => [];
  return (results, id, order) =>
    rows(results, id).map((slip) => {
      const held = details(results, slip.id_order_slip);
      return {
        slip,
        amount: slipAmount(slip, sumOf(held.map((row) => decimal(row.amount_tax_incl)))),
        lines: () => {
          const items = lines(results, id, order);
          return held.map((row) => ({
            item: items.find((one) => one.nativeId === String(row.id_order_detail)) ?? null,
            quantity: plainDecimal(decimal(row.product_quantity)),
            amount: decimal(row.amount_tax_incl),
          }));
        },
      };
    });
});

type Slip = Partial<PrestaShopTables['order_slip']>;

/**
 * What a slip pays back, with tax (OrderSlip::create). `amount` is an amount that was chosen where the slip is of type 2, but so is
 * one with shipping, which says the sum of its lines there. The slip's own total is that of its lines, less a voucher that was not
 * paid back; slips from before 1.6 say nothing but their lines.
 */
function slipAmount(slip: Slip, ofLines: Big): Big {
  const shipping = decimal(slip.total_shipping_tax_incl);
  const held = decimalOrNull(slip.total_products_tax_incl);
  const amount = decimal(slip.amount);
  const isSum = [held, decimalOrNull(slip.total_products_tax_excl)].some((sum) => sum?.eq(amount));
  if (slip.order_slip_type === 2 && amount.gt(0) && (shipping.eq(0) || !isSum)) return amount.plus(shipping);
  const unsaid = !held || (held.eq(0) && !slip.order_slip_type);
  return (unsaid ? ofLines : held).plus(shipping);
}

const refunded = (of: readonly { readonly amount: Big }[]) => sumOf(of.map((one) => one.amount));

export const refunds = made(['id_currency'], [slips], (row, [each], { view, below }) => {
  const inCurrency = (value: Big) => money(value, currencyOf(view, row), decimals);
  return each().map(({ slip, amount, lines }) => ({
    nativeId: String(slip.id_order_slip),
    amount: inCurrency(amount),
    reason: null,
    createdAt: instantOf(slip.date_add, zoneOf(view)),
    ...(below.has('lineItems') && {
      lineItems: orError(() =>
        lines().map((line) => ({ lineItem: line.item, quantity: line.quantity, amount: inCurrency(line.amount) })),
      ),
    }),
  }));
});

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
