import { table } from './promotion-rows.js';

/** Taxes and zones of the fixtures, as SQL: of whole countries, regions and postcodes, of several classes, and of none. */

export function zencartTaxes(prefix: string): string {
  return [
    table(
      `${prefix}tax_rates`,
      'tax_rates_id integer primary key, tax_zone_id int, tax_class_id int, tax_priority int, tax_rate decimal(7,4), last_modified text, date_added text',
      [
        [1, 1, 1, 1, 23, null, '2025-01-01 00:00:00'],
        [2, 2, 1, 2, 6.5, null, '2025-01-01 00:00:00'],
        [3, 9, 9, 1, 4, null, '2025-01-01 00:00:00'],
      ],
    ),
    table(
      `${prefix}tax_rates_description`,
      'id integer primary key, tax_rates_id int, language_id int, tax_description text',
      [
        [1, 1, 1, 'VAT 23%'],
        [2, 1, 4, 'IVA 23%'],
        [3, 2, 1, 'Beja &amp; around'],
      ],
    ),
    table(`${prefix}geo_zones`, 'geo_zone_id integer primary key, geo_zone_name text, geo_zone_description text', [
      [1, 'Portugal', ''],
      [2, 'Beja &amp; Norway', ''],
    ]),
    table(
      `${prefix}zones_to_geo_zones`,
      'association_id integer primary key, zone_country_id int, zone_id int, geo_zone_id int',
      [
        [1, 171, 0, 1],
        [2, 171, 1, 2],
        [3, 160, null, 2],
      ],
    ),
  ].join('');
}

/** The fixture has rules of its own. */
export function woocommerceTaxes(prefix: string): string {
  return [
    table(
      `${prefix}woocommerce_tax_rates`,
      'tax_rate_id integer primary key, tax_rate_country text, tax_rate_state text, tax_rate text, tax_rate_name text, tax_rate_priority int, tax_rate_compound int, tax_rate_shipping int, tax_rate_order int, tax_rate_class text',
      [
        [1, 'NO', '', '25.0000', 'MVA', 1, 0, 1, 0, ''],
        [2, 'NO', '', '15.0000', 'MVA &amp; mat', 1, 0, 0, 1, 'reduced-rate'],
        [3, 'US', 'NY', '4.8750', 'NYC', 2, 1, 0, 2, ''],
        [4, '', '', '1.0000', '', 3, 0, 0, 3, ''],
      ],
    ),
    table(
      `${prefix}woocommerce_tax_rate_locations`,
      'location_id integer primary key, location_code text, tax_rate_id int, location_type text',
      [
        [1, '100*', 3, 'postcode'],
        [2, 'NEW YORK', 3, 'city'],
      ],
    ),
  ].join('');
}

export function magentoTaxes(prefix: string): string {
  return [
    table(
      `${prefix}tax_calculation_rate`,
      'tax_calculation_rate_id integer primary key, tax_country_id text, tax_region_id int, tax_postcode text, code text, rate decimal(12,4), zip_is_range int, zip_from int, zip_to int',
      [
        [1, 'GB', 0, '*', 'GB VAT 20', 20, null, null, null],
        [2, 'US', 1, '10*', 'US-NY-10', 8.375, null, null, null],
        [3, 'US', 9, '90000-90010', 'US-CA-9', 8.25, 1, 90000, 90010],
        [4, 'FR', 0, '*', 'FR unused', 20, null, null, null],
      ],
    ),
    table(
      `${prefix}tax_calculation_rate_title`,
      'tax_calculation_rate_title_id integer primary key, tax_calculation_rate_id int, store_id int, value text',
      [
        [1, 1, 1, 'VAT'],
        [2, 2, 9, 'Not this view'],
      ],
    ),
    table(
      `${prefix}tax_calculation_rule`,
      'tax_calculation_rule_id integer primary key, code text, priority int, position int, calculate_subtotal int',
      [
        [1, 'Goods', 1, 1, 0],
        [2, 'States', 2, 2, 1],
      ],
    ),
    table(
      `${prefix}tax_calculation`,
      'tax_calculation_id integer primary key, tax_calculation_rate_id int, tax_calculation_rule_id int, customer_tax_class_id int, product_tax_class_id int',
      [
        [1, 1, 1, 3, 2],
        [2, 1, 1, 3, 4],
        [3, 2, 2, 3, 2],
        [4, 3, 2, 9, 2],
      ],
    ),
  ].join('');
}
