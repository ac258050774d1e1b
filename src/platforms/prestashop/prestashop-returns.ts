import type { IdOrder } from '../../model/id-order.js';
import type { OrderReturn, ReturnFilter } from '../../model/order-return.js';
import { factsOf } from '../facts.js';
import { heldText } from '../html-text.js';
import { instantOf } from '../store-time.js';
import { type PrestaShopTables, prestashop } from './prestashop-relations.js';
import { type PrestaShopView, zoneOf } from './prestashop-view.js';

const { asked, between, from, id, ids, listed, rowNumbered, rowsBeside } = factsOf<
  PrestaShopView,
  PrestaShopTables,
  'order_return',
  'r'
>();

const lines = rowsBeside('return-lines', 'd.id_order_return', () =>
  prestashop
    .selectFrom('order_return_detail as d')
    .innerJoin('order_detail as l', 'l.id_order_detail', 'd.id_order_detail')
    .select(['l.product_id', 'l.product_attribute_id', 'l.product_name', 'd.product_quantity'])
    .orderBy('d.id_order_detail'),
);

const state = rowNumbered('state', 'return-states', 's.id_order_return_state', ({ view }) =>
  prestashop
    .selectFrom('order_return_state_lang as s')
    .select('s.name')
    .where('s.id_lang', '=', view.native.languageId),
);

/** What shoppers asked to send back; PrestaShop asks for an explanation and for no reason. */
export const orderReturn = listed<OrderReturn, ReturnFilter, IdOrder>({
  kind: null,
  from: 'order_return as r',
  key: 'id_order_return',
  statement: 'returns',
  always: ['orderId'],
  fields: {
    orderId: from(['id_order'], (row) => String(row.id_order)),
    items: asked(lines, (rows, { view }) =>
      rows.map((row) => ({
        storeId: view.storeId,
        productId: row.product_id > 0 ? String(row.product_id) : null,
        variantId: row.product_attribute_id > 0 ? String(row.product_attribute_id) : null,
        name: heldText(row.product_name) ?? '',
        quantity: String(row.product_quantity),
        reason: null,
      })),
    ),
    status: asked(state, (row) => heldText(row?.name)),
    comment: from(['question'], (row) => heldText(row.question)),
    createdAt: from(['date_add'], (row, { view }) => instantOf(row.date_add, zoneOf(view))),
    updatedAt: from(['date_upd'], (row, { view }) => instantOf(row.date_upd, zoneOf(view))),
  },
  list: {
    orders: { ID: { column: null } },
    filter: {
      ids: ids('r.id_order_return'),
      orderId: id('r.id_order'),
      ...between('created', 'r.date_add', zoneOf),
    },
  },
});
