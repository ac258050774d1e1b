import type { Refund, Transaction, TransactionKind } from '../../model/order-parts.js';
import { decimal } from '../decimals.js';
import { rowOf, rowsOf } from '../gathering.js';
import { heldText } from '../html-text.js';
import { instantOf } from '../store-time.js';
import type { Magento1View } from './magento1-config.js';
import { type Charge, chargeIn } from './magento1-order-amounts.js';
import { facts } from './magento1-order-list.js';
import { magento } from './magento1-relations.js';

const { ask, made } = facts;

/** How an order is paid: the method's code, and what was authorised, in the order's currency. */
export const payment = ask([], ({ gathering, ids }) =>
  rowOf(
    gathering.add(
      'payments',
      magento
        .selectFrom('sales_flat_order_payment as p')
        .select(['p.parent_id', 'p.method', 'p.amount_authorized'])
        .where('p.parent_id', 'in', ids)
        .orderBy('p.entity_id'),
    ),
    'parent_id',
  ),
);

/** What shoppers read of a payment method: the shop's title of it, else its code. */
export function paymentTitle({ native: { paymentTitles } }: Magento1View, method: string | null): string | null {
  const code = heldText(method);
  if (code === null) return null;
  return (Object.hasOwn(paymentTitles, code) ? heldText(paymentTitles[code]) : null) ?? code;
}

const transactionKinds: Readonly<Record<string, TransactionKind>> = {
  payment: 'PAYMENT',
  order: 'AUTHORIZATION',
  authorization: 'AUTHORIZATION',
  capture: 'CAPTURE',
  void: 'VOID',
  refund: 'REFUND',
};

/** `sales_flat_invoice.state` of one that was paid, and `sales_flat_creditmemo.state` of one that was called off. */
const paidInvoice = 2;
const cancelledMemo = 3;

const movements = ask([], ({ view, gathering, ids }) => {
  const moved = view.columns.has('sales_payment_transaction')
    ? rowsOf(
        gathering.add(
          'transactions',
          magento
            .selectFrom('sales_payment_transaction as t')
            .select(['t.transaction_id', 't.order_id', 't.txn_id', 't.txn_type', 't.created_at'])
            .where('t.order_id', 'in', ids)
            .orderBy('t.transaction_id'),
        ),
        'order_id',
      )
    : () => [];
  const invoices = rowsOf(
    gathering.add(
      'invoices',
      magento
        .selectFrom('sales_flat_invoice as i')
        .select(['i.entity_id', 'i.order_id', 'i.state', 'i.grand_total', 'i.transaction_id', 'i.created_at'])
        .where('i.order_id', 'in', ids)
        .orderBy('i.entity_id'),
    ),
    'order_id',
  );
  return (results, id) =>
    (charge: Charge): Transaction[] => {
      const own = moved(results, id);
      const paid = invoices(results, id).filter((invoice) => invoice.state === paidInvoice);
      const said = own.map((row) => {
        const invoice = paid.find((one) => one.transaction_id !== null && one.transaction_id === row.txn_id);
        return {
          nativeId: String(row.transaction_id),
          kind: transactionKinds[row.txn_type ?? ''] ?? ('OTHER' as const),
          amount: invoice ? charge(decimal(invoice.grand_total)) : null,
          reference: heldText(row.txn_id),
          createdAt: instantOf(row.created_at, 'utc'),
        };
      });
      const unsaid = paid
        .filter(
          (invoice) => invoice.transaction_id === null || !own.some((row) => row.txn_id === invoice.transaction_id),
        )
        .map((invoice) => ({
          nativeId: String(invoice.entity_id),
          kind: 'PAYMENT' as const,
          amount: charge(decimal(invoice.grand_total)),
          reference: heldText(invoice.transaction_id),
          createdAt: instantOf(invoice.created_at, 'utc'),
        }));
      return [...said, ...unsaid].sort((a, b) => Number(a.createdAt) - Number(b.createdAt));
    };
});

/**
 * Movements of money: the payment modules' own transactions, which name no amount but that of the invoice they paid, and paid
 * invoices without one, as money that came by another way.
 */
export const transactions = made(['order_currency_code'], [movements], (row, [held], { view }) =>
  held()(chargeIn(row, view)),
);

const memos = ask([], ({ gathering, ids }) => {
  const rows = rowsOf(
    gathering.add(
      'refunds',
      magento
        .selectFrom('sales_flat_creditmemo as m')
        .select(['m.entity_id', 'm.order_id', 'm.state', 'm.grand_total', 'm.created_at'])
        .where('m.order_id', 'in', ids)
        .orderBy('m.entity_id'),
    ),
    'order_id',
  );
  const comments = rowsOf(
    gathering.add(
      'refund-comments',
      magento
        .selectFrom('sales_flat_creditmemo as m')
        .innerJoin('sales_flat_creditmemo_comment as c', 'c.parent_id', 'm.entity_id')
        .select(['c.parent_id', 'c.entity_id', 'c.comment'])
        .where('m.order_id', 'in', ids)
        .orderBy('c.entity_id'),
    ),
    'parent_id',
  );
  return (results, id) =>
    (charge: Charge): Refund[] =>
      rows(results, id)
        .filter((memo) => memo.state !== cancelledMemo)
        .map((memo) => ({
          nativeId: String(memo.entity_id),
          amount: charge(decimal(memo.grand_total)),
          reason: comments(results, memo.entity_id).flatMap((one) => heldText(one.comment) ?? [])[0] ?? null,
          createdAt: instantOf(memo.created_at, 'utc'),
        }));
});

/** Credit memos, with the first comment on each as its reason; those that were called off are left out. */
export const refunds = made(['order_currency_code'], [memos], (row, [held], { view }) => held()(chargeIn(row, view)));
