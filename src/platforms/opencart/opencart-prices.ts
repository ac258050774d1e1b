import type { Big } from 'big.js';
import type { Results } from '../../bridge/plan.js';
import type { Money } from '../../model/money.js';
import type { SpecialPrice } from '../../model/product-parts.js';
import { type DecimalCell, decimal, money } from '../decimals.js';
import { type Gathering, type Reading, rowsOf } from '../gathering.js';
import { instantOf, wallClock } from '../store-time.js';
import type { OpenCartView } from './opencart-config.js';
import { groupOf } from './opencart-listed.js';
import { opencart } from './opencart-tables.js';

/** A row of `product_special` or `product_discount`, whichever version they come from. */
interface PriceRow {
  readonly special: boolean;
  readonly customer_group_id: number;
  readonly quantity: number;
  readonly priority: number;
  readonly price: DecimalCell;
  /** F the price itself, P per cent off, S an amount off. */
  readonly type: string;
  readonly date_start: string | null;
  readonly date_end: string | null;
}

/** Reads the special prices of a product or variant, given its regular price, since 4.1 holds some as a part of that. */
export interface Prices {
  /** What one piece costs the default customer group now; null where that is the regular price. */
  inForce(results: Results, id: number, price: DecimalCell): Money | null;
  all(results: Results, id: number, price: DecimalCell): SpecialPrice[];
}

/** Whether all special prices are wanted or the one in force alone, and of which rows of `product`. */
interface Wanted {
  readonly all: boolean;
  readonly kind: 'product' | 'variant';
}

/** Asks for special prices; where only the price in force is wanted, for rows that can be it alone. */
export function pricesOf(view: OpenCartView, gathering: Gathering, ids: number[], wanted: Wanted): Prices {
  const rows = view.columns.has('product_discount', 'special')
    ? mergedRows(view, gathering, ids, wanted)
    : separateRows(view, gathering, ids, wanted);
  const currency = view.config.defaultCurrency;
  const zone = view.config.timeZone;
  return {
    inForce(results, id, price) {
      const held = rows(results, id);
      const now = wallClock(view.now, zone);
      const special = held.filter((row) => row.special);
      const discount = held.filter((row) => !row.special);
      const sale = inForce(view, special, now) ?? inForce(view, discount, now);
      return sale ? money(priceIn(sale, decimal(price)), currency) : null;
    },
    all: (results, id, price) =>
      rows(results, id).map((row) => ({
        price: money(priceIn(row, decimal(price)), currency),
        startsAt: instantOf(row.date_start, zone),
        endsAt: instantOf(row.date_end, zone),
        customerGroup: groupOf(view, row.customer_group_id),
        minQuantity: Math.max(1, row.quantity),
      })),
  };
}

/**
 * The row that OpenCart's storefront picks (catalog/model/catalog/product.php): of the default group and for one piece, its dates
 * compared with the store's clock (a missing date never matches, a zero date always does), by priority, then by the number held.
 */
function inForce(view: OpenCartView, rows: readonly PriceRow[], now: string): PriceRow | null {
  const begun = (date: string | null) => date !== null && (isZero(date) || midnight(date) < now);
  const lasting = (date: string | null) => date !== null && (isZero(date) || midnight(date) > now);
  const candidates = rows.filter(
    (row) =>
      row.customer_group_id === view.native.defaultGroupId &&
      row.quantity === 1 &&
      begun(row.date_start) &&
      lasting(row.date_end),
  );
  candidates.sort((a, b) => a.priority - b.priority || decimal(a.price).cmp(decimal(b.price)));
  return candidates[0] ?? null;
}

const isZero = (date: string) => date.startsWith('0000-00-00');
const midnight = (date: string) => `${date.slice(0, 10)} 00:00:00`;

function priceIn(row: PriceRow, regular: Big): Big {
  const number = decimal(row.price);
  if (row.type === 'P') return regular.minus(regular.times(number).div(100));
  if (row.type === 'S') return regular.minus(number);
  return number;
}

/** 4.1: specials are discounts that are marked. */
function mergedRows(
  view: OpenCartView,
  gathering: Gathering,
  ids: number[],
  { all, kind }: Wanted,
): Reading<readonly PriceRow[]> {
  let query = opencart
    .selectFrom('product_discount as d')
    .select(['d.product_id', 'd.customer_group_id', 'd.quantity', 'd.priority', 'd.price', 'd.type', 'd.special'])
    .select(['d.date_start', 'd.date_end'])
    .where('d.product_id', 'in', ids)
    .orderBy('d.special', 'desc')
    .orderBy('d.quantity')
    .orderBy('d.priority')
    .orderBy('d.price')
    .orderBy('d.product_discount_id');
  if (!all) {
    query = query.where('d.customer_group_id', '=', view.native.defaultGroupId).where('d.quantity', '=', 1);
  }
  const rows = rowsOf(gathering.add(`${kind}-prices`, query), 'product_id');
  return (results, id) => rows(results, id).map((row) => ({ ...row, special: row.special === 1 }));
}

/** Up to 4.0: a table each. */
function separateRows(
  view: OpenCartView,
  gathering: Gathering,
  ids: number[],
  { all, kind }: Wanted,
): Reading<readonly PriceRow[]> {
  let specials = opencart
    .selectFrom('product_special as s')
    .select(['s.product_id', 's.customer_group_id', 's.priority', 's.price', 's.date_start', 's.date_end'])
    .where('s.product_id', 'in', ids)
    .orderBy('s.priority')
    .orderBy('s.price')
    .orderBy('s.product_special_id');
  let discounts = opencart
    .selectFrom('product_discount as d')
    .select([
      'd.product_id',
      'd.customer_group_id',
      'd.quantity',
      'd.priority',
      'd.price',
      'd.date_start',
      'd.date_end',
    ])
    .where('d.product_id', 'in', ids)
    .orderBy('d.quantity')
    .orderBy('d.priority')
    .orderBy('d.price')
    .orderBy('d.product_discount_id');
  if (!all) {
    specials = specials.where('s.customer_group_id', '=', view.native.defaultGroupId);
    discounts = discounts.where('d.customer_group_id', '=', view.native.defaultGroupId).where('d.quantity', '=', 1);
  }
  const ofSpecials = rowsOf(gathering.add(`${kind}-specials`, specials), 'product_id');
  const ofDiscounts = rowsOf(gathering.add(`${kind}-discounts`, discounts), 'product_id');
  return (results, id) => [
    ...ofSpecials(results, id).map((row) => ({ ...row, special: true, quantity: 1, type: 'F' })),
    ...ofDiscounts(results, id).map((row) => ({ ...row, special: false, type: 'F' })),
  ];
}
