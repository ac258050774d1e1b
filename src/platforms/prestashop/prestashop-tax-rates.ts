import { valuesFrom } from '../../bridge/plan.js';
import type { TaxRate, TaxRateFilter } from '../../model/tax-rate.js';
import { decimal, plainDecimal } from '../decimals.js';
import { factsOf } from '../facts.js';
import { heldText } from '../html-text.js';
import { namesOf, taxClassOf } from '../listed.js';
import { placeOf, postcodeRange } from '../places.js';
import { type PrestaShopTables, prestashop } from './prestashop-relations.js';
import type { PrestaShopView } from './prestashop-view.js';

const { ask, asked, from, ids, lacking, listed, made, rowNumbered } = factsOf<
  PrestaShopView,
  PrestaShopTables,
  'tax_rule',
  'r'
>();

const tax = rowNumbered('id_tax', 'taxes', 't.id_tax', () =>
  prestashop.selectFrom('tax as t').select(['t.rate', 't.active']),
);

const names = ask(['id_tax'], ({ gathering, rows }) => {
  const read = gathering.rows(
    'tax-names',
    'n.id_tax',
    valuesFrom(rows, 'id_tax'),
    prestashop.selectFrom('tax_lang as n').select(['n.id_lang', 'n.name']).orderBy('n.id_lang'),
  );
  return (results, _id, row) => read(results, row.id_tax);
});

const state = rowNumbered('id_state', 'tax-states', 's.id_state', () =>
  prestashop.selectFrom('state as s').select(['s.iso_code', 's.name']),
);

const group = rowNumbered('id_tax_rules_group', 'tax-groups', 'g.id_tax_rules_group', () =>
  prestashop.selectFrom('tax_rules_group as g').select('g.active'),
);

/** A postcode of a rule; `0` and nothing are none. */
const postcodeOf = (held: string | number | null) => (String(held ?? '0') === '0' ? '' : String(held).trim());

/** `behavior` of a rule whose tax is charged on top of those before it; 1 adds it to them, 0 charges it alone. */
const onTop = 2;

/** Rules: a tax for goods of one group at one place. */
export const taxRate = listed<TaxRate, TaxRateFilter, 'ID_ASC'>({
  kind: 'TaxRate',
  from: 'tax_rule as r',
  key: 'id_tax_rule',
  statement: 'tax-rates',
  fields: {
    name: made(['id_tax'], [names], (row, [rows], { view }) => {
      const held = rows().map((one) => ({ id: 0, language_id: one.id_lang, name: one.name }));
      const [found] = namesOf(held, view.native.languageId, (name) => name ?? '');
      return found?.all[0] ?? String(row.id_tax);
    }),
    enabled: made([], [tax, group], (_row, [rate, rules]) => rate()?.active === 1 && rules()?.active === 1),
    percentage: asked(tax, (row) => plainDecimal(decimal(row?.rate))),
    taxClasses: from(['id_tax_rules_group'], (row, { view }) => {
      const found = taxClassOf(view, row.id_tax_rules_group);
      return found ? [found] : [];
    }),
    places: made(['id_country', 'id_state', 'zipcode_from', 'zipcode_to'], [state], (row, [held], { view }) => {
      const [first, last] = [postcodeOf(row.zipcode_from), postcodeOf(row.zipcode_to)];
      const region = row.id_state > 0 ? held() : null;
      return [
        placeOf({
          country: view.native.countries[row.id_country] ?? null,
          region:
            row.id_state > 0 ? (heldText(region?.iso_code) ?? heldText(region?.name) ?? String(row.id_state)) : null,
          postcodes: first || last ? [postcodeRange(first || last, last || first)] : [],
        }),
      ];
    }),
    compound: from(['behavior'], (row) => row.behavior === onTop),
    ...lacking(null, 'amount', 'zone', 'priority', 'appliesToShipping'),
    ...lacking([], 'customerGroups'),
  },
  list: {
    every: (query) =>
      query.where('r.id_tax_rules_group', 'in', (eb) =>
        eb.selectFrom('tax_rules_group as d').select('d.id_tax_rules_group').where('d.deleted', '=', 0),
      ),
    orders: { ID: { column: null } },
    filter: { ids: ids('r.id_tax_rule') },
  },
});
