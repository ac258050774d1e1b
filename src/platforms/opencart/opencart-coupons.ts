import type { Coupon, CouponFilter } from '../../model/coupon.js';
import type { IdOrder } from '../../model/id-order.js';
import { countOf, kindOf, limitOf, usesLeft } from '../coupons.js';
import { decimal, money, plainDecimal } from '../decimals.js';
import { factsOf } from '../facts.js';
import { formsAsStored, plainText } from '../html-text.js';
import { instantOf } from '../store-time.js';
import { type OpenCartView, zoneOf } from './opencart-config.js';
import { type OpenCartTables, opencart } from './opencart-relations.js';

const { asked, flag, from, ids, lacking, listed, made, oneOf, rowBeside } = factsOf<
  OpenCartView,
  OpenCartTables,
  'coupon',
  'c'
>();

/** How often a coupon was used: OpenCart counts the rows of its history, and takes back those of cancelled orders. */
const uses = rowBeside('coupon-uses', 'h.coupon_id', () =>
  opencart
    .selectFrom('coupon_history as h')
    .select((eb) => eb.fn.countAll<number>().as('uses'))
    .groupBy('h.coupon_id'),
);

/** `P` takes off per cent, `F` an amount; either may send for nothing too. */
const isPercentage = (type: string | null) => type === 'P';

/** A coupon holds after midnight of its first day, and no longer from midnight on when its last day begins, as OpenCart has it. */
export const coupon = listed<Coupon, CouponFilter, IdOrder>({
  kind: 'Coupon',
  from: 'coupon as c',
  key: 'coupon_id',
  statement: 'coupons',
  fields: {
    code: from(['code'], (row) => plainText(row.code)),
    name: from(['name', 'code'], (row, { id }) => plainText(row.name) ?? plainText(row.code) ?? String(id)),
    kind: from(['type', 'discount', 'shipping'], (row) =>
      kindOf(isPercentage(row.type) ? 'PERCENTAGE' : 'FIXED_AMOUNT', {
        takesOff: decimal(row.discount).gt(0),
        freeShipping: row.shipping === 1,
      }),
    ),
    enabled: from(['status'], (row) => row.status === 1),
    percentage: from(['type', 'discount'], (row) => {
      const held = decimal(row.discount);
      return isPercentage(row.type) && held.gt(0) ? plainDecimal(held) : null;
    }),
    amount: from(['type', 'discount'], (row, { view }) => {
      const held = decimal(row.discount);
      return !isPercentage(row.type) && held.gt(0) ? money(held, view.config.defaultCurrency) : null;
    }),
    freeShipping: from(['shipping'], (row) => row.shipping === 1),
    minimumSubtotal: from(['total'], (row, { view }) => {
      const held = decimal(row.total);
      return held.gt(0) ? money(held, view.config.defaultCurrency) : null;
    }),
    usageLimit: from(['uses_total'], (row) => limitOf(row.uses_total)),
    usageLimitPerCustomer: from(['uses_customer'], (row) => limitOf(row.uses_customer)),
    timesUsed: asked(uses, (held) => countOf(held?.uses)),
    usesLeft: made(['uses_total'], [uses], (row, [held]) => usesLeft(limitOf(row.uses_total), countOf(held()?.uses))),
    startsAt: from(['date_start'], (row, { view }) => instantOf(row.date_start, zoneOf(view))),
    endsAt: from(['date_end'], (row, { view }) => instantOf(row.date_end, zoneOf(view))),
    createdAt: from(['date_added'], (row, { view }) => instantOf(row.date_added, zoneOf(view))),
    ...lacking(null, 'description', 'updatedAt'),
  },
  list: {
    orders: { ID: { column: null } },
    filter: { ids: ids('c.coupon_id'), codes: oneOf('c.code', formsAsStored), enabled: flag('c.status') },
  },
});
