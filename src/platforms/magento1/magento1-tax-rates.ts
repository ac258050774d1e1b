import { valuesFrom } from '../../bridge/plan.js';
import type { TaxRate, TaxRateFilter } from '../../model/tax-rate.js';
import { countryCode } from '../addresses.js';
import { decimal, plainDecimal } from '../decimals.js';
import { factsOf } from '../facts.js';
import { rowsOf } from '../gathering.js';
import { heldText } from '../html-text.js';
import { groupOf, taxClassOf } from '../listed.js';
import { placeOf, postcodeRange } from '../places.js';
import type { Magento1View } from './magento1-config.js';
import { type Magento1Tables, magento } from './magento1-relations.js';
import { textIn } from './magento1-store-texts.js';

const { ask, asked, from, ids, lacking, listed, made, rowNumbered, rowsBeside } = factsOf<
  Magento1View,
  Magento1Tables,
  'tax_calculation_rate',
  'r'
>();

/** Rules tie a rate to classes of goods and of customers. */
const ties = () =>
  magento
    .selectFrom('tax_calculation as c')
    .leftJoin('tax_calculation_rule as u', 'u.tax_calculation_rule_id', 'c.tax_calculation_rule_id')
    .select(['c.product_tax_class_id', 'c.customer_tax_class_id', 'u.priority', 'u.calculate_subtotal'])
    .orderBy('c.tax_calculation_id');

const rules = rowsBeside('tax-rules', 'c.tax_calculation_rate_id', ties);

/** The groups of customers of each class of them. */
const groups = ask([], ({ gathering, ids: some }) => {
  const tied = gathering.rows('tax-rules', 'c.tax_calculation_rate_id', some, ties());
  const held = gathering.add(
    'tax-customer-groups',
    magento
      .selectFrom('customer_group as g')
      .select(['g.customer_group_id', 'g.tax_class_id'])
      .where('g.tax_class_id', 'in', valuesFrom(tied.listed, 'customer_tax_class_id'))
      .orderBy('g.customer_group_id'),
  );
  const ofClass = rowsOf(held, 'tax_class_id');
  return (results, id) =>
    [...new Set(tied(results, id).map((row) => row.customer_tax_class_id))].flatMap((one) => ofClass(results, one));
});

const titles = ask([], ({ view, gathering, ids: some }) => {
  const read = gathering.row(
    'tax-titles',
    'n.tax_calculation_rate_id',
    some,
    magento
      .selectFrom('tax_calculation_rate as n')
      .select(
        textIn(view, 'tax_calculation_rate_title', 'value', 'tax_calculation_rate_id', 'n.tax_calculation_rate_id').as(
          'title',
        ),
      ),
  );
  return read;
});

const region = rowNumbered('tax_region_id', 'tax-regions', 'd.region_id', () =>
  magento.selectFrom('directory_country_region as d').select(['d.code', 'd.default_name']),
);

/** Rates with what rules say of them. */
export const taxRate = listed<TaxRate, TaxRateFilter, 'ID_ASC'>({
  kind: 'TaxRate',
  from: 'tax_calculation_rate as r',
  key: 'tax_calculation_rate_id',
  statement: 'tax-rates',
  fields: {
    name: made(
      ['code'],
      [titles],
      (row, [held], { id }) => heldText(held()?.title) ?? heldText(row.code) ?? String(id),
    ),
    // A rate that no rule names is charged to nobody.
    enabled: asked(rules, (rows) => rows.length > 0),
    percentage: from(['rate'], (row) => plainDecimal(decimal(row.rate))),
    taxClasses: asked(rules, (rows, { view }) =>
      [...new Set(rows.map((row) => row.product_tax_class_id))].flatMap((id) => taxClassOf(view, id) ?? []),
    ),
    places: made(
      ['tax_country_id', 'tax_region_id', 'tax_postcode', 'zip_is_range', 'zip_from', 'zip_to'],
      [region],
      (row, [held]) => {
        const state = row.tax_region_id > 0 ? held() : null;
        const postcode = heldText(row.tax_postcode)?.trim() ?? '*';
        const range =
          row.zip_is_range === 1 ? [postcodeRange(String(row.zip_from ?? ''), String(row.zip_to ?? ''))] : null;
        return [
          placeOf({
            country: countryCode(row.tax_country_id),
            region:
              row.tax_region_id > 0
                ? (heldText(state?.code) ?? heldText(state?.default_name) ?? String(row.tax_region_id))
                : null,
            postcodes: range ?? (postcode === '*' ? [] : [postcode]),
          }),
        ];
      },
    ),
    priority: asked(rules, (rows) => {
      const all = rows.map((row) => row.priority).filter((one) => one !== null);
      return all.length > 0 ? Math.min(...all) : null;
    }),
    // Rates of one priority are added up, those of the next are charged on top, unless their rule says not to.
    compound: asked(rules, (rows) => rows.some((row) => row.calculate_subtotal !== 1)),
    ...lacking(null, 'amount', 'zone', 'appliesToShipping'),
    customerGroups: asked(groups, (rows, { view }) =>
      rows.flatMap((row) => groupOf(view, row.customer_group_id) ?? []),
    ),
  },
  list: { orders: { ID: { column: null } }, filter: { ids: ids('r.tax_calculation_rate_id') } },
});
