import type { LineItem } from '../../model/order-parts.js';
import { decimal, sumOf } from '../decimals.js';
import { plainText, unescaped } from '../html-text.js';
import { type Charge, chargeIn } from './opencart-order-amounts.js';
import { facts } from './opencart-order-list.js';
import { type OpenCartTables, opencart } from './opencart-relations.js';
import { piecesOf } from './opencart-stock.js';

const { made, rowsBeside } = facts;

/** What was ordered. */
const goods = rowsBeside('lines', 'l.order_id', ({ view }) => {
  const named = view.columns.has('order_product', 'master_id');
  return opencart
    .selectFrom('order_product as l')
    .select(['l.order_product_id', 'l.product_id', 'l.name', 'l.model', 'l.quantity', 'l.price'])
    .select(['l.total', 'l.tax'])
    .$if(named, (query) => query.select('l.master_id'))
    .$if(!named && view.columns.has('product', 'master_id'), (query) =>
      query.leftJoin('product as p', 'p.product_id', 'l.product_id').select('p.master_id'),
    )
    .orderBy('l.order_product_id');
});

/** What was chosen for each line, where that is selected. */
const chosen = rowsBeside('line-options', 'o.order_id', ({ selection }) =>
  selection.at('lineItems').has('options')
    ? opencart
        .selectFrom('order_option as o')
        .select(['o.order_product_id', 'o.name', 'o.value'])
        .orderBy('o.order_option_id')
    : null,
);

/** Gift certificates bought with an order, up to 4.0. */
const certificates = rowsBeside('vouchers', 'v.order_id', ({ view }) =>
  view.columns.has('order_voucher')
    ? opencart
        .selectFrom('order_voucher as v')
        .select(['v.order_voucher_id', 'v.description', 'v.amount'])
        .orderBy('v.order_voucher_id')
    : null,
);

/** An order's lines; gift certificates bought with it come last, since the subtotal counts them. */
export const lineItems = made(
  ['currency_code', 'currency_value'],
  [goods, chosen, certificates],
  (row, [bought, options, vouchers], { view }) => {
    const charge = chargeIn(row, view);
    const { storeId } = view;
    return [
      ...bought().map((line): LineItem => {
        const own = options().filter((option) => option.order_product_id === line.order_product_id);
        return {
          storeId,
          ...productOf(line.product_id, line.master_id ?? 0),
          nativeId: String(line.order_product_id),
          name: unescaped(line.name ?? ''),
          sku: plainText(line.model),
          quantity: piecesOf(line.quantity) ?? '0',
          unitPrice: charge(decimal(line.price)),
          taxTotal: charge(decimal(line.tax).times(decimal(line.quantity))),
          discountTotal: charge(sumOf([])),
          total: charge(decimal(line.total)),
          options: own.map((option) => ({ name: unescaped(option.name ?? ''), value: unescaped(option.value ?? '') })),
        };
      }),
      ...vouchers().map((voucher) => certificateLine(storeId, voucher, charge)),
    ];
  },
);

function productOf(id: number, master: number) {
  if (master > 0) return { productId: String(master), variantId: String(id) };
  return { productId: id > 0 ? String(id) : null, variantId: null };
}

type Voucher = Omit<OpenCartTables['order_voucher'], 'order_id'>;

function certificateLine(storeId: string, voucher: Voucher, charge: Charge): LineItem {
  const [amount, nothing] = [charge(decimal(voucher.amount)), charge(sumOf([]))];
  return {
    storeId,
    productId: null,
    variantId: null,
    // Apart from the numbers of order_product, which count for themselves.
    nativeId: `voucher-${voucher.order_voucher_id}`,
    name: unescaped(voucher.description ?? ''),
    sku: null,
    quantity: '1',
    unitPrice: amount,
    taxTotal: nothing,
    discountTotal: nothing,
    total: amount,
    options: [],
  };
}
