import { DateTime } from 'luxon';
import type { Thing } from '../contract/filter-cases.js';
import { type PromotionList, promotionPage, promotionsOf } from '../contract/promotion-lists.js';
import { waysOfSending, zonesOfSending } from '../contract/shipping-lists.js';
import { describeWhere } from '../support/machine.js';
import { openRealStore, oracleOf, type RealStore } from './real-store.js';
import {
  magentoShipping,
  opencartShipping,
  prestashopShipping,
  readRates,
  readWays,
  readZones,
  type ShippingReadings,
  woocommerceShipping,
  zencartShipping,
} from './shipping-readings.js';

const parts = [
  'PHP with mysqli',
  'a MariaDB that lets this user in over its socket',
  'the real stores in ../shared/stores',
] as const;

/**
 * A store with rows planted as its platform's own code writes them, and what its tables say, in plain SQL: of coupons the id, code,
 * name, kind, whether it is enabled, per cent, amount and currency, free shipping, least sub-total, limits (in all, for each customer),
 * uses, uses left, first and last moment by a clock; of taxes the id, name, whether it is enabled, per cent, amount, classes, places,
 * priority, compound, for shipping, groups; of gift cards the id, order, whether it is enabled, value, balance, time.
 */
interface Case {
  readonly plant: string;
  readonly coupons: string;
  readonly taxRates: string;
  readonly giftCards?: string;
  /** The clock of coupons' times: a zone, or that of the store. */
  readonly zone: string;
}

/** What OpenCart's `coupon` says; `0000-00-00` is none. */
const opencart = (prefix: string, zone: string, giftCards?: string): Case => ({
  zone,
  // As catalog/model/extension/total/voucher.php and the administration's form write them.
  plant: giftCards
    ? `insert into ${prefix}voucher_history (voucher_id, order_id, amount, date_added) values (2, 5, -7.5, '2025-12-01 10:00:00');
       insert into ${prefix}coupon set name = 'No &amp; limit', code = 'OPEN', type = 'F', discount = 2.5, logged = 0, shipping = 0, total = 0, date_start = '0000-00-00',
         date_end = '0000-00-00', uses_total = 0, uses_customer = '0', status = 1, date_added = '2025-01-10 05:00:00';`
    : '',
  coupons: `select c.coupon_id, c.code, replace(c.name, '&amp;', '&'),
    case when c.discount > 0 then if(c.type = 'P', 'PERCENTAGE', 'FIXED_AMOUNT') when c.shipping then 'FREE_SHIPPING' else 'OTHER' end,
    c.status, if(c.type = 'P' and c.discount > 0, c.discount + 0, null), if(c.type = 'F' and c.discount > 0, concat(c.discount + 0, ' USD'), null), c.shipping,
    nullif(c.total, 0) + 0, nullif(c.uses_total, 0), nullif(c.uses_customer + 0, 0),
    (select count(*) from ${prefix}coupon_history h where h.coupon_id = c.coupon_id),
    if(c.uses_total > 0, greatest(0, cast(c.uses_total as signed) - (select count(*) from ${prefix}coupon_history h where h.coupon_id = c.coupon_id)), null),
    nullif(cast(c.date_start as char), '0000-00-00'), nullif(cast(c.date_end as char), '0000-00-00')
    from ${prefix}coupon c order by c.coupon_id`,
  taxRates: `select t.tax_rate_id, t.name, exists (select 1 from ${prefix}tax_rate_to_customer_group g where g.tax_rate_id = t.tax_rate_id),
    if(t.type = 'P', t.rate + 0, null), if(t.type = 'F', t.rate + 0, null),
    (select group_concat(distinct r.tax_class_id order by r.tax_class_id) from ${prefix}tax_rule r where r.tax_rate_id = t.tax_rate_id),
    (select group_concat(concat(c.iso_code_2, if(p.zone_id > 0, concat('-', coalesce(z.code, p.zone_id)), '')) order by p.zone_to_geo_zone_id)
      from ${prefix}zone_to_geo_zone p left join ${prefix}country c on c.country_id = p.country_id left join ${prefix}zone z on z.zone_id = p.zone_id
      where p.geo_zone_id = t.geo_zone_id),
    (select min(r.priority) from ${prefix}tax_rule r where r.tax_rate_id = t.tax_rate_id), 0, null,
    (select group_concat(g.customer_group_id order by g.customer_group_id) from ${prefix}tax_rate_to_customer_group g where g.tax_rate_id = t.tax_rate_id)
    from ${prefix}tax_rate t order by t.tax_rate_id`,
  ...(giftCards && { giftCards }),
});

