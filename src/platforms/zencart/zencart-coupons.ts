import type { Coupon, CouponFilter } from '../../model/coupon.js';
import type { IdOrder } from '../../model/id-order.js';
import { countOf, dayEnd, kindOf, limitOf, usesLeft } from '../coupons.js';
import { decimal, money, plainDecimal } from '../decimals.js';
import { factsOf } from '../facts.js';
import { formsAsStored, plainText, unescaped } from '../html-text.js';
import { namesOf } from '../listed.js';
import { instantOf } from '../store-time.js';
import { type ZenCartView, zoneOf } from './zencart-config.js';
import { type ZenCartTables, zencart } from './zencart-relations.js';

const { asked, from, ids, listed, made, oneOf, rowBeside, rowsBeside, texts, where } = factsOf<
  ZenCartView,
  ZenCartTables,
  'coupons',
  'c'
>();

const named = rowsBeside('coupon-texts', 'd.coupon_id', () =>
  zencart
    .selectFrom('coupons_description as d')
    .select(['d.language_id', 'd.coupon_name', 'd.coupon_description'])
    .orderBy('d.language_id'),
);

const uses = rowBeside('coupon-uses', 'h.coupon_id', () =>
  zencart
    .selectFrom('coupon_redeem_track as h')
    .select((eb) => eb.fn.countAll<number>().as('uses'))
    .groupBy('h.coupon_id'),
);

/** What a coupon of each type does (`includes/modules/order_total/ot_coupon.php`): F an amount off, each piece or once; P per cent; S free shipping; O and E these with free shipping. */
const isPercentage = (type: string | null) => type === 'P' || type === 'E';
const isAmount = (type: string | null) => type === 'F' || type === 'O';
const sendsFree = (type: string | null) => type === 'S' || type === 'O' || type === 'E';

/** Coupons; those of type G are gift certificates. One holds for the whole of its last day (`ot_coupon.php`). */
export const coupon = listed<Coupon, CouponFilter, IdOrder>({
  kind: 'Coupon',
  from: 'coupons as c',
  key: 'coupon_id',
  statement: 'coupons',
  fields: {
    code: from(['coupon_code'], (row) => plainText(row.coupon_code)),
    name: made(['coupon_code'], [named], (row, [rows], { view, id }) => {
      const held = rows().map((one) => ({ id: 0, language_id: one.language_id, name: one.coupon_name }));
      const [found] = namesOf(held, view.native.defaultLanguageId, (name) => unescaped(name ?? ''));
      return found?.all[0] ?? plainText(row.coupon_code) ?? String(id);
    }),
    description: asked(named, (rows, { view }) =>
      plainText(rows.find((one) => one.language_id === view.native.defaultLanguageId)?.coupon_description),
    ),
    kind: from(['coupon_type', 'coupon_amount', 'coupon_product_count'], (row) => {
      const { coupon_type: type, coupon_amount: amount, coupon_product_count: eachPiece } = row;
      const amountOff = eachPiece ? 'FIXED_AMOUNT_PER_ITEM' : 'FIXED_AMOUNT';
      return kindOf(isPercentage(type) ? 'PERCENTAGE' : isAmount(type) ? amountOff : 'OTHER', {
        takesOff: (isPercentage(type) || isAmount(type)) && decimal(amount).gt(0),
        freeShipping: sendsFree(type),
      });
    }),
    enabled: from(['coupon_active'], (row) => row.coupon_active === 'Y'),
    percentage: from(['coupon_type', 'coupon_amount'], (row) => {
      const held = decimal(row.coupon_amount);
      return isPercentage(row.coupon_type) && held.gt(0) ? plainDecimal(held) : null;
    }),
    amount: from(['coupon_type', 'coupon_amount'], (row, { view }) => {
      const held = decimal(row.coupon_amount);
      return isAmount(row.coupon_type) && held.gt(0) ? money(held, view.config.defaultCurrency) : null;
    }),
    freeShipping: from(['coupon_type'], (row) => sendsFree(row.coupon_type)),
    minimumSubtotal: from(['coupon_minimum_order'], (row, { view }) => {
      const held = decimal(row.coupon_minimum_order);
      return held.gt(0) ? money(held, view.config.defaultCurrency) : null;
    }),
    usageLimit: from(['uses_per_coupon'], (row) => limitOf(row.uses_per_coupon)),
    usageLimitPerCustomer: from(['uses_per_user'], (row) => limitOf(row.uses_per_user)),
    timesUsed: asked(uses, (held) => countOf(held?.uses)),
    usesLeft: made(['uses_per_coupon'], [uses], (row, [held]) =>
      usesLeft(limitOf(row.uses_per_coupon), countOf(held()?.uses)),
    ),
    startsAt: from(['coupon_start_date'], (row, { view }) => instantOf(row.coupon_start_date, zoneOf(view))),
    endsAt: from(['coupon_expire_date'], (row, { view }) => dayEnd(row.coupon_expire_date, zoneOf(view))),
    createdAt: from(['date_created'], (row, { view }) => instantOf(row.date_created, zoneOf(view))),
    updatedAt: from(['date_modified'], (row, { view }) => instantOf(row.date_modified, zoneOf(view))),
  },
  list: {
    orders: { ID: { column: null } },
    filter: {
      ids: ids('c.coupon_id'),
      codes: oneOf('c.coupon_code', formsAsStored),
      enabled: (query, on, view) =>
        on
          ? texts('c.coupon_active')(query, ['Y'], view)
          : where((eb) => eb.or([eb('c.coupon_active', '<>', 'Y'), eb('c.coupon_active', 'is', null as never)]))(
              query,
              on,
              view,
            ),
    },
  },
});
