import { addPeoplesRows, prestashopPeopleSchema } from './prestashop-fixture-people.js';

type Value = string | number | null;
type Row = Readonly<Record<string, Value>>;

const shopFields =
  'id_category_default id_tax_rules_group ecotax:money price:money active condition:text pack_stock_type date_add:text date_upd:text';

/** The tables of PrestaShop that are read, each as its columns; a column is a number unless it says otherwise. */
export const prestashopSchema: Readonly<Record<string, string>> = {
  configuration: 'id_configuration id_shop_group id_shop name:text value:text',
  shop: 'id_shop id_shop_group name:text active deleted',
  shop_group: 'id_shop_group name:text share_stock active deleted',
  shop_url: 'id_shop_url id_shop domain:text domain_ssl:text physical_uri:text virtual_uri:text main active',
  lang: 'id_lang name:text active iso_code:text language_code:text locale:text',
  currency: 'id_currency name:text iso_code:text precision conversion_rate:money deleted active',
  currency_lang: 'id_currency id_lang name:text symbol:text',
  currency_shop: 'id_currency id_shop conversion_rate:money',
  country: 'id_country id_zone iso_code:text active',
  state: 'id_state id_country id_zone name:text iso_code:text active',
  group: 'id_group reduction:money price_display_method show_prices',
  group_lang: 'id_group id_lang name:text',
  group_reduction: 'id_group_reduction id_group id_category reduction:money',
  order_state: 'id_order_state invoice module_name:text hidden logable delivery shipped paid deleted',
  order_state_lang: 'id_order_state id_lang name:text',
  tax: 'id_tax rate:money active deleted',
  tax_lang: 'id_tax id_lang name:text',
  tax_rule: 'id_tax_rule id_tax_rules_group id_country id_state zipcode_from:text zipcode_to:text id_tax behavior',
  tax_rules_group: 'id_tax_rules_group name:text active deleted',
  store:
    'id_store id_country id_state city:text postcode:text latitude:money longitude:money phone:text email:text active',
  store_lang: 'id_store id_lang name:text address1:text address2:text hours:text note:text',
  zone: 'id_zone name:text active',
  carrier:
    'id_carrier id_reference name:text url:text active deleted is_free is_module need_range position shipping_handling shipping_method range_behavior',
  carrier_zone: 'id_carrier id_zone',
  delivery: 'id_delivery id_shop id_shop_group id_carrier id_range_price id_range_weight id_zone price:money',
  range_price: 'id_range_price id_carrier delimiter1:money delimiter2:money',
  range_weight: 'id_range_weight id_carrier delimiter1:money delimiter2:money',
  product: `id_product id_manufacturer id_shop_default reference:text ean13:text isbn:text upc:text mpn:text width:money height:money depth:money weight:money cache_is_pack is_virtual state product_type:text ${shopFields}`,
  product_shop: `id_product id_shop ${shopFields}`,
  product_lang: 'id_product id_shop id_lang name:text description:text description_short:text link_rewrite:text',
  product_attribute:
    'id_product_attribute id_product reference:text ean13:text isbn:text upc:text price:money ecotax:money weight:money',
  product_attribute_shop: 'id_product_attribute id_product id_shop price:money ecotax:money weight:money',
  product_attribute_combination: 'id_attribute id_product_attribute',
  product_attribute_image: 'id_product_attribute id_image',
  attribute: 'id_attribute id_attribute_group color:text position',
  attribute_lang: 'id_attribute id_lang name:text',
  attribute_group: 'id_attribute_group is_color_group group_type:text position',
  attribute_group_lang: 'id_attribute_group id_lang name:text public_name:text',
  stock_available: 'id_stock_available id_product id_product_attribute id_shop id_shop_group quantity out_of_stock',
  specific_price:
    'id_specific_price id_specific_price_rule id_cart id_product id_shop id_shop_group id_currency id_country id_group id_customer id_product_attribute price:money from_quantity reduction:money reduction_tax reduction_type:text from:text to:text',
  specific_price_priority: 'id_specific_price_priority id_product priority:text',
  product_group_reduction_cache: 'id_product id_group reduction:money',
  feature: 'id_feature position',
  feature_lang: 'id_feature id_lang name:text',
  feature_value: 'id_feature_value id_feature custom',
  feature_value_lang: 'id_feature_value id_lang value:text',
  feature_product: 'id_feature id_product id_feature_value',
  image: 'id_image id_product position cover',
  image_shop: 'id_product id_image id_shop cover',
  image_lang: 'id_image id_lang legend:text',
  pack: 'id_product_pack id_product_item id_product_attribute_item quantity',
  accessory: 'id_product_1 id_product_2',
  product_download:
    'id_product_download id_product display_filename:text filename:text nb_days_accessible nb_downloadable active',
  customization_field: 'id_customization_field id_product type required is_deleted',
  customization_field_lang: 'id_customization_field id_lang id_shop name:text',
  tag: 'id_tag id_lang name:text',
  product_tag: 'id_product id_tag id_lang',
  manufacturer: 'id_manufacturer name:text active',
  category: 'id_category id_parent id_shop_default active position is_root_category',
  category_shop: 'id_category id_shop position',
  category_lang: 'id_category id_shop id_lang name:text description:text link_rewrite:text',
  category_product: 'id_category id_product position',
  orders:
    'id_order reference:text id_shop id_carrier id_cart id_customer id_currency id_address_delivery id_address_invoice current_state payment:text module:text conversion_rate:money total_discounts_tax_excl:money total_paid_tax_incl:money total_paid_tax_excl:money total_paid_real:money total_products:money total_products_wt:money total_shipping_tax_excl:money total_wrapping_tax_excl:money date_add:text date_upd:text',
  order_detail:
    'id_order_detail id_order product_id product_attribute_id id_customization product_name:text product_reference:text product_quantity product_quantity_return total_price_tax_incl:money total_price_tax_excl:money unit_price_tax_excl:money original_product_price:money',
  order_detail_tax: 'id_order_detail id_tax unit_amount:money total_amount:money',
  order_invoice: 'id_order_invoice id_order',
  order_invoice_tax: 'id_order_invoice type:text id_tax amount:money',
  order_cart_rule: 'id_order_cart_rule id_order id_cart_rule name:text value:money value_tax_excl:money deleted',
  order_history: 'id_order_history id_order id_order_state date_add:text',
  order_payment:
    'id_order_payment order_reference:text id_currency amount:money payment_method:text transaction_id:text date_add:text',
  order_carrier: 'id_order_carrier id_order id_carrier tracking_number:text date_add:text',
  order_slip:
    'id_order_slip id_order total_products_tax_excl:money total_products_tax_incl:money total_shipping_tax_incl:money amount:money order_slip_type date_add:text',
  order_slip_detail: 'id_order_slip id_order_detail product_quantity amount_tax_excl:money amount_tax_incl:money',
  customer_thread: 'id_customer_thread id_order',
  customer_message: 'id_customer_message id_customer_thread id_employee message:text private date_add:text',
  customized_data: 'id_customization type index value:text',
  customer:
    'id_customer id_default_group firstname:text lastname:text email:text passwd:text newsletter newsletter_date_add:text active is_guest deleted date_add:text date_upd:text',
  address:
    'id_address id_country id_state id_customer company:text lastname:text firstname:text address1:text address2:text postcode:text city:text phone:text phone_mobile:text deleted',
  ...prestashopPeopleSchema,
};