const woo = (prefix: string, currency: string): Case => {
  const meta = (key: string) =>
    `(select m.meta_value from ${prefix}postmeta m where m.post_id = p.ID and m.meta_key = '${key}' order by m.meta_id limit 1)`;
  const locations = (type: string) =>
    `(select group_concat(l.location_code order by l.location_id separator ';') from ${prefix}woocommerce_tax_rate_locations l where l.tax_rate_id = t.tax_rate_id and l.location_type = '${type}')`;
  return {
    zone: 'utc',
    plant: '',
    coupons: `select p.ID, lower(p.post_title), lower(p.post_title),
      case when ${meta('coupon_amount')} + 0 > 0 then elt(field(${meta('discount_type')}, 'percent', 'fixed_cart', 'fixed_product'), 'PERCENTAGE', 'FIXED_AMOUNT', 'FIXED_AMOUNT_PER_ITEM')
        when ${meta('free_shipping')} = 'yes' then 'FREE_SHIPPING' else 'OTHER' end,
      p.post_status = 'publish', if(${meta('discount_type')} = 'percent', ${meta('coupon_amount')} + 0, null),
      if(${meta('discount_type')} <> 'percent' and ${meta('coupon_amount')} + 0 > 0, concat(${meta('coupon_amount')} + 0, ' ${currency}'), null), ${meta('free_shipping')} = 'yes',
      nullif(${meta('minimum_amount')} + 0, 0), nullif(${meta('usage_limit')} + 0, 0), nullif(${meta('usage_limit_per_user')} + 0, 0), coalesce(${meta('usage_count')}, 0) + 0,
      if(${meta('usage_limit')} + 0 > 0, ${meta('usage_limit')} - ${meta('usage_count')}, null), null,
      date_add('1970-01-01 00:00:00', interval cast(nullif(${meta('date_expires')}, '') as signed) second)
      from ${prefix}posts p where p.post_type = 'shop_coupon' order by p.ID`,
    taxRates: `select t.tax_rate_id, t.tax_rate_name, 1, t.tax_rate + 0, null, if(t.tax_rate_class = '', 'standard', t.tax_rate_class),
      concat_ws('|', concat_ws('-', nullif(t.tax_rate_country, ''), nullif(t.tax_rate_state, '')), ${locations('postcode')}, ${locations('city')}), t.tax_rate_priority,
      t.tax_rate_compound, t.tax_rate_shipping, null from ${prefix}woocommerce_tax_rates t order by t.tax_rate_id`,
  };
};

