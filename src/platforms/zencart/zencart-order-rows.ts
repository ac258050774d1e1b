import type { Statement } from '../../bridge/plan.js';
import type { Selection } from '../../model/selection.js';
import type { Gathering } from '../gathering.js';
import type { ZenCartView } from './zencart-config.js';
import { type ZenCartTables, zencart } from './zencart-tables.js';

type Row = ZenCartTables['orders'];
type Column = Exclude<keyof Row, 'orders_id'>;

/** A row of `orders`, with the columns that the wanted fields need. */
export type OrderRow = Pick<Row, 'orders_id'> & Partial<Row>;

const currency: readonly Column[] = ['currency', 'currency_value'];
const sums: readonly Column[] = [...currency, 'order_total', 'order_tax', 'coupon_code'];

function addressColumns(kind: 'billing' | 'delivery'): readonly Column[] {
  return [
    'customers_id',
    `${kind}_name`,
    `${kind}_company`,
    `${kind}_street_address`,
    `${kind}_suburb`,
    `${kind}_city`,
    `${kind}_postcode`,
    `${kind}_state`,
    `${kind}_country`,
  ];
}

/** The columns that each field is made of. */
const columnsOf: Readonly<Record<string, readonly Column[]>> = {
  status: ['orders_status'],
  financialStatus: ['orders_status', 'payment_module_code'],
  fulfillmentStatus: ['orders_status'],
  currencyCode: ['currency'],
  subtotal: sums,
  discountTotal: sums,
  shippingTotal: sums,
  taxTotal: sums,
  totals: sums,
  discounts: sums,
  total: [...currency, 'order_total'],
  refundedTotal: [...currency, 'order_total', 'orders_status'],
  lineItems: currency,
  customer: ['customers_id'],
  email: ['customers_email_address'],
  phone: ['customers_telephone'],
  billingAddress: addressColumns('billing'),
  shippingAddress: [...addressColumns('delivery'), 'shipping_module_code'],
  shippingMethod: ['shipping_method'],
  paymentMethod: ['payment_method'],
  history: ['date_purchased', 'last_modified'],
  placedAt: ['date_purchased', 'last_modified'],
  updatedAt: ['last_modified'],
};

/** Asks for the rows of orders, with the columns that the selected fields need and this store has. */
export function orderRows(
  view: ZenCartView,
  gathering: Gathering,
  ids: number[],
  selection: Selection,
): Statement<OrderRow> {
  const columns = new Set(selection.fields.flatMap((field) => columnsOf[field] ?? []));
  const there = [...columns].filter((column) => view.columns.has('orders', column));
  return gathering.add(
    'orders',
    zencart
      .selectFrom('orders as o')
      .select('o.orders_id')
      .select(there.map((column) => `o.${column}` as const))
      .where('o.orders_id', 'in', ids),
  ) as Statement<OrderRow>;
}
