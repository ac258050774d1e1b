import { Big } from 'big.js';
import { decimal, money, sumOf } from '../decimals.js';
import { type Gathering, rowsOf } from '../gathering.js';
import { instantOf, isNoDate, wallClock } from '../store-time.js';
import { cheapestValues } from './zencart-attribute-prices.js';
import { facts } from './zencart-product-list.js';
import { zencart } from './zencart-relations.js';
import { priceAfterSale, saleReaches } from './zencart-sales.js';

/** `zen_get_products_base_price`: nothing for what is free (`zen_get_products_actual_price`), else the price itself, with the cheapest value of each option where those make the price. */
const basePrice = facts.ask(
  ['product_is_free', 'products_price', 'products_priced_by_attribute'],
  ({ gathering, ids }) => {
    const cheapest = rowsOf(
      gathering.add('cheapest-values', cheapestValues().where('a.products_id', 'in', ids)),
      'products_id',
    );
    return (results, id, row): Big => {
      if (row.product_is_free === 1) return decimal(0);
      const own = decimal(row.products_price);
      if (row.products_priced_by_attribute !== 1) return own;
      return own.plus(sumOf(cheapest(results, id).map((value) => decimal(value.lowest))));
    };
  },
);

/** Special prices, sales and prices by quantity. */
const reductions = facts.ask(
  [
    'product_is_free',
    'products_model',
    'master_categories_id',
    'products_discount_type',
    'products_discount_type_from',
  ],
  ({ view, gathering, ids }) => {
    const specials = specialsOf(gathering, ids);
    const quantities = quantityPricesOf(gathering, ids);
    const sales = salesOf(gathering);
    const zone = view.config.timeZone;
    const today = wallClock(view.now, zone).slice(0, 10);
    return (results, id, row) => ({
      /** The special price, and what a sale makes of it. */
      lowered(regular: Big) {
        // What is free has no lower price.
        const rows = row.product_is_free === 1 ? [] : specials(results, id);
        const running = rows.find((one) => isRunning(one.specials_date_available, one.expires_date, one.status, today));
        const special = running ? decimal(running.specials_new_products_price) : null;
        const reaching = results
          .rows(sales)
          .filter((sale) => row.product_is_free !== 1 && saleReaches(sale, row, regular));
        const sale = reaching.find((one) => isRunning(one.sale_date_start, one.sale_date_end, one.sale_status, today));
        const price = sale ? priceAfterSale(sale, regular, special) : special;
        return { rows, reaching, special, price };
      },
      /** The prices by quantity: off the regular price, or off the special one where the product says so and has one. */
      byQuantity(regular: Big, special: Big | null) {
        const base = row.products_discount_type_from === 1 && special !== null ? special : regular;
        return (row.product_is_free === 1 ? [] : quantities(results, id)).flatMap((discount) => {
          const quantity = Number(discount.discount_qty);
          const price = priceByQuantity(row.products_discount_type, base, decimal(discount.discount_price));
          return price && quantity > 0 ? [{ quantity, price }] : [];
        });
      },
    });
  },
);

/** The regular price of one piece, without tax. */
export const price = facts.asked(basePrice, (regular, { view }) => money(regular, view.config.defaultCurrency));

/** `zen_get_products_special_price`: what one piece costs now by a special, a sale or a quantity of one; null where nothing lowers it. */
export const salePrice = facts.made([], [basePrice, reductions], (_row, [base, reduced], { view }) => {
  const regular = base();
  const { price: lowered } = reduced().lowered(regular);
  const single = reduced()
    .byQuantity(regular, lowered)
    .filter(({ quantity }) => quantity <= 1);
  const sale = single.at(-1)?.price ?? lowered;
  return sale === null ? null : money(sale, view.config.defaultCurrency);
});

/** All special prices: specials, sales, prices by quantity. */
export const specialPrices = facts.made([], [basePrice, reductions], (_row, [base, reduced], { view }) => {
  const { defaultCurrency: currency, timeZone: zone } = view.config;
  const regular = base();
  const { rows, reaching, special, price: lowered } = reduced().lowered(regular);
  const held = { customerGroup: null, minQuantity: 1 };
  return [
    ...rows
      .filter((one) => isKept(one.specials_date_available, one.expires_date, one.status))
      .map((one) => ({
        price: money(decimal(one.specials_new_products_price), currency),
        startsAt: instantOf(one.specials_date_available, zone),
        endsAt: instantOf(one.expires_date, zone),
        ...held,
      })),
    ...reaching
      .filter((one) => isKept(one.sale_date_start, one.sale_date_end, one.sale_status))
      // Condition 1 leaves products alone that have a special price.
      .filter((one) => special === null || Number(one.sale_specials_condition) !== 1)
      .map((one) => ({
        price: money(priceAfterSale(one, regular, special), currency),
        startsAt: instantOf(one.sale_date_start, zone),
        endsAt: instantOf(one.sale_date_end, zone),
        ...held,
      })),
    ...reduced()
      .byQuantity(regular, lowered)
      .map((one) => ({
        price: money(one.price, currency),
        startsAt: null,
        endsAt: null,
        customerGroup: null,
        minQuantity: Math.max(1, Math.ceil(one.quantity)),
      })),
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
