import { serialize } from 'php-serialize';
import { table } from './promotion-rows.js';

/** Ways of sending of the fixtures: what their platforms keep of them, and beside it what carriers' modules keep to themselves. */

/** Options, by their names. */
export const woocommerceShipping: Readonly<Record<string, string>> = {
  woocommerce_flat_rate_1_settings: serialize({ title: 'Post &amp; parcel', tax_status: 'taxable', cost: '49,50' }),
  woocommerce_free_shipping_2_settings: serialize({ title: 'Free', requires: 'both', min_amount: '500' }),
  woocommerce_usps_4_settings: serialize({ title: 'USPS', password: 'NEVER-1' }),
  woocommerce_flat_rate_99_settings: serialize({ title: 'Of no zone', key: 'NEVER-2' }),
  woocommerce_flat_rate_premium_5_settings: serialize({ title: 'Another plugin', key: 'NEVER-3' }),
  woocommerce_pickup_location_settings: serialize({ enabled: 'yes', title: 'Collect it', cost: '' }),
};

export function woocommerceShippingTables(prefix: string): string {
  return [
    table(`${prefix}woocommerce_shipping_zones`, 'zone_id integer primary key, zone_name text, zone_order int', [
      [1, 'Norway', 1],
      [2, 'Bergen &amp; around', 0],
    ]),
    table(
      `${prefix}woocommerce_shipping_zone_locations`,
      'location_id integer primary key, zone_id int, location_code text, location_type text',
      [
        [1, 1, 'NO', 'country'],
        [2, 2, 'NO', 'country'],
        [3, 2, '50*', 'postcode'],
      ],
    ),
    table(
      `${prefix}woocommerce_shipping_zone_methods`,
      'zone_id int, instance_id integer primary key, method_id text, method_order int, is_enabled int',
      [
        [1, 1, 'flat_rate', 1, 1],
        [1, 2, 'free_shipping', 2, 1],
        [2, 3, 'local_pickup', 1, 0],
        [0, 4, 'usps', 1, 1],
        [1, 5, 'flat_rate_premium', 3, 1],
      ],
    ),
  ].join('');
}

/** Configuration, by its keys. */
export const zencartShipping: Readonly<Record<string, string>> = {
  MODULE_SHIPPING_INSTALLED: 'flat.php;zones.php;freeoptions.php;uspsr.php',
  MODULE_SHIPPING_FLAT_STATUS: 'True',
  MODULE_SHIPPING_FLAT_COST: '5.00',
  MODULE_SHIPPING_FLAT_ZONE: '1',
  MODULE_SHIPPING_ZONES_STATUS: 'True',
  MODULE_SHIPPING_ZONES_METHOD: 'Weight',
  MODULE_SHIPPING_ZONES_COUNTRIES_1: 'PT, ES',
  MODULE_SHIPPING_ZONES_COST_1: '3:8.50,7:10.50,99:5%',
  MODULE_SHIPPING_ZONES_HANDLING_1: '2',
  MODULE_SHIPPING_ZONES_HANDLING_METHOD_1: 'Order',
  MODULE_SHIPPING_FREEOPTIONS_STATUS: 'False',
  MODULE_SHIPPING_FREEOPTIONS_COST: '0.00',
  MODULE_SHIPPING_FREEOPTIONS_TOTAL_MIN: '50',
  MODULE_SHIPPING_USPSR_STATUS: 'True',
  MODULE_SHIPPING_USPSR_ZONE: '2',
  MODULE_SHIPPING_USPSR_API_KEY: 'NEVER-1',
  MODULE_SHIPPING_SECRET_ZONE: 'NEVER-2',
  MODULE_SHIPPING_SECRET_STATUS: 'NEVER-3',
};

/** Rows of `core_config_data`: scope, its id, path, value. */
export const magentoShipping = [
  ['default', 0, 'carriers/flatrate/type', 'O'],
  ['websites', 1, 'carriers/flatrate/price', '4.25'],
  ['default', 0, 'carriers/flatrate/handling_fee', '1'],
  ['default', 0, 'carriers/freeshipping/active', '1'],
  ['default', 0, 'carriers/freeshipping/free_shipping_subtotal', '75'],
  ['default', 0, 'carriers/freeshipping/sallowspecific', '1'],
  ['default', 0, 'carriers/freeshipping/specificcountry', 'GB,IE'],
  ['default', 0, 'carriers/tablerate/active', '1'],
  ['default', 0, 'carriers/tablerate/condition_name', 'package_value'],
  ['default', 0, 'carriers/ups/password', 'NEVER-1'],
  ['default', 0, 'carriers/courier/title', 'By bicycle'],
  ['default', 0, 'carriers/courier/active', '1'],
  ['default', 0, 'carriers/courier/api/active', 'NEVER-2'],
  ['default', 0, 'carriers/secret/active', 'NEVER-3'],
] as const;

export function magentoTableRates(prefix: string): string {
  return table(
    `${prefix}shipping_tablerate`,
    'pk integer primary key, website_id int, dest_country_id text, dest_region_id int, dest_zip text, condition_name text, condition_value decimal(12,4), price decimal(12,4), cost decimal(12,4)',
    [
      [1, 1, 'GB', 0, '*', 'package_value', 0, 6, 0],
      [2, 1, 'GB', 0, '*', 'package_value', 50, 3, 0],
      [3, 1, 'US', 1, '10*', 'package_value', 0, 20, 0],
      [4, 1, '0', 0, '*', 'package_weight', 0, 9, 0],
      [5, 2, '0', 0, '*', 'package_value', 0, 99, 0],
    ],
  );
}
