import { serialize } from 'php-serialize';
import { woocommercePromotions } from './promotion-rows.js';
import { woocommerceShipping, woocommerceShippingTables } from './shipping-rows.js';
import { openSqliteStore, type SqliteStore, tableSql } from './sqlite-store.js';
import { woocommerceTaxes } from './tax-rows.js';
import { fixtureOrders } from './woocommerce-fixture-orders.js';
import { persistentCart } from './woocommerce-fixture-people.js';

type Row = readonly (string | number | null)[];

/** Where the fixture keeps its orders. */
export type OrderPlace = 'tables' | 'posts';

export const prefix = 'kiln_2_';
const shelves = ['Teapots', 'Cups', 'Bowls', 'Plates', 'Vases', 'Tiles'];
const corners = ['Everyday', 'Festive', 'Seconds & last pieces'];
const clays = ['Stoneware', 'Porcelain', 'Terracotta', 'Raku'];
const things = [
  'teapot',
  'mug',
  'ramen bowl',
  'side plate',
  'bud vase',
  'trivet',
  'butter dish',
  'egg cup',
  'jug',
  'planter',
];
const people = [
  'Ida Holm',
  'Rui Teixeira',
  'Mbali Dube',
  'Noor Haddad',
  'Sólveig Árnadóttir',
  'Kenji Mori',
  "Aoife O'Dea",
];

/** Unix seconds at noon of a day of the fixture's year. */
const noon = (day: number) => Date.UTC(2025, 0, 1 + day, 12) / 1000;
export const sqlTime = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');

interface Tables {
  posts: Row[];
  postmeta: Row[];
  terms: Row[];
  taxonomies: Row[];
  relationships: Row[];
  termmeta: Row[];
}

/** Adds keys with their values to one thing's. */
export function addMeta(rows: Row[], id: number, values: Readonly<Record<string, string | number>>): void {
  for (const [key, value] of Object.entries(values)) rows.push([rows.length + 1, id, key, String(value)]);
}

function term(tables: Tables, taxonomy: string, name: string, slug: string, parent = 0, place: number | null = null) {
  const id = tables.terms.length + 1;
  tables.terms.push([id, name, slug, 0]);
  // As in any grown store, the two numbers of a term are not the same.
  tables.taxonomies.push([
    id + 100,
    id,
    taxonomy,
    taxonomy === 'product_cat' ? `All our <em>${slug}</em>` : '',
    parent,
    0,
  ]);
  if (place !== null) tables.termmeta.push([tables.termmeta.length + 1, id, 'order', String(place)]);
  return id;
}

function post(
  tables: Tables,
  id: number,
  values: { type: string; status: string; title: string; name: string; day: number; parent?: number; place?: number },
) {
  const dated = values.status === 'draft' ? '0000-00-00 00:00:00' : sqlTime(noon(values.day));
  const { type, status, title, name, parent = 0, place = 0 } = values;
  const text = `<p>${title}, thrown and fired by hand.</p>`;
  const changed = sqlTime(noon(values.day + 30));
  tables.posts.push([
    id,
    type,
    status,
    title,
    name,
    text,
    'By hand.',
    parent,
    place,
    dated,
    changed,
    `http://old.example/?p=${id}`,
  ]);
}