const makers = ['Kiln & Ash', 'Fjordgarn', 'Atelier Brume', 'Noordlicht'];
const things = [
  'Teapot',
  'Blanket',
  'Lantern',
  'Bread board',
  'Rain barrel',
  'Desk lamp',
  'Wool scarf',
  'Postcard set',
];
const looks = ['moss green', 'grey „Nebel“', 'sand', 'ink blue', 'oak'];
const people = ['Ilse Marek', 'Noé Lacroix', 'Örjan Sund', 'Mei-Lin Tan', 'Ruth O’Hare', 'Tomás Vega'];
const languages = [1, 2];
const day = (at: number) => {
  const date = new Date(Date.UTC(2025, 0, 1 + at, at % 24, (at * 7) % 60, (at * 13) % 60));
  return date.toISOString().slice(0, 19).replace('T', ' ');
};
const cents = (value: number) => (Math.round(value * 100) / 100).toFixed(6);

/** Every row of the fixture with its table. */
export function prestashopRows(): [string, Row][] {
  const rows: [string, Row][] = [];
  const add = (table: string, row: Row) => rows.push([table, row]);
  settings(add);
  catalog(add);
  sales(add);
  addPeoplesRows(add, day);
  return rows;
}

type Add = (table: string, row: Row) => void;

