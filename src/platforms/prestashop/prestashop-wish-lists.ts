import type { IdOrder } from '../../model/id-order.js';
import type { WishList, WishListFilter } from '../../model/wish-list.js';
import { factsOf } from '../facts.js';
import { heldText } from '../html-text.js';
import { type PrestaShopTables, prestashop } from './prestashop-relations.js';
import type { PrestaShopView } from './prestashop-view.js';

const { asked, from, id, ids, listed, rowsBeside } = factsOf<PrestaShopView, PrestaShopTables, 'wishlist', 'w'>();

const wishes = rowsBeside('wishes', 'l.id_wishlist', () =>
  prestashop
    .selectFrom('wishlist_product as l')
    .select(['l.id_product', 'l.id_product_attribute', 'l.quantity'])
    .orderBy('l.id_wishlist_product'),
);

/** What customers noted, as the module `blockwishlist` keeps it; it does not keep when. */
const wishList = listed<WishList, WishListFilter, IdOrder>({
  kind: null,
  from: 'wishlist as w',
  key: 'id_wishlist',
  statement: 'wish-lists',
  always: ['customerId'],
  fields: {
    customerId: from(['id_customer'], (row) => String(row.id_customer)),
    name: from(['name'], (row) => heldText(row.name)),
    items: asked(wishes, (rows, { view }) =>
      rows.map((row) => ({
        storeId: view.storeId,
        productId: String(row.id_product),
        variantId: row.id_product_attribute > 0 ? String(row.id_product_attribute) : null,
        quantity: String(row.quantity),
        comment: null,
        addedAt: null,
      })),
    ),
  },
  list: {
    orders: { ID: { column: null } },
    filter: { ids: ids('w.id_wishlist'), customerId: id('w.id_customer') },
  },
});

/** The wish lists of a store; null where it has no such module. */
export const wishListIn = ({ columns }: PrestaShopView) => (columns.has('wishlist') ? wishList : null);
