import type { IdOrder } from '../../model/id-order.js';
import type { WishList, WishListFilter } from '../../model/wish-list.js';
import { factsOf } from '../facts.js';
import { instantOf } from '../store-time.js';
import { type OpenCartView, zoneOf } from './opencart-config.js';
import { goodsOf, withMaster } from './opencart-goods.js';
import { type OpenCartTables, opencart } from './opencart-relations.js';

const { asked, from, id, ids, listed, none, rowsBeside } = factsOf<OpenCartView, OpenCartTables, 'customer', 'c'>();

const wishes = rowsBeside('wishes', 'l.customer_id', ({ view }) =>
  withMaster(
    view,
    opencart
      .selectFrom('customer_wishlist as l')
      .select(['l.product_id', 'l.date_added'])
      .orderBy('l.date_added')
      .orderBy('l.product_id'),
  ),
);

/** What customers noted: one list each. */
export const wishList = listed<WishList, WishListFilter, IdOrder>({
  kind: null,
  from: 'customer as c',
  key: 'customer_id',
  statement: 'wish-lists',
  lean: true,
  always: ['customerId'],
  fields: {
    customerId: from([], (_row, { id: own }) => String(own)),
    name: none(null),
    items: asked(wishes, (rows, { view }) =>
      rows.map((row) => ({
        storeId: view.storeId,
        ...goodsOf(row.product_id, row.master_id),
        quantity: '1',
        comment: null,
        addedAt: instantOf(row.date_added, zoneOf(view)),
      })),
    ),
  },
  list: {
    every: (query) =>
      query.where((eb) =>
        eb.exists(
          eb
            .selectFrom('customer_wishlist as l')
            .select('l.customer_id')
            .whereRef('l.customer_id', '=', 'c.customer_id'),
        ),
      ),
    orders: { ID: { column: null } },
    filter: { ids: ids('c.customer_id'), customerId: id('c.customer_id') },
  },
});