function catalog(): Tables {
  const tables: Tables = { posts: [], postmeta: [], terms: [], taxonomies: [], relationships: [], termmeta: [] };
  const kinds = Object.fromEntries(
    ['simple', 'variable', 'grouped', 'external'].map((kind) => [kind, term(tables, 'product_type', kind, kind)]),
  ) as Record<'simple' | 'variable' | 'grouped' | 'external', number>;
  const categories = shelves.flatMap((shelf, at) => {
    const top = term(tables, 'product_cat', shelf, shelf.toLowerCase(), 0, at % 2 === 0 ? at : null);
    const below = corners.map((corner) =>
      term(
        tables,
        'product_cat',
        `${corner.replace('&', '&amp;')} ${shelf.toLowerCase()}`,
        `${shelf}-${corner}`.toLowerCase().replaceAll(/\W+/g, '-'),
        top,
      ),
    );
    tables.termmeta.push([tables.termmeta.length + 1, top, 'thumbnail_id', '901']);
    tables.termmeta.push([tables.termmeta.length + 1, top, 'acme_shelf', `by the ${at ? 'window' : 'door'}`]);
    return [top, ...below];
  });
  const brand = term(tables, 'product_brand', 'Kiln &amp; Kettle', 'kiln-kettle');
  const tags = ['new', 'gift', 'dishwasher-safe'].map((tag) => term(tables, 'product_tag', tag, tag));
  const glazes = ['Celadon', 'Tenmoku', 'Weiß'].map((glaze, at) =>
    term(tables, 'pa_glaze', glaze, glaze.toLowerCase().replace('ß', 'ss'), 0, 2 - at),
  );
  const relate = (id: number, terms: readonly number[]) => {
    for (const one of terms) tables.relationships.push([id, one + 100, 0]);
  };
  for (const [at, file] of ['2025/01/teapot.jpg', '2025/01/table.jpg', '2025/02/glaze.png'].entries()) {
    post(tables, 901 + at, { type: 'attachment', status: 'inherit', title: file, name: `file-${at}`, day: 1 });
    addMeta(tables.postmeta, 901 + at, {
      _wp_attached_file: file,
      _wp_attachment_image_alt: at === 0 ? 'A teapot' : '',
    });
  }
  for (let at = 0; at < 36; at += 1) {
    const id = 10 + at * 5;
    const title = `${clays[at % 4]} ${things[at % 10]} ${at < 20 ? 'small' : 'large'}${at === 7 ? ' “No. 7” & saucer' : ''}`;
    const statuses = ['publish', 'publish', 'publish', 'publish', 'private', 'publish', 'draft', 'publish', 'trash'];
    const status = statuses[at % 9] ?? 'publish';
    const kind = at % 6 === 1 ? 'variable' : at % 12 === 11 ? 'grouped' : at === 16 ? 'external' : 'simple';
    post(tables, id, { type: 'product', status, title, name: `piece-${at}`, day: at * 3 });
    relate(id, [
      kinds[kind],
      categories[at % 24] ?? 0,
      ...(at % 3 === 0 ? [tags[at % 2] ?? 0, tags[2] ?? 0] : []),
      ...(at % 4 === 0 ? [brand] : []),
    ]);
    const price = (12 + ((at * 7) % 30) + at / 100).toFixed(2);
    const counted: Readonly<Record<string, string | number>> =
      at % 5 === 0
        ? { _manage_stock: 'yes', _stock: at - 10, _backorders: at % 2 ? 'no' : 'notify' }
        : { _manage_stock: 'no', _backorders: 'no' };
    addMeta(tables.postmeta, id, {
      _sku: `KK-${String(id).padStart(4, '0')}`,
      ...(at % 3 === 1 ? { _acme_serial: `S-${id}`, _acme_cost: 'a secret of the shop' } : {}),
      ...(kind === 'simple' || kind === 'external' ? { _regular_price: price } : {}),
      ...(kind === 'simple' && at % 4 === 0 ? { _sale_price: (Number(price) - 2.5).toFixed(2) } : {}),
      ...(at === 8 ? { _sale_price_dates_from: noon(0), _sale_price_dates_to: noon(20) } : {}),
      _stock_status: at % 7 === 3 ? 'outofstock' : 'instock',
      ...counted,
      _tax_status: at % 9 === 2 ? 'none' : 'taxable',
      _tax_class: at % 4 === 2 ? 'reduced-rate' : '',
      _weight: at % 2 === 0 ? (0.2 + at / 40).toFixed(3) : '',
      _length: at % 3 === 0 ? '12.50' : '',
      _virtual: at === 4 ? 'yes' : 'no',
      _downloadable: at === 9 ? 'yes' : 'no',
      _global_unique_id: at === 12 ? '4006381333931' : '',
      ...(at % 3 === 0 ? { _thumbnail_id: 901, _product_image_gallery: '902,903,999' } : {}),
      // Up-sells and cross-sells; one of a variation, and one of a product that was deleted.
      ...(at % 6 === 0 ? { _upsell_ids: serialize([20, 40]), _crosssell_ids: serialize([16, '30', 9999]) } : {}),
      ...(kind === 'grouped' ? { _children: serialize([10, 20, String(30)]) } : {}),
    });
    if (kind === 'variable') variations(tables, id, at, glazes, relate);
    else if (at % 5 === 2) {
      relate(id, [glazes[0] ?? 0]);
      addMeta(tables.postmeta, id, {
        _product_attributes: serialize({
          pa_glaze: attribute('pa_glaze', '', 0),
          care: attribute('Care', 'Hand wash | No oven', 0),
        }),
      });
    }
  }
  return tables;
}

function attribute(name: string, value: string, forVariations: number) {
  return {
    name,
    value,
    position: 0,
    is_visible: 1,
    is_variation: forVariations,
    is_taxonomy: name.startsWith('pa_') ? 1 : 0,
  };
}

