import type { SelectQueryBuilder } from 'kysely';
import type { IdOrder } from '../../model/id-order.js';
import type { OrderReturn, ReturnFilter } from '../../model/order-return.js';
import { factsOf } from '../facts.js';
import { plainText, unescaped } from '../html-text.js';
import { instantOf } from '../store-time.js';
import { type OpenCartView, zoneOf } from './opencart-config.js';
import { goodsOf } from './opencart-goods.js';
import { nameOf } from './opencart-names.js';
import { type OpenCartTables, opencart } from './opencart-relations.js';
import { piecesOf } from './opencart-stock.js';

interface Named {
  readonly status_name: string | null;
  readonly reason_name: string | null;
}
type Query = SelectQueryBuilder<OpenCartTables & { r: OpenCartTables['return'] }, 'r', object>;

const { between, from, id, ids, listed, made, rowNumbered } = factsOf<
  OpenCartView,
  OpenCartTables,
  'return',
  'r',
  Record<never, never>,
  Named
>();

const goods = rowNumbered('product_id', 'return-goods', 'p.product_id', ({ view }) =>
  opencart
    .selectFrom('product as p')
    .$if(view.columns.has('product', 'master_id'), (query) => query.select('p.master_id')),
);

/** What shoppers asked to send back: one product each. */
const orderReturn = listed<OrderReturn, ReturnFilter, IdOrder>({
  kind: null,
  from: 'return as r',
  key: 'return_id',
  statement: 'returns',
  always: ['orderId'],
  derived: {
    status_name: (query: Query, view: OpenCartView) =>
      query.select(nameOf(view, 'return_status', 'return_status_id', 'r.return_status_id').as('status_name')),
    reason_name: (query: Query, view: OpenCartView) =>
      query.select(nameOf(view, 'return_reason', 'return_reason_id', 'r.return_reason_id').as('reason_name')),
  },
  fields: {
    orderId: from(['order_id'], (row) => (row.order_id > 0 ? String(row.order_id) : null)),
    items: made(['product_id', 'product', 'quantity', 'reason_name'], [goods], (row, [found], { view }) => [
      {
        storeId: view.storeId,
        ...goodsOf(row.product_id, (found() as { master_id?: number | null } | null)?.master_id),
        name: unescaped(row.product ?? ''),
        quantity: piecesOf(row.quantity) ?? '0',
        reason: plainText(row.reason_name),
      },
    ]),
    status: from(['status_name'], (row) => plainText(row.status_name)),
    comment: from(['comment'], (row) => plainText(row.comment)),
    createdAt: from(['date_added'], (row, { view }) => instantOf(row.date_added, zoneOf(view))),
    updatedAt: from(['date_modified'], (row, { view }) => instantOf(row.date_modified, zoneOf(view))),
  },
  list: {
    orders: { ID: { column: null } },
    filter: {
      ids: ids('r.return_id'),
      orderId: id('r.order_id'),
      ...between('created', 'r.date_added', zoneOf),
    },
  },
});

/** The returns of a store; null where it has no such table. */
export const returnIn = ({ columns }: OpenCartView) => (columns.has('return') ? orderReturn : null);
