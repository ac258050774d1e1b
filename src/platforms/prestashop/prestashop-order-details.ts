import { Big } from 'big.js';
import { type Results, valuesFrom } from '../../bridge/plan.js';
import type { OrderDiscount, OrderEvent, Refund, Shipment, Transaction } from '../../model/order-parts.js';
import { decimal, money, sumOf } from '../decimals.js';
import { type Gathering, type Reading, rowsOf } from '../gathering.js';
import { instantOf } from '../store-time.js';
import type { PrestaShopView } from './prestashop-config.js';
import { statusOf } from './prestashop-listed.js';
import { decimals } from './prestashop-prices.js';
import { heldText, prestashop } from './prestashop-tables.js';

/** Reads the cart rules that were taken off an order, without tax, with their codes where the rules still exist. */
export function discountsOf(
  view: PrestaShopView,
  gathering: Gathering,
  ids: number[],
): (results: Results, id: number, currencyCode: string) => OrderDiscount[] {
  const rows = rowsOf(
    gathering.add(
      'cart-rules',
      prestashop
        .selectFrom('order_cart_rule as r')
        .leftJoin('cart_rule as c', 'c.id_cart_rule', 'r.id_cart_rule')
        .select(['r.id_order', 'r.name', 'r.value_tax_excl', 'c.code'])
        .where('r.id_order', 'in', ids)
        .$if(view.columns.has('order_cart_rule', 'deleted'), (query) => query.where('r.deleted', '=', 0))
        .orderBy('r.id_order_cart_rule'),
    ),
    'id_order',
  );
  return (results, id, currencyCode) =>
    rows(results, id).map((row) => ({
      code: heldText(row.code),
      title: row.name ?? '',
      amount: money(decimal(row.value_tax_excl), currencyCode, decimals),
    }));
}

/** Reads the payments made for an order's reference. */
export function paymentsOf(view: PrestaShopView, gathering: Gathering, ids: number[]): Reading<Transaction[]> {
  const rows = rowsOf(
    gathering.add(
      'payments',
      prestashop
        .selectFrom('orders as o')
        .innerJoin('order_payment as y', 'y.order_reference', 'o.reference')
        .select(['o.id_order', 'y.id_order_payment', 'y.id_currency', 'y.amount', 'y.transaction_id', 'y.date_add'])
        .where('o.id_order', 'in', ids)
        .orderBy('y.id_order_payment'),
    ),
    'id_order',
  );
  return (results, id) =>
    rows(results, id).map((row) => {
      const amount = decimal(row.amount);
      const currency = view.native.currencies[row.id_currency]?.code ?? view.config.defaultCurrency;
      return {
        nativeId: String(row.id_order_payment),
        // The back office takes money back as a payment below zero.
        kind: amount.lt(0) ? 'REFUND' : 'PAYMENT',
        amount: money(amount.abs(), currency, decimals),
        reference: heldText(row.transaction_id),
        createdAt: instantOf(row.date_add, view.config.timeZone),
      };
    });
}

/** Reads an order's parcels: a row from the moment of ordering, to which the tracking number comes later. */
export function shipmentsOf(view: PrestaShopView, gathering: Gathering, ids: number[]): Reading<Shipment[]> {
  const rows = rowsOf(
    gathering.add(
      'carriers',
      prestashop
        .selectFrom('order_carrier as s')
        .leftJoin('carrier as c', 'c.id_carrier', 's.id_carrier')
        .select(['s.id_order', 's.id_order_carrier', 's.tracking_number', 's.date_add', 'c.name', 'c.url'])
        .where('s.id_order', 'in', ids)
        .orderBy('s.id_order_carrier'),
    ),
    'id_order',
  );
  return (results, id) =>
    rows(results, id).map((row) => {
      const number = heldText(row.tracking_number)?.trim() ?? null;
      return {
        nativeId: String(row.id_order_carrier),
        carrier: carrierName(view, row.name),
        trackingNumber: number,
        trackingNumbers: number === null ? [] : [number],
        trackingUrl: number === null ? null : trackingUrl(row.url, number),
        createdAt: instantOf(row.date_add, view.config.timeZone),
      };
    });
}

/** A carrier called `0` is the shop itself (Carrier::getCarrierNameFromShopName). */
export function carrierName(view: PrestaShopView, name: string | null | undefined): string | null {
  return name === '0' ? view.native.shopName : heldText(name);
}

