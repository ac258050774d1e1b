import { Big } from 'big.js';
import { decimal, money, sumOf } from '../decimals.js';
import type { Asked } from '../entity.js';
import { instantOf, isNoDate, wallClock } from '../store-time.js';
import { cheapestValues } from './zencart-attribute-prices.js';
import { type ZenCartView, zoneOf } from './zencart-config.js';
import { facts } from './zencart-product-list.js';
import { relations, type ZenCartTables, zencart } from './zencart-relations.js';
import { priceAfterSale, saleReaches } from './zencart-sales.js';

/** `zen_get_products_base_price`: nothing for what is free (`zen_get_products_actual_price`), else the price itself, with the cheapest value of each option where those make the price. */
const basePrice = facts.ask(
  ['product_is_free', 'products_price', 'products_priced_by_attribute'],
  ({ gathering, ids }) => {
    const cheapest = gathering.rows('cheapest-values', 'a.products_id', ids, cheapestValues());
    return (results, id, row): Big => {
      if (row.product_is_free === 1) return decimal(0);
      const own = decimal(row.products_price);
      if (row.products_priced_by_attribute !== 1) return own;
      return own.plus(sumOf(cheapest(results, id).map((value) => decimal(value.lowest))));
    };
  },
);

const specialRows = facts.rowsBeside('specials', 's.products_id', () =>
  zencart
    .selectFrom('specials as s')
    .select(['s.specials_new_products_price', 's.expires_date', 's.status', 's.specials_date_available'])
    .orderBy('s.specials_id'),
);

const quantityRows = facts.rowsBeside('quantity-prices', 'd.products_id', () =>
  zencart
    .selectFrom('products_discount_quantity as d')
    .select(['d.discount_qty', 'd.discount_price'])
    .orderBy('d.discount_qty')
    .orderBy('d.discount_id'),
);

/** All sales: there are few, and they name categories in a list of text, so no index could find those of a product. */
const everySale = facts.ask([], ({ gathering }) => {
  const columns = Object.keys(relations.salemaker_sales.columns) as (keyof ZenCartTables['salemaker_sales'])[];
  const every = zencart.selectFrom('salemaker_sales as s').select(columns.map((column) => `s.${column}` as const));
  const listed = gathering.add('sales', every.orderBy('s.sale_id'));
  return (results) => results.rows(listed);
});

const reducedBy = [basePrice, specialRows, quantityRows, everySale] as const;
const reducedColumns = [
  ...(['product_is_free', 'products_model', 'master_categories_id'] as const),
  ...(['products_discount_type', 'products_discount_type_from'] as const),
] as const;
type Reduced = Pick<ZenCartTables['products'], (typeof reducedColumns)[number]>;

/** The special price and what a sale makes of it (`lowered`), and the prices by quantity; what is free has no lower price. */
function reductionsOf(view: ZenCartView, row: Reduced, [base, specials, quantities, sales]: Asked<typeof reducedBy>) {
  const today = wallClock(view.now, zoneOf(view)).slice(0, 10);
  const regular = base();
  const isFree = row.product_is_free === 1;
  const rows = isFree ? [] : specials();
  const running = rows.find((one) => isRunning(one.specials_date_available, one.expires_date, one.status, today));
  const special = running ? decimal(running.specials_new_products_price) : null;
  const reaching = isFree ? [] : sales().filter((sale) => saleReaches(sale, row, regular));
  const sale = reaching.find((one) => isRunning(one.sale_date_start, one.sale_date_end, one.sale_status, today));
  const lowered = sale ? priceAfterSale(sale, regular, special) : special;
  // They are taken off the regular price, or off the lowered one where the product says so and has one.
  const from = row.products_discount_type_from === 1 && lowered !== null ? lowered : regular;
  const byQuantity = (isFree ? [] : quantities()).flatMap((discount) => {
    const quantity = Number(discount.discount_qty);
    const price = priceByQuantity(row.products_discount_type, from, decimal(discount.discount_price));
    return price && quantity > 0 ? [{ quantity, price }] : [];
  });
  return { regular, rows, reaching, special, lowered, byQuantity };
}

/** The regular price of one piece, without tax. */
export const price = facts.asked(basePrice, (regular, { view }) => money(regular, view.config.defaultCurrency));

/** `zen_get_products_special_price`: what one piece costs now by a special, a sale or a quantity of one; null where nothing lowers it. */
export const salePrice = facts.made(reducedColumns, reducedBy, (row, asked, { view }) => {
  const { lowered, byQuantity } = reductionsOf(view, row, asked);
  const sale = byQuantity.findLast(({ quantity }) => quantity <= 1)?.price ?? lowered;
  return sale === null ? null : money(sale, view.config.defaultCurrency);
});

/** All special prices: specials, sales, prices by quantity. */
export const specialPrices = facts.made(reducedColumns, reducedBy, (row, asked, { view }) => {
  const { regular, rows, reaching, special, byQuantity } = reductionsOf(view, row, asked);
  const priced = (price: Big, from: string | null, until: string | null, minQuantity: number) => ({
    price: money(price, view.config.defaultCurrency),
    startsAt: instantOf(from, zoneOf(view)),
    endsAt: instantOf(until, zoneOf(view)),
    customerGroup: null,
    minQuantity,
  });
  return [
    ...rows
      .filter((one) => isKept(one.specials_date_available, one.expires_date, one.status))
      .map((one) => priced(decimal(one.specials_new_products_price), one.specials_date_available, one.expires_date, 1)),
    ...reaching
      .filter((one) => isKept(one.sale_date_start, one.sale_date_end, one.sale_status))
      // Condition 1 leaves products alone that have a special price.
      .filter((one) => special === null || Number(one.sale_specials_condition) !== 1)
      .map((one) => priced(priceAfterSale(one, regular, special), one.sale_date_start, one.sale_date_end, 1)),
    ...byQuantity.map((one) => priced(one.price, null, null, Math.max(1, Math.ceil(one.quantity)))),
  ];
});

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