function settings(add: Add): void {
  const values: Record<string, string> = {
    PS_SHOP_DEFAULT: '1',
    PS_SHOP_NAME: 'Quay & Co',
    PS_SHOP_EMAIL: 'quay@example.org',
    PS_SHOP_PHONE: '+32 2 555 01 02',
    PS_COUNTRY_DEFAULT: '3',
    PS_TIMEZONE: 'Europe/Brussels',
    PS_CURRENCY_DEFAULT: '1',
    PS_LANG_DEFAULT: '2',
    PS_WEIGHT_UNIT: 'kg',
    PS_DIMENSION_UNIT: 'cm',
    PS_TAX: '1',
    PS_STOCK_MANAGEMENT: '1',
    PS_ORDER_OUT_OF_STOCK: '0',
    PS_REWRITING_SETTINGS: '1',
    PS_UNIDENTIFIED_GROUP: '1',
    PS_SHIPPING_HANDLING: '2',
    PS_SHIPPING_FREE_PRICE: '300',
    PS_SPECIFIC_PRICE_PRIORITIES: 'id_shop;id_currency;id_country;id_group',
    PS_OS_PAYMENT: '2',
    PS_OS_SHIPPING: '4',
    PS_OS_DELIVERED: '5',
    PS_OS_CANCELED: '6',
    PS_OS_REFUND: '7',
    PS_OS_BANKWIRE: '10',
  };
  Object.entries(values).forEach(([name, value], at) => {
    add('configuration', { id_configuration: at + 1, id_shop_group: null, id_shop: null, name, value });
  });
  add('configuration', { id_configuration: 90, id_shop_group: null, id_shop: 1, name: 'PS_SHOP_NAME', value: 'Quay' });
  add('configuration', { id_configuration: 91, id_shop_group: null, id_shop: 2, name: 'PS_SHOP_NAME', value: 'Pier' });
  add('shop_group', { id_shop_group: 1, name: 'Own', share_stock: 0, active: 1, deleted: 0 });
  add('shop_group', { id_shop_group: 2, name: 'Shared', share_stock: 1, active: 1, deleted: 0 });
  for (const [id, group, name] of [
    [1, 1, 'Quay'],
    [2, 2, 'Pier'],
    [3, 2, 'Dock'],
  ] as const) {
    add('shop', { id_shop: id, id_shop_group: group, name, active: 1, deleted: 0 });
    const domain = `${name.toLowerCase()}.example.org`;
    add('shop_url', {
      id_shop_url: id,
      id_shop: id,
      domain,
      domain_ssl: domain,
      physical_uri: '/',
      virtual_uri: '',
      main: 1,
      active: 1,
    });
  }
  add('lang', { id_lang: 1, name: 'Nederlands', active: 1, iso_code: 'nl', language_code: 'nl-be', locale: 'nl-BE' });
  add('lang', { id_lang: 2, name: 'English', active: 1, iso_code: 'en', language_code: 'en-gb', locale: 'en-GB' });
  for (const [id, code, precision, rate] of [
    [1, 'EUR', 2, '1'],
    [2, 'JPY', 0, '163.25'],
  ] as const) {
    add('currency', {
      id_currency: id,
      name: '',
      iso_code: code,
      precision,
      conversion_rate: rate,
      deleted: 0,
      active: 1,
    });
    add('currency_lang', { id_currency: id, id_lang: 2, name: code === 'EUR' ? 'Euro' : 'Yen', symbol: '' });
    add('currency_shop', { id_currency: id, id_shop: 1, conversion_rate: rate });
  }
  add('country', { id_country: 3, id_zone: 1, iso_code: 'BE', active: 1 });
  add('country', { id_country: 21, id_zone: 2, iso_code: 'US', active: 1 });
  for (const id of [1, 2]) {
    const place = { city: id === 1 ? 'Gent' : 'Portland', postcode: id === 1 ? '9000' : '04101', phone: '' };
    const there = id === 1 ? { id_country: 3, id_state: 0 } : { id_country: 21, id_state: 5 };
    add('store', { id_store: id, ...place, ...there, latitude: 51.05, longitude: 3.7167, active: 2 - id });
    const hours = id === 1 ? '[["09:00 - 12:00","13:00 - 18:00"],[""],["10:00 - 16:00"]]' : 'by appointment';
    for (const id_lang of languages)
      add('store_lang', {
        id_store: id,
        id_lang,
        name: id_lang === 2 ? `Quay ${id}` : '',
        address1: 'Kaai 1',
        address2: '',
        hours,
      });
  }
  add('state', { id_state: 5, id_country: 21, id_zone: 2, name: 'Maine', iso_code: 'ME', active: 1 });
  for (const [id, name] of [
    [1, 'Visitors'],
    [2, 'Guests'],
    [3, 'Customers'],
  ] as const) {
    add('group', { id_group: id, reduction: 0, price_display_method: 1, show_prices: 1 });
    for (const id_lang of languages) add('group_lang', { id_group: id, id_lang, name });
  }
  for (const [id, name, paid, shipped] of [
    [2, 'Payment accepted', 1, 0],
    [4, 'Shipped', 1, 1],
    [5, 'Delivered', 1, 1],
    [6, 'Canceled', 0, 0],
    [7, 'Refunded', 0, 0],
    [10, 'Awaiting bank wire payment', 0, 0],
    [20, 'At the engraver’s', 0, 0],
  ] as const) {
    add('order_state', {
      id_order_state: id,
      invoice: 0,
      module_name: '',
      hidden: 0,
      logable: paid,
      delivery: shipped,
      shipped,
      paid,
      deleted: 0,
    });
    for (const id_lang of languages) add('order_state_lang', { id_order_state: id, id_lang, name });
  }
  add('tax_rules_group', { id_tax_rules_group: 1, name: 'BE 21%', active: 1, deleted: 0 });
  add('tax', { id_tax: 1, rate: 21, active: 1, deleted: 0 });
  for (const language of languages) add('tax_lang', { id_tax: 1, id_lang: language, name: 'BTW BE 21%' });
  add('tax_rule', {
    id_tax_rule: 1,
    id_tax_rules_group: 1,
    id_country: 3,
    id_state: 0,
    zipcode_from: '0',
    zipcode_to: '0',
    id_tax: 1,
    behavior: 0,
  });
  add('carrier', {
    id_carrier: 1,
    id_reference: 1,
    name: 'Post',
    url: 'https://post.example.org/t?n=@',
    active: 1,
    deleted: 0,
    ...{
      is_free: 0,
      is_module: 0,
      need_range: 0,
      position: 2,
      shipping_handling: 1,
      shipping_method: 2,
      range_behavior: 0,
    },
  });
  add('carrier', {
    ...{ id_carrier: 2, id_reference: 2, name: '0', url: '', active: 1, deleted: 0 },
    ...{
      is_free: 1,
      is_module: 0,
      need_range: 0,
      position: 1,
      shipping_handling: 0,
      shipping_method: 0,
      range_behavior: 0,
    },
  });
  for (const [id, name] of [
    [1, 'Europe'],
    [2, 'North America'],
  ] as const) {
    add('zone', { id_zone: id, name, active: 1 });
    add('carrier_zone', { id_carrier: 1, id_zone: id });
    add('range_price', { id_range_price: id, id_carrier: 1, delimiter1: 50 * (id - 1), delimiter2: 50 * id });
    for (const range of [1, 2])
      add('delivery', {
        ...{ id_delivery: 2 * id + range, id_shop: null, id_shop_group: null, id_carrier: 1, id_zone: id },
        ...{ id_range_price: range, id_range_weight: 0, price: 4 * id - range },
      });
  }
  add('delivery', {
    ...{ id_delivery: 9, id_shop: 1, id_shop_group: 1, id_carrier: 1, id_zone: 1 },
    ...{ id_range_price: 2, id_range_weight: null, price: 1 },
  });
  add('range_weight', { id_range_weight: 1, id_carrier: 1, delimiter1: 0, delimiter2: 10 });
  add('carrier_zone', { id_carrier: 2, id_zone: 1 });
}

