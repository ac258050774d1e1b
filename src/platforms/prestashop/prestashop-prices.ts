import { Big } from 'big.js';
import type { Money } from '../../model/money.js';
import type { SpecialPrice } from '../../model/product-parts.js';
import { type DecimalCell, decimal, money } from '../decimals.js';
import { type Gathering, type Reading } from '../gathering.js';
import { priceGroupOf } from '../listed.js';
import { instantOf, wallClock } from '../store-time.js';
import { type PrestaShopTables, prestashop } from './prestashop-relations.js';
import { type PrestaShopView, zoneOf } from './prestashop-view.js';

/** The columns of a product's row that its price is made of. */
export const basisColumns = ['price', 'ecotax', 'id_tax_rules_group', 'shop'] as const;

/** What the price of a product is made of. */
export interface Basis {
  readonly price: DecimalCell;
  readonly ecotax: DecimalCell;
  readonly id_tax_rules_group: number;
  /** The shop whose row of the product counts; null where none has any. */
  readonly shop: number | null;
}

/** What a combination changes. */
export interface Impact {
  readonly id: number;
  readonly price: DecimalCell;
  /** In place of the product's where it is above zero. */
  readonly ecotax: DecimalCell;
}

type SpecificPrice = PrestaShopTables['specific_price'];

/** Amounts are kept with six decimals. */
export const decimals = 6;

/** The full price of one piece: as the product holds it, with what the combination changes. Ecotax comes on top (see the docs). */
export function fullPrice(basis: Pick<Basis, 'price'> | null, impact: Pick<Impact, 'price'> | null): Big {
  return decimal(basis?.price).plus(decimal(impact?.price));
}

/** The special prices of one product and its combinations. */
export interface Prices {
  /** What one piece costs a shopper who is not logged in, now; null where that is the full price. */
  inForce(basis: Basis, impact: Impact | null): Big | null;
  /** Every special price; one for all combinations is given for the cheapest. */
  all(basis: Basis, impacts: readonly Impact[]): SpecialPrice[];
}

/** Asks, once in a plan, for the special prices of products; those that hold for every product alike come with them. */
export function pricesOf(view: PrestaShopView, gathering: Gathering, productIds: number[]): Reading<Prices> {
  return gathering.once('prices', () => askedPrices(view, gathering, productIds));
}

function specialsOf(gathering: Gathering, productIds: number[]) {
  return gathering.rows(
    'specials',
    's.id_product',
    [...productIds, 0],
    prestashop
      .selectFrom('specific_price as s')
      .select(['s.id_specific_price', 's.id_specific_price_rule', 's.id_product_attribute'])
      .select(['s.id_shop', 's.id_currency', 's.id_country', 's.id_group', 's.price', 's.from_quantity'])
      .select(['s.reduction', 's.reduction_tax', 's.reduction_type', 's.from', 's.to'])
      // Prices of one cart or one customer are no prices of the product.
      .where('s.id_cart', '=', 0)
      .where('s.id_customer', '=', 0)
      .orderBy('s.from_quantity')
      .orderBy('s.id_specific_price'),
  );
}

function askedPrices(view: PrestaShopView, gathering: Gathering, productIds: number[]): Reading<Prices> {
  const rows = view.native.specialPrices ? specialsOf(gathering, productIds) : () => [];
  const priorities = gathering.row(
    'priorities',
    'y.id_product',
    productIds,
    prestashop
      .selectFrom('specific_price_priority as y')
      .select(['y.priority'])
      .orderBy('y.id_specific_price_priority', 'desc'),
  );
  const reductions = view.native.categoryReductions
    ? gathering.row(
        'reductions',
        'r.id_product',
        productIds,
        prestashop
          .selectFrom('product_group_reduction_cache as r')
          .select(['r.reduction'])
          .where('r.id_group', '=', view.native.groupId),
      )
    : null;
  return (results, id) => {
    const held = [...rows(results, id), ...rows(results, 0)];
    return {
      inForce(basis, impact) {
        const now = wallClock(view.now, zoneOf(view));
        const candidates = held.filter((row) => holds(view, row, basis, impact, now));
        const priority = priorities(results, id)?.priority || view.native.pricePriorities;
        const [row] = candidates.sort((a, b) => rank(view, a, b, basis, priority));
        // A reduction of the product's categories takes the place of the group's own (Product::priceCalculation).
        const ofCategory = reductions?.(results, id);
        const off = ofCategory ? decimal(ofCategory.reduction) : decimal(view.native.groupReduction).div(100);
        if (!row && off.eq(0)) return null;
        const price = row ? specialPrice(view, row, basis, impact) : full(basis, impact);
        return notBelowZero(price.minus(price.times(off)));
      },
      all: (basis, impacts) =>
        held
          .filter((row) => row.id_shop === 0 || row.id_shop === shopOf(view, basis))
          .map((row) => {
            const concerned = impacts.filter((impact) => [0, impact.id].includes(row.id_product_attribute));
            const each = (concerned.length > 0 ? concerned : [null]).map((one) => specialPrice(view, row, basis, one));
            return {
              price: money(notBelowZero(lowest(each) ?? new Big(0)), view.config.defaultCurrency, decimals),
              startsAt: instantOf(row.from, zoneOf(view)),
              endsAt: instantOf(row.to, zoneOf(view)),
              customerGroup: row.id_group === 0 ? null : priceGroupOf(view, row.id_group),
              minQuantity: Math.max(1, row.from_quantity),
            };
          }),
    };
  };
}

