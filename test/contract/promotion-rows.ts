/** Coupons and gift cards of the fixtures, as SQL: of every kind that a platform has, switched on and off, used and not. */

const day = (at: number) => new Date(Date.UTC(2025, 0, 1 + at)).toISOString().slice(0, 10);
const numbers = Array.from({ length: 24 }, (_, at) => at + 1);

/** A value as SQLite reads it. */
const literal = (cell: string | number | null) =>
  typeof cell === 'string' ? `'${cell.replaceAll("'", "''")}'` : String(cell ?? 'null');

/** A table with its rows. */
export function table(name: string, columns: string, rows: readonly (readonly (string | number | null)[])[]): string {
  const values = rows.map((row) => `(${row.map(literal).join(', ')})`).join(', ');
  return `create table ${name} (${columns});\n${rows.length > 0 ? `insert into ${name} values ${values};\n` : ''}`;
}

export function zencartPromotions(prefix: string): string {
  const kinds = ['P', 'F', 'S', 'E', 'O'];
  const coupons = numbers.map((id) => [
    id,
    id % 6 === 0 ? 'G' : (kinds[id % kinds.length] ?? 'P'),
    id % 6 === 0 ? `NEVER-${id}` : `REED${id}`,
    id % 5 === 2 ? 0 : id,
    id % 4 ? 0 : 20,
    id % 3 ? `${day(id)} 00:00:00` : '0001-01-01 00:00:00',
    id % 3 ? `${day(id + 300)} 00:00:00` : '0001-01-01 00:00:00',
    id % 2 ? 0 : 3,
    id % 7 ? 0 : 1,
    id % 4 === 1 ? 'N' : 'Y',
    `${day(id)} 08:00:00`,
    `${day(id + 2)} 08:00:00`,
    id % 8 === 0 ? 1 : 0,
  ]);
  return [
    table(
      `${prefix}coupons`,
      'coupon_id integer primary key, coupon_type char(1), coupon_code varchar(32), coupon_amount decimal(15,4), coupon_minimum_order decimal(15,4), coupon_start_date datetime, coupon_expire_date datetime, uses_per_coupon int, uses_per_user int, coupon_active char(1), date_created datetime, date_modified datetime, coupon_product_count int',
      coupons,
    ),
    table(
      `${prefix}coupons_description`,
      'coupon_id int, language_id int, coupon_name varchar(64), coupon_description text',
      numbers.flatMap((id) => [
        [id, 1, `Reed coupon ${id}`, id % 2 ? '' : 'For &quot;players&quot;'],
        ...(id % 3 ? [[id, 4, `Cupão ${id}`, id % 2 ? '' : 'Para músicos']] : []),
      ]),
    ),
    table(
      `${prefix}coupon_redeem_track`,
      'unique_id integer primary key, coupon_id int, customer_id int, redeem_ip varchar(45)',
      [2, 2, 4, 4, 4, 4, 7].map((coupon, at) => [at + 1, coupon, 1, '203.0.113.1']),
    ),
  ].join('');
}

export function prestashopPromotions(prefix: string): string {
  return [
    table(
      `${prefix}cart_rule`,
      'id_cart_rule integer primary key, id_customer int, date_from text, date_to text, description text, quantity int, quantity_per_user int, code text collate nocase, minimum_amount decimal(20,6), minimum_amount_currency int, free_shipping int, reduction_percent decimal(5,2), reduction_amount decimal(20,6), reduction_currency int, gift_product int, active int, date_add text, date_upd text',
      numbers.map((id) => [
        id,
        0,
        `${day(id)} 00:00:00`,
        `${day(id + 300)} 00:00:00`,
        id % 2 ? '' : 'For the <harbour>',
        id,
        id % 7 ? 1 : 0,
        id === 1 ? 'TIDE5' : id % 6 === 0 ? '' : `QUAY${id}`,
        id % 4 ? 0 : 50,
        1 + (id % 2),
        id % 5 === 2 ? 1 : 0,
        id % 5 === 0 ? id : 0,
        id % 5 === 1 ? id : 0,
        1 + (id % 2),
        id % 5 === 3 ? 1 : 0,
        id % 4 === 1 ? 0 : 1,
        `${day(id)} 08:00:00`,
        `${day(id + 2)} 08:00:00`,
      ]),
    ),
    table(
      `${prefix}cart_rule_lang`,
      'id_cart_rule int, id_lang int, name text',
      numbers.flatMap((id) => [[id, 1, `Kaai ${id}`], ...(id % 3 ? [[id, 2, `Quay ${id}`]] : [])]),
    ),
  ].join('');
}

