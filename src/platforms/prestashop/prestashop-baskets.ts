import type { Basket, BasketFilter } from '../../model/basket.js';
import type { IdOrder } from '../../model/id-order.js';
import { firstTime, timeIn } from '../conditions.js';
import { factsOf } from '../facts.js';
import { heldText } from '../html-text.js';
import { instantOf } from '../store-time.js';
import { type PrestaShopTables, prestashop } from './prestashop-relations.js';
import { changedAt } from './prestashop-times.js';
import { type PrestaShopView, zoneOf } from './prestashop-view.js';

const { asked, between, from, id, ids, listed, rowBeside, rowNumbered, rowsBeside, where } = factsOf<
  PrestaShopView,
  PrestaShopTables,
  'cart',
  'k'
>();

const lines = rowsBeside('basket-lines', 'l.id_cart', () =>
  prestashop
    .selectFrom('cart_product as l')
    .select(['l.id_product', 'l.id_product_attribute', 'l.quantity'])
    .orderBy('l.id_product')
    .orderBy('l.id_product_attribute'),
);

const order = rowBeside('basket-orders', 'o.id_cart', () =>
  prestashop.selectFrom('orders as o').select('o.id_order').orderBy('o.id_order'),
);

const shopper = rowNumbered('id_customer', 'basket-shoppers', 'c.id_customer', () =>
  prestashop.selectFrom('customer as c').select('c.email').where('c.deleted', '=', 0),
);

/** Every basket that something is in; one stays when it is ordered. */
export const basket = listed<Basket, BasketFilter, IdOrder>({
  kind: null,
  from: 'cart as k',
  key: 'id_cart',
  statement: 'baskets',
  always: ['customerId', 'orderId'],
  fields: {
    customerId: from(['id_customer'], (row) => (row.id_customer > 0 ? String(row.id_customer) : null)),
    orderId: asked(order, (row) => (row ? String(row.id_order) : null)),
    email: asked(shopper, (row) => heldText(row?.email)),
    currencyCode: from(['id_currency'], (row, { view }) => view.native.currencies[row.id_currency]?.code ?? null),
    lineItems: asked(lines, (rows, { view }) =>
      rows.map((row) => ({
        storeId: view.storeId,
        productId: String(row.id_product),
        variantId: row.id_product_attribute > 0 ? String(row.id_product_attribute) : null,
        name: null,
        quantity: String(row.quantity),
        unitPrice: null,
        options: [],
      })),
    ),
    createdAt: from(['date_add'], (row, { view }) => instantOf(row.date_add, zoneOf(view))),
    updatedAt: from(['date_upd', 'date_add'], (row, { view }) => changedAt(view, row)),
  },
  list: {
    every: (query) =>
      query.where((eb) =>
        eb.exists(eb.selectFrom('cart_product as l').select('l.id_cart').whereRef('l.id_cart', '=', 'k.id_cart')),
      ),
    orders: { ID: { column: null } },
    filter: {
      ids: ids('k.id_cart'),
      customerId: id('k.id_customer'),
      ordered: where((eb, wanted) => {
        const placed = eb.exists(
          eb.selectFrom('orders as o').select('o.id_order').whereRef('o.id_cart', '=', 'k.id_cart'),
        );
        return wanted ? placed : eb.not(placed);
      }),
      ...between('updated', firstTime(timeIn('k.date_upd'), timeIn('k.date_add')), zoneOf),
    },
  },
});
