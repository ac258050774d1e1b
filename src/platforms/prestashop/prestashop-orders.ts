import { orError, type Results, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import { globalId } from '../../model/ids.js';
import type { Order, OrderFilter, OrderOrder } from '../../model/order.js';
import type { Selection } from '../../model/selection.js';
import { ServiceError } from '../../model/service-error.js';
import { decimal, money } from '../decimals.js';
import { type Gathering, type Reading, rowOf } from '../gathering.js';
import { byIdsPlan, pagePlan } from '../plans.js';
import type { Collection } from '../platform.js';
import { instantOf } from '../store-time.js';
import { addressesById, addressOf, phoneOf } from './prestashop-addresses.js';
import { type PrestaShopView, viewOf } from './prestashop-config.js';
import { customerReading, realCustomers } from './prestashop-customers.js';
import { statusOf } from './prestashop-listed.js';
import { amountsOf } from './prestashop-order-amounts.js';
import {
  carrierName,
  discountsOf,
  eventsOf,
  messagesOf,
  paymentsOf,
  refundsOf,
  shipmentsOf,
  statusesOf,
} from './prestashop-order-details.js';
import { linesOf, piecesOf } from './prestashop-order-lines.js';
import { filteredOrders, orderKeys } from './prestashop-order-list.js';
import { financialStatusOf, fulfillmentStatusOf } from './prestashop-order-states.js';
import { decimals } from './prestashop-prices.js';
import { heldText, type PrestaShopTables, prestashop } from './prestashop-tables.js';

type Row = PrestaShopTables['orders'];
type OrderRow = Pick<Row, 'id_order'> & Partial<Row>;

export const orders: Collection<Order, OrderFilter, OrderOrder> = {
  page(store, request) {
    const view = viewOf(store);
    return pagePlan(filteredOrders(view, request.filter), orderKeys(request.orderBy), request, (gathering, listed) =>
      orderReading(view, gathering, listed, request.selection),
    );
  },
  byIds(store, nativeIds, selection) {
    const view = viewOf(store);
    const listed = (ids: number[]) =>
      prestashop.selectFrom('orders as o').select('o.id_order as id').where('o.id_order', 'in', ids);
    return byIdsPlan(nativeIds, listed, (gathering, from) => orderReading(view, gathering, from, selection));
  },
};

const amountFields = ['subtotal', 'discountTotal', 'shippingTotal', 'taxTotal', 'total', 'totals'] as const;

const amountColumns = [
  'total_products',
  'total_discounts_tax_excl',
  'total_shipping_tax_excl',
  'total_wrapping_tax_excl',
  'total_paid_tax_incl',
  'total_paid_tax_excl',
] as const;

/** The columns of `orders` that each field is made of, besides the currency and the time, which many need. */
const columnsOf: Readonly<Record<string, readonly (keyof Row)[]>> = {
  number: ['reference'],
  status: ['current_state'],
  financialStatus: ['current_state', 'total_paid_tax_incl', 'total_paid_real'],
  fulfillmentStatus: ['current_state'],
  ...Object.fromEntries(amountFields.map((field) => [field, amountColumns])),
  customer: ['id_customer'],
  email: ['id_customer'],
  phone: ['id_address_invoice'],
  billingAddress: ['id_address_invoice'],
  shippingAddress: ['id_address_delivery'],
  shippingMethod: ['id_carrier'],
  paymentMethod: ['payment'],
  updatedAt: ['date_upd'],
};

function orderReading(
  view: PrestaShopView,
  gathering: Gathering,
  listed: Statement<{ id: number }>,
  selection: Selection,
): Reading<AsRead<Order> | null> {
  const wants = (...fields: readonly string[]) => selection.has(...fields);
  const ids = valuesFrom(listed, 'id');
  const columns = new Set(selection.fields.flatMap((field) => columnsOf[field] ?? []));
  const rows = gathering.add(
    'orders',
    prestashop
      .selectFrom('orders as o')
      .select(['o.id_order', 'o.id_currency', 'o.date_add'])
      .select([...columns].map((column) => `o.${column}` as const))
      .where('o.id_order', 'in', ids),
  ) as Statement<OrderRow>;
  const from = rows as Statement<Row>;
  const own = rowOf(rows, 'id_order');
  const lines = wants('lineItems') ? linesOf(view, gathering, ids, selection.at('lineItems')) : null;
  const discounts = wants('discounts') ? discountsOf(view, gathering, ids) : null;
  const customer = wants('customer') ? customerOf(view, gathering, from, selection.at('customer')) : null;
  const buyers = wants('email') ? emailsOf(gathering, from) : null;
  const addressIds = [
    ...(wants('billingAddress', 'phone') ? valuesFrom(from, 'id_address_invoice') : []),
    ...(wants('shippingAddress') ? valuesFrom(from, 'id_address_delivery') : []),
  ];
  const addresses = addressIds.length > 0 ? addressesById(gathering, addressIds) : null;
  const carriers = wants('shippingMethod') ? carriersOf(gathering, from) : null;
  const payments = wants('transactions') ? paymentsOf(view, gathering, ids) : null;
  const shipments = wants('shipments') ? shipmentsOf(view, gathering, ids) : null;
  const refunds = wants('refunds', 'refundedTotal', 'financialStatus') ? refundsOf(view, gathering, ids) : null;
  const statuses = wants('history', 'fulfillmentStatus') ? statusesOf(gathering, ids) : null;
  const messages = wants('history') ? messagesOf(view, gathering, ids) : null;
  const pieces = wants('fulfillmentStatus') ? piecesOf(gathering, ids) : null;

  return (results, id) => {
    const row = own(results, id);
    if (!row) return null;
    const order: AsRead<Order> = {
      id: globalId(view.storeId, 'Order', id),
      storeId: view.storeId,
      nativeId: String(id),
    };
    const statusId = row.current_state ?? 0;
    const status = statusOf(view, statusId);
    const currency = view.native.currencies[row.id_currency ?? 0]?.code ?? view.config.defaultCurrency;
    const placedAt = instantOf(row.date_add, view.config.timeZone);
    const address = (addressId: number | undefined) => addresses?.(results, addressId) ?? null;
    if (wants('number')) order.number = heldText(row.reference) ?? String(id);
    if (wants('status')) order.status = status;
    if (refunds && wants('financialStatus')) {
      order.financialStatus = orError(() =>
        financialStatusOf({
          state: status.state,
          markedPaid: view.native.paidStatusIds.includes(statusId),
          total: decimal(row.total_paid_tax_incl),
          paid: decimal(row.total_paid_real),
          refunded: refunds.sum(results, id),
        }),
      );
    }
    if (statuses && pieces && wants('fulfillmentStatus')) {
      order.fulfillmentStatus = orError(() => {
        const { ordered, returned } = pieces(results, id);
        const had = [statusId, ...statuses(results, id).map((event) => event.id_order_state)];
        const sent = had.some((one) => view.native.shippedStatusIds.includes(one));
        return fulfillmentStatusOf({ sent, piecesOrdered: ordered, piecesReturned: returned });
      });
    }
    if (wants('currencyCode')) order.currencyCode = currency;
    if (wants(...amountFields)) {
      const amounts = amountsOf(row, currency);
      for (const field of amountFields.filter((one) => wants(one))) Object.assign(order, { [field]: amounts[field] });
    }
    if (refunds && wants('refundedTotal')) {
      order.refundedTotal = orError(() => money(refunds.sum(results, id), currency, decimals));
    }
    if (refunds && wants('refunds')) order.refunds = orError(() => refunds.each(results, id, currency));
    if (lines) order.lineItems = orError(() => lines(results, id, currency));
    if (discounts) order.discounts = orError(() => discounts(results, id, currency));
    if (customer) order.customer = orError(() => customer(results, row));
    if (buyers) order.email = orError(() => heldText(buyers(results, row.id_customer ?? 0)?.email));
    if (wants('phone')) {
      order.phone = orError(() => {
        const held = address(row.id_address_invoice);
        return held && phoneOf(held);
      });
    }
    for (const [field, addressId] of [
      ['billingAddress', row.id_address_invoice],
      ['shippingAddress', row.id_address_delivery],
    ] as const) {
      if (!wants(field)) continue;
      order[field] = orError(() => {
        const held = address(addressId);
        return held && addressOf(view, held);
      });
    }
    if (carriers) {
      order.shippingMethod = orError(() => carrierName(view, carriers(results, row.id_carrier ?? 0)?.name));
    }
    if (wants('paymentMethod')) order.paymentMethod = heldText(row.payment);
    if (payments) order.transactions = orError(() => payments(results, id));
    if (shipments) order.shipments = orError(() => shipments(results, id));
    if (statuses && messages && wants('history')) {
      order.history = orError(() => eventsOf(view, statuses(results, id), messages(results, id), placedAt));
    }
    if (wants('placedAt')) order.placedAt = orError(() => placedAtOf(id, placedAt));
    if (wants('updatedAt')) order.updatedAt = instantOf(row.date_upd, view.config.timeZone);
    return order;
  };
}

/** Asks for the buyers of orders; guests and those whose account was deleted are none. */
function customerOf(view: PrestaShopView, gathering: Gathering, rows: Statement<Row>, selection: Selection) {
  const listed = gathering.add(
    'buyers',
    realCustomers().select('c.id_customer as id').where('c.id_customer', 'in', valuesFrom(rows, 'id_customer')),
  );
  const real = rowOf(listed, 'id');
  const read = customerReading(view, gathering, listed, selection);
  return (results: Results, row: OrderRow) => {
    const id = row.id_customer ?? 0;
    return real(results, id) ? read(results, id) : null;
  };
}

function emailsOf(gathering: Gathering, rows: Statement<Row>) {
  return rowOf(
    gathering.add(
      'emails',
      prestashop
        .selectFrom('customer as c')
        .select(['c.id_customer', 'c.email'])
        .where('c.id_customer', 'in', valuesFrom(rows, 'id_customer')),
    ),
    'id_customer',
  );
}

function carriersOf(gathering: Gathering, rows: Statement<Row>) {
  return rowOf(
    gathering.add(
      'methods',
      prestashop
        .selectFrom('carrier as c')
        .select(['c.id_carrier', 'c.name'])
        .where('c.id_carrier', 'in', valuesFrom(rows, 'id_carrier')),
    ),
    'id_carrier',
  );
}

function placedAtOf(id: number, placedAt: Date | null): Date {
  if (placedAt) return placedAt;
  throw new ServiceError('STORE_ANSWER_INVALID', 'The store holds no time for this order.', { orderId: String(id) });
}
