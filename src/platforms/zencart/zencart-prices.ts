import { Big } from 'big.js';
import { sql } from 'kysely';
import type { Results } from '../../bridge/plan.js';
import type { Money } from '../../model/money.js';
import type { SpecialPrice } from '../../model/product-parts.js';
import { decimal, money, sumOf } from '../decimals.js';
import { type Gathering, rowsOf } from '../gathering.js';
import { wallClock } from '../store-time.js';
import type { ZenCartView } from './zencart-config.js';
import { isNoDate, momentOf } from './zencart-dates.js';
import { priceAfterSale, saleReaches } from './zencart-sales.js';
import { type ZenCartTables, zencart } from './zencart-tables.js';

/** The columns of `products` that prices are made of. */
export type PricedRow = Pick<ZenCartTables['products'], 'products_id'> & Partial<ZenCartTables['products']>;

/** Reads prices of a product, each for one piece and without tax. */
export interface Prices {
  /** `zen_get_products_base_price`: the price itself, with the cheapest value of each option where those make the price. */
  regular(results: Results, row: PricedRow): Money;
  /** `zen_get_products_special_price`: what one piece costs now by a special, a sale or a quantity of one; null where nothing lowers it. */
  inForce(results: Results, row: PricedRow): Money | null;
  all(results: Results, row: PricedRow): SpecialPrice[];
}

/** A value's price with its sign: `price_prefix` is `-`, `+` or empty. */
export const signedValuePrice = sql<string>`case when ${sql.ref('a.price_prefix')} = ${'-'} then 0 - ${sql.ref('a.options_values_price')} else ${sql.ref('a.options_values_price')} end`;

/** What the cheapest value of each option adds to a product, of those that are a part of the price. */
export function cheapestValues() {
  return zencart
    .selectFrom('products_attributes as a')
    .select(['a.products_id', 'a.options_id', (eb) => eb.fn.min<string | number>(signedValuePrice).as('lowest')])
    .where('a.attributes_display_only', '<>', 1)
    .where('a.attributes_price_base_included', '=', 1)
    .groupBy(['a.products_id', 'a.options_id']);
}

/** Asks for what prices are made of: only of the kinds that are wanted. */
export function pricesOf(
  view: ZenCartView,
  gathering: Gathering,
  ids: number[],
  wanted: { specials: boolean },
): Prices {
  const currency = view.config.defaultCurrency;
  const zone = view.config.timeZone;
  const cheapest = rowsOf(
    gathering.add('cheapest-values', cheapestValues().where('a.products_id', 'in', ids)),
    'products_id',
  );
  const specials = wanted.specials ? specialsOf(gathering, ids) : null;
  const quantities = wanted.specials ? quantityPricesOf(gathering, ids) : null;
  const sales = wanted.specials ? salesOf(gathering) : null;
  const today = wallClock(view.now, zone).slice(0, 10);

  const base = (results: Results, row: PricedRow): Big => {
    const own = decimal(row.products_price);
    if (row.products_priced_by_attribute !== 1) return own;
    return own.plus(sumOf(cheapest(results, row.products_id).map((value) => decimal(value.lowest))));
  };

  /** The special price, and what a sale makes of it. */
  const lowered = (results: Results, row: PricedRow) => {
    const regular = base(results, row);
    const rows = specials?.(results, row.products_id) ?? [];
    const running = rows.find((one) => isRunning(one.specials_date_available, one.expires_date, one.status, today));
    const special = running ? decimal(running.specials_new_products_price) : null;
    const reaching = (sales ? results.rows(sales) : []).filter((sale) => saleReaches(sale, row, regular));
    const sale = reaching.find((one) => isRunning(one.sale_date_start, one.sale_date_end, one.sale_status, today));
    const price = sale ? priceAfterSale(sale, regular, special) : special;
    return { regular, rows, reaching, special, price };
  };

  /** The prices by quantity: off the regular price, or off the special one where the product says so and has one. */
  const byQuantity = (results: Results, row: PricedRow, regular: Big, special: Big | null) => {
    const from = row.products_discount_type_from === 1 && special !== null ? special : regular;
    return (quantities?.(results, row.products_id) ?? []).flatMap((discount) => {
      const quantity = Number(discount.discount_qty);
      const price = priceByQuantity(row.products_discount_type ?? 0, from, decimal(discount.discount_price));
      return price && quantity > 0 ? [{ quantity, price }] : [];
    });
  };

  return {
    regular: (results, row) => money(base(results, row), currency),
    inForce(results, row) {
      const { regular, price } = lowered(results, row);
      const single = byQuantity(results, row, regular, price).filter(({ quantity }) => quantity <= 1);
      const sale = single.at(-1)?.price ?? price;
      return sale === null ? null : money(sale, currency);
    },
    all(results, row) {
      const { regular, rows, reaching, special, price } = lowered(results, row);
      const held = { customerGroup: null, minQuantity: 1 };
      return [
        ...rows
          .filter((one) => isKept(one.specials_date_available, one.expires_date, one.status))
          .map((one) => ({
            price: money(decimal(one.specials_new_products_price), currency),
            startsAt: momentOf(one.specials_date_available, zone),
            endsAt: momentOf(one.expires_date, zone),
            ...held,
          })),
        ...reaching
          .filter((one) => isKept(one.sale_date_start, one.sale_date_end, one.sale_status))
          // Condition 1 leaves products alone that have a special price.
          .filter((one) => special === null || Number(one.sale_specials_condition) !== 1)
          .map((one) => ({
            price: money(priceAfterSale(one, regular, special), currency),
            startsAt: momentOf(one.sale_date_start, zone),
            endsAt: momentOf(one.sale_date_end, zone),
            ...held,
          })),
        ...byQuantity(results, row, regular, price).map((one) => ({
          price: money(one.price, currency),
          startsAt: null,
          endsAt: null,
          customerGroup: null,
          minQuantity: Math.max(1, Math.ceil(one.quantity)),
        })),
      ];
    },
  };
}

