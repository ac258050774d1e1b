import { sql } from 'kysely';
import { valuesFrom } from '../../bridge/plan.js';
import type { Basket, BasketFilter, BasketLine } from '../../model/basket.js';
import type { IdOrder } from '../../model/id-order.js';
import { anyRelations } from '../entity.js';
import { factsOf } from '../facts.js';
import { unescaped } from '../html-text.js';
import { instantOf } from '../store-time.js';
import { type OpenCartView, zoneOf } from './opencart-config.js';
import { goodsOf, withMaster } from './opencart-goods.js';
import { chosenFrom, optionsOf } from './opencart-options.js';
import { type OpenCartTables, opencart } from './opencart-relations.js';
import { piecesOf } from './opencart-stock.js';

const { ask, asked, between, from, id, ids, listed, none, rowBeside } = factsOf<
  OpenCartView,
  OpenCartTables,
  'customer',
  'c'
>();

/** The rows of baskets; in 3.x the staff's own, while they edit an order, are in the same table. */
const ofShoppers = (view: OpenCartView) =>
  anyRelations
    .selectFrom('cart as l')
    .$if(view.columns.has('cart', 'api_id'), (query) => query.where('l.api_id', '=', 0));

const lines = ask([], ({ view, gathering, ids: some, selection }) => {
  const query = withMaster(
    view,
    opencart
      .selectFrom('cart as l')
      .select(['l.product_id', 'l.option', 'l.quantity'])
      .$if(view.columns.has('cart', 'api_id'), (one) => one.where('l.api_id', '=', 0))
      .orderBy('l.cart_id'),
  );
  const rows = gathering.rows('basket-lines', 'l.customer_id', some, query);
  const isChosen = selection.at('lineItems').has('options');
  const masters = view.columns.has('product', 'master_id');
  const ofProduct = isChosen ? optionsOf(view, gathering, valuesFrom(rows.listed, 'product_id'), true) : () => [];
  // What a variant offers besides is its product's.
  const ofMaster =
    isChosen && masters
      ? optionsOf(view, gathering, valuesFrom(rows.listed as never, 'master_id' as never), true, 'master-')
      : () => [];
  return (results, customer) =>
    rows(results, customer).map((row): BasketLine => {
      const offered = row.master_id ? ofMaster(results, row.master_id) : ofProduct(results, row.product_id ?? 0);
      return {
        storeId: view.storeId,
        ...goodsOf(row.product_id, row.master_id),
        name: null,
        quantity: piecesOf(row.quantity) ?? '0',
        unitPrice: null,
        ...(isChosen && { options: chosenFrom(row.option, offered) }),
      };
    });
});

const times = rowBeside('basket-times', 'l.customer_id', ({ view }) =>
  opencart
    .selectFrom('cart as l')
    .select((eb) => [
      eb.fn.min<string | null>('l.date_added').as('first'),
      eb.fn.max<string | null>('l.date_added').as('last'),
    ])
    .$if(view.columns.has('cart', 'api_id'), (query) => query.where('l.api_id', '=', 0))
    .groupBy('l.customer_id'),
);

/** By when the newest thing was put in. */
const updated = (view: OpenCartView) => {
  const last = ofShoppers(view)
    .select((eb) => eb.fn.max('l.date_added').as('last'))
    .where('l.customer_id', '=', sql.ref('c.customer_id'));
  return between('updated', sql<string | null>`${last}`, zoneOf);
};

/** What customers put into their baskets: one each. A guest's is forgotten within the hour, and known by a secret alone. */
export const basket = listed<Basket, BasketFilter, IdOrder>({
  kind: null,
  from: 'customer as c',
  key: 'customer_id',
  statement: 'baskets',
  lean: true,
  always: ['customerId', 'orderId'],
  fields: {
    customerId: from([], (_row, { id: own }) => String(own)),
    // A basket is emptied when it is ordered.
    orderId: none(null),
    email: from(['email'], (row) => unescaped(row.email ?? '')),
    currencyCode: none(null),
    lineItems: asked(lines, (found) => found),
    createdAt: asked(times, (row, { view }) => instantOf(row?.first, zoneOf(view))),
    updatedAt: asked(times, (row, { view }) => instantOf(row?.last, zoneOf(view))),
  },
  list: {
    every: (query, view) =>
      query.where((eb) =>
        eb.exists(
          ofShoppers(view).select('l.customer_id').where('l.customer_id', '=', sql.ref('c.customer_id')) as never,
        ),
      ),
    orders: { ID: { column: null } },
    filter: {
      ids: ids('c.customer_id'),
      customerId: id('c.customer_id'),
      ordered: (query, wanted) => (wanted ? null : query),
      updatedAfter: (query, instant, view) => updated(view).updatedAfter(query, instant, view),
      updatedBefore: (query, instant, view) => updated(view).updatedBefore(query, instant, view),
    },
  },
});
