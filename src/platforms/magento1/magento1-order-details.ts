import type { Big } from 'big.js';
import type { Results } from '../../bridge/plan.js';
import type { Address } from '../../model/address.js';
import type { Money } from '../../model/money.js';
import type { OrderEvent, Refund, Shipment, Transaction, TransactionKind } from '../../model/order-parts.js';
import { decimal } from '../decimals.js';
import { type Gathering, type Reading, rowOf, rowsOf } from '../gathering.js';
import { instantOf } from '../store-time.js';
import { addressOf } from './magento1-addresses.js';
import type { Magento1View } from './magento1-config.js';
import { statusOf } from './magento1-listed.js';
import { magento } from './magento1-tables.js';
import { textOf } from './magento1-texts.js';

/** An amount in an order's own currency. */
export type Charge = (amount: Big) => Money;

/** Reads the addresses of an order, as written into it when it was placed. */
export function orderAddressesOf(gathering: Gathering, ids: number[]) {
  const rows = rowsOf(
    gathering.add(
      'order-addresses',
      magento
        .selectFrom('sales_flat_order_address as a')
        .leftJoin('directory_country_region as r', 'r.region_id', 'a.region_id')
        .select([
          'a.entity_id',
          'a.parent_id',
          'a.address_type',
          'a.firstname',
          'a.lastname',
          'a.company',
          'a.street',
          'a.city',
        ])
        .select(['a.region', 'a.postcode', 'a.country_id', 'a.telephone', 'r.code', 'r.default_name'])
        .where('a.parent_id', 'in', ids)
        .orderBy('a.entity_id'),
    ),
    'parent_id',
  );
  return (results: Results, id: number, type: 'billing' | 'shipping'): Address | null => {
    const row = rows(results, id).find((one) => one.address_type === type);
    return row ? addressOf(row, row) : null;
  };
}

/** How an order is paid: the method's code, and what was authorised, in the order's currency. */
export function paymentsOf(gathering: Gathering, ids: number[]) {
  return rowOf(
    gathering.add(
      'payments',
      magento
        .selectFrom('sales_flat_order_payment as p')
        .select(['p.parent_id', 'p.method', 'p.amount_authorized'])
        .where('p.parent_id', 'in', ids)
        .orderBy('p.entity_id'),
    ),
    'parent_id',
  );
}