const cases: Readonly<Record<string, Case>> = {
  opencart3: opencart(
    'shop3_',
    'America/New_York',
    `select v.voucher_id, nullif(v.order_id, 0), v.status, v.amount + 0, v.amount + coalesce((select sum(h.amount) from shop3_voucher_history h where h.voucher_id = v.voucher_id), 0) + 0,
     v.date_added from shop3_voucher v order by v.voucher_id`,
  ),
  opencart4: opencart('oc_', 'Europe/Paris'),
  woo: woo('wp_', 'USD'),
  woolegacy: woo('lg7_', 'EUR'),
  presta8: {
    zone: 'America/New_York',
    // As CartRule::add and TaxRule::save write them.
    plant: `insert into ps_cart_rule set code = '', date_from = '2025-01-01 00:00:00', date_to = '2025-12-31 23:59:59', description = 'For <you>', quantity = 3, quantity_per_user = 1,
        minimum_amount = 20, minimum_amount_currency = 2, reduction_amount = 4.5, reduction_currency = 2, active = 0, date_add = now(), date_upd = now();
      insert into ps_cart_rule set code = 'GIFT', date_from = '2025-01-01 00:00:00', date_to = '2035-12-31 23:59:59', quantity = 3, quantity_per_user = 1, gift_product = 3, active = 1,
        date_add = now(), date_upd = now();
      insert into ps_tax_rule set id_tax_rules_group = 1, id_country = 8, id_state = 0, zipcode_from = '20000', zipcode_to = '20999', id_tax = 1, behavior = 2, description = '';`,
    coupons: `select c.id_cart_rule, nullif(c.code, ''), coalesce((select l.name from ps_cart_rule_lang l where l.id_cart_rule = c.id_cart_rule and l.id_lang = 2), nullif(c.code, ''), c.id_cart_rule),
      case when c.reduction_percent > 0 then 'PERCENTAGE' when c.reduction_amount > 0 then 'FIXED_AMOUNT' when c.gift_product > 0 then 'GIFT' when c.free_shipping then 'FREE_SHIPPING' else 'OTHER' end,
      c.active, nullif(c.reduction_percent, 0) + 0, if(c.reduction_amount > 0, concat(c.reduction_amount + 0, ' ', (select u.iso_code from ps_currency u where u.id_currency = c.reduction_currency)), null),
      c.free_shipping, nullif(c.minimum_amount, 0) + 0, null, c.quantity_per_user,
      (select count(*) from ps_order_cart_rule o where o.id_cart_rule = c.id_cart_rule and o.deleted = 0), c.quantity, c.date_from, c.date_to from ps_cart_rule c order by c.id_cart_rule`,
    taxRates: `select r.id_tax_rule, l.name, t.active and g.active, t.rate + 0, null, r.id_tax_rules_group,
      concat_ws('|', concat_ws('-', c.iso_code, s.iso_code), if(r.zipcode_from <> '0', concat(r.zipcode_from, '...', r.zipcode_to), null)), null, r.behavior = 2, null, null
      from ps_tax_rule r join ps_tax_rules_group g on g.id_tax_rules_group = r.id_tax_rules_group and g.deleted = 0 join ps_tax t on t.id_tax = r.id_tax
      join ps_tax_lang l on l.id_tax = r.id_tax and l.id_lang = 2 left join ps_country c on c.id_country = r.id_country left join ps_state s on s.id_state = r.id_state order by r.id_tax_rule`,
  },
  openmage: {
    zone: 'America/New_York',
    // As Mage_SalesRule_Model_Rule and its coupon mass generator, and Mage_Tax_Model_Calculation_Rate, write them.
    plant: `insert into salesrule set name = 'Buy two', from_date = '2025-02-01', to_date = '2025-02-28', is_active = 0, simple_action = 'buy_x_get_y', discount_amount = 1, coupon_type = 1;
      insert into salesrule set name = 'Many codes', is_active = 1, simple_action = 'by_fixed', discount_amount = 3, coupon_type = 2, use_auto_generation = 1, uses_per_customer = 2;
      insert into salesrule_coupon (rule_id, code, usage_limit, usage_per_customer, times_used, is_primary, created_at, type)
        values (last_insert_id(), 'MANY-1', 1, 1, 0, null, now(), 1), (last_insert_id(), 'MANY-2', 1, 1, 1, null, now(), 1);
      insert into salesrule set name = 'Pay half', is_active = 1, simple_action = 'to_percent', discount_amount = 60, coupon_type = 2, simple_free_shipping = 2, times_used = 2;
      insert into salesrule_coupon (rule_id, code, usage_limit, usage_per_customer, times_used, is_primary, created_at) values (last_insert_id(), 'HALF', 5, 1, 2, 1, now());
      insert into tax_calculation_rate set tax_country_id = 'US', tax_region_id = 12, tax_postcode = '90000-90010', code = 'LA', rate = 9.5, zip_is_range = 1, zip_from = 90000, zip_to = 90010;`,
    coupons: `select r.rule_id, if(r.coupon_type = 1 or r.use_auto_generation, null, p.code), r.name,
      elt(field(r.simple_action, 'by_percent', 'to_percent', 'by_fixed', 'cart_fixed', 'buy_x_get_y'), 'PERCENTAGE', 'PERCENTAGE', 'FIXED_AMOUNT_PER_ITEM', 'FIXED_AMOUNT', 'BUY_X_GET_Y'),
      r.is_active, case r.simple_action when 'by_percent' then r.discount_amount + 0 when 'to_percent' then 100 - r.discount_amount end,
      if(r.simple_action in ('by_fixed', 'cart_fixed'), concat(r.discount_amount + 0, ' USD'), null), r.simple_free_shipping > 0, null, nullif(p.usage_limit, 0),
      least(coalesce(nullif(r.uses_per_customer, 0), 1e9), coalesce(nullif(p.usage_per_customer, 0), 1e9)), r.times_used, p.usage_limit - p.times_used, r.from_date, date_add(r.to_date, interval 1 day)
      from salesrule r left join salesrule_coupon p on p.rule_id = r.rule_id and p.is_primary = 1 order by r.rule_id`,
    taxRates: `select r.tax_calculation_rate_id, coalesce((select i.value from tax_calculation_rate_title i where i.tax_calculation_rate_id = r.tax_calculation_rate_id and i.store_id = 1), r.code),
      count(c.tax_calculation_id) > 0, r.rate + 0, null, group_concat(distinct c.product_tax_class_id order by c.product_tax_class_id),
      concat_ws('|', concat_ws('-', r.tax_country_id, g.code), if(r.zip_is_range, concat(r.zip_from, '...', r.zip_to), nullif(r.tax_postcode, '*'))), min(u.priority),
      count(c.tax_calculation_id) > 0 and min(u.calculate_subtotal) = 0, null,
      (select group_concat(k.customer_group_id order by k.customer_group_id) from customer_group k where k.tax_class_id in
        (select d.customer_tax_class_id from tax_calculation d where d.tax_calculation_rate_id = r.tax_calculation_rate_id))
      from tax_calculation_rate r left join tax_calculation c on c.tax_calculation_rate_id = r.tax_calculation_rate_id
      left join tax_calculation_rule u on u.tax_calculation_rule_id = c.tax_calculation_rule_id left join directory_country_region g on g.region_id = r.tax_region_id
      group by r.tax_calculation_rate_id order by r.tax_calculation_rate_id`,
  },
  zencart: {
    zone: 'America/Chicago',
    // As admin/coupon_admin.php and gv_send write them.
    plant: `insert into zen_coupons set coupon_type = 'S', coupon_code = 'SHIP', coupon_amount = 0, coupon_minimum_order = 25, uses_per_coupon = 12, uses_per_user = 2, coupon_active = 'N',
        coupon_start_date = '2025-03-01 00:00:00', coupon_expire_date = '2025-03-31 00:00:00', date_created = now(), date_modified = now();
      insert into zen_coupons set coupon_type = 'E', coupon_code = 'BOTH', coupon_amount = 7.5, uses_per_coupon = 0, date_created = now(), date_modified = now();
      insert into zen_coupons set coupon_type = 'F', coupon_code = 'EACH', coupon_amount = 2, coupon_product_count = 1, date_created = now(), date_modified = now();
      insert into zen_coupons (coupon_type, coupon_code, coupon_amount, coupon_active, date_created) values ('G', 'abc123', 50, 'Y', '2025-06-01 10:00:00'), ('G', 'def456', 20, 'N', '2025-07-01 10:00:00');
      insert into zen_tax_rates set tax_zone_id = 1, tax_class_id = 1, tax_priority = 2, tax_rate = 1.5, date_added = now();`,
    coupons: `select c.coupon_id, c.coupon_code, coalesce((select d.coupon_name from zen_coupons_description d where d.coupon_id = c.coupon_id and d.language_id = 1), c.coupon_code),
      if(c.coupon_amount > 0, if(c.coupon_type in ('P', 'E'), 'PERCENTAGE', if(c.coupon_product_count, 'FIXED_AMOUNT_PER_ITEM', 'FIXED_AMOUNT')), 'FREE_SHIPPING'), c.coupon_active = 'Y',
      if(c.coupon_type in ('P', 'E'), c.coupon_amount + 0, null), if(c.coupon_type in ('F', 'O'), concat(c.coupon_amount + 0, ' USD'), null), c.coupon_type in ('S', 'E', 'O'),
      nullif(c.coupon_minimum_order, 0) + 0, nullif(c.uses_per_coupon, 0), nullif(c.uses_per_user, 0), (select count(*) from zen_coupon_redeem_track h where h.coupon_id = c.coupon_id),
      if(c.uses_per_coupon > 0, cast(c.uses_per_coupon as signed) - (select count(*) from zen_coupon_redeem_track h where h.coupon_id = c.coupon_id), null),
      nullif(c.coupon_start_date, '0001-01-01'), if(c.coupon_expire_date > '0001-01-02', date_add(c.coupon_expire_date, interval 1 day), null)
      from zen_coupons c where c.coupon_type <> 'G' order by c.coupon_id`,
    taxRates: `select t.tax_rates_id, coalesce((select d.tax_description from zen_tax_rates_description d where d.tax_rates_id = t.tax_rates_id and d.language_id = 1), t.tax_rates_id), 1, t.tax_rate + 0, null,
      t.tax_class_id, (select group_concat(concat_ws('-', c.countries_iso_code_2, z.zone_code)) from zen_zones_to_geo_zones p join zen_countries c on c.countries_id = p.zone_country_id
        left join zen_zones z on z.zone_id = p.zone_id where p.geo_zone_id = t.tax_zone_id), t.tax_priority, 1, null, null from zen_tax_rates t order by t.tax_rates_id`,
    giftCards: `select c.coupon_id, null, c.coupon_active = 'Y', c.coupon_amount + 0, if(c.coupon_active = 'Y', c.coupon_amount + 0, 0), c.date_created
      from zen_coupons c where c.coupon_type = 'G' order by c.coupon_id`,
  },
};