export function magentoPromotions(prefix: string): string {
  const actions = ['by_percent', 'by_fixed', 'cart_fixed', 'buy_x_get_y', 'to_percent', 'to_fixed'];
  return [
    table(
      `${prefix}salesrule`,
      'rule_id integer primary key, name text, description text, from_date text, to_date text, uses_per_customer int, is_active int, simple_action text, discount_amount decimal(12,4), simple_free_shipping int, times_used int, coupon_type int, use_auto_generation int',
      numbers.map((id) => [
        id,
        id === 3 ? null : `Spring ${id}`,
        id % 2 ? null : 'For riders',
        id % 3 ? day(id) : null,
        id % 3 ? day(id + 300) : null,
        id % 7 ? 0 : 2,
        id % 4 === 1 ? 0 : 1,
        actions[id % actions.length] ?? null,
        id % 5 ? id : 0,
        id % 5 ? 0 : 1,
        id % 2 ? 0 : 2,
        id % 8 === 0 ? 1 : 2,
        id % 9 === 0 ? 1 : 0,
      ]),
    ),
    table(
      `${prefix}salesrule_coupon`,
      'coupon_id integer primary key, rule_id int, code text, usage_limit int, usage_per_customer int, times_used int, is_primary int, created_at text, type int',
      numbers
        .filter((id) => id % 8 !== 0)
        .map((id) => [
          id,
          id,
          `SPRING${id}`,
          id % 2 ? null : 3,
          id % 6 ? null : 1,
          id % 2 ? 0 : 2,
          id % 9 === 0 ? null : 1,
          `${day(id)} 08:00:00`,
          id % 9 === 0 ? 1 : 0,
        ]),
    ),
  ].join('');
}

/** Posts of coupons with their keys; `first` is the number of the first post. */
export function woocommercePromotions(prefix: string, first: number): string {
  const types = ['percent', 'fixed_cart', 'fixed_product', 'bogo'];
  const posts = numbers.map((id) => {
    const status = id === 24 ? 'trash' : id % 4 === 1 ? 'draft' : 'publish';
    const at = `${day(id)} 08:00:00`;
    return `(${first + id}, 'shop_coupon', '${status}', 'kiln${id}${id % 9 ? '' : '&amp;co'}', '${id % 2 ? '' : 'For potters'}', '${at}', '${day(id + 2)} 08:00:00')`;
  });
  const keys = numbers.flatMap((id) =>
    Object.entries({
      discount_type: types[id % types.length] ?? '',
      coupon_amount: id % 5 ? String(id) : '0',
      free_shipping: id % 5 ? 'no' : 'yes',
      usage_limit: id % 2 ? '0' : '3',
      usage_limit_per_user: id % 7 ? '' : '1',
      usage_count: id % 2 ? '0' : '2',
      date_expires: id % 3 ? String(1_750_000_000 + id) : '',
      minimum_amount: id % 4 ? '' : '50',
      _used_by: 'nobody@kiln.example',
    }).map(([key, value]) => `(${first + id}, '${key}', '${value}')`),
  );
  return `insert into ${prefix}posts (ID, post_type, post_status, post_title, post_excerpt, post_date_gmt, post_modified_gmt) values ${posts.join(', ')};
insert into ${prefix}postmeta (post_id, meta_key, meta_value) values ${keys.join(', ')};\n`;
}
