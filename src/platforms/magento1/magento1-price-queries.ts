import { type Expression, type RawBuilder, sql } from 'kysely';
import { linksWithValues } from './magento1-axes.js';
import type { Magento1View } from './magento1-config.js';
import { shownValue } from './magento1-eav.js';
import { groupedLink } from './magento1-links.js';
import { magento } from './magento1-relations.js';

type Num = RawBuilder<number | null>;

/** A product of numbers. The bridge lets no star through, so it is a division, by a reciprocal that is exact to 18 places. */
const times = (a: Expression<unknown>, b: Expression<unknown>): Num =>
  sql`case when ${b} = 0 then ${a} - ${a} else ${a} / (1.000000000000000000 / ${b}) end`;
const percent = (a: Expression<unknown>, b: Expression<unknown>): Num =>
  sql`case when ${b} = 0 then ${a} - ${a} else ${a} / (100.000000000000000000 / ${b}) end`;

const ownPrice = (view: Magento1View, of: string) => shownValue<number>(view, 'product', 'decimal', 'price', of);

/** 1 where a product is on, else 0. */
const isOn = (view: Magento1View, of: string): RawBuilder<number> =>
  sql`case when ${shownValue(view, 'product', 'int', 'status', of)} = 1 then 1 else 0 end`;

/**
 * Every product with its regular price, as `price` shows it: `pricePairOf` in SQL, for lists by price. Attribute values have no index
 * in Magento, so such a list reads all products either way.
 */
export function shownPrices(view: Magento1View) {
  const own = ownPrice(view, 'x.entity_id');
  const withBundles = view.columns.has('catalog_product_bundle_selection');
  const base = magento
    .selectFrom('catalog_product_entity as x')
    .leftJoin(cheapestParts(view).as('m'), (join) =>
      join.onRef('m.parent_id', '=', 'x.entity_id').onRef('m.type_id', '=', 'x.type_id'),
    );
  const least = withBundles ? sql<number | null>`${sql.ref('b.least')}` : sql<number | null>`null`;
  const ofBundle = sql`case when ${isFixed(view, 'x.entity_id')} = 1 then coalesce(${own}, 0) + coalesce(${least}, 0) else ${least} end`;
  const value = sql<
    number | null
  >`round(case when ${sql.ref('x.type_id')} = ${'bundle'} then ${ofBundle} when ${sql.ref('m.parent_id')} is not null then ${sql.ref('m.cheapest')} else ${own} end, 4)`;
  const joined = withBundles
    ? base.leftJoin(bundles(view).as('b'), (join) => join.onRef('b.parent_id', '=', 'x.entity_id'))
    : base;
  return (joined as typeof base).select(['x.entity_id', value.as('value')]);
}

/** 1 where a bundle has a price of its own. */
const isFixed = (view: Magento1View, of: string): RawBuilder<number> =>
  sql`case when ${shownValue(view, 'product', 'int', 'price_type', of)} = 1 then 1 else 0 end`;

/** What the cheapest part of each configurable and grouped product costs; one that is off counts only where all are. */
function cheapestParts(view: Magento1View) {
  const added = linksWithValues
    .leftJoin('catalog_product_super_attribute_pricing as d', (join) => join.on((eb) => eb.and(pricing('d', 0))))
    .leftJoin('catalog_product_super_attribute_pricing as w', (join) =>
      join.on((eb) => eb.and(pricing('w', view.native.websiteId))),
    )
    .select(['l.link_id', sumOf(1).as('share'), sumOf(0).as('amount')])
    .groupBy('l.link_id');
  const links = magento
    .selectFrom('catalog_product_super_link as l')
    .innerJoin('catalog_product_entity as e', 'e.entity_id', 'l.product_id')
    .leftJoin(added.as('p'), 'p.link_id', 'l.link_id')
    .select([
      'l.parent_id',
      ownPrice(view, 'l.parent_id').as('own'),
      sql<number>`coalesce(${sql.ref('p.amount')}, 0)`.as('amount'),
      sql<number>`coalesce(${sql.ref('p.share')}, 0)`.as('share'),
      isOn(view, 'l.product_id').as('is_on'),
    ]);
  const own = sql.ref('n.own');
  const variants = magento
    .selectFrom(links.as('n'))
    .select([
      'n.parent_id',
      sql<string>`${'configurable'}`.as('type_id'),
      sql<number>`${own} + ${sql.ref('n.amount')} + ${percent(own, sql.ref('n.share'))}`.as('price'),
      'n.is_on',
    ]);
  const grouped = magento
    .selectFrom('catalog_product_link as k')
    .select([
      'k.product_id as parent_id',
      sql<string>`${'grouped'}`.as('type_id'),
      sql<number>`${ownPrice(view, 'k.linked_product_id')}`.as('price'),
      isOn(view, 'k.linked_product_id').as('is_on'),
    ])
    .where('k.link_type_id', '=', groupedLink);
  const cheapest = sql<
    number | null
  >`case when sum(${sql.ref('q.is_on')}) > 0 then min(case when ${sql.ref('q.is_on')} = 1 then ${sql.ref('q.price')} end) else min(${sql.ref('q.price')}) end`;
  return magento
    .selectFrom(variants.unionAll(grouped).as('q'))
    .select(['q.parent_id', 'q.type_id', cheapest.as('cheapest')])
    .groupBy(['q.parent_id', 'q.type_id']);
}

