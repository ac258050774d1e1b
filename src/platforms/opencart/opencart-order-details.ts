import type { Results } from '../../bridge/plan.js';
import type { LineItem, OrderEvent, Shipment } from '../../model/order-parts.js';
import type { Selection } from '../../model/selection.js';
import { decimal, sumOf } from '../decimals.js';
import { type Gathering, type Reading, rowOf, rowsOf } from '../gathering.js';
import { plainText, unescaped } from '../html-text.js';
import { instantOf } from '../store-time.js';
import type { OpenCartView } from './opencart-config.js';
import { statusOf } from './opencart-listed.js';
import type { Charge, TotalRow } from './opencart-order-amounts.js';
import { returnCompleteId } from './opencart-order-states.js';
import { opencart } from './opencart-tables.js';
import { hasVariants } from './opencart-variants.js';

/** Reads an order's total lines in OpenCart's order. */
export function totalRowsOf(gathering: Gathering, ids: number[]): Reading<readonly TotalRow[]> {
  return rowsOf(
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
}

/** Reads an order's lines; gift certificates bought with it (up to 4.0) come last, since the subtotal counts them. */
export function linesOf(
  view: OpenCartView,
  gathering: Gathering,
  ids: number[],
  selection: Selection,
): (results: Results, id: number, charge: Charge) => LineItem[] {
  const held = view.columns.has('order_product', 'master_id');
  const lines = rowsOf(
    gathering.add(
      'lines',
      opencart
        .selectFrom('order_product as l')
        .select([
          'l.order_id',
          'l.order_product_id',
          'l.product_id',
          'l.name',
          'l.model',
          'l.quantity',
          'l.price',
          'l.total',
        ])
        .select('l.tax')
        .$if(held, (query) => query.select('l.master_id'))
        .$if(!held && hasVariants(view), (query) =>
          query.leftJoin('product as p', 'p.product_id', 'l.product_id').select('p.master_id'),
        )
        .where('l.order_id', 'in', ids)
        .orderBy('l.order_product_id'),
    ),
    'order_id',
  );
  const options = selection.has('options')
    ? rowsOf(
        gathering.add(
          'line-options',
          opencart
            .selectFrom('order_option as o')
            .select(['o.order_id', 'o.order_product_id', 'o.name', 'o.value'])
            .where('o.order_id', 'in', ids)
            .orderBy('o.order_option_id'),
        ),
        'order_id',
      )
    : null;
  const vouchers = view.columns.has('order_voucher')
    ? rowsOf(
        gathering.add(
          'vouchers',
          opencart
            .selectFrom('order_voucher as v')
            .select(['v.order_id', 'v.order_voucher_id', 'v.description', 'v.amount'])
            .where('v.order_id', 'in', ids)
            .orderBy('v.order_voucher_id'),
        ),
        'order_id',
      )
    : null;
  return (results, id, charge) => {
    const nothing = charge(sumOf([]));
    const bought = lines(results, id).map((row): LineItem => {
      const master = Number(row.master_id ?? 0);
      return {
        storeId: view.storeId,
        productId: row.product_id > 0 ? String(master > 0 ? master : row.product_id) : null,
        variantId: master > 0 ? String(row.product_id) : null,
        nativeId: String(row.order_product_id),
        name: unescaped(row.name ?? ''),
        sku: plainText(row.model),
        quantity: String(row.quantity),
        unitPrice: charge(decimal(row.price)),
        taxTotal: charge(decimal(row.tax).times(row.quantity)),
        discountTotal: nothing,
        total: charge(decimal(row.total)),
        ...(options && {
          options: options(results, id)
            .filter((option) => option.order_product_id === row.order_product_id)
            .map((option) => ({ name: unescaped(option.name ?? ''), value: unescaped(option.value ?? '') })),
        }),
      };
    });
    const certificates = (vouchers?.(results, id) ?? []).map(
      (row): LineItem => ({
        storeId: view.storeId,
        productId: null,
        variantId: null,
        // Apart from the numbers of order_product, which count for themselves.
        nativeId: `voucher-${row.order_voucher_id}`,
        name: unescaped(row.description ?? ''),
        sku: null,
        quantity: '1',
        unitPrice: charge(decimal(row.amount)),
        taxTotal: nothing,
        discountTotal: nothing,
        total: charge(decimal(row.amount)),
        options: [],
      }),
    );
    return [...bought, ...certificates];
  };
}

/** Reads what an order went through: its events, and the statuses that it had. */
export interface History {
  /** Oldest first. An event without a time of its own is given the order's. */
  events(results: Results, id: number, placedAt: Date | null): OrderEvent[];
  statusIds(results: Results, id: number): number[];
}

/** Asks for `order_history`; for the statuses alone where the events are not wanted. */
export function historyOf(
  view: OpenCartView,
  gathering: Gathering,
  ids: number[],
  wanted: { events: boolean },
): History {
  const rows = rowsOf(
    gathering.add(
      'history',
      opencart
        .selectFrom('order_history as h')
        .select(['h.order_id', 'h.order_status_id'])
        .$if(wanted.events, (query) => query.select(['h.notify', 'h.comment', 'h.date_added']))
        .where('h.order_id', 'in', ids)
        .orderBy('h.date_added')
        .orderBy('h.order_history_id'),
    ),
    'order_id',
  );
  return {
    events: (results, id, placedAt) =>
      rows(results, id).flatMap((row) => {
        const createdAt = instantOf(row.date_added, view.config.timeZone) ?? placedAt;
        if (!createdAt) return [];
        return [
          {
            createdAt,
            status: row.order_status_id > 0 ? statusOf(view, row.order_status_id) : null,
            comment: plainText(row.comment),
            notified: row.notify === 1,
          },
        ];
      }),
    statusIds: (results, id) => rows(results, id).map((row) => row.order_status_id),
  };
}

/** Reads the parcels of an order (3.x keeps some where an extension records them); null where this store has no such table. */
export function shipmentsOf(view: OpenCartView, gathering: Gathering, ids: number[]): Reading<Shipment[]> | null {
  if (!view.columns.has('order_shipment')) return null;
  const couriers = view.columns.has('shipping_courier');
  const rows = rowsOf(
    gathering.add(
      'shipments',
      opencart
        .selectFrom('order_shipment as s')
        .select(['s.order_id', 's.order_shipment_id', 's.date_added', 's.tracking_number'])
        .$if(couriers, (query) =>
          query
            .leftJoin('shipping_courier as c', (join) =>
              join.on((eb) =>
                eb(eb.fn<string>('lower', ['c.shipping_courier_id']), '=', eb.ref('s.shipping_courier_id')),
              ),
            )
            .select('c.shipping_courier_name as carrier'),
        )
        .where('s.order_id', 'in', ids)
        .orderBy('s.date_added')
        .orderBy('s.order_shipment_id'),
    ),
    'order_id',
  );
  return (results, id) =>
    rows(results, id).map((row) => {
      const number = plainText(row.tracking_number);
      return {
        nativeId: String(row.order_shipment_id),
        carrier: plainText(row.carrier),
        trackingNumber: number,
        trackingNumbers: number === null ? [] : [number],
        trackingUrl: null,
        createdAt: instantOf(row.date_added, view.config.timeZone),
      };
    });
}

/** Reads how many pieces were ordered, and how many came back in returns that are complete. */
export function piecesOf(
  view: OpenCartView,
  gathering: Gathering,
  ids: number[],
): { readonly ordered: Reading<number>; readonly returned: Reading<number> } {
  const ordered = rowOf(
    gathering.add(
      'pieces',
      opencart
        .selectFrom('order_product as l')
        .select(['l.order_id', (eb) => eb.fn.sum<number | string>('l.quantity').as('pieces')])
        .where('l.order_id', 'in', ids)
        .groupBy('l.order_id'),
    ),
    'order_id',
  );
  const returned = view.columns.has('return')
    ? rowOf(
        gathering.add(
          'returned',
          opencart
            .selectFrom('return as r')
            .select(['r.order_id', (eb) => eb.fn.sum<number | string>('r.quantity').as('pieces')])
            .where('r.order_id', 'in', ids)
            .where('r.return_status_id', '=', returnCompleteId)
            .groupBy('r.order_id'),
        ),
        'order_id',
      )
    : null;
  return {
    ordered: (results, id) => Number(ordered(results, id)?.pieces ?? 0),
    returned: (results, id) => Number(returned?.(results, id)?.pieces ?? 0),
  };
}