function variations(
  tables: Tables,
  parent: number,
  at: number,
  glazes: readonly number[],
  relate: (id: number, terms: readonly number[]) => void,
) {
  relate(parent, glazes);
  addMeta(tables.postmeta, parent, {
    _product_attributes: serialize({
      pa_glaze: attribute('pa_glaze', '', 1),
      size: attribute('Size & shape', 'Round | Square', 1),
      care: attribute('Care', 'Dishwasher', 0),
    }),
  });
  for (const [index, glaze] of ['celadon', 'weiss', ''].entries()) {
    const id = parent + 1 + index;
    post(tables, id, {
      type: 'product_variation',
      status: index === 2 ? 'private' : 'publish',
      title: `Form ${id}`,
      name: `form-${id}`,
      day: at * 3,
      parent,
      place: 3 - index,
    });
    addMeta(tables.postmeta, id, {
      ...(index === 1 ? { 'kiln.batch': '7 & 8' } : {}),
      _sku: index === 2 ? '' : `KK-${parent}-${index}`,
      _regular_price: (20 + at / 10 + index).toFixed(2),
      _sale_price: index === 1 ? (19 + at / 10).toFixed(2) : '',
      _manage_stock: index === 0 ? 'yes' : 'no',
      _stock: 4,
      _stock_status: 'instock',
      _weight: index === 0 ? '0.75' : '',
      _thumbnail_id: index === 0 ? 902 : 0,
      attribute_pa_glaze: glaze,
      attribute_size: index === 0 ? 'Round' : 'Square',
      attribute_form: 'left over from an attribute that is gone',
    });
  }
}

function users(): { users: Row[]; usermeta: Row[] } {
  const usermeta: Row[] = [];
  const rows = Array.from({ length: 30 }, (_none, at): Row => {
    const id = at + 1;
    const [first = '', ...last] = (people[at % people.length] ?? '').split(' ');
    const role = at === 0 ? 'administrator' : at % 8 === 5 ? 'subscriber' : 'customer';
    addMeta(usermeta, id, {
      kiln_2_capabilities: serialize({ [role]: true }),
      first_name: first,
      last_name: `${last.join(' ')} ${at}`,
      session_tokens: 'a secret of this user',
      ...(at % 4 === 1 ? { acme_tier: 'gold' } : {}),
      ...persistentCart(at),
      billing_first_name: first,
      billing_last_name: last.join(' '),
      billing_city: at % 2 ? 'Bergen' : 'Porto',
      billing_country: at % 2 ? 'NO' : 'PT',
      billing_phone: `+47 2000 ${1000 + at}`,
      ...(at % 3 === 0 ? { shipping_city: 'Lund', shipping_country: 'SE', shipping_state: 'M' } : {}),
      ...(at % 2 ? { last_update: noon(100 + at) } : {}),
    });
    return [id, `login-${id}`, '$P$hash', `Buyer${id}@mail.example`, sqlTime(noon(at)), `${first} ${id}`];
  });
  return { users: rows, usermeta };
}

const localTime = (utc: string) =>
  utc.startsWith('0000') ? utc : sqlTime(Date.parse(`${utc.replace(' ', 'T')}Z`) / 1000 + 3600);

const postColumns =
  'ID integer primary key, post_type text, post_status text, post_title text, post_name text, post_content text, post_excerpt text, ' +
  'post_parent integer, menu_order integer, post_date_gmt text, post_modified_gmt text, guid text, post_date text';
const metaColumns = (id: string, of: string) =>
  `${id} integer primary key, ${of} integer, meta_key text, meta_value text`;

/** WordPress's own that statements go by. */
const indexes = [
  ['posts', 'post_parent'],
  ['postmeta', 'post_id'],
  ['term_taxonomy', 'term_id, taxonomy'],
  ['term_relationships', 'object_id, term_taxonomy_id'],
  ['terms', 'slug'],
  ['woocommerce_order_items', 'order_id'],
  ['woocommerce_order_itemmeta', 'order_item_id'],
] as const;

/** What the pottery opened; the keys are none of WooCommerce's. */
export const openedFields = {
  product: ['_acme_serial', 'kiln.batch'],
  category: ['acme_shelf'],
  order: ['_po_number'],
  customer: ['acme_tier'],
};