/** What shoppers read of a payment method: the shop's title of it, else its code. */
export function paymentTitle(view: Magento1View, method: string | null | undefined): string | null {
  const code = textOf(method);
  if (code === null) return null;
  const titles = view.native.paymentTitles;
  return (Object.hasOwn(titles, code) ? textOf(titles[code]) : null) ?? code;
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

/**
 * Reads movements of money: the payment modules' own transactions, which name no amount but that of the invoice they paid, and
 * paid invoices without one, as money that came by another way.
 */
export function transactionsOf(
  view: Magento1View,
  gathering: Gathering,
  ids: number[],
): (results: Results, id: number, charge: Charge) => Transaction[] {
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
  return (results, id, charge) => {
    const own = moved(results, id);
    const paid = invoices(results, id).filter((invoice) => invoice.state === paidInvoice);
    const references = new Set(own.map((row) => row.txn_id));
    const all: Transaction[] = [
      ...own.map((row) => {
        const invoice = paid.find((one) => one.transaction_id !== null && one.transaction_id === row.txn_id);
        return {
          nativeId: String(row.transaction_id),
          kind: transactionKinds[row.txn_type ?? ''] ?? ('OTHER' as const),
          amount: invoice ? charge(decimal(invoice.grand_total)) : null,
          reference: textOf(row.txn_id),
          createdAt: instantOf(row.created_at, 'utc'),
        };
      }),
      ...paid
        .filter((invoice) => invoice.transaction_id === null || !references.has(invoice.transaction_id))
        .map((invoice) => ({
          nativeId: String(invoice.entity_id),
          kind: 'PAYMENT' as const,
          amount: charge(decimal(invoice.grand_total)),
          reference: textOf(invoice.transaction_id),
          createdAt: instantOf(invoice.created_at, 'utc'),
        })),
    ];
    const time = (one: Transaction) => one.createdAt?.getTime() ?? 0;
    return all.sort((a, b) => time(a) - time(b));
  };
}

/** Reads shipments with their tracking numbers. Magento holds no addresses to follow them at. */
export function shipmentsOf(gathering: Gathering, ids: number[]): Reading<Shipment[]> {
  const shipments = rowsOf(
    gathering.add(
      'shipments',
      magento
        .selectFrom('sales_flat_shipment as s')
        .select(['s.entity_id', 's.order_id', 's.created_at'])
        .where('s.order_id', 'in', ids)
        .orderBy('s.entity_id'),
    ),
    'order_id',
  );
  const tracks = rowsOf(
    gathering.add(
      'tracks',
      magento
        .selectFrom('sales_flat_shipment_track as t')
        .select(['t.entity_id', 't.order_id', 't.parent_id', 't.track_number', 't.title', 't.carrier_code'])
        .where('t.order_id', 'in', ids)
        .orderBy('t.entity_id'),
    ),
    'order_id',
  );
  return (results, id) =>
    shipments(results, id).map((shipment) => {
      const own = tracks(results, id).filter((track) => track.parent_id === shipment.entity_id);
      const numbers = own.flatMap((track) => textOf(track.track_number) ?? []);
      return {
        nativeId: String(shipment.entity_id),
        carrier: textOf(own[0]?.title) ?? textOf(own[0]?.carrier_code),
        trackingNumber: numbers[0] ?? null,
        trackingNumbers: numbers,
        trackingUrl: null,
        createdAt: instantOf(shipment.created_at, 'utc'),
      };
    });
}

/** Reads credit memos, with the first comment on each as its reason; those that were called off are left out. */
export function refundsOf(
  gathering: Gathering,
  ids: number[],
): (results: Results, id: number, charge: Charge) => Refund[] {
  const memos = gathering.add(
    'refunds',
    magento
      .selectFrom('sales_flat_creditmemo as m')
      .select(['m.entity_id', 'm.order_id', 'm.state', 'm.grand_total', 'm.created_at'])
      .where('m.order_id', 'in', ids)
      .orderBy('m.entity_id'),
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
  const rows = rowsOf(memos, 'order_id');
  return (results, id, charge) =>
    rows(results, id)
      .filter((memo) => memo.state !== cancelledMemo)
      .map((memo) => ({
        nativeId: String(memo.entity_id),
        amount: charge(decimal(memo.grand_total)),
        reason: comments(results, memo.entity_id).flatMap((one) => textOf(one.comment) ?? [])[0] ?? null,
        createdAt: instantOf(memo.created_at, 'utc'),
      }));
}

/** Reads what happened to an order, oldest first. Whether the shopper was told is not kept of what could not be told (2). */
export function historyOf(
  view: Magento1View,
  gathering: Gathering,
  ids: number[],
): (results: Results, id: number, placedAt: Date) => OrderEvent[] {
  const rows = rowsOf(
    gathering.add(
      'history',
      magento
        .selectFrom('sales_flat_order_status_history as h')
        .select(['h.entity_id', 'h.parent_id', 'h.status', 'h.comment', 'h.is_customer_notified', 'h.created_at'])
        .where('h.parent_id', 'in', ids)
        .orderBy('h.created_at')
        .orderBy('h.entity_id'),
    ),
    'parent_id',
  );
  return (results, id, placedAt) =>
    rows(results, id).map((row) => ({
      createdAt: instantOf(row.created_at, 'utc') ?? placedAt,
      status: row.status ? statusOf(view, row.status) : null,
      comment: textOf(row.comment),
      notified: row.is_customer_notified === 1 ? true : row.is_customer_notified === 0 ? false : null,
    }));
}
