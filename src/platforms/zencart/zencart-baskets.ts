import { sql } from 'kysely';
import type { Basket, BasketFilter } from '../../model/basket.js';
import type { IdOrder } from '../../model/id-order.js';
import { decimal, plainDecimal } from '../decimals.js';
import { factsOf } from '../facts.js';
import { heldText, unescaped } from '../html-text.js';
import { instantOf } from '../store-time.js';
import { type ZenCartView, zoneOf } from './zencart-config.js';
import { type ZenCartTables, zencart } from './zencart-relations.js';

const { asked, between, from, id, ids, listed, made, none, rowBeside, rowsBeside } = factsOf<
  ZenCartView,
  ZenCartTables,
  'customers',
  'c'
>();

const lines = rowsBeside('basket-lines', 'l.customers_id', () =>
  zencart
    .selectFrom('customers_basket as l')
    .select(['l.products_id', 'l.customers_basket_quantity as quantity'])
    .orderBy('l.customers_basket_id'),
);

/** What was chosen: by the number of the option, which that of the value may follow (`4_chk12`), as PHP reads it. */
const chosen = rowsBeside('basket-options', 'b.customers_id', ({ view, selection }) =>
  selection.at('lineItems').has('options')
    ? zencart
        .selectFrom('customers_basket_attributes as b')
        .leftJoin('products_options as o', (join) =>
          join
            .on('o.products_options_id', '=', sql<number>`${sql.ref('b.products_options_id')} + 0`)
            .on('o.language_id', '=', view.native.defaultLanguageId),
        )
        .leftJoin('products_options_values as v', (join) =>
          join
            .onRef('v.products_options_values_id', '=', 'b.products_options_value_id')
            .on('v.language_id', '=', view.native.defaultLanguageId),
        )
        .select(['b.products_id', 'b.products_options_id as option', 'b.products_options_value_text as typed'])
        .select(['o.products_options_name as name', 'v.products_options_values_name as value'])
        .orderBy('b.customers_basket_attributes_id')
    : null,
);

/** A day as baskets keep it (`20250330`), as other times are; null where none is kept. */
const dayOf = (held: string | null | undefined) =>
  /^\d{8}$/.test(held ?? '') ? `${held?.slice(0, 4)}-${held?.slice(4, 6)}-${held?.slice(6)} 00:00:00` : null;

const days = rowBeside('basket-days', 'l.customers_id', () =>
  zencart
    .selectFrom('customers_basket as l')
    .select((eb) => [
      eb.fn.min<string | null>('l.customers_basket_date_added').as('first'),
      eb.fn.max<string | null>('l.customers_basket_date_added').as('last'),
    ])
    .where((eb) => eb(eb.fn<number>('length', ['l.customers_basket_date_added']), '=', 8))
    .groupBy('l.customers_id'),
);

/** The same of the newest thing, as SQL. */
const last = zencart
  .selectFrom('customers_basket as l')
  .select((eb) => {
    const newest = eb.fn.max('l.customers_basket_date_added');
    const part = (from: number, length: number) => sql<string>`substr(${newest}, ${sql.lit(from)}, ${sql.lit(length)})`;
    return sql<string | null>`concat(${part(1, 4)}, ${'-'}, ${part(5, 2)}, ${'-'}, ${part(7, 2)}, ${' 00:00:00'})`.as(
      'last',
    );
  })
  .where((eb) => eb(eb.fn<number>('length', ['l.customers_basket_date_added']), '=', 8))
  .where('l.customers_id', '=', sql.ref<number>('c.customers_id'));

/** What customers put into their baskets: one each. */
export const basket = listed<Basket, BasketFilter, IdOrder>({
  kind: null,
  from: 'customers as c',
  key: 'customers_id',
  statement: 'baskets',
  lean: true,
  always: ['customerId', 'orderId'],
  fields: {
    customerId: from([], (_row, { id: own }) => String(own)),
    // A basket is emptied when it is ordered.
    orderId: none(null),
    email: from(['customers_email_address'], (row) => heldText(row.customers_email_address)),
    currencyCode: none(null),
    lineItems: made([], [lines, chosen], (_row, [rows, options], { view }) =>
      rows().map((row) => {
        // What is chosen is a part of it: `24:3fc0…`.
        const product = /^[1-9]\d{0,14}/.exec(row.products_id ?? '')?.[0] ?? null;
        return {
          storeId: view.storeId,
          productId: product,
          variantId: null,
          name: null,
          quantity: plainDecimal(decimal(row.quantity)),
          unitPrice: null,
          options: options()
            .filter((one) => one.products_id === row.products_id)
            .map((one) => ({
              name: unescaped(one.name ?? one.option),
              value: heldText(one.typed) ?? unescaped(one.value ?? ''),
            })),
        };
      }),
    ),
    createdAt: asked(days, (row, { view }) => instantOf(dayOf(row?.first), zoneOf(view))),
    updatedAt: asked(days, (row, { view }) => instantOf(dayOf(row?.last), zoneOf(view))),
  },
  list: {
    every: (query, { native: { guestCustomerId } }) => {
      const filled = query.where((eb) =>
        eb.exists(
          eb
            .selectFrom('customers_basket as l')
            .select('l.customers_id')
            .whereRef('l.customers_id', '=', 'c.customers_id'),
        ),
      );
      return guestCustomerId === null ? filled : filled.where('c.customers_id', '<>', guestCustomerId);
    },
    orders: { ID: { column: null } },
    filter: {
      ids: ids('c.customers_id'),
      customerId: id('c.customers_id'),
      ordered: (query, wanted) => (wanted ? null : query),
      ...between('updated', sql<string | null>`${last}`, zoneOf),
    },
  },
});
