import type { Refund, Transaction, TransactionKind } from '../../model/order-parts.js';
import { decimal } from '../decimals.js';
import { heldText } from '../html-text.js';
import { instantOf } from '../store-time.js';
import type { Magento1View } from './magento1-config.js';
import { chargeIn } from './magento1-order-amounts.js';
import { countsForMoney, items, someOf } from './magento1-order-lines.js';
import { facts } from './magento1-order-list.js';
import { magento } from './magento1-relations.js';

const { made, rowBeside, rowsBeside } = facts;

/** How an order is paid: the method's code, and what was authorised, in the order's currency. */
export const payment = rowBeside('payments', 'p.parent_id', () =>
  magento
    .selectFrom('sales_flat_order_payment as p')
    .select(['p.method', 'p.amount_authorized'])
    .orderBy('p.entity_id'),
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

const moved = rowsBeside('transactions', 't.order_id', ({ view }) =>
  view.columns.has('sales_payment_transaction')
    ? magento
        .selectFrom('sales_payment_transaction as t')
        .select(['t.transaction_id', 't.txn_id', 't.txn_type', 't.created_at'])
        .orderBy('t.transaction_id')
    : null,
);
const invoices = rowsBeside('invoices', 'i.order_id', () =>
  magento
    .selectFrom('sales_flat_invoice as i')
    .select(['i.entity_id', 'i.state', 'i.grand_total', 'i.transaction_id', 'i.created_at'])
    .orderBy('i.entity_id'),
);

/**
 * Movements of money: the payment modules' own transactions, which name no amount but that of the invoice they paid, and paid
 * invoices without one, as money that came by another way.
 */
export const transactions = made(['order_currency_code'], [moved, invoices], (row, [rows, all], { view }) => {
  const charge = chargeIn(row, view);
  const paid = all().filter((invoice) => invoice.state === paidInvoice);
  const said = rows().map((one): Transaction => {
    const invoice = paid.find((other) => other.transaction_id !== null && other.transaction_id === one.txn_id);
    return {
      nativeId: String(one.transaction_id),
      kind: transactionKinds[one.txn_type ?? ''] ?? 'OTHER',
      amount: invoice ? charge(decimal(invoice.grand_total)) : null,
      reference: heldText(one.txn_id),
      createdAt: instantOf(one.created_at, 'utc'),
    };
  });
  const references = new Set(rows().map((one) => one.txn_id));
  const unsaid = paid
    .filter((invoice) => invoice.transaction_id === null || !references.has(invoice.transaction_id))
    .map(
      (invoice): Transaction => ({
        nativeId: String(invoice.entity_id),
        kind: 'PAYMENT',
        amount: charge(decimal(invoice.grand_total)),
        reference: heldText(invoice.transaction_id),
        createdAt: instantOf(invoice.created_at, 'utc'),
      }),
    );
  return [...said, ...unsaid].sort((a, b) => Number(a.createdAt) - Number(b.createdAt));
});

const memos = rowsBeside('refunds', 'm.order_id', () =>
  magento
    .selectFrom('sales_flat_creditmemo as m')
    .select(['m.entity_id', 'm.state', 'm.grand_total', 'm.created_at'])
    .orderBy('m.entity_id'),
);
const memoComments = rowsBeside('refund-comments', 'm.order_id', () =>
  magento
    .selectFrom('sales_flat_creditmemo as m')
    .innerJoin('sales_flat_creditmemo_comment as c', 'c.parent_id', 'm.entity_id')
    .select(['c.parent_id', 'c.entity_id', 'c.comment'])
    .orderBy('c.entity_id'),
);

const memoItems = rowsBeside('refund-items', 'm.order_id', ({ selection }) =>
  selection.at('refunds').has('lineItems')
    ? magento
        .selectFrom('sales_flat_creditmemo as m')
        .innerJoin('sales_flat_creditmemo_item as i', 'i.parent_id', 'm.entity_id')
        .select(['i.entity_id', 'i.parent_id', 'i.order_item_id', 'i.qty', 'i.row_total'])
        .select('i.discount_amount')
        .orderBy('i.entity_id')
    : null,
);

/** Credit memos, with the first comment on each as its reason; those that were called off are left out. */
export const refunds = made(
  ['order_currency_code'],
  [memos, memoComments, memoItems, items],
  (row, [rows, comments, held, ordered], { view, below }) => {
    const at = { storeId: view.storeId, charge: chargeIn(row, view), below: below.at('lineItems').at('lineItem') };
    const of = <R extends { parent_id: number }>(some: readonly R[], memo: number) =>
      some.filter((one) => one.parent_id === memo);
    return rows()
      .filter((memo) => memo.state !== cancelledMemo)
      .map(
        (memo): Refund => ({
          nativeId: String(memo.entity_id),
          amount: at.charge(decimal(memo.grand_total)),
          reason: of(comments(), memo.entity_id).flatMap((one) => heldText(one.comment) ?? [])[0] ?? null,
          createdAt: instantOf(memo.created_at, 'utc'),
          ...(below.has('lineItems') && {
            lineItems: someOf(of(held(), memo.entity_id), ordered(), at, countsForMoney),
          }),
        }),
      );
  },
);