/** The row of `super_attribute_pricing` for the option that a variant has. */
const pricing = (alias: 'd' | 'w', websiteId: number) => [
  sql<boolean>`${sql.ref(`${alias}.product_super_attribute_id`)} = ${sql.ref('a.product_super_attribute_id')}`,
  sql<boolean>`${sql.ref(`${alias}.value_index`)} = ${sql.ref('v.value')}`,
  sql<boolean>`${sql.ref(`${alias}.website_id`)} = ${websiteId}`,
];

/** What the options of a variant add in all: in per cent, or as amounts. The website's own row goes before the one for all. */
function sumOf(isPercent: 0 | 1): RawBuilder<number | null> {
  const of = (column: string) =>
    sql`case when ${sql.ref('w.website_id')} is null then ${sql.ref(`d.${column}`)} else ${sql.ref(`w.${column}`)} end`;
  const kind = sql`case when ${of('is_percent')} = 1 then 1 else 0 end`;
  return sql`sum(case when ${kind} = ${isPercent} then ${of('pricing_value')} else 0 end)`;
}

/** What the cheapest choice of each required option of a bundle adds up to, or the cheapest of all where none is required. */
function bundles(view: Magento1View) {
  const own = ownPrice(view, 's.parent_product_id');
  const [type, value] = ['type', 'value'].map(
    (name) => sql`coalesce(${sql.ref(`w.selection_price_${name}`)}, ${sql.ref(`s.selection_price_${name}`)})`,
  ) as [RawBuilder<unknown>, RawBuilder<unknown>];
  const added = sql`case when ${type} = 1 then ${percent(own, value)} else ${value} end`;
  const fixed = sql`${isFixed(view, 's.parent_product_id')} = 1 and ${own} is not null`;
  const one = sql`case when ${fixed} then ${added} else ${ownPrice(view, 's.product_id')} end`;
  const parts = magento
    .selectFrom('catalog_product_bundle_selection as s')
    .innerJoin('catalog_product_bundle_option as o', (join) =>
      join.onRef('o.option_id', '=', 's.option_id').onRef('o.parent_id', '=', 's.parent_product_id'),
    )
    .leftJoin('catalog_product_bundle_selection_price as w', (join) =>
      join.onRef('w.selection_id', '=', 's.selection_id').on('w.website_id', '=', view.native.websiteId),
    )
    .select([
      's.parent_product_id as parent_id',
      's.option_id',
      'o.required',
      sql`${one}`.as('unit'),
      sql<number>`coalesce(${sql.ref('s.selection_qty')}, 1)`.as('qty'),
      isOn(view, 's.product_id').as('is_on'),
    ]);
  const priced = magento
    .selectFrom(parts.as('c'))
    .select(['c.parent_id', 'c.option_id', 'c.required', 'c.is_on'])
    .select(times(sql.ref('c.unit'), sql.ref('c.qty')).as('price'));
  const options = magento
    .selectFrom(priced.as('r'))
    .select(['r.parent_id', 'r.required', sql<number>`sum(${sql.ref('r.is_on')})`.as('are_on')])
    .select(sql<number | null>`min(case when ${sql.ref('r.is_on')} = 1 then ${sql.ref('r.price')} end)`.as('on_price'))
    .select(sql<number | null>`min(${sql.ref('r.price')})`.as('any_price'))
    .groupBy(['r.parent_id', 'r.option_id', 'r.required']);
  const least = (price: 'on_price' | 'any_price', counts: RawBuilder<unknown>) => {
    const required = sql`case when ${counts} and ${sql.ref('t.required')} = 1 then 1 else 0 end`;
    const held = sql.ref(`t.${price}`);
    return sql`case when sum(${required}) > 0 then sum(case when ${required} = 1 then coalesce(${held}, 0) else 0 end) else min(case when ${counts} then ${held} end) end`;
  };
  const offered = least('on_price', sql`${sql.ref('t.are_on')} > 0`);
  const all = least('any_price', sql`1 = 1`);
  return magento
    .selectFrom(options.as('t'))
    .select([
      't.parent_id',
      sql<number | null>`case when sum(${sql.ref('t.are_on')}) > 0 then ${offered} else ${all} end`.as('least'),
    ])
    .groupBy('t.parent_id');
}
