import type { SelectQueryBuilder } from 'kysely';
import { orError, type Results, type Statement, valuesFrom } from '../../bridge/plan.js';
import { type AsRead, valueRead } from '../../model/as-read.js';
import { globalId } from '../../model/ids.js';
import type { Order, OrderFilter, OrderOrder, OrderState } from '../../model/order.js';
import type { Selection } from '../../model/selection.js';
import { ServiceError } from '../../model/service-error.js';
import { decimal, sumOf } from '../decimals.js';
import { type Gathering, type Reading, rowOf } from '../gathering.js';
import { formsAsStored, plainText } from '../html-text.js';
import { byIdsPlan, pagePlan } from '../plans.js';
import type { Collection } from '../platform.js';
import { orderParts, type PageKeys } from '../relay-page.js';
import { instantOf, textFrom } from '../store-time.js';
import { type OpenCartView, viewOf } from './opencart-config.js';
import { customerReading } from './opencart-customers.js';
import { statusOf } from './opencart-listed.js';
import { amountsOf, chargeOf } from './opencart-order-amounts.js';
import { historyOf, linesOf, piecesOf, shipmentsOf, totalRowsOf } from './opencart-order-details.js';
import { type OrderRow, orderAddressesOf, orderRows } from './opencart-order-rows.js';
import { financialStatusOf, fulfillmentStatusOf } from './opencart-order-states.js';
import { type OpenCartTables, opencart, rowId, rowIds, zeroDates } from './opencart-tables.js';

type Filtered = SelectQueryBuilder<OpenCartTables & { o: OpenCartTables['order'] }, 'o', object>;

const sortColumns: Readonly<Record<string, PageKeys>> = {
  PLACED_AT: { id: 'o.order_id', column: 'o.date_added', nullable: true },
  UPDATED_AT: { id: 'o.order_id', column: 'o.date_modified', nullable: true },
  TOTAL: { id: 'o.order_id', column: 'o.total', nullable: true },
};

/** Orders; a row of status 0 is a checkout that was never finished. */
export const orders: Collection<Order, OrderFilter, OrderOrder> = {
  page(store, request) {
    const view = viewOf(store);
    const keys = sortColumns[orderParts(request.orderBy).by] ?? { id: 'o.order_id', column: null };
    return pagePlan(filtered(view, request.filter), keys, request, (gathering, listed) =>
      orderReading(view, gathering, listed, request.selection),
    );
  },
  byIds(store, nativeIds, selection) {
    const view = viewOf(store);
    const listed = (ids: number[]) =>
      opencart
        .selectFrom('order as o')
        .select('o.order_id as id')
        .where('o.order_id', 'in', ids)
        .where('o.order_status_id', '>', 0);
    return byIdsPlan(nativeIds, listed, (gathering, from) => orderReading(view, gathering, from, selection));
  },
};

const amountFields = ['subtotal', 'discountTotal', 'shippingTotal', 'taxTotal', 'totals', 'discounts'] as const;

function orderReading(
  view: OpenCartView,
  gathering: Gathering,
  listed: Statement<{ id: number }>,
  selection: Selection,
): Reading<AsRead<Order> | null> {
  const wants = (...fields: readonly string[]) => selection.has(...fields);
  const ids = valuesFrom(listed, 'id');
  const rows = orderRows(view, gathering, ids, selection);
  const row: Reading<OrderRow | null> = rows ? rowOf(rows, 'order_id') : (_results, id) => ({ order_id: id });
  const totals = wants(...amountFields) ? totalRowsOf(gathering, ids) : null;
  const lines = wants('lineItems') ? linesOf(view, gathering, ids, selection.at('lineItems')) : null;
  const customer = rows && wants('customer') ? customerOf(view, gathering, rows, selection.at('customer')) : null;
  const addresses = orderAddressesOf(view, gathering, rows, selection);
  const history = wants('history', 'fulfillmentStatus')
    ? historyOf(view, gathering, ids, { events: wants('history') })
    : null;
  const shipments = wants('shipments', 'fulfillmentStatus') ? shipmentsOf(view, gathering, ids) : null;
  const pieces = wants('fulfillmentStatus') ? piecesOf(view, gathering, ids) : null;

  return (results, id) => {
    const held = row(results, id);
    if (!held) return null;
    const order: AsRead<Order> = {
      id: globalId(view.storeId, 'Order', id),
      storeId: view.storeId,
      nativeId: String(id),
    };
    const status = statusOf(view, held.order_status_id ?? 0);
    const charge = chargeOf(held.currency_code ?? view.config.defaultCurrency, held.currency_value ?? 1);
    const placedAt = instantOf(held.date_added, view.config.timeZone);
    if (wants('number')) order.number = String(id);
    if (wants('status')) order.status = status;
    if (wants('financialStatus')) order.financialStatus = financialStatusOf(status.state, paymentOf(held).code);
    if (history && pieces && wants('fulfillmentStatus')) {
      order.fulfillmentStatus = orError(() =>
        fulfillmentStatusOf({
          state: status.state,
          sent:
            [held.order_status_id ?? 0, ...history.statusIds(results, id)].some((one) =>
              view.native.shippedStatusIds.includes(one),
            ) || (shipments?.(results, id).length ?? 0) > 0,
          piecesOrdered: pieces.ordered(results, id),
          piecesReturned: pieces.returned(results, id),
        }),
      );
    }
    if (wants('currencyCode')) order.currencyCode = held.currency_code ?? view.config.defaultCurrency;
    if (totals) {
      for (const field of amountFields.filter((one) => wants(one))) {
        Object.assign(order, {
          [field]: orError(() => amountsOf(totals(results, id), held.total ?? 0, charge)[field]),
        });
      }
    }
    if (wants('total')) order.total = charge(decimal(held.total));
    // OpenCart keeps no refunds: an order whose status says so was paid back in full.
    if (wants('refundedTotal'))
      order.refundedTotal = charge(status.state === 'REFUNDED' ? decimal(held.total) : sumOf([]));
    if (lines) order.lineItems = orError(() => lines(results, id, charge));
    if (customer) order.customer = orError(() => customer(results, held));
    if (wants('email')) order.email = plainText(held.email);
    if (wants('phone')) order.phone = plainText(held.telephone);
    if (wants('billingAddress')) order.billingAddress = orError(() => addresses.billing(results, held));
    if (wants('shippingAddress')) order.shippingAddress = orError(() => addresses.shipping(results, held));
    if (wants('shippingMethod')) order.shippingMethod = methodOf(held.shipping_method ?? null).name;
    if (wants('paymentMethod')) order.paymentMethod = paymentOf(held).name;
    // Payments are their providers' business here; the bridge lets out no reference to them either.
    if (wants('transactions')) order.transactions = [];
    if (wants('shipments')) order.shipments = orError(() => shipments?.(results, id) ?? []);
    if (wants('refunds')) order.refunds = [];
    if (history && wants('history')) order.history = orError(() => history.events(results, id, placedAt));
    if (wants('placedAt')) order.placedAt = orError(() => placedAtOf(view, held, placedAt));
    if (wants('updatedAt')) order.updatedAt = instantOf(held.date_modified, view.config.timeZone);
    return order;
  };
}

