import { valuesFrom } from '../../bridge/plan.js';
import type { TaxRate, TaxRateFilter } from '../../model/tax-rate.js';
import { decimal, plainDecimal } from '../decimals.js';
import { factsOf } from '../facts.js';
import { plainText, unescaped } from '../html-text.js';
import { namesOf, taxClassOf } from '../listed.js';
import type { ZenCartView } from './zencart-config.js';
import { placesOf } from './zencart-geo-zones.js';
import { type ZenCartTables, zencart } from './zencart-relations.js';

const { ask, asked, from, ids, lacking, listed, made, rowNumbered, rowsBeside } = factsOf<
  ZenCartView,
  ZenCartTables,
  'tax_rates',
  't'
>();

/** What rates are called: by language from 2.0 on, in their own rows before. */
const names = rowsBeside('tax-rate-names', 'n.tax_rates_id', ({ view }) =>
  view.columns.has('tax_rates_description')
    ? zencart
        .selectFrom('tax_rates_description as n')
        .select(['n.language_id', 'n.tax_description'])
        .orderBy('n.language_id')
    : null,
);

const zone = rowNumbered('tax_zone_id', 'tax-zones', 'z.geo_zone_id', () =>
  zencart.selectFrom('geo_zones as z').select('z.geo_zone_name'),
);

const places = ask(['tax_zone_id'], ({ view, gathering, rows }) => {
  const read = placesOf(view, gathering, valuesFrom(rows, 'tax_zone_id'));
  return (results, _id, row) => read(results, row.tax_zone_id);
});

/** Rates of one priority are added up; those of the next are charged on top of them (`zen_get_tax_rate`). */
export const taxRate = listed<TaxRate, TaxRateFilter, 'ID_ASC'>({
  kind: 'TaxRate',
  from: 'tax_rates as t',
  key: 'tax_rates_id',
  statement: 'tax-rates',
  fields: {
    name: made(['tax_description'], [names], (row, [rows], { view, id }) => {
      const held = rows().map((one) => ({ id: 0, language_id: one.language_id, name: one.tax_description }));
      const [found] = namesOf(held, view.native.defaultLanguageId, (name) => unescaped(name ?? ''));
      return found?.all[0] ?? plainText(row.tax_description) ?? String(id);
    }),
    percentage: from(['tax_rate'], (row) => plainDecimal(decimal(row.tax_rate))),
    taxClasses: from(['tax_class_id'], (row, { view }) => {
      const found = taxClassOf(view, row.tax_class_id);
      return found ? [found] : [];
    }),
    places: asked(places, (found) => [...found]),
    zone: asked(zone, (row) =>
      row ? { nativeId: String(row.geo_zone_id), name: plainText(row.geo_zone_name) ?? String(row.geo_zone_id) } : null,
    ),
    priority: from(['tax_priority'], (row) => row.tax_priority),
    ...lacking(true, 'enabled', 'compound'),
    ...lacking(null, 'amount', 'appliesToShipping'),
    ...lacking([], 'customerGroups'),
  },
  list: { orders: { ID: { column: null } }, filter: { ids: ids('t.tax_rates_id') } },
});