function catalog(add: Add): void {
  for (let id = 1; id <= 26; id += 1) {
    const parent = id === 1 ? 0 : id === 2 ? 1 : id <= 7 ? 2 : 3 + ((id - 8) % 5);
    const name =
      id === 1 ? 'Root' : id === 2 ? 'Home' : `${things[id % things.length]}s, ${looks[id % looks.length]} ${id}`;
    add('category', {
      id_category: id,
      id_parent: parent,
      id_shop_default: 1,
      active: id % 9 === 0 ? 0 : 1,
      position: id % 6,
      is_root_category: id === 2 ? 1 : 0,
    });
    add('category_shop', { id_category: id, id_shop: 1, position: id % 6 });
    for (const id_lang of languages) {
      add('category_lang', {
        id_category: id,
        id_shop: 1,
        id_lang,
        name: id_lang === 2 ? name : `${name} (nl)`,
        description: id % 4 === 0 ? null : `<p>${name}</p>`,
        link_rewrite: `c-${id}`,
      });
    }
  }
  makers.forEach((name, at) => {
    add('manufacturer', { id_manufacturer: at + 1, name, active: 1 });
  });
  for (const [id, type, name] of [
    [1, 'select', 'Size'],
    [2, 'color', 'Colour'],
  ] as const) {
    add('attribute_group', { id_attribute_group: id, is_color_group: id - 1, group_type: type, position: 2 - id });
    add('attribute_group_lang', { id_attribute_group: id, id_lang: 2, name, public_name: name });
  }
  ['small', 'large', ...looks].forEach((name, at) => {
    add('attribute', { id_attribute: at + 1, id_attribute_group: at < 2 ? 1 : 2, color: '', position: at % 3 });
    add('attribute_lang', { id_attribute: at + 1, id_lang: 2, name });
  });
  add('feature', { id_feature: 1, position: 1 });
  add('feature', { id_feature: 2, position: 0 });
  add('feature_lang', { id_feature: 1, id_lang: 2, name: 'Made in' });
  add('feature_lang', { id_feature: 2, id_lang: 2, name: 'Material' });
  ['Belgium', 'Norway', 'wool', 'clay'].forEach((value, at) => {
    add('feature_value', { id_feature_value: at + 1, id_feature: at < 2 ? 1 : 2, custom: 0 });
    add('feature_value_lang', { id_feature_value: at + 1, id_lang: 2, value });
  });
  ['gift', 'cosy', 'winter'].forEach((name, at) => {
    add('tag', { id_tag: at + 1, id_lang: 2, name });
  });
  for (let id = 1; id <= 40; id += 1) product(add, id);
  // The back office is still making this one.
  add('product', { id_product: 41, id_shop_default: 1, state: 0, reference: 'DRAFT', active: 0, price: 1 });
}