/** A reduction above the price leaves nothing to pay, and nothing to be paid out (Product::priceCalculation). */
const notBelowZero = (price: Big) => (price.lt(0) ? new Big(0) : price);

const shopOf = (view: PrestaShopView, basis: Basis) => basis.shop ?? view.native.shopId;

/** The lowest of amounts; null of none. */
export function lowest(amounts: readonly (Big | null)[]): Big | null {
  let least: Big | null = null;
  for (const amount of amounts) if (amount && (!least || amount.lt(least))) least = amount;
  return least;
}

/** A price as an amount in the store's default currency. */
export function priceMoney(view: PrestaShopView, price: Big | null): Money | null {
  return price && money(price, view.config.defaultCurrency, decimals);
}

/** An ecotax as an amount in the store's default currency; null where there is none. */
export function ecotaxMoney(view: PrestaShopView, ecotax: Big): Money | null {
  return ecotax.gt(0) ? priceMoney(view, ecotax) : null;
}

type HeldPrice = Omit<SpecificPrice, 'id_cart' | 'id_customer'>;

/** Whether a row can hold for one piece, now, in the default currency and country (SpecificPrice::getSpecificPrice). */
function holds(view: PrestaShopView, row: HeldPrice, basis: Basis, impact: Impact | null, now: string): boolean {
  const { currencyId, countryId, groupId } = view.native;
  const either = (value: number, own: number) => value === 0 || value === own;
  return (
    either(row.id_shop, shopOf(view, basis)) &&
    either(row.id_currency, currencyId) &&
    either(row.id_country, countryId) &&
    either(row.id_group, groupId) &&
    either(row.id_product_attribute, impact?.id ?? 0) &&
    row.from_quantity <= 1 &&
    (isZero(row.from) || (row.from ?? '') <= now) &&
    (isZero(row.to) || now <= (row.to ?? ''))
  );
}

const isZero = (date: string | null) => !date || date.startsWith('0000-00-00');

/** The order in which PrestaShop picks one of several rows that hold; the priorities count from the last, doubling. */
function rank(view: PrestaShopView, a: HeldPrice, b: HeldPrice, basis: Basis, priority: string): number {
  const own: Readonly<Record<string, number>> = {
    id_shop: shopOf(view, basis),
    id_currency: view.native.currencyId,
    id_country: view.native.countryId,
    id_group: view.native.groupId,
  };
  const fields = priority.split(';').filter((field) => own[field] !== undefined);
  const score = (row: HeldPrice) =>
    fields.reduce(
      (all, field, at) =>
        all + (row[field as 'id_shop' | 'id_currency'] === own[field] ? 2 ** (fields.length - at) : 0),
      0,
    );
  return (
    b.id_product_attribute - a.id_product_attribute ||
    b.from_quantity - a.from_quantity ||
    a.id_specific_price_rule - b.id_specific_price_rule ||
    score(b) - score(a) ||
    (b.to ?? '').localeCompare(a.to ?? '') ||
    (b.from ?? '').localeCompare(a.from ?? '')
  );
}

/** The ecotax of one piece: the combination's own where it has one, else the product's. */
export function ecotaxOf(basis: Pick<Basis, 'ecotax'> | null, impact: Pick<Impact, 'ecotax'> | null): Big {
  const own = decimal(impact?.ecotax);
  return own.gt(0) ? own : decimal(basis?.ecotax);
}

/** What the storefront asks for one piece without any reduction. */
function full(basis: Basis, impact: Impact | null): Big {
  return fullPrice(basis, impact).plus(ecotaxOf(basis, impact));
}

/** The price that a row makes (Product::priceCalculation), without tax, in the default currency. */
function specialPrice(view: PrestaShopView, row: HeldPrice, basis: Basis, impact: Impact | null): Big {
  const foreign = row.id_currency > 0 && row.id_currency !== view.native.currencyId;
  const rate = decimal((foreign && view.native.currencies[row.id_currency]?.rate) || 1);
  const fixed = decimal(row.price);
  // A price fixed for one combination is its whole price; one fixed for the product has the combination's impact on top.
  const base = fixed.lt(0)
    ? fullPrice(basis, impact)
    : fixed.div(rate).plus(row.id_product_attribute ? 0 : decimal(impact?.price ?? 0));
  const price = base.plus(ecotaxOf(basis, impact));
  const reduction = decimal(row.reduction);
  if (row.reduction_type !== 'amount') return price.minus(price.times(reduction));
  const tax = decimal((row.reduction_tax === 1 && view.native.taxRates[basis.id_tax_rules_group]) || 0);
  return price.minus(reduction.div(rate).div(tax.plus(1)));
}
