import type { Thing } from '../contract/filter-cases.js';

/**
 * What the tables of a store say of sending, in plain SQL, and what is planted first, as the platform's own code writes it: of zones
 * the id, name, whether they are sent to, whether they are elsewhere, their places; of ways the id, name, kind, whether they are
 * offered, whether everywhere, zones, places, price, handling, sum from which they cost nothing, whether by coupon alone; of lines
 * of tables the way, zone, places, least, most, price, per cent.
 */
export interface ShippingReadings {
  readonly plant: string;
  readonly zones: string;
  readonly ways: string;
  readonly rates: string;
}

/** Nothing, as a reading that brings no rows. */
const none = 'select 1 from (select 1) x where 1 = 0';

/** The nth line of a table of prices that a text holds, `5:10,7:12%`, by a join with the numbers from 1 on. */
const numbers = '(select seq as n from seq_1_to_9)';
const line = (text: string) => `substring_index(substring_index(${text}, ',', n), ',', -1)`;
const lines = (text: string) =>
  `if(n = 1, 0, substring_index(substring_index(substring_index(${text}, ',', n - 1), ',', -1), ':', 1) + 0) + 0, substring_index(${line(text)}, ':', 1) + 0,
   if(${line(text)} like '%\\%', null, substring_index(${line(text)}, ':', -1) + 0), if(${line(text)} like '%\\%', replace(substring_index(${line(text)}, ':', -1), '%', '') + 0, null)`;
const count = (text: string) => `length(${text}) - length(replace(${text}, ',', '')) + 1`;