function product(add: Add, id: number): void {
  const name = `${things[id % things.length]}, ${looks[id % looks.length]} no. ${id}`;
  // Every fourth product is in the second shop alone, which shares its stock.
  const shop = id % 4 === 0 ? 2 : 1;
  const price = cents(4 + ((id * 37) % 90) + id / 100);
  const variable = id % 5 === 0;
  const shared = {
    id_category_default: 3 + (id % 20),
    id_tax_rules_group: id % 7 === 0 ? 0 : 1,
    ecotax: id === 9 ? '0.500000' : 0,
    active: id % 8 === 0 ? 0 : 1,
    condition: id % 11 === 0 ? 'used' : 'new',
    pack_stock_type: 3,
    date_add: day(id),
    date_upd: day(id + ((id * 17) % 200)),
  };
  add('product', {
    id_product: id,
    id_manufacturer: id % 6 === 0 ? 0 : 1 + (id % makers.length),
    id_shop_default: shop,
    reference: id % 10 === 9 ? '' : `QC-${String(id).padStart(4, '0')}`,
    ean13: id % 3 === 0 ? `54000000000${String(id).padStart(2, '0')}` : '',
    isbn: '',
    upc: id % 3 === 1 ? `0000000000${String(id).padStart(2, '0')}` : '',
    mpn: id % 4 === 1 ? `M${id}` : '',
    width: 10,
    height: '12.5',
    depth: id,
    weight: cents(id / 8),
    cache_is_pack: id === 11 ? 1 : 0,
    is_virtual: id === 12 || id === 13 ? 1 : 0,
    state: 1,
    product_type: id < 20 ? '' : variable ? 'combinations' : 'standard',
    ...shared,
    // What the shop says instead.
    price: 999,
  });
  add('product_shop', { id_product: id, id_shop: shop, ...shared, price });
  if (shop === 1) add('product_shop', { id_product: id, id_shop: 3, ...shared, price: 777, active: 0 });
  for (const id_lang of languages) {
    add('product_lang', {
      id_product: id,
      id_shop: shop,
      id_lang,
      name: id_lang === 2 ? name : `${name} (nl)`,
      description: `<p>${name}, by hand.</p>`,
      description_short: id % 2 === 0 ? '' : '<p>By hand.</p>',
      link_rewrite: `thing-${id}`,
    });
  }
  for (const category of new Set([2, shared.id_category_default])) {
    add('category_product', { id_category: category, id_product: id, position: id });
  }
  const sharing = shop === 2;
  const stock = (combination: number, quantity: number) =>
    add('stock_available', {
      id_stock_available: id * 100 + combination,
      id_product: id,
      id_product_attribute: combination,
      id_shop: sharing ? 0 : 1,
      id_shop_group: sharing ? 2 : 0,
      quantity,
      out_of_stock: id % 3,
    });
  stock(0, (id * 7) % 11 === 0 ? -2 : (id * 7) % 11);
  for (let image = 0; image < id % 3; image += 1) {
    const number = id * 3 + image;
    add('image', { id_image: number, id_product: id, position: image + 1, cover: image === 1 ? 1 : null });
    add('image_shop', { id_product: id, id_image: number, id_shop: shop, cover: image === 1 ? 1 : null });
    add('image_lang', { id_image: number, id_lang: 2, legend: image === 0 ? name : '' });
  }
  if (variable) {
    for (const [at, size] of [1, 2].entries()) {
      const number = id * 10 + at;
      add('product_attribute', {
        id_product_attribute: number,
        id_product: id,
        reference: `QC-${id}-${size}`,
        ean13: '',
        isbn: '',
        upc: '',
        price: 500,
        ecotax: 0,
        weight: '0.25',
      });
      const impact = at === 0 ? '-1.500000' : '2.250000';
      add('product_attribute_shop', {
        id_product_attribute: number,
        id_product: id,
        id_shop: shop,
        price: impact,
        ecotax: 0,
        weight: '0.25',
      });
      add('product_attribute_combination', { id_attribute: size, id_product_attribute: number });
      add('product_attribute_combination', { id_attribute: 3 + (id % 5), id_product_attribute: number });
      if (id % 3 === 2) add('product_attribute_image', { id_product_attribute: number, id_image: id * 3 });
      stock(number, at * 3);
    }
  }
  if (id % 2 === 1) add('feature_product', { id_feature: 1, id_product: id, id_feature_value: 1 + (id % 2) });
  if (id % 3 === 1) add('feature_product', { id_feature: 2, id_product: id, id_feature_value: 3 + (id % 2) });
  if (id % 4 === 1) add('product_tag', { id_product: id, id_tag: 1 + (id % 3), id_lang: 2 });
  if (id === 11) add('pack', { id_product_pack: 11, id_product_item: 3, id_product_attribute_item: 0, quantity: 2 });
  if (id % 4 === 0) for (const other of [id - 1, id - 3]) add('accessory', { id_product_1: id, id_product_2: other });
  if (id === 12)
    add('product_download', {
      id_product_download: 1,
      id_product: 12,
      display_filename: 'patterns & plans.pdf',
      filename: 'a hash that is nobody’s to know',
      nb_days_accessible: 14,
      nb_downloadable: 0,
      active: 1,
    });
  if (id === 14) {
    add('customization_field', { id_customization_field: 1, id_product: 14, type: 1, required: 1, is_deleted: 0 });
    add('customization_field_lang', { id_customization_field: 1, id_lang: 2, id_shop: 1, name: 'Engraving' });
  }
  if (id % 6 === 1) {
    add('specific_price', {
      id_specific_price: id,
      id_specific_price_rule: 0,
      id_cart: 0,
      id_product: id,
      id_shop: 0,
      id_shop_group: 0,
      id_currency: 0,
      id_country: 0,
      id_group: id % 12 === 1 ? 0 : 3,
      id_customer: 0,
      id_product_attribute: 0,
      price: -1,
      from_quantity: 1,
      reduction: id % 4 === 1 ? '0.1' : 2,
      reduction_tax: 1,
      reduction_type: id % 4 === 1 ? 'percentage' : 'amount',
      from: '0000-00-00 00:00:00',
      to: '2099-12-31 23:59:59',
    });
  }
}