const shippingOf: Readonly<Record<string, ShippingReadings>> = {
  opencart3: opencartShipping('shop3_', false),
  opencart4: opencartShipping('oc_', true),
  woo: woocommerceShipping('wp_'),
  woolegacy: woocommerceShipping('lg7_'),
  presta8: prestashopShipping,
  openmage: magentoShipping,
  zencart: zencartShipping,
};

const cell = (value: unknown): string => {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'boolean') return value ? '1' : '0';
  return String(value);
};
const number = (text: unknown) => (text === null ? null : Number(text));
const amount = (money: { amount: string } | null) => (money ? Number(money.amount) : null);
const ids = (all: readonly { nativeId: string }[]) =>
  all
    .map(({ nativeId }) => nativeId)
    .sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1))
    .join(',') || null;

// biome-ignore lint/suspicious/noExplicitAny: a thing as the platform reads it.
type Read = any;
const shown: Readonly<Record<PromotionList, (node: Read) => unknown[]>> = {
  coupons: (one) => [
    ...[one.nativeId, one.code, one.name, one.kind, one.enabled, number(one.percentage)],
    ...[
      one.amount && `${Number(one.amount.amount)} ${one.amount.currencyCode}`,
      one.freeShipping,
      amount(one.minimumSubtotal),
    ],
    ...[one.usageLimit, one.usageLimitPerCustomer, one.timesUsed, one.usesLeft, one.startsAt, one.endsAt],
  ],
  taxRates: (one) => [
    ...[one.nativeId, one.name, one.enabled, number(one.percentage), amount(one.amount), ids(one.taxClasses)],
    one.places
      .map((place: Read) =>
        [[place.country, place.region].filter(Boolean).join('-'), place.postcodes.join(';'), place.cities.join(';')]
          .filter(Boolean)
          .join('|'),
      )
      .join(',') || null,
    ...[one.priority, one.compound, one.appliesToShipping, ids(one.customerGroups)],
  ],
  giftCards: (one) => [
    one.nativeId,
    one.orderNativeId,
    one.enabled,
    amount(one.value),
    amount(one.balance),
    one.createdAt,
  ],
};

