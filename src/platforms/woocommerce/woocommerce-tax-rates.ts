import type { TaxRate, TaxRateFilter } from '../../model/tax-rate.js';
import { countryCode } from '../addresses.js';
import { decimal, plainDecimal } from '../decimals.js';
import { factsOf } from '../facts.js';
import { plainText } from '../html-text.js';
import { taxClassOf } from '../listed.js';
import { placeOf } from '../places.js';
import type { WooCommerceView } from './woocommerce-config.js';
import { type WooCommerceTables, woo } from './woocommerce-relations.js';

const { from, ids, lacking, listed, made, rowsBeside } = factsOf<WooCommerceView, WooCommerceTables, 'tax_rate', 't'>();

const locations = rowsBeside('tax-locations', 'l.tax_rate_id', () =>
  woo.selectFrom('tax_rate_location as l').select(['l.location_code', 'l.location_type']).orderBy('l.location_id'),
);

/** Rates of tax. */
export const taxRate = listed<TaxRate, TaxRateFilter, 'ID_ASC'>({
  kind: 'TaxRate',
  from: 'tax_rate as t',
  key: 'tax_rate_id',
  statement: 'tax-rates',
  fields: {
    name: from(['tax_rate_name'], (row, { id }) => plainText(row.tax_rate_name) ?? String(id)),
    percentage: from(['tax_rate'], (row) => plainDecimal(decimal(row.tax_rate))),
    // The class without a row of its own is the standard one.
    taxClasses: from(['tax_rate_class'], (row, { view }) => {
      const found = taxClassOf(view, plainText(row.tax_rate_class)?.trim() ?? 'standard');
      return found ? [found] : [];
    }),
    places: made(['tax_rate_country', 'tax_rate_state'], [locations], (row, [rows]) => {
      const codes = (type: string) =>
        rows()
          .filter((one) => one.location_type === type)
          .map((one) => one.location_code);
      const place = placeOf({
        country: countryCode(row.tax_rate_country),
        region: plainText(row.tax_rate_state),
        postcodes: codes('postcode'),
        cities: codes('city'),
      });
      const everywhere = place.country === null && place.region === null && rows().length === 0;
      return everywhere ? [] : [place];
    }),
    priority: from(['tax_rate_priority'], (row) => row.tax_rate_priority),
    compound: from(['tax_rate_compound'], (row) => row.tax_rate_compound === 1),
    appliesToShipping: from(['tax_rate_shipping'], (row) => row.tax_rate_shipping === 1),
    ...lacking(true, 'enabled'),
    ...lacking(null, 'amount', 'zone'),
    ...lacking([], 'customerGroups'),
  },
  list: { orders: { ID: { column: null } }, filter: { ids: ids('t.tax_rate_id') } },
});
