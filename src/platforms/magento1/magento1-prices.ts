import { Big } from 'big.js';
import { DateTime } from 'luxon';
import { type Results, type Statement, valuesFrom, valuesOfAll } from '../../bridge/plan.js';
import type { SpecialPrice } from '../../model/product-parts.js';
import { decimal, decimalOrNull, money } from '../decimals.js';
import { type Gathering, rowsOf } from '../gathering.js';
import { priceGroupOf } from '../listed.js';
import { instantOf, isNoDate, wallClock } from '../store-time.js';
import { bundlesOf } from './magento1-bundles.js';
import type { Magento1View } from './magento1-config.js';
import { type EavValue, eavOf } from './magento1-eav.js';
import { groupedLinks, type Link, type ProductAsking } from './magento1-links.js';
import { magento } from './magento1-relations.js';

/** What one product costs by its own attributes, before what it is made of counts. */
export interface OwnPrice {
  /** The attribute `price`; null where the product has none. */
  readonly regular: Big | null;
  /** What one piece costs the default customer group now; the regular price where nothing is off. */
  readonly final: Big | null;
  /** For bundles, whose special, group and tier prices are percentages: how much of the price is left now, 1 for all of it. */
  readonly share: Big;
}

/** Reads prices of products, whichever statements list them. */
export interface Prices {
  own(results: Results, id: number): OwnPrice;
  /** All special prices, group prices and tier prices; `base` is what percentages are of, for bundles alone. */
  all(results: Results, id: number, base: Big | null, isBundle: boolean): SpecialPrice[];
}

interface TermRow {
  readonly id: number;
  readonly tier: number;
  readonly all_groups: number;
  readonly customer_group_id: number;
  readonly qty: string | number;
  readonly value: string | number;
}

/** The prices of the products of a plan, of what they are made of, and of their variants, as far as they are selected. */
export function productPrices(asking: ProductAsking): Prices {
  const { gathering, ids, selection } = asking;
  return gathering.once('prices', () => {
    const groups = selection.has('price', 'salePrice', 'specialPrices') ? groupedLinks(asking) : null;
    const madeOf = [groups, bundlesOf(asking)?.parts].flatMap((links) => (links ? [links.listed] : []));
    const all = valuesOfAll(ids, valuesFrom(madeOf as Statement<Link>[], 'id'));
    const onSale = selection.has('salePrice', 'specialPrices') || selection.at('variants').has('salePrice');
    return pricesOf(asking, all, onSale);
  });
}

const saleCodes = ['special_price', 'special_from_date', 'special_to_date'] as const;

/** Asks for prices of the products that `ids` stand for; for what is off only where `onSale`. */
export function pricesOf(
  at: { readonly view: Magento1View; readonly gathering: Gathering },
  ids: number[],
  onSale: boolean,
): Prices {
  const { view, gathering } = at;
  const values = eavOf(at, 'product', ids, ['price', ...(onSale ? saleCodes : [])], { prefix: 'price' });
  const terms = onSale ? rowsOf(termRows(view, gathering, ids), 'id') : () => [];
  const rules = onSale ? ruleRows(view, gathering, ids) : () => [];
  const zone = view.config.timeZone;
  const now = wallClock(view.now, zone);
  const currency = view.config.defaultCurrency;

  const special = (results: Results, id: number) => {
    const held = values.of(results, id);
    const value = decimalOrNull(held.special_price);
    if (value === null) return null;
    const to = timeOf(held.special_to_date);
    // The day that a special price ends on is its last (Mage_Core_Model_Locale::isStoreDateInInterval).
    return { value, from: timeOf(held.special_from_date), until: to && dayAfter(to) };
  };

  return {
    own(results, id) {
      const regular = decimalOrNull(values.of(results, id).price);
      const reduced: Big[] = [];
      let share = new Big(1);
      const off = special(results, id);
      if (off && (off.from === null || now >= off.from) && (off.until === null || now <= off.until)) {
        reduced.push(off.value);
        if (off.value.lt(100)) share = off.value.div(100);
      }
      for (const row of terms(results, id)) {
        const holds = row.all_groups === 1 || row.customer_group_id === view.native.defaultGroupId;
        if (!holds || decimal(row.qty).gt(1)) continue;
        reduced.push(decimal(row.value));
        const left = new Big(1).minus(decimal(row.value).div(100));
        if (left.lt(share)) share = left;
      }
      const rule = rules(results, id)[0];
      if (rule) reduced.push(decimal(rule.rule_price));
      const final = regular && reduced.reduce((least, one) => (one.lt(least) ? one : least), regular);
      return { regular, final, share };
    },
    all(results, id, base, isBundle) {
      const left = (percent: Big) => (base ?? new Big(0)).times(percent).div(100);
      const off = special(results, id);
      const specials: SpecialPrice[] = off
        ? [
            {
              price: money(isBundle ? left(off.value) : off.value, currency),
              startsAt: instantOf(off.from, zone),
              endsAt: instantOf(off.until, zone),
              customerGroup: null,
              minQuantity: 1,
            },
          ]
        : [];
      const tiers = terms(results, id).map((row) => ({
        price: money(isBundle ? left(new Big(100).minus(decimal(row.value))) : decimal(row.value), currency),
        startsAt: null,
        endsAt: null,
        customerGroup: row.all_groups === 1 ? null : priceGroupOf(view, row.customer_group_id),
        minQuantity: Math.max(1, Math.ceil(Number(row.qty))),
      }));
      return [...specials, ...tiers];
    },
  };
}