/** A pottery's shop of our own invention; some of its users are no customers. */
export function woocommerceStore(place: OrderPlace): SqliteStore {
  return {
    platformId: 'WOOCOMMERCE',
    metafields: openedFields,
    files: (_url, database) => ({
      'wp-config.php': `<?php
/* $table_prefix = 'wp_'; define('DB_NAME', 'old'); */
define( 'DB_ENGINE', 'sqlite' );
define( 'DB_DIR', '${database.slice(0, database.lastIndexOf('/'))}' );
define( 'DB_FILE', '${database.slice(database.lastIndexOf('/') + 1)}' );
define( 'MULTISITE', true );
define( 'BLOG_ID_CURRENT_SITE', 2 );
$table_prefix = 'kiln_';
require_once ABSPATH . 'wp-settings.php';
`,
      'wp-includes/version.php': "<?php\n$wp_version = '6.7';\n",
      'wp-content/plugins/woocommerce/woocommerce.php':
        '<?php\n/**\n * Plugin Name: WooCommerce\n * Version: 9.8.1\n */\n',
    }),
    sql(url) {
      const goods = catalog();
      const orders = fixtureOrders(place);
      const people = users();
      const home = url.replace(/\/$/, '');
      const options: Row[] = Object.entries({
        siteurl: home,
        home,
        blogname: 'Kiln &amp; Kettle',
        admin_email: 'owner@kiln.example',
        WPLANG: 'nb_NO',
        timezone_string: '',
        gmt_offset: '1',
        permalink_structure: '/%postname%/',
        woocommerce_permalinks: serialize({ product_base: '/shop/' }),
        woocommerce_currency: 'NOK',
        woocommerce_price_num_decimals: '2',
        woocommerce_default_country: 'NO',
        woocommerce_calc_taxes: 'yes',
        woocommerce_prices_include_tax: 'no',
        woocommerce_weight_unit: 'kg',
        woocommerce_dimension_unit: 'cm',
        woocommerce_custom_orders_table_enabled: place === 'tables' ? 'yes' : 'no',
        pickup_location_pickup_locations: serialize([
          {
            name: 'The kiln &amp; yard',
            address: { address_1: 'Bryggen 5', city: 'Bergen', state: '', postcode: '5003', country: 'NO' },
            details: 'On Saturdays',
            enabled: true,
          },
          { name: 'Closed', address: {}, details: '', enabled: false },
        ]),
        woocommerce_stripe_settings: 'a secret of the shop',
        ...woocommerceShipping,
      }).map(([key, value], at) => [at + 1, key, value]);
      const own = (name: string, columns: string, rows: readonly Row[]) => tableSql(`${prefix}${name}`, columns, rows);
      return [
        own('options', 'option_id integer primary key, option_name text, option_value text', options),
        // By the shop's own clock, one hour ahead of UTC.
        own(
          'posts',
          postColumns,
          [...goods.posts, ...orders.posts].map((row) => [...row, localTime(String(row[9]))]),
        ),
        `alter table \`${prefix}posts\` add column post_mime_type text not null default '';\n`,
        `update \`${prefix}posts\` set post_mime_type = 'image/jpeg' where post_type = 'attachment';\n`,
        own(
          'postmeta',
          metaColumns('meta_id', 'post_id'),
          [...goods.postmeta, ...orders.postmeta].map((row, at) => [at + 1, ...row.slice(1)]),
        ),
        own('terms', 'term_id integer primary key, name text, slug text, term_group integer', goods.terms),
        own(
          'term_taxonomy',
          'term_taxonomy_id integer primary key, term_id integer, taxonomy text, description text, parent integer, count integer',
          goods.taxonomies,
        ),
        own(
          'term_relationships',
          'object_id integer, term_taxonomy_id integer, term_order integer',
          goods.relationships,
        ),
        own('termmeta', metaColumns('meta_id', 'term_id'), goods.termmeta),
        own(
          'woocommerce_attribute_taxonomies',
          'attribute_id integer primary key, attribute_name text, attribute_label text, attribute_type text, attribute_orderby text, attribute_public integer',
          [[1, 'glaze', 'Glaze', 'select', 'menu_order', 0]],
        ),
        own('wc_tax_rate_classes', 'tax_rate_class_id integer primary key, name text, slug text', [
          [1, 'Reduced rate', 'reduced-rate'],
        ]),
        ...orders.tables.map(([name, columns, rows]) => own(name, columns, rows)),
        tableSql(
          'kiln_users',
          'ID integer primary key, user_login text, user_pass text, user_email text, user_registered text, display_name text',
          people.users,
        ),
        tableSql('kiln_blogs', 'blog_id integer primary key, domain text, path text', [
          [1, 'kiln.example', '/'],
          [2, 'kiln.example', '/shop/'],
        ]),
        tableSql('kiln_usermeta', metaColumns('umeta_id', 'user_id'), people.usermeta),
        woocommercePromotions(prefix, 90_000),
        woocommerceTaxes(prefix),
        woocommerceShippingTables(prefix),
        ...indexes.map(
          ([table, columns]) =>
            `create index \`${prefix}${table}_${columns.replaceAll(/\W+/g, '_')}\` on \`${prefix}${table}\` (${columns});\n`,
        ),
      ].join('');
    },
  };
}

/** Opens it for the contract suite, with its orders in tables of their own. */
export const openWooCommerceFixture = () => openSqliteStore(woocommerceStore('tables'));
