import type { Units } from './amounts.js';
import { busySecond } from './calendar.js';
import { chooseCoupon, chooseShipping, fillCart, totalsOf } from './cart.js';
import type { DemoCustomer } from './customers.js';
import type { DemoOrder } from './order.js';
import { makePerson, type Person } from './person.js';
import type { DemoProduct } from './product.js';
import { Random } from './random.js';
import { currencies } from './settings.js';
import { orderStatuses } from './words/stock-and-status.js';

/** The first order's number; the shop had an older system before. */
const firstOrderId = 2401;

/** How often each status is met among orders that have had time to settle. */
const settled = {
  5: 700,
  3: 40,
  11: 45,
  7: 60,
  2: 12,
  15: 25,
  1: 10,
  8: 14,
  9: 10,
  10: 22,
  12: 12,
  13: 12,
  14: 18,
  16: 20,
};

/** Makes the orders of two years, oldest first, with `count` real ones and a few checkouts that were never finished among them. */
export function makeOrders(
  count: number,
  customers: readonly DemoCustomer[],
  products: readonly DemoProduct[],
  taken: Set<string>,
): DemoOrder[] {
  const random = new Random('orders');
  const total = count + Math.ceil(count / 25);
  // More orders lately than at first: a shop that grows.
  const moments = Array.from({ length: total }, () => ({
    daysAgo: Math.floor(730 * (1 - Math.sqrt(random.next() * 0.85 + 0.15)) * 1.63),
    second: busySecond(random.next(), random.next()),
  })).sort((a, b) => b.daysAgo - a.daysAgo || a.second - b.second);
  const assortment = new Random('assortment').some(orderable(products), products.length);
  const statuses = Object.keys(orderStatuses).map(Number);
  return moments.map(({ daysAgo, second }, index) => {
    const unfinished = index % 26 === 11;
    // Each status once in any case, among the older orders; beyond that, by chance.
    const forced = statuses[index - Math.floor(total / 3)];
    const statusId = unfinished ? 0 : (forced ?? statusByAge(random, daysAgo));
    return makeOrder(random, firstOrderId + index, statusId, daysAgo, second, customers, assortment, taken);
  });
}

function makeOrder(
  random: Random,
  id: number,
  statusId: number,
  daysAgo: number,
  second: number,
  customers: readonly DemoCustomer[],
  assortment: readonly DemoProduct[],
  taken: Set<string>,
): DemoOrder {
  const known = customers.filter((customer) => customer.joinedDaysAgo >= daysAgo);
  const customer = known.length > 0 && !random.chance(0.22) ? random.pick(known) : null;
  const person: Person = customer ?? makePerson(random, taken);
  const country = person.address.iso2;
  const groupId = customer?.groupId ?? 1;
  const onSale = assortment.filter((product) => product.addedDaysAgo > daysAgo);
  const lines = fillCart(random, onSale, daysAgo, groupId, country);
  const shipping = chooseShipping(random, lines, country, person.language);
  const coupon = chooseCoupon(random, lines);
  const totals = totalsOf(lines, shipping, coupon, country, person.language);
  return {
    id,
    statusId,
    placedDaysAgo: daysAgo,
    placedSecond: second,
    channel: groupId === 2 ? 1 : 0,
    customer,
    person,
    groupId,
    currency: currencyThen(random, country),
    lines,
    shipping,
    couponId: coupon?.id ?? 0,
    totals,
    total: totals.at(-1)?.value as Units,
  };
}

/** What can be bought: of a product with variants, those alone. */
function orderable(products: readonly DemoProduct[]): DemoProduct[] {
  const masters = new Set(products.map(({ masterId }) => masterId));
  return products.filter(({ id, enabled }) => enabled && !masters.has(id));
}

function statusByAge(random: Random, daysAgo: number): number {
  if (daysAgo <= 1) return Number(random.weighted({ 1: 6, 2: 4, 10: 1 }));
  if (daysAgo <= 5) return Number(random.weighted({ 1: 1, 2: 5, 15: 2, 3: 4, 7: 1 }));
  if (daysAgo <= 12) return Number(random.weighted({ 3: 6, 5: 5, 2: 1, 7: 1 }));
  return Number(random.weighted(settled));
}

/** The currency a country pays in, at that day's rate. */
function currencyThen(random: Random, country: string): DemoOrder['currency'] {
  const byCountry: Readonly<Record<string, string>> = {
    GB: 'GBP',
    US: 'USD',
    CA: 'USD',
    MX: 'USD',
    AE: 'USD',
    SG: 'USD',
  };
  const currency = currencies.find(({ code }) => code === (byCountry[country] ?? 'EUR')) ?? currencies[0];
  const drift = currency.rate === 1 ? 1 : 0.96 + random.next() * 0.08;
  return { id: currency.id, code: currency.code, rate: Math.round(currency.rate * drift * 1e6) / 1e6 };
}
