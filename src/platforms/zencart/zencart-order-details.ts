import type { Big } from 'big.js';
import type { Results } from '../../bridge/plan.js';
import type { LineItem, OrderEvent } from '../../model/order-parts.js';
import type { Selection } from '../../model/selection.js';
import { decimal, plainDecimal, sumOf } from '../decimals.js';
import { type Gathering, type Reading, rowsOf } from '../gathering.js';
import { plainText, unescaped } from '../html-text.js';
import type { ZenCartView } from './zencart-config.js';
import { momentOf } from './zencart-dates.js';
import { statusOf } from './zencart-listed.js';
import type { Charge, TotalRow } from './zencart-order-amounts.js';
import { type ZenCartTables, zencart } from './zencart-tables.js';
import { typedText } from './zencart-texts.js';

/** Reads an order's total rows in Zen Cart's order. */
export function totalRowsOf(gathering: Gathering, ids: number[]): Reading<readonly TotalRow[]> {
  return rowsOf(
    gathering.add(
      'totals',
      zencart
        .selectFrom('orders_total as t')
        .select(['t.orders_id', 't.class', 't.title', 't.text', 't.value'])
        .where('t.orders_id', 'in', ids)
        .orderBy('t.sort_order')
        .orderBy('t.orders_total_id'),
    ),
    'orders_id',
  );
}

type LineAmounts = Pick<
  ZenCartTables['orders_products'],
  'final_price' | 'products_quantity' | 'onetime_charges' | 'products_tax'
>;

/** The lines of orders: in full where they are wanted themselves, else what adds up to their sum alone. */
export interface Lines {
  /** The lines without tax, in the default currency. */
  sum(results: Results, id: number): Big;
  items(results: Results, id: number, charge: Charge): LineItem[];
}

/** Asks for an order's lines. */
export function linesOf(view: ZenCartView, gathering: Gathering, ids: number[], selection: Selection | null): Lines {
  const lines = rowsOf(
    gathering.add(
      'lines',
      zencart
        .selectFrom('orders_products as l')
        .select(['l.orders_id', 'l.orders_products_id', 'l.final_price', 'l.products_quantity', 'l.onetime_charges'])
        .select('l.products_tax')
        .$if(selection !== null, (query) => query.select(['l.products_id', 'l.products_name', 'l.products_model']))
        .where('l.orders_id', 'in', ids)
        .orderBy('l.orders_products_id'),
    ),
    'orders_id',
  );
  const options = selection?.has('options')
    ? rowsOf(
        gathering.add(
          'line-options',
          zencart
            .selectFrom('orders_products_attributes as a')
            .select(['a.orders_id', 'a.orders_products_id', 'a.products_options', 'a.products_options_values'])
            .where('a.orders_id', 'in', ids)
            .orderBy('a.orders_products_attributes_id'),
        ),
        'orders_id',
      )
    : null;
  return {
    sum: (results, id) => sumOf(lines(results, id).map(lineTotal)),
    items: (results, id, charge) =>
      lines(results, id).map((row): LineItem => {
        const total = lineTotal(row);
        return {
          storeId: view.storeId,
          productId: row.products_id ? String(row.products_id) : null,
          variantId: null,
          nativeId: String(row.orders_products_id),
          name: unescaped(row.products_name ?? ''),
          sku: plainText(row.products_model),
          quantity: plainDecimal(decimal(row.products_quantity)),
          unitPrice: charge(decimal(row.final_price)),
          taxTotal: charge(total.times(decimal(row.products_tax)).div(100)),
          discountTotal: charge(sumOf([])),
          total: charge(total),
          ...(options && {
            options: options(results, id)
              .filter((option) => option.orders_products_id === row.orders_products_id)
              .map((option) => ({
                name: unescaped(option.products_options ?? ''),
                value: option.products_options_values ?? '',
              })),
          }),
        };
      }),
  };
}

/** A line without tax: its pieces, and what is charged once for it. */
function lineTotal(row: LineAmounts): Big {
  return decimal(row.final_price).times(decimal(row.products_quantity)).plus(decimal(row.onetime_charges));
}

/** Reads what an order went through: its events, and the statuses that it had. */
export interface History {
  /** Oldest first. An event without a time of its own is given the order's. */
  events(results: Results, id: number, placedAt: Date | null): OrderEvent[];
  statusIds(results: Results, id: number): number[];
}

/** Asks for the status history, notes that the shopper never sees included; for the statuses alone where events are not wanted. */
export function historyOf(
  view: ZenCartView,
  gathering: Gathering,
  ids: number[],
  wanted: { events: boolean },
): History {
  const rows = rowsOf(
    gathering.add(
      'history',
      zencart
        .selectFrom('orders_status_history as h')
        .select(['h.orders_id', 'h.orders_status_id'])
        .$if(wanted.events, (query) => query.select(['h.customer_notified', 'h.comments', 'h.date_added']))
        .where('h.orders_id', 'in', ids)
        .orderBy('h.date_added')
        .orderBy('h.orders_status_history_id'),
    ),
    'orders_id',
  );
  return {
    events: (results, id, placedAt) =>
      rows(results, id).flatMap((row) => {
        const createdAt = momentOf(row.date_added, view.config.timeZone) ?? placedAt;
        if (!createdAt) return [];
        return [
          {
            createdAt,
            status: row.orders_status_id > 0 ? statusOf(view, row.orders_status_id) : null,
            comment: typedText(row.comments),
            notified: row.customer_notified === 1,
          },
        ];
      }),
    statusIds: (results, id) => rows(results, id).map((row) => row.orders_status_id),
  };
}
