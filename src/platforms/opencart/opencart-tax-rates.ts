import { valuesFrom } from '../../bridge/plan.js';
import type { TaxRate, TaxRateFilter } from '../../model/tax-rate.js';
import { decimal, money, plainDecimal } from '../decimals.js';
import { factsOf } from '../facts.js';
import { plainText } from '../html-text.js';
import { groupOf, taxClassOf } from '../listed.js';
import type { OpenCartView } from './opencart-config.js';
import { type OpenCartTables, opencart } from './opencart-relations.js';
import { placesOf } from './opencart-zones.js';

const { ask, asked, from, ids, lacking, listed, rowNumbered, rowsBeside } = factsOf<
  OpenCartView,
  OpenCartTables,
  'tax_rate',
  't'
>();

const rules = rowsBeside('tax-rules', 'r.tax_rate_id', () =>
  opencart.selectFrom('tax_rule as r').select(['r.tax_class_id', 'r.priority']).orderBy('r.tax_rule_id'),
);

const groups = rowsBeside('tax-groups', 'g.tax_rate_id', () =>
  opencart.selectFrom('tax_rate_to_customer_group as g').select('g.customer_group_id').orderBy('g.customer_group_id'),
);

const zone = rowNumbered('geo_zone_id', 'tax-zones', 'z.geo_zone_id', () =>
  opencart.selectFrom('geo_zone as z').select('z.name'),
);

const places = ask(['geo_zone_id'], ({ view, gathering, rows }) => {
  const read = placesOf(view, gathering, valuesFrom(rows, 'geo_zone_id'));
  return (results, _id, row) => read(results, row.geo_zone_id);
});

/** `P` is per cent, `F` an amount for each piece; every rate is of the price without tax (system/library/cart/tax.php). */
export const taxRate = listed<TaxRate, TaxRateFilter, 'ID_ASC'>({
  kind: 'TaxRate',
  from: 'tax_rate as t',
  key: 'tax_rate_id',
  statement: 'tax-rates',
  fields: {
    name: from(['name'], (row, { id }) => plainText(row.name) ?? String(id)),
    // A rate that no group of customers is ticked for is charged to nobody.
    enabled: asked(groups, (rows) => rows.length > 0),
    percentage: from(['type', 'rate'], (row) => (row.type === 'P' ? plainDecimal(decimal(row.rate)) : null)),
    amount: from(['type', 'rate'], (row, { view }) =>
      row.type === 'F' ? money(decimal(row.rate), view.config.defaultCurrency) : null,
    ),
    taxClasses: asked(rules, (rows, { view }) =>
      [...new Set(rows.map((row) => row.tax_class_id))].flatMap((id) => taxClassOf(view, id) ?? []),
    ),
    places: asked(places, (found) => [...found]),
    zone: asked(zone, (row) =>
      row ? { nativeId: String(row.geo_zone_id), name: plainText(row.name) ?? String(row.geo_zone_id) } : null,
    ),
    priority: asked(rules, (rows) => (rows.length > 0 ? Math.min(...rows.map((row) => row.priority)) : null)),
    ...lacking(false, 'compound'),
    ...lacking(null, 'appliesToShipping'),
    customerGroups: asked(groups, (rows, { view }) =>
      rows.flatMap((row) => groupOf(view, row.customer_group_id) ?? []),
    ),
  },
  list: { orders: { ID: { column: null } }, filter: { ids: ids('t.tax_rate_id') } },
});