export function opencartShipping(p: string, four: boolean): ShippingReadings {
  const own = four ? "extension = 'opencart', " : '';
  const add = (code: string, held: Readonly<Record<string, string>>) =>
    `${code === 'flat' || code === 'pickup' ? '' : `insert into ${p}extension set ${own}type = 'shipping', code = '${code}';`}
     ${Object.entries(held)
       .map(
         ([key, value]) =>
           `delete from ${p}setting where \`key\` = 'shipping_${code}_${key}'; insert into ${p}setting set store_id = 0, code = 'shipping_${code}', \`key\` = 'shipping_${code}_${key}', value = '${value}', serialized = 0;`,
       )
       .join('')}`;
  const set = (name: string) =>
    `(select s.value from ${p}setting s where s.store_id = 0 and s.key = concat('shipping_', ${name}))`;
  const of = (name: string) => set(`e.code, '_${name}'`);
  const places = (zone: string) =>
    `(select group_concat(concat(c.iso_code_2, if(z.zone_id > 0, concat('-', coalesce(r.code, z.zone_id)), '')) order by z.zone_to_geo_zone_id)
      from ${p}zone_to_geo_zone z join ${p}country c on c.country_id = z.country_id left join ${p}zone r on r.zone_id = z.zone_id where z.geo_zone_id = ${zone})`;
  return {
    plant: [
      add('flat', { geo_zone_id: '4' }),
      add('weight', {
        status: '1',
        sort_order: '9',
        '3_status': '1',
        '3_rate': '5:10.00,7:12.50,100:20',
        '4_status': '0',
        '4_rate': '1:2',
      }),
      add('free', { status: '1', sort_order: '0', total: '75.00', geo_zone_id: '3' }),
      add('item', { status: '0', sort_order: '2', cost: '1.25', geo_zone_id: '0' }),
      add('ups', { status: '1', sort_order: '8', geo_zone_id: '4', password: 'NEVER-1' }),
      `update ${p}geo_zone set name = 'UK &amp; VAT' where geo_zone_id = 3;`,
    ].join('\n'),
    zones: `select g.geo_zone_id, replace(g.name, '&amp;', '&'), 1, 0, ${places('g.geo_zone_id')} from ${p}geo_zone g order by g.name`,
    ways: `select id, name, kind, on_offer, zone = 0, nullif(zone, 0), null, price, null, free_from, 0 from (
      select if(e.code = 'ups', 'ups', concat(e.code, '.', e.code)) id, elt(field(e.code, 'flat', 'free', 'item', 'pickup', 'ups'), 'Flat Rate', 'Free Shipping', 'Per Item', 'Pickup', 'United Parcel Service') name,
        elt(field(e.code, 'flat', 'free', 'item', 'pickup', 'ups'), 'FLAT', 'FREE', 'BY_QUANTITY', 'PICKUP', 'CARRIER') kind, ${of('status')} = '1' on_offer, coalesce(${of('geo_zone_id')}, 0) + 0 zone,
        if(e.code = 'ups', null, coalesce(${of('cost')}, 0) + 0) price, if(e.code = 'free', ${of('total')} + 0, null) free_from, ${of('sort_order')} + 0 place, '' zone_name
        from ${p}extension e where e.type = 'shipping' and e.code <> 'weight'
      union all select concat('weight.weight_', g.geo_zone_id), replace(g.name, '&amp;', '&'), 'BY_WEIGHT', ${set("'weight_', g.geo_zone_id, '_status'")} = '1', g.geo_zone_id, null, null, 9, g.name from ${p}geo_zone g
    ) t order by place, zone_name`,
    rates: `select concat('weight.weight_', g.geo_zone_id), null, null, ${lines('g.rate')} from (select geo_zone_id, name, ${set("'weight_', geo_zone_id, '_rate'")} rate from ${p}geo_zone) g
      join ${numbers} t on n <= ${count('g.rate')} order by g.name, n`,
  };
}

export function woocommerceShipping(p: string): ShippingReadings {
  const serialized = (held: Readonly<Record<string, string>>) =>
    `a:${Object.keys(held).length}:{${Object.entries(held)
      .map(([key, value]) => `s:${key.length}:"${key}";s:${value.length}:"${value}";`)
      .join('')}}`;
  const option = (name: string, held: Readonly<Record<string, string>>) =>
    `insert into ${p}options (option_name, option_value, autoload) values ('woocommerce_${name}_settings', '${serialized(held)}', 'yes');`;
  const held = (name: string) =>
    `if(instr(o.option_value, '"${name}";s:') > 0, regexp_replace(o.option_value, '.*"${name}";s:[0-9]+:"([^"]*)".*', '\\\\1'), null)`;
  const codes = (type: string) =>
    `(select group_concat(l.location_code order by l.location_id separator ';') from ${p}woocommerce_shipping_zone_locations l where l.zone_id = z.zone_id and l.location_type = '${type}')`;
  const places = `coalesce((select group_concat(concat(replace(l.location_code, ':', '-'), coalesce(concat('|', ${codes('postcode')}), '')) order by l.location_id)
    from ${p}woocommerce_shipping_zone_locations l where l.zone_id = z.zone_id and l.location_type in ('country', 'state', 'continent')), concat('|', ${codes('postcode')}), '')`;
  const cost = `replace(${held('cost')}, ',', '.')`;
  const kind = `case m.method_id when 'free_shipping' then 'FREE' when 'local_pickup' then 'PICKUP' when 'flat_rate' then
    case when o.option_value like '%class_cost_%' then 'OTHER' when ${cost} like '%[qty]%' then 'BY_QUANTITY' when ${cost} like '%[%' then 'OTHER' else 'FLAT' end else 'OTHER' end`;
  return {
    // As WC_Shipping_Zone_Data_Store and WC_Shipping_Method write them.
    plant: `insert into ${p}woocommerce_shipping_zones (zone_id, zone_name, zone_order) values (7, 'By post &amp; rail', 5), (8, 'Everywhere', 6);
      insert into ${p}woocommerce_shipping_zone_locations (zone_id, location_code, location_type) values (7, '10*', 'postcode'), (7, '20000...20999', 'postcode');
      insert into ${p}woocommerce_shipping_zone_methods (zone_id, instance_id, method_id, method_order, is_enabled) values (7, 71, 'flat_rate', 2, 1), (7, 72, 'flat_rate', 1, 0), (7, 73, 'flat_rate', 3, 1),
        (7, 74, 'usps', 4, 1), (8, 81, 'free_shipping', 1, 1), (8, 82, 'free_shipping', 2, 1), (0, 91, 'local_pickup', 1, 1);
      ${option('flat_rate_71', { title: 'By piece', cost: '2.50 * [qty]' })} ${option('flat_rate_72', { title: 'By share', cost: '10 + [cost]' })}
      ${option('flat_rate_73', { title: 'By class', cost: '5', class_cost_16: '7' })} ${option('usps_74', { title: 'USPS', password: 'NEVER-1' })}
      ${option('free_shipping_81', { title: 'Free', requires: 'both', min_amount: '50' })} ${option('free_shipping_82', { title: 'Free or not', requires: 'either', min_amount: '75.5' })}
      ${option('local_pickup_91', { title: 'At the &amp; door', cost: '1,50' })} ${option('pickup_location', { enabled: 'no', title: 'Collect', cost: '' })}`,
    zones: `select zone_id, replace(zone_name, '&amp;', '&'), 1, 0, ${places} from ${p}woocommerce_shipping_zones z order by zone_order, zone_id`,
    ways: `select id, name, kind, on_offer, everywhere, zone, null, price, null, free_from, by_coupon from (
      select concat(m.method_id, ':', m.instance_id) id, coalesce(replace(${held('title')}, '&amp;', '&'), elt(field(m.method_id, 'flat_rate', 'free_shipping', 'local_pickup'), 'Flat rate', 'Free shipping', 'Local pickup'), m.method_id) name,
        ${kind} kind, m.is_enabled on_offer, 0 everywhere, m.zone_id zone,
        case ${kind} when 'FREE' then 0 when 'PICKUP' then coalesce(${cost}, 0) + 0 when 'FLAT' then ${cost} + 0 when 'BY_QUANTITY' then substring_index(${cost}, ' ', 1) + 0 end price,
        if(${held('requires')} in ('both', 'either', 'min_amount'), ${held('min_amount')} + 0, null) free_from, coalesce(${held('requires')} in ('coupon', 'both'), 0) by_coupon,
        coalesce(z.zone_order, 1000) zone_place, m.method_order place, m.instance_id
      from ${p}woocommerce_shipping_zone_methods m left join ${p}woocommerce_shipping_zones z on z.zone_id = m.zone_id
        left join ${p}options o on m.method_id <> 'usps' and o.option_name = concat('woocommerce_', m.method_id, '_', m.instance_id, '_settings')
      union all select 'pickup_location', 'Collect', 'PICKUP', 0, 1, null, 0, null, 0, 2000, 0, 0) t order by zone_place, zone, place, instance_id`,
    rates: none,
  };
}

export const prestashopShipping: ShippingReadings = {
  // As Carrier::add, addZone and addDeliveryPrice write them, for all shops and for one.
  plant: `update ps_state set id_zone = 8 where id_country = 21 and iso_code in ('AK', 'HI'); update ps_zone set active = 0 where id_zone = 5; update ps_country set active = 1 where iso_code in ('US', 'CA', 'FR', 'AU');
    update ps_configuration set value = '150' where name = 'PS_SHIPPING_FREE_PRICE'; update ps_carrier set name = '0' where id_carrier = 2;
    insert into ps_carrier (id_carrier, id_reference, name, url, active, deleted, is_module, shipping_external, need_range, external_module_name, shipping_method, position) values (9, 9, 'Courier', '', 1, 0, 1, 1, 0, 'courier', 0, 7),
      (10, 10, 'Gone', '', 1, 1, 0, 0, 0, '', 0, 8);
    insert into ps_carrier_zone values (9, 1);
    insert into ps_delivery (id_shop, id_shop_group, id_carrier, id_range_price, id_range_weight, id_zone, price) values (1, 1, 3, 2, null, 1, 2.5), (7, 1, 3, 2, null, 1, 9);`,
  zones: `select z.id_zone, z.name, z.active, 0, coalesce((select group_concat(place order by country, state) from (
      select c.id_zone zone, c.iso_code place, c.id_country country, 0 state from ps_country c where c.active = 1
        and not exists (select 1 from ps_state s where s.id_country = c.id_country and s.active = 1 and s.id_zone not in (0, c.id_zone))
      union all select if(s.id_zone > 0, s.id_zone, c.id_zone), concat(c.iso_code, '-', s.iso_code), c.id_country, s.id_state from ps_state s join ps_country c on c.id_country = s.id_country
        where s.active = 1 and c.active = 1 and exists (select 1 from ps_state d where d.id_country = c.id_country and d.active = 1 and d.id_zone not in (0, c.id_zone))) p where p.zone = z.id_zone), '')
    from ps_zone z order by z.id_zone`,
  ways: `select c.id_carrier, if(c.name = '0', (select value from ps_configuration where name = 'PS_SHOP_NAME' and id_shop is null limit 1), c.name),
      if(c.is_free, 'FREE', if(c.is_module and not c.need_range, 'CARRIER', if(c.shipping_method = 2, 'BY_PRICE', 'BY_WEIGHT'))), c.active, 0,
      (select group_concat(z.id_zone order by z.id_zone) from ps_carrier_zone z where z.id_carrier = c.id_carrier), null, if(c.is_free, 0, null),
      if(c.shipping_handling and not c.is_free, 2, null), if(c.is_free or c.is_module, null, 150), 0
    from ps_carrier c where c.deleted = 0 order by c.position`,
  rates: `select c.id_carrier, d.id_zone, null, coalesce(p.delimiter1, w.delimiter1) + 0, coalesce(p.delimiter2, w.delimiter2) + 0, d.price + 0, null
    from ps_carrier c join ps_delivery d on d.id_carrier = c.id_carrier left join ps_range_price p on p.id_range_price = d.id_range_price and c.shipping_method = 2
      left join ps_range_weight w on w.id_range_weight = d.id_range_weight and c.shipping_method <> 2
    where c.deleted = 0 and c.is_free = 0 and c.is_module = 0 and coalesce(p.id_range_price, w.id_range_weight) is not null and coalesce(d.id_shop, 1) = 1
      and not (d.id_shop is null and exists (select 1 from ps_delivery e where e.id_shop = 1 and e.id_carrier = d.id_carrier and e.id_zone = d.id_zone and e.id_range_price = d.id_range_price))
    order by c.position, d.id_zone, 4, d.id_delivery`,
};

const carriers = ['flatrate', 'freeshipping', 'tablerate', 'dhl', 'fedex', 'ups', 'usps', 'dhlint', 'courier'];
const titles = [
  'Flat Rate',
  'Free Shipping',
  'Best Way',
  'DHL (Deprecated)',
  'Federal Express',
  'United Parcel Service',
  'United States Postal Service',
  'DHL',
  'By bicycle',
];
const texts = (all: readonly string[]) => all.map((one) => `'${one}'`).join(', ');

const magentoSetting = (code: string, name: string) =>
  `(select value from core_config_data where path = concat('carriers/', ${code}, '/${name}') and scope in ('default', 'websites') and scope_id in (0, 1) order by scope = 'websites' desc limit 1)`;
const ofWay = (name: string) => magentoSetting('code', name);

export const magentoShipping: ShippingReadings = {
  // As the administration's form and Mage_Shipping_Model_Resource_Carrier_Tablerate::uploadAndImport write them.
  plant: `insert into core_config_data (scope, scope_id, path, value) values ('default', 0, 'carriers/flatrate/type', 'O'), ('default', 0, 'carriers/flatrate/price', '6'), ('websites', 1, 'carriers/flatrate/price', '7.5'),
      ('default', 0, 'carriers/flatrate/handling_fee', '1.25'), ('default', 0, 'carriers/flatrate/sort_order', '5'), ('default', 0, 'carriers/tablerate/active', '1'), ('default', 0, 'carriers/tablerate/condition_name', 'package_weight'),
      ('default', 0, 'carriers/tablerate/handling_fee', '3'), ('default', 0, 'carriers/tablerate/handling_type', 'P'), ('default', 0, 'carriers/freeshipping/sallowspecific', '1'), ('default', 0, 'carriers/freeshipping/specificcountry', 'US,CA'),
      ('default', 0, 'carriers/ups/password', 'NEVER-1'), ('default', 0, 'carriers/courier/title', 'By bicycle'), ('default', 0, 'carriers/courier/active', '1'), ('default', 0, 'carriers/courier/price', '9');
    insert into shipping_tablerate (website_id, dest_country_id, dest_region_id, dest_zip, condition_name, condition_value, price) values (1, 'US', 0, '*', 'package_weight', 0, 5), (1, 'US', 0, '*', 'package_weight', 10, 8.5),
      (1, 'US', 12, '90001', 'package_weight', 0, 4), (1, '0', 0, '', 'package_weight', 0, 25), (1, '0', 0, '', 'package_value', 0, 1), (2, '0', 0, '', 'package_weight', 0, 99);`,
  zones: none,
  ways: `select code, elt(n, ${texts(titles)}), elt(n, 'FLAT', 'FREE', 'BY_WEIGHT', 'CARRIER', 'CARRIER', 'CARRIER', 'CARRIER', 'CARRIER', 'OTHER'), coalesce(${ofWay('active')}, code = 'flatrate'), coalesce(${ofWay('sallowspecific')}, 0) = 0, null,
      if(${ofWay('sallowspecific')} = 1, ${ofWay('specificcountry')}, null), case code when 'flatrate' then ${ofWay('price')} + 0 when 'freeshipping' then 0 end,
      if(coalesce(${ofWay('handling_type')}, 'F') = 'F', ${ofWay('handling_fee')} + 0, null), if(code = 'freeshipping', ${ofWay('free_shipping_subtotal')} + 0, null), 0
    from (select seq n, elt(seq, ${texts(carriers)}) code from seq_1_to_9) t order by coalesce(${ofWay('sort_order')}, 0) + 0, n`,
  rates: `select 'tablerate', null, if(dest_country_id = '0', null, concat(dest_country_id, if(dest_region_id > 0, concat('-', r.code), ''), if(dest_zip in ('', '*'), '', concat('|', dest_zip)))), condition_value + 0,
      (select min(n.condition_value) + 0 from shipping_tablerate n where n.website_id = 1 and n.condition_name = t.condition_name and n.dest_country_id = t.dest_country_id and n.dest_region_id = t.dest_region_id
        and n.dest_zip = t.dest_zip and n.condition_value > t.condition_value), price + 0, null
    from shipping_tablerate t left join directory_country_region r on r.region_id = t.dest_region_id where website_id = 1 and condition_name = 'package_weight' order by dest_country_id, dest_region_id, dest_zip, condition_value`,
};

const module = (name: string) =>
  `(select configuration_value from zen_configuration where configuration_key = concat('MODULE_SHIPPING_', upper(code), '_${name}'))`;
const zones = ['1', '2'].map((n) => `'MODULE_SHIPPING_ZONES_COUNTRIES_${n}'`);
export const zencartShipping: ShippingReadings = {
  // As the modules' install() and the administration write them.
  plant: `${Object.entries({
    MODULE_SHIPPING_TABLE_STATUS: 'True',
    MODULE_SHIPPING_TABLE_COST: '25:8.50,50:5.50,10000:7%',
    MODULE_SHIPPING_TABLE_MODE: 'price',
    MODULE_SHIPPING_TABLE_HANDLING: '1.5',
    MODULE_SHIPPING_TABLE_HANDLING_METHOD: 'Order',
    MODULE_SHIPPING_TABLE_ZONE: '0',
    MODULE_SHIPPING_ZONES_STATUS: 'True',
    MODULE_SHIPPING_ZONES_METHOD: 'Weight',
    MODULE_SHIPPING_ZONES_COUNTRIES_1: 'US,CA',
    MODULE_SHIPPING_ZONES_COST_1: '3:8.50,7:10.50',
    MODULE_SHIPPING_ZONES_COUNTRIES_2: 'DE',
    MODULE_SHIPPING_ZONES_COST_2: '9:20',
    MODULE_SHIPPING_FREEOPTIONS_STATUS: 'False',
    MODULE_SHIPPING_FREEOPTIONS_COST: '0.00',
    MODULE_SHIPPING_FREEOPTIONS_TOTAL_MIN: '60',
    MODULE_SHIPPING_FREEOPTIONS_ZONE: '1',
    MODULE_SHIPPING_UPSOAUTH_STATUS: 'True',
    MODULE_SHIPPING_UPSOAUTH_ZONE: '1',
    MODULE_SHIPPING_UPSOAUTH_CLIENT_SECRET: 'NEVER-1',
  })
    .map(
      ([key, value]) =>
        `insert into zen_configuration set configuration_title = '', configuration_key = '${key}', configuration_value = '${value}', configuration_description = '';`,
    )
    .join('\n')}
    update zen_configuration set configuration_value = '1' where configuration_key = 'MODULE_SHIPPING_FLAT_ZONE'; update zen_configuration set configuration_value = '2' where configuration_key = 'MODULE_SHIPPING_ITEM_HANDLING';
    update zen_configuration set configuration_value = 'flat.php;freeshipper.php;item.php;storepickup.php;table.php;zones.php;freeoptions.php;upsoauth.php' where configuration_key = 'MODULE_SHIPPING_INSTALLED';
    insert into zen_zones_to_geo_zones (zone_country_id, zone_id, geo_zone_id, date_added) values (38, 0, 1, now());`,
  zones: `select g.geo_zone_id, g.geo_zone_name, 1, 0, (select group_concat(concat_ws('-', c.countries_iso_code_2, z.zone_code) order by p.association_id) from zen_zones_to_geo_zones p
      join zen_countries c on c.countries_id = p.zone_country_id left join zen_zones z on z.zone_id = p.zone_id and p.zone_id > 0 where p.geo_zone_id = g.geo_zone_id) from zen_geo_zones g order by g.geo_zone_id`,
  ways: `select code, elt(n, 'Flat Rate', 'FREE SHIPPING!', 'Per Item', 'Store Pickup', 'Table Rate', 'Zone Rates', 'Free Shipping Options', 'upsoauth'),
      elt(n, 'FLAT', 'FREE', 'BY_QUANTITY', 'PICKUP', 'BY_PRICE', 'BY_WEIGHT', 'FREE', 'CARRIER'), ${module('STATUS')} = 'True', code <> 'zones' and ${module('ZONE')} = '0', nullif(${module('ZONE')}, '0'),
      if(code = 'zones', (select group_concat(configuration_value order by configuration_key) from zen_configuration where configuration_key in (${zones.join()})), null),
      if(code in ('table', 'zones', 'upsoauth'), null, ${module('COST')} + 0), if(code = 'zones', null, nullif(${module('HANDLING')} + 0, 0)), ${module('TOTAL_MIN')} + 0, 0
    from (select seq n, elt(seq, 'flat', 'freeshipper', 'item', 'storepickup', 'table', 'zones', 'freeoptions', 'upsoauth') code from seq_1_to_8) t order by n`,
  rates: `select way, null, places, ${lines('held')} from (
      select 'table' way, null places, (select configuration_value from zen_configuration where configuration_key = 'MODULE_SHIPPING_TABLE_COST') held, 0 place
      union all select 'zones', c.configuration_value, (select configuration_value from zen_configuration where configuration_key = replace(c.configuration_key, 'COUNTRIES', 'COST')), substr(c.configuration_key, -1)
      from zen_configuration c where c.configuration_key in (${zones.join()})) x join ${numbers} t on n <= ${count('held')} order by place, n`,
};

const placesOf = (all: readonly Thing[]) =>
  all
    .map((place: Thing) =>
      [
        [place.country, place.region].filter(Boolean).join('-') || (place.continent ?? ''),
        (place.postcodes as string[]).join(';'),
      ]
        .filter((part, at) => at === 0 || part)
        .join('|'),
    )
    .join(',');
const amount = (money: unknown) => (money ? Number((money as { amount: string }).amount) : null);
const number = (text: unknown) => (text === null ? null : Number(text));
// biome-ignore lint/suspicious/noExplicitAny: things as the platform reads them.
type Read = any;

/** What the platform read, as the readings say it. */
export const readZones = (zones: readonly Read[]): unknown[][] =>
  zones.map((one) => [one.nativeId, one.name, one.enabled, one.isElsewhere, placesOf(one.places)]);
export const readWays = (ways: readonly Read[]): unknown[][] =>
  ways.map((one) => [
    ...[one.nativeId, one.name, one.kind, one.enabled, one.isEverywhere],
    ...[one.zones.map((zone: Read) => zone.nativeId).join(',') || null, placesOf(one.places) || null],
    ...[amount(one.price), amount(one.handlingFee), amount(one.freeFrom), one.needsCoupon],
  ]);
export const readRates = (ways: readonly Read[]): unknown[][] =>
  ways.flatMap((way) =>
    way.rates.map((rate: Read) => [
      ...[way.nativeId, rate.zone?.nativeId ?? null, placesOf(rate.places) || null],
      ...[number(rate.from), number(rate.to), amount(rate.price), number(rate.percentage)],
    ]),
  );