const stamp = /^\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?$/;

describeWhere(parts, 'coupons, taxes and gift cards are what the tables of a real store say', () => {
  describe.each(Object.keys(cases))('%s', (name) => {
    const { plant, zone, ...wanted } = cases[name] as Case;
    let store: RealStore;
    beforeAll(async () => {
      const oracle = oracleOf(name);
      const zoneFile = name === 'zencart' ? { [oracle.config.time_zone_source]: `<?php\n$TZ = '${zone}';\n` } : {};
      store = await openRealStore(name, zoneFile);
      store.rows(`set sql_mode = ''; ${plant}`);
    });
    afterAll(() => store?.close());

    /** Rows of the tables, with times as moments; a limit of nobody's stands as a number that no store has. */
    const held = (sql: string) =>
      store.rows(`set sql_mode = '', group_concat_max_len = 100000; ${sql}`).map((row) =>
        row.map((text) => {
          if (stamp.test(text)) return DateTime.fromSQL(text, { zone }).toUTC().toISO();
          // Databases print decimals with all their places.
          const [, digits, currency = ''] = /^(-?\d+\.\d+)( [A-Z]{3})?$/.exec(text) ?? [];
          if (digits) return `${Number(digits)}${currency}`;
          return text === '1000000000' ? 'NULL' : text;
        }),
      );
    const read = (nodes: readonly Thing[], list: PromotionList) =>
      nodes.map((node) => shown[list](node).map((value) => cell(value instanceof Date ? value.toISOString() : value)));

    test.each(Object.keys(wanted) as PromotionList[])('%s', async (list) => {
      const rows = held(wanted[list] as string);
      expect(rows.length).toBeGreaterThan(1);
      await store.session().config();
      store.asked();
      expect(read(await promotionsOf(store.session(), list), list)).toEqual(rows);
      expect(store.asked().filter((one) => one.length > 15)).toEqual([]);
    });

    test('ways of sending', async () => {
      const said = shippingOf[name] as ShippingReadings;
      store.rows(`set sql_mode = ''; ${said.plant}`);
      await store.session().refresh();
      const ways = await waysOfSending(store.session());
      const zones = readZones(await zonesOfSending(store.session()));
      const cells = (rows: readonly unknown[][]) => rows.map((row) => row.map(cell));
      // The zone of all that is in no other has no row of its own.
      expect(cells(zones.filter(([, , , isElsewhere]) => !isElsewhere))).toEqual(held(said.zones));
      expect(zones.filter(([, , , isElsewhere]) => isElsewhere)).toHaveLength(name.startsWith('woo') ? 1 : 0);
      const rows = held(said.ways);
      expect(rows.length).toBeGreaterThan(3);
      expect(cells(readWays(ways))).toEqual(rows);
      expect(cells(readRates(ways))).toEqual(held(said.rates));
      expect(JSON.stringify(ways)).not.toContain('NEVER-');
    });

    test('coupons page by page, either way, and by their codes', async () => {
      const rows = held(wanted.coupons);
      const all = rows.map(([id]) => id);
      const first = await promotionPage(store.session(), 'coupons', { limit: 2 });
      const next = await promotionPage(store.session(), 'coupons', { limit: 250, after: first.places.at(-1) ?? null });
      expect([...first.nodes, ...next.nodes].map(({ nativeId }) => nativeId)).toEqual(all);
      const last = await promotionPage(store.session(), 'coupons', { limit: 2, backward: true });
      expect(last.nodes.map(({ nativeId }) => nativeId)).toEqual(all.slice(-2));
      expect(last).toMatchObject({ hasMore: all.length > 2, totalCount: all.length });
      for (const [id, code] of rows.filter(([, code]) => code !== 'NULL')) {
        const found = await promotionPage(store.session(), 'coupons', { filter: { codes: [code?.toLowerCase()] } });
        expect(found.nodes.map(({ nativeId }) => nativeId)).toEqual([id]);
      }
    });
  });
});