/** Group prices, which hold from the first piece on, and tier prices: of all websites and of the default one. */
function termRows(view: Magento1View, gathering: Gathering, ids: number[]): Statement<TermRow> {
  const websites = [0, view.native.websiteId];
  const tiers = magento
    .selectFrom('catalog_product_entity_tier_price as t')
    .select((eb) => [
      't.entity_id as id',
      eb.lit(1).as('tier'),
      't.all_groups',
      't.customer_group_id',
      't.qty',
      't.value',
    ])
    .select('t.value_id')
    .where('t.entity_id', 'in', ids)
    .where('t.website_id', 'in', websites);
  const groups = magento
    .selectFrom('catalog_product_entity_group_price as g')
    .select((eb) => ['g.entity_id as id', eb.lit(0).as('tier'), 'g.all_groups', 'g.customer_group_id'])
    .select((eb) => [eb.lit(1).as('qty'), 'g.value', 'g.value_id'])
    .where('g.entity_id', 'in', ids)
    .where('g.website_id', 'in', websites);
  const both = view.columns.has('catalog_product_entity_group_price') ? groups.unionAll(tiers as never) : tiers;
  const ordered = magento
    .selectFrom((both as typeof tiers).as('p'))
    .select(['p.id', 'p.tier', 'p.all_groups', 'p.customer_group_id', 'p.qty', 'p.value'])
    .orderBy('p.tier')
    .orderBy('p.qty')
    .orderBy('p.value_id');
  return gathering.add('price-terms', ordered) as Statement<TermRow>;
}

/** What catalogue price rules make of the price on the store's present day, as Magento's own job has worked it out. */
function ruleRows(view: Magento1View, gathering: Gathering, ids: number[]) {
  if (!view.columns.has('catalogrule_product_price')) return () => [];
  return gathering.rows(
    'price-rules',
    'r.product_id',
    ids,
    magento
      .selectFrom('catalogrule_product_price as r')
      .select(['r.rule_price'])
      .where('r.rule_date', '=', wallClock(view.now, view.config.timeZone).slice(0, 10))
      .where('r.website_id', '=', view.native.websiteId)
      .where('r.customer_group_id', '=', view.native.defaultGroupId),
  );
}

/** A time of the store's clock, to the second; null for none and for zero dates. */
function timeOf(value: EavValue): string | null {
  const text = String(value ?? '');
  return isNoDate(text) ? null : `${text.slice(0, 10)} ${text.slice(11, 19) || '00:00:00'}`;
}

function dayAfter(local: string): string {
  return DateTime.fromSQL(local, { zone: 'utc' }).plus({ days: 1 }).toFormat('yyyy-MM-dd HH:mm:ss');
}