/**
 * Whether something is on now. Zen Cart switches specials and sales on and off by their dates as shoppers come by
 * (`zen_start_specials`, `zen_expire_specials` and their like for sales), so where there are dates the dates say it, and where
 * there are none the merchant's switch. The last day is the one before the end.
 */
function isRunning(from: string | null, until: string | null, status: number, today: string): boolean {
  if (isNoDate(from) && isNoDate(until)) return status === 1;
  return (isNoDate(from) || day(from) <= today) && (isNoDate(until) || today < day(until));
}

/** Whether it is, was or will be on: what has no dates and is switched off never is. */
function isKept(from: string | null, until: string | null, status: number): boolean {
  return status === 1 || !isNoDate(from) || !isNoDate(until);
}

const day = (date: string | null) => (date ?? '').slice(0, 10);

function priceByQuantity(type: number, from: Big, number: Big): Big | null {
  if (type === 1) return from.minus(from.times(number).div(100));
  if (type === 2) return number;
  return type === 3 ? from.minus(number) : null;
}

function specialsOf(gathering: Gathering, ids: number[]) {
  return rowsOf(
    gathering.add(
      'specials',
      zencart
        .selectFrom('specials as s')
        .select(['s.products_id', 's.specials_new_products_price', 's.expires_date', 's.status'])
        .select('s.specials_date_available')
        .where('s.products_id', 'in', ids)
        .orderBy('s.specials_id'),
    ),
    'products_id',
  );
}

function quantityPricesOf(gathering: Gathering, ids: number[]) {
  return rowsOf(
    gathering.add(
      'quantity-prices',
      zencart
        .selectFrom('products_discount_quantity as d')
        .select(['d.products_id', 'd.discount_qty', 'd.discount_price'])
        .where('d.products_id', 'in', ids)
        .orderBy('d.discount_qty')
        .orderBy('d.discount_id'),
    ),
    'products_id',
  );
}

/** All sales: there are few, and they name categories in a list of text, so no index could find those of a product. */
function salesOf(gathering: Gathering) {
  return gathering.add(
    'sales',
    zencart
      .selectFrom('salemaker_sales as s')
      .select([
        's.sale_id',
        's.sale_status',
        's.sale_deduction_value',
        's.sale_deduction_type',
        's.sale_pricerange_from',
      ])
      .select(['s.sale_pricerange_to', 's.sale_specials_condition', 's.sale_categories_all', 's.sale_date_start'])
      .select('s.sale_date_end')
      .orderBy('s.sale_id'),
  );
}