function sales(add: Add): void {
  for (let id = 1; id <= 30; id += 1) {
    const [first = '', ...last] = (people[id % people.length] ?? '').split(' ');
    add('customer', {
      id_customer: id,
      id_default_group: 1 + (id % 3),
      firstname: first,
      lastname: `${last.join(' ')} ${id}`,
      email: `Buyer${id}@example.org`,
      passwd: 'never leaves',
      newsletter: id % 2,
      newsletter_date_add: id % 3 === 0 ? null : day(id * 2 + 1),
      active: id % 7 === 0 ? 0 : 1,
      is_guest: id > 27 ? 1 : 0,
      deleted: id === 27 ? 1 : 0,
      date_add: day(id * 2),
      date_upd: day(id * 3),
    });
    for (const at of [0, 1]) {
      add('address', {
        id_address: id * 2 + at,
        id_country: id % 5 === 0 ? 21 : 3,
        id_state: id % 5 === 0 ? 5 : 0,
        id_customer: id,
        company: at ? 'Quay & Sons' : '',
        lastname: last.join(' '),
        firstname: first,
        address1: `Kade ${id}`,
        address2: '',
        postcode: `10${id}`,
        city: 'Gent',
        phone: at ? '' : `+32 9 ${id}`,
        phone_mobile: `+32 470 ${id}`,
        deleted: at && id % 2 ? 1 : 0,
      });
    }
  }
  const statuses = [2, 4, 5, 6, 7, 10, 20];
  for (let id = 1; id <= 45; id += 1) order(add, id, statuses[id % statuses.length] ?? 2);
}

