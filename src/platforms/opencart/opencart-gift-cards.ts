import type { GiftCard, GiftCardFilter } from '../../model/gift-card.js';
import { type DecimalCell, decimal, money } from '../decimals.js';
import { factsOf } from '../facts.js';
import { instantOf } from '../store-time.js';
import { type OpenCartView, zoneOf } from './opencart-config.js';
import { type OpenCartTables, opencart } from './opencart-relations.js';

const { flag, from, ids, listed, made, none, rowBeside } = factsOf<OpenCartView, OpenCartTables, 'voucher', 'v'>();

/** What was paid with a gift certificate so far, below zero. */
const spent = rowBeside('voucher-uses', 'h.voucher_id', () =>
  opencart
    .selectFrom('voucher_history as h')
    .select((eb) => eb.fn.sum<DecimalCell>('h.amount').as('amount'))
    .groupBy('h.voucher_id'),
);

const giftCard = listed<GiftCard, GiftCardFilter, 'ID_ASC'>({
  kind: 'GiftCard',
  from: 'voucher as v',
  key: 'voucher_id',
  statement: 'vouchers',
  always: ['orderNativeId'],
  fields: {
    // 0: the merchant made it.
    orderNativeId: from(['order_id'], (row) => (row.order_id > 0 ? String(row.order_id) : null)),
    enabled: from(['status'], (row) => row.status === 1),
    value: from(['amount'], (row, { view }) => money(decimal(row.amount), view.config.defaultCurrency)),
    balance: made(['amount'], [spent], (row, [held], { view }) =>
      money(decimal(row.amount).plus(decimal(held()?.amount)), view.config.defaultCurrency),
    ),
    createdAt: from(['date_added'], (row, { view }) => instantOf(row.date_added, zoneOf(view))),
    endsAt: none(null),
  },
  list: {
    orders: { ID: { column: null } },
    filter: { ids: ids('v.voucher_id'), enabled: flag('v.status') },
  },
});

/** Gift certificates, which OpenCart had up to 4.0. */
export const giftCardIn = (view: OpenCartView) => (view.columns.has('voucher') ? giftCard : null);