/** A carrier's address holds `@` where the number goes. */
function trackingUrl(form: string | null, number: string): string | null {
  const held = heldText(form)?.trim();
  if (!held || !/^https?:\/\//i.test(held)) return null;
  return held.replaceAll('@', encodeURIComponent(number));
}

/** Reads the credit slips of an order. */
export function refundsOf(
  view: PrestaShopView,
  gathering: Gathering,
  ids: number[],
): { each(results: Results, id: number, currencyCode: string): Refund[]; sum(results: Results, id: number): Big } {
  const slips = gathering.add(
    'slips',
    prestashop
      .selectFrom('order_slip as s')
      .select(['s.id_order', 's.id_order_slip', 's.total_products_tax_incl', 's.total_shipping_tax_incl', 's.date_add'])
      .where('s.id_order', 'in', ids)
      .orderBy('s.date_add')
      .orderBy('s.id_order_slip'),
  );
  const details = rowsOf(
    gathering.add(
      'slip-lines',
      prestashop
        .selectFrom('order_slip_detail as d')
        .select(['d.id_order_slip', 'd.amount_tax_incl'])
        .where('d.id_order_slip', 'in', valuesFrom(slips, 'id_order_slip')),
    ),
    'id_order_slip',
  );
  const rows = rowsOf(slips, 'id_order');
  type Slip = ReturnType<typeof rows>[number];
  // A slip's own amount is with or without tax as its customer was shown prices; its lines hold both.
  const amountOf = (results: Results, slip: Slip): Big => {
    const lines = details(results, slip.id_order_slip);
    const goods = lines.length > 0 ? sumOf(lines.map((line) => decimal(line.amount_tax_incl))) : new Big(0);
    return (goods.gt(0) ? goods : decimal(slip.total_products_tax_incl)).plus(decimal(slip.total_shipping_tax_incl));
  };
  return {
    each: (results, id, currencyCode) =>
      rows(results, id).map((slip) => ({
        nativeId: String(slip.id_order_slip),
        amount: money(amountOf(results, slip), currencyCode, decimals),
        reason: null,
        createdAt: instantOf(slip.date_add, view.config.timeZone),
      })),
    sum: (results, id) => sumOf(rows(results, id).map((slip) => amountOf(results, slip))),
  };
}

/** Reads the statuses that an order had. */
export function statusesOf(gathering: Gathering, ids: number[]) {
  return rowsOf(
    gathering.add(
      'history',
      prestashop
        .selectFrom('order_history as h')
        .select(['h.id_order', 'h.id_order_state', 'h.date_add'])
        .where('h.id_order', 'in', ids)
        .orderBy('h.date_add')
        .orderBy('h.id_order_history'),
    ),
    'id_order',
  );
}

/** Reads what was written about an order, by its buyer and by the shop. */
export function messagesOf(view: PrestaShopView, gathering: Gathering, ids: number[]) {
  const rows = rowsOf(
    gathering.add(
      'messages',
      prestashop
        .selectFrom('customer_thread as t')
        .innerJoin('customer_message as m', 'm.id_customer_thread', 't.id_customer_thread')
        .select(['t.id_order', 'm.message', 'm.private', 'm.id_employee', 'm.date_add'])
        .where('t.id_order', 'in', ids)
        .orderBy('m.date_add')
        .orderBy('m.id_customer_message'),
    ),
    'id_order',
  );
  return (results: Results, id: number): OrderEvent[] =>
    rows(results, id).flatMap((row) => {
      const createdAt = instantOf(row.date_add, view.config.timeZone);
      const comment = heldText(row.message);
      if (!createdAt || comment === null) return [];
      // What an employee writes is mailed to the buyer unless it is private; what the buyer writes is mailed to nobody.
      const notified = (row.id_employee ?? 0) > 0 ? row.private === 0 : null;
      return [{ createdAt, status: null, comment, notified }];
    });
}

/** What an order went through, oldest first: its statuses, and what was written. A status without a time is given the order's. */
export function eventsOf(
  view: PrestaShopView,
  statuses: readonly { readonly id_order_state: number; readonly date_add: string | null }[],
  messages: readonly OrderEvent[],
  placedAt: Date | null,
): OrderEvent[] {
  const changes = statuses.flatMap((row): OrderEvent[] => {
    const createdAt = instantOf(row.date_add, view.config.timeZone) ?? placedAt;
    if (!createdAt) return [];
    const status = row.id_order_state > 0 ? statusOf(view, row.id_order_state) : null;
    return [{ createdAt, status, comment: null, notified: null }];
  });
  return [...changes, ...messages].sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
}