function order(add: Add, id: number, status: number): void {
  const currency = id % 6 === 0 ? 2 : 1;
  const reference = `QUAY${String(id).padStart(5, '0')}`;
  let goods = 0;
  let tax = 0;
  for (let at = 0; at < 1 + (id % 3); at += 1) {
    const bought = 1 + ((id * 5 + at * 3) % 40);
    const quantity = 1 + (at % 2);
    const [held, charged] = [20 + at, at === 1 ? 18 : 20 + at];
    const total = charged * quantity;
    goods += total;
    tax += total * 0.21;
    add('order_detail', {
      id_order_detail: id * 10 + at,
      id_order: id,
      product_id: at === 2 ? 900 : bought,
      product_attribute_id: bought % 5 === 0 && at !== 2 ? bought * 10 : 0,
      id_customization: id === 4 && at === 0 ? 1 : 0,
      product_name: `Thing no. ${bought}`,
      product_reference: at === 1 ? '' : `QC-${bought}`,
      product_quantity: quantity,
      product_quantity_return: id === 2 ? quantity : 0,
      total_price_tax_excl: cents(total),
      total_price_tax_incl: cents(total * 1.21),
      unit_price_tax_excl: cents(charged),
      original_product_price: cents(held),
    });
    // The last order's tax is one that the store no longer knows.
    add('order_detail_tax', {
      id_order_detail: id * 10 + at,
      id_tax: id === 45 ? 2 : 1,
      unit_amount: cents(charged * 0.21),
      total_amount: cents(total * 0.21),
    });
  }
  const off = id % 4 === 0 ? 5 : 0;
  const shipping = id % 2 ? 4.5 : 0;
  const net = goods - off + shipping;
  const gross = Math.round((net + tax - off * 0.21 + shipping * 0.21) * 100) / 100 + (id === 8 ? 0.01 : 0);
  const paid = [2, 4, 5, 7].includes(status);
  add('orders', {
    id_order: id,
    reference,
    id_shop: 1,
    id_carrier: 1 + (id % 2),
    id_cart: id <= 12 ? 100 + id : 1000 + id,
    id_customer: 1 + (id % 30),
    id_currency: currency,
    id_address_delivery: 2 + (id % 30) * 2,
    id_address_invoice: 2 + (id % 30) * 2 + (id % 2),
    current_state: status,
    payment: 'Bank wire',
    module: 'ps_wirepayment',
    conversion_rate: currency === 2 ? '163.25' : 1,
    total_discounts_tax_excl: cents(off),
    total_paid_tax_incl: cents(gross),
    total_paid_tax_excl: cents(net),
    total_paid_real: paid ? cents(id === 9 ? gross / 2 : gross) : 0,
    total_products: cents(goods),
    total_products_wt: cents(goods + tax),
    total_shipping_tax_excl: cents(shipping),
    total_wrapping_tax_excl: 0,
    date_add: day(id),
    date_upd: day(id + ((id * 11) % 60)),
  });
  if (shipping && paid) {
    add('order_invoice', { id_order_invoice: id, id_order: id });
    add('order_invoice_tax', { id_order_invoice: id, type: 'shipping', id_tax: 1, amount: cents(shipping * 0.21) });
  }
  if (off) {
    add('order_cart_rule', {
      id_order_cart_rule: id,
      id_order: id,
      id_cart_rule: id % 8 === 0 ? 1 : 99,
      name: 'Tide',
      value: cents(off * 1.21),
      value_tax_excl: cents(off),
      deleted: 0,
    });
  }
  if (id === 4) add('customized_data', { id_customization: 1, type: 1, index: 1, value: 'For Ilse' });
  add('order_history', { id_order_history: id * 2, id_order: id, id_order_state: 10, date_add: day(id) });
  add('order_history', { id_order_history: id * 2 + 1, id_order: id, id_order_state: status, date_add: day(id + 1) });
  if (paid) {
    add('order_payment', {
      id_order_payment: id,
      order_reference: reference,
      id_currency: currency,
      amount: cents(gross),
      payment_method: 'Bank wire',
      transaction_id: id % 2 ? `T-${id}` : '',
      date_add: day(id + 1),
    });
  }
  if (id % 5) {
    add('order_carrier', {
      id_order_carrier: id,
      id_order: id,
      id_carrier: 1 + (id % 2),
      tracking_number: status === 4 ? `B${id} 7` : '',
      date_add: day(id),
    });
  }
  if (status === 7 || id === 3) {
    add('order_slip', {
      id_order_slip: id,
      id_order: id,
      total_products_tax_incl: 10,
      total_shipping_tax_incl: '1.5',
      amount: 10,
      date_add: day(id + 3),
    });
    add('order_slip_detail', {
      id_order_slip: id,
      id_order_detail: id * 10,
      product_quantity: 1,
      amount_tax_excl: 8,
      amount_tax_incl: 10,
    });
  }
  if (id % 9 === 0) {
    add('customer_thread', { id_customer_thread: id, id_order: id });
    for (const [at, employee] of [0, 1].entries()) {
      add('customer_message', {
        id_customer_message: id * 2 + at,
        id_customer_thread: id,
        id_employee: employee,
        message: employee ? 'Packed with care' : 'Is it “on its way”?',
        private: 0,
        date_add: day(id + 2),
      });
    }
  }
}
