import type { Big } from 'big.js';
import { type DecimalCell, decimal, decimalOrNull, money } from '../decimals.js';
import type { Gathering, Reading } from '../gathering.js';
import { priceGroupOf } from '../listed.js';
import { instantOf, wallClock } from '../store-time.js';
import { type OpenCartView, zoneOf } from './opencart-config.js';
import { facts } from './opencart-product-list.js';
import { opencart } from './opencart-relations.js';

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

/** The prices of products or variants: what is held, what one piece costs the default customer group now, and all special prices. */
export function pricesOf(kind: 'product' | 'variant') {
  const rows = facts.ask([], ({ view, gathering, ids, selection }) => {
    // Where the price in force alone is wanted, only rows that can be it are.
    const group = selection.has('specialPrices') ? null : view.native.defaultGroupId;
    return priceRows(view, kind, gathering, ids, group);
  });
  return {
    price: facts.from(['price'], (row, { view }) => {
      const held = decimalOrNull(row.price);
      return held && money(held, view.config.defaultCurrency);
    }),
    salePrice: facts.made(['price'], [rows], (row, [prices], { view }) => {
      const [specials, discounts] = [true, false].map((special) => prices().filter((one) => one.special === special));
      const sale = inForce(view, specials ?? []) ?? inForce(view, discounts ?? []);
      return sale && money(priceIn(sale, decimal(row.price)), view.config.defaultCurrency);
    }),
    specialPrices: facts.made(['price'], [rows], (row, [prices], { view }) =>
      prices().map((one) => ({
        price: money(priceIn(one, decimal(row.price)), view.config.defaultCurrency),
        startsAt: instantOf(one.date_start, zoneOf(view)),
        endsAt: instantOf(one.date_end, zoneOf(view)),
        customerGroup: priceGroupOf(view, one.customer_group_id),
        minQuantity: Math.max(1, one.quantity),
      })),
    ),
  };
}

/**
 * The row that OpenCart's storefront picks (catalog/model/catalog/product.php): of the default group and for one piece, its dates
 * compared with the store's clock (a missing date never matches, a zero date always does), by priority, then by the number held.
 */
function inForce(view: OpenCartView, rows: readonly PriceRow[]): PriceRow | null {
  const now = wallClock(view.now, zoneOf(view));
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

/** The rows of both tables; in 4.1, of `product_discount` alone, specials being marked there. Those for one group and one piece where a group is given. */
function priceRows(
  view: OpenCartView,
  kind: string,
  gathering: Gathering,
  ids: number[],
  group: number | null,
): Reading<PriceRow[]> {
  const merged = view.columns.has('product_discount', 'special');
  const specials = opencart
    .selectFrom('product_special as s')
    .select(['s.customer_group_id', 's.priority', 's.price', 's.date_start', 's.date_end'])
    .$if(group !== null, (query) => query.where('s.customer_group_id', '=', group))
    .orderBy('s.priority')
    .orderBy('s.price')
    .orderBy('s.product_special_id');
  const discounts = opencart
    .selectFrom('product_discount as d')
    .select(['d.customer_group_id', 'd.quantity', 'd.priority', 'd.price', 'd.date_start', 'd.date_end'])
    .$if(merged, (query) => query.select(['d.type', 'd.special']).orderBy('d.special', 'desc'))
    .$if(group !== null, (query) => query.where('d.customer_group_id', '=', group).where('d.quantity', '=', 1))
    .orderBy('d.quantity')
    .orderBy('d.priority')
    .orderBy('d.price')
    .orderBy('d.product_discount_id');
  const ofSpecials = merged ? () => [] : gathering.rows(`${kind}-specials`, 's.product_id', ids, specials);
  const name = `${kind}-${merged ? 'prices' : 'discounts'}`;
  const ofDiscounts = gathering.rows(name, 'd.product_id', ids, discounts);
  return (results, id) => [
    ...ofSpecials(results, id).map((row) => ({ ...row, special: true, quantity: 1, type: 'F' })),
    ...ofDiscounts(results, id).map((row) => ({ ...row, special: row.special === 1, type: row.type ?? 'F' })),
  ];
}
