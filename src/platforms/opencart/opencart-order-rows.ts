import { type Results, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { Address } from '../../model/address.js';
import type { Selection } from '../../model/selection.js';
import type { Gathering } from '../gathering.js';
import { addressOf, zonesOf } from './opencart-addresses.js';
import type { OpenCartView } from './opencart-config.js';
import { type OpenCartTables, opencart } from './opencart-tables.js';

type Row = OpenCartTables['order'];
type Column = Exclude<keyof Row, 'order_id'>;

/** A row of `order`, with the columns that the wanted fields need. */
export type OrderRow = Pick<Row, 'order_id'> & Partial<Row>;

const currency: readonly Column[] = ['currency_code', 'currency_value'];
const payment: readonly Column[] = ['payment_method', 'payment_code'];

function addressColumns(kind: 'payment' | 'shipping'): readonly Column[] {
  return [
    `${kind}_firstname`,
    `${kind}_lastname`,
    `${kind}_company`,
    `${kind}_address_1`,
    `${kind}_address_2`,
    `${kind}_city`,
    `${kind}_postcode`,
    `${kind}_country_id`,
    `${kind}_zone`,
    `${kind}_zone_id`,
  ];
}

/** The columns that each field is made of. */
const columnsOf: Readonly<Record<string, readonly Column[]>> = {
  status: ['order_status_id'],
  financialStatus: ['order_status_id', ...payment],
  fulfillmentStatus: ['order_status_id'],
  currencyCode: ['currency_code'],
  subtotal: [...currency, 'total'],
  discountTotal: currency,
  shippingTotal: currency,
  taxTotal: currency,
  total: [...currency, 'total'],
  refundedTotal: [...currency, 'total', 'order_status_id'],
  lineItems: currency,
  totals: currency,
  discounts: currency,
  customer: ['customer_id'],
  email: ['email'],
  phone: ['telephone'],
  billingAddress: addressColumns('payment'),
  shippingAddress: addressColumns('shipping'),
  shippingMethod: ['shipping_method'],
  paymentMethod: payment,
  history: ['date_added'],
  placedAt: ['date_added', 'date_modified'],
  updatedAt: ['date_modified'],
};

/** Asks for the rows of orders, with the columns that the selected fields need and this store has; null where none is needed. */
export function orderRows(
  view: OpenCartView,
  gathering: Gathering,
  ids: number[],
  selection: Selection,
): Statement<OrderRow> | null {
  const columns = new Set(selection.fields.flatMap((field) => columnsOf[field] ?? []));
  const there = [...columns].filter((column) => view.columns.has('order', column));
  if (there.length === 0) return null;
  return gathering.add(
    'orders',
    opencart
      .selectFrom('order as o')
      .select('o.order_id')
      .select(there.map((column) => `o.${column}` as const))
      .where('o.order_id', 'in', ids),
  ) as Statement<OrderRow>;
}

/** The two addresses of an order, as written into it when it was placed. */
export interface OrderAddresses {
  billing(results: Results, row: OrderRow): Address | null;
  shipping(results: Results, row: OrderRow): Address | null;
}

/** Reads addresses, asking for the codes of their zones where those are selected. */
export function orderAddressesOf(
  view: OpenCartView,
  gathering: Gathering,
  rows: Statement<OrderRow> | null,
  selection: Selection,
): OrderAddresses {
  const codeWanted = (field: string) => selection.at(field).has('regionCode');
  const from = rows as Statement<Row> | null;
  const zoneIds = [
    ...(from && codeWanted('billingAddress') ? valuesFrom(from, 'payment_zone_id') : []),
    ...(from && codeWanted('shippingAddress') ? valuesFrom(from, 'shipping_zone_id') : []),
  ];
  const zones = zoneIds.length > 0 ? zonesOf(view, gathering, zoneIds, 'zones') : null;
  const address = (kind: 'payment' | 'shipping', results: Results, row: OrderRow) =>
    addressOf(view, {
      firstname: row[`${kind}_firstname`],
      lastname: row[`${kind}_lastname`],
      company: row[`${kind}_company`],
      address_1: row[`${kind}_address_1`],
      address_2: row[`${kind}_address_2`],
      city: row[`${kind}_city`],
      postcode: row[`${kind}_postcode`],
      country_id: row[`${kind}_country_id`],
      region: row[`${kind}_zone`],
      regionCode: zones?.(results, row[`${kind}_zone_id`])?.code,
    });
  return {
    billing: (results, row) => address('payment', results, row),
    shipping: (results, row) => address('shipping', results, row),
  };
}