function customerOf(view: OpenCartView, gathering: Gathering, rows: Statement<OrderRow>, selection: Selection) {
  // The order's own columns name the customer; the ids of guests, 0, find no one.
  const listed = gathering.add(
    'buyers',
    opencart
      .selectFrom('customer as c')
      .select('c.customer_id as id')
      .where('c.customer_id', 'in', valuesFrom(rows as Statement<{ customer_id: number }>, 'customer_id')),
  );
  const read = customerReading(view, gathering, listed, selection);
  return (results: Results, row: OrderRow) => (row.customer_id ? read(results, row.customer_id) : null);
}

/** A method as held: plain text, or JSON with a name and a code from 4.0.2 on (`flat.flat`: the extension and its quote). */
function methodOf(text: string | null): { readonly name: string | null; readonly code: string | null } {
  const plain = plainText(text);
  if (!plain?.startsWith('{')) return { name: plain, code: null };
  try {
    const { name, code } = JSON.parse(plain) as { name?: unknown; code?: unknown };
    return {
      name: typeof name === 'string' ? plainText(name) : null,
      code: typeof code === 'string' ? (code.split('.')[0] ?? null) : null,
    };
  } catch {
    return { name: plain, code: null };
  }
}

function paymentOf(row: OrderRow): { readonly name: string | null; readonly code: string | null } {
  const method = methodOf(row.payment_method ?? null);
  return { name: method.name, code: method.code ?? plainText(row.payment_code) };
}

function placedAtOf(view: OpenCartView, row: OrderRow, placedAt: Date | null): Date {
  const time = placedAt ?? instantOf(row.date_modified, view.config.timeZone);
  if (time) return time;
  throw new ServiceError('STORE_ANSWER_INVALID', 'The store holds no time for this order.', {
    orderId: String(row.order_id),
  });
}

function filtered(view: OpenCartView, filter: OrderFilter): Filtered | null {
  let query: Filtered = opencart.selectFrom('order as o').where('o.order_status_id', '>', 0);
  // An order's number is its id.
  for (const given of [filter.ids, filter.numbers]) {
    if (!given) continue;
    const ids = rowIds(given);
    if (ids.length === 0) return null;
    query = query.where('o.order_id', 'in', ids);
  }
  if (filter.statusIds) {
    const ids = rowIds(filter.statusIds);
    if (ids.length === 0) return null;
    query = query.where('o.order_status_id', 'in', ids);
  }
  if (filter.states) {
    const narrowed = withStates(view, query, filter.states);
    if (!narrowed) return null;
    query = narrowed;
  }
  if (filter.customerId !== null && filter.customerId !== undefined) {
    const customer = rowId(filter.customerId);
    if (customer === null) return null;
    query = query.where('o.customer_id', '=', customer);
  }
  const { email } = filter;
  if (email !== null && email !== undefined) {
    const forms = formsAsStored(email);
    query = view.native.textIgnoresCase
      ? query.where('o.email', 'in', forms)
      : query.where((eb) =>
          eb(
            eb.fn<string>('lower', ['o.email']),
            'in',
            forms.map((form) => eb.fn<string>('lower', [eb.val(form)])),
          ),
        );
  }
  const zone = view.config.timeZone;
  for (const [column, after, before] of [
    ['o.date_added', filter.placedAfter, filter.placedBefore],
    ['o.date_modified', filter.updatedAfter, filter.updatedBefore],
  ] as const) {
    if (after) query = query.where(column, '>=', textFrom(after, zone));
    if (before) query = query.where(column, '<', textFrom(before, zone)).where(column, '>', zeroDates);
  }
  return query;
}

/** By the statuses of these states; a status that the merchant has deleted since counts as OTHER. */
function withStates(view: OpenCartView, query: Filtered, states: readonly OrderState[]): Filtered | null {
  const idsWhere = (wanted: boolean) =>
    valueRead(view.config.orderStatuses)
      .filter((status) => states.includes(status.state) === wanted)
      .map((status) => Number(status.nativeId));
  if (states.includes('OTHER')) {
    const others = idsWhere(false);
    return others.length === 0 ? query : query.where('o.order_status_id', 'not in', others);
  }
  const ids = idsWhere(true);
  return ids.length === 0 ? null : query.where('o.order_status_id', 'in', ids);
}
