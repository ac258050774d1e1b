import { percent, type Units, units } from './amounts.js';
import type { ChosenOption, OrderLine, ShippingChoice, TotalLine } from './order.js';
import { type DemoProduct, priceThen } from './product.js';
import type { Random } from './random.js';
import { coupons, type DemoCoupon, homeCountry, reducedRate, standardRate } from './settings.js';
import { taxedCountries } from './words/countries.js';

const words = {
  1: { subTotal: 'Sub-Total', total: 'Total', parcel: 'Parcel', free: 'Free Shipping', pickup: 'Pickup From Store' },
  2: {
    subTotal: 'Zwischensumme',
    total: 'Gesamtsumme',
    parcel: 'Paketversand',
    free: 'Versandkostenfrei',
    pickup: 'Abholung im Laden',
  },
} as const;

/** Fills a cart from what was on sale on that day. */
export function fillCart(
  random: Random,
  onSale: readonly DemoProduct[],
  daysAgo: number,
  groupId: number,
  country: string,
): OrderLine[] {
  const wanted = Number(random.weighted({ 1: 38, 2: 27, 3: 17, 4: 10, 5: 5, 7: 3 }));
  const chosen = new Set<DemoProduct>();
  while (chosen.size < wanted) {
    // Squared: what stands first in the shuffled assortment sells best.
    chosen.add(onSale[Math.floor(random.next() ** 2 * onSale.length)] as DemoProduct);
  }
  return [...chosen].map((product) => {
    const quantity =
      groupId === 2 ? random.pick([4, 6, 6, 10, 12, 24]) : Number(random.weighted({ 1: 70, 2: 18, 3: 5, 4: 5, 10: 2 }));
    const options = product.options
      .filter((option) => option.kind.required || random.chance(0.35))
      .flatMap((option) => chooseOption(random, option, daysAgo));
    const deltas = options.reduce((sum, { value }) => sum + (value?.delta ?? 0), 0);
    const price = priceThen(product, groupId, quantity, daysAgo) + deltas;
    const taxRate = product.printed ? reducedRate : standardRate;
    return {
      product,
      quantity: product.digital ? 1 : quantity,
      price,
      tax: taxedCountries.has(country) ? percent(price, taxRate.rate) : 0,
      taxRateId: taxRate.id,
      chosen: [...product.chosen.map(({ option, value }) => ({ option, value, typed: '' })), ...options],
    };
  });
}

/** How a cart is sent: nothing for downloads, free above 100 euro within the union, by parcel else. */
export function chooseShipping(
  random: Random,
  lines: readonly OrderLine[],
  country: string,
  language: 1 | 2,
): ShippingChoice | null {
  if (lines.every(({ product }) => product.digital)) return null;
  const names = words[language];
  if (country === homeCountry && random.chance(0.15)) return { code: 'pickup.pickup', name: names.pickup, cost: 0 };
  const near = taxedCountries.has(country);
  if (near && subTotalOf(lines) >= units(100)) return { code: 'free.free', name: names.free, cost: 0 };
  return { code: 'flat.flat', name: names.parcel, cost: units(near ? 5.95 : 14.9) };
}

/** The lines below an order, in OpenCart's order; what stands above the total adds up to it exactly. */
export function totalsOf(
  lines: readonly OrderLine[],
  shipping: ShippingChoice | null,
  coupon: DemoCoupon | null,
  country: string,
  language: 1 | 2,
): TotalLine[] {
  const subTotal = subTotalOf(lines);
  const totals: TotalLine[] = [{ code: 'sub_total', title: words[language].subTotal, value: subTotal, place: 1 }];
  if (shipping) totals.push({ code: 'shipping', title: shipping.name, value: shipping.cost, place: 3 });
  const off = coupon
    ? Math.min(subTotal, coupon.type === 'P' ? percent(subTotal, coupon.discount) : units(coupon.discount))
    : 0;
  if (coupon) {
    const title = language === 2 ? `Gutschein (${coupon.code})` : `Coupon (${coupon.code})`;
    totals.push({ code: 'coupon', title, value: -off, place: 4 });
  }
  if (taxedCountries.has(country)) {
    for (const { id, names, rate } of [standardRate, reducedRate]) {
      const ofRate = lines.filter(({ taxRateId }) => taxRateId === id);
      const ofLines = ofRate.reduce((sum, line) => sum + line.tax * line.quantity, 0);
      const share = subTotal === 0 ? 0 : off / subTotal;
      const ofShipping = shipping && id === standardRate.id ? percent(shipping.cost, rate) : 0;
      const value = Math.round(ofLines * (1 - share)) + ofShipping;
      if (value > 0) totals.push({ code: 'tax', title: names[language - 1] as string, value, place: 5 });
    }
  }
  const total = totals.reduce((sum, { value }) => sum + value, 0);
  totals.push({ code: 'total', title: words[language].total, value: total, place: 9 });
  return totals;
}

/** The coupon that a shopper used, if any: only one whose minimum the cart reaches. */
export function chooseCoupon(random: Random, lines: readonly OrderLine[]): DemoCoupon | null {
  if (!random.chance(0.14)) return null;
  const subTotal = subTotalOf(lines);
  const fitting = coupons.filter((coupon) => coupon.enabled && subTotal >= units(coupon.minimum));
  return fitting.length > 0 ? random.pick(fitting) : null;
}

function subTotalOf(lines: readonly OrderLine[]): Units {
  return lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
}

const engravings = ['M & J', 'Für Oma', 'Since 2019', '♥ Lotte', '"Chef"', 'Zoë', 'Est. 1988', 'Bon appétit!'];
const notes = [
  'Happy birthday, Mum!\r\nLove from all four of us',
  'Für euer neues Zuhause. Alles Gute!',
  'Congratulations on the "big" day & many more',
  'Thank you for looking after the garden <3',
];

function chooseOption(random: Random, option: ChosenOption['option'], daysAgo: number): ChosenOption[] {
  const { type, letter } = option.kind;
  if (type === 'select' || type === 'radio') return [{ option, value: random.pick(option.values), typed: '' }];
  if (type === 'checkbox') {
    return random
      .some(option.values, random.between(1, option.values.length))
      .map((value) => ({ option, value, typed: '' }));
  }
  if (type === 'date') return [{ option, value: null, typed: `day ${daysAgo}` }];
  const typed =
    letter === 'e'
      ? random.pick(engravings)
      : letter === 'n'
        ? random.pick(notes)
        : `artwork-${random.between(100, 999)}.pdf`;
  return [{ option, value: null, typed }];
}
