import { Big } from 'big.js';
import type { GiftCard, GiftCardFilter } from '../../model/gift-card.js';
import { decimal, money } from '../decimals.js';
import { factsOf } from '../facts.js';
import { instantOf } from '../store-time.js';
import { type ZenCartView, zoneOf } from './zencart-config.js';
import type { ZenCartTables } from './zencart-relations.js';

const { from, ids, listed, none, where } = factsOf<ZenCartView, ZenCartTables, 'gift_voucher', 'v'>();

/** Gift certificates as they are sent: redeemed as a whole, into the customer's balance, and switched off then. */
export const giftCard = listed<GiftCard, GiftCardFilter, 'ID_ASC'>({
  kind: 'GiftCard',
  from: 'gift_voucher as v',
  key: 'coupon_id',
  statement: 'gift-vouchers',
  always: ['orderNativeId'],
  fields: {
    // One is bought into the buyer's balance, and sent out of that.
    orderNativeId: none(null),
    enabled: from(['coupon_active'], (row) => row.coupon_active === 'Y'),
    value: from(['coupon_amount'], (row, { view }) => money(decimal(row.coupon_amount), view.config.defaultCurrency)),
    balance: from(['coupon_amount', 'coupon_active'], (row, { view }) =>
      money(row.coupon_active === 'Y' ? decimal(row.coupon_amount) : new Big(0), view.config.defaultCurrency),
    ),
    createdAt: from(['date_created'], (row, { view }) => instantOf(row.date_created, zoneOf(view))),
    endsAt: none(null),
  },
  list: {
    orders: { ID: { column: null } },
    filter: {
      ids: ids('v.coupon_id'),
      enabled: where((eb, on) =>
        on
          ? eb('v.coupon_active', '=', 'Y')
          : eb.or([eb('v.coupon_active', '<>', 'Y'), eb('v.coupon_active', 'is', null as never)]),
      ),
    },
  },
});
