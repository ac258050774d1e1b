import type { IdOrder } from '../../model/id-order.js';
import type { WishList, WishListFilter } from '../../model/wish-list.js';
import { decimal, plainDecimal } from '../decimals.js';
import { factsOf } from '../facts.js';
import { heldText } from '../html-text.js';
import { instantOf } from '../store-time.js';
import type { Magento1View } from './magento1-config.js';
import { type Magento1Tables, magento } from './magento1-relations.js';

const { asked, from, id, ids, listed, none, rowsBeside } = factsOf<Magento1View, Magento1Tables, 'wishlist', 'w'>();

const wishes = rowsBeside('wishes', 'l.wishlist_id', () =>
  magento
    .selectFrom('wishlist_item as l')
    .select(['l.product_id', 'l.qty', 'l.description', 'l.added_at'])
    .orderBy('l.wishlist_item_id'),
);

/** What customers noted: one list each. */
const wishList = listed<WishList, WishListFilter, IdOrder>({
  kind: null,
  from: 'wishlist as w',
  key: 'wishlist_id',
  statement: 'wish-lists',
  always: ['customerId'],
  fields: {
    customerId: from(['customer_id'], (row) => String(row.customer_id)),
    name: none(null),
    items: asked(wishes, (rows, { view }) =>
      rows.map((row) => ({
        storeId: view.storeId,
        // A variant is noted as the configurable that it is of.
        productId: String(row.product_id),
        variantId: null,
        quantity: plainDecimal(decimal(row.qty)),
        comment: heldText(row.description),
        addedAt: instantOf(row.added_at, 'utc'),
      })),
    ),
  },
  list: {
    orders: { ID: { column: null } },
    filter: { ids: ids('w.wishlist_id'), customerId: id('w.customer_id') },
  },
});

/** The wish lists of a store; null where it has no such module. */
export const wishListIn = ({ columns }: Magento1View) => (columns.has('wishlist') ? wishList : null);
