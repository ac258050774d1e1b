import { attributes, fixtureTables } from './magento1-fixture-model.js';
import { addFixtureOrders } from './magento1-fixture-orders.js';
import { addPeoplesRows, peopleTables } from './magento1-fixture-people.js';
import { magentoPromotions } from './promotion-rows.js';
import { magentoShipping, magentoTableRates } from './shipping-rows.js';
import { openSqliteStore, type SqliteStore, tableSql } from './sqlite-store.js';
import { magentoTaxes } from './tax-rows.js';

type Cell = string | number | null;

/** The prefix that the fixture's `local.xml` names. */
export const prefix = 'hcw_';

/** The fixture's rows while they are made: a workshop for bicycles that nobody keeps. */
export class Workshop {
  readonly #rows = new Map<string, Record<string, Cell>[]>();

  /** Adds a row and answers its number in its table; columns it does not name are null, but for the key. */
  add(table: string, row: Record<string, Cell>): number {
    const rows = this.#rows.get(table) ?? [];
    rows.push(row);
    this.#rows.set(table, rows);
    return rows.length;
  }

  /** Sets attributes of one entity in one store view (0: for all), each in the table of its type. */
  set(table: string, entity: number, id: number, values: Record<string, Cell>, storeId = 0): void {
    for (const [code, value] of Object.entries(values)) {
      const attribute = attributes.get(`${entity}/${code}`);
      if (!attribute) throw new Error(`the fixture must know the attribute, but got: ${entity}/${code}`);
      const row = { entity_id: id, attribute_id: attribute.id, value };
      this.add(`${table}_${attribute.type}`, entity > 2 ? { ...row, store_id: storeId } : row);
    }
  }

  toSql(): string {
    return Object.entries({ ...fixtureTables, ...peopleTables })
      .map(([table, columns]) => {
        const names = columns
          .replace(/\([^)]*\)/g, '')
          .split(',')
          .map((one) => one.trim().split(' ')[0] ?? '');
        const own = names.filter((name) => name !== 'primary');
        const key = /^(\w+) integer primary key/.exec(columns)?.[1];
        const rows = (this.#rows.get(table) ?? []).map((row, at) =>
          own.map((name) => row[name] ?? (name === key ? at + 1 : null)),
        );
        return tableSql(`${prefix}${table}`, columns, rows);
      })
      .join('');
  }
}

/** UTC noon of a day of the fixture's year. */
export const noon = (day: number): string =>
  new Date(Date.UTC(2025, 0, 1 + day, 12)).toISOString().slice(0, 19).replace('T', ' ');

function addModel(shop: Workshop): void {
  for (const [id, code] of [
    [1, 'customer'],
    [2, 'customer_address'],
    [3, 'catalog_category'],
    [4, 'catalog_product'],
  ] as const) {
    shop.add('eav_entity_type', { entity_type_id: id, entity_type_code: code });
  }
  for (const [id, entity, name] of [
    [4, 4, 'Bicycles'],
    [9, 4, 'Lamps'],
    [3, 3, 'Default'],
  ] as const) {
    shop.add('eav_attribute_set', {
      attribute_set_id: id,
      entity_type_id: entity,
      attribute_set_name: name,
      sort_order: 9 - id,
    });
  }
  shop.add('eav_attribute_group', {
    attribute_group_id: 7,
    attribute_set_id: 4,
    attribute_group_name: 'Workshop notes',
    sort_order: 2,
  });
  for (const [key, attribute] of attributes) {
    const code = key.slice(2);
    shop.add('eav_attribute', {
      attribute_id: attribute.id,
      entity_type_id: attribute.entity,
      attribute_code: code,
      backend_type: attribute.type,
      frontend_input: attribute.input || null,
      frontend_label: attribute.label,
      is_user_defined: attribute.own ? 1 : 0,
    });
    if (attribute.entity !== 4) continue;
    const limited = code === 'color' ? 'simple' : null;
    shop.add('catalog_eav_attribute', {
      attribute_id: attribute.id,
      is_visible: 1,
      is_visible_on_front: 0,
      is_global: 1,
      apply_to: limited,
    });
    shop.add('eav_entity_attribute', {
      entity_type_id: 4,
      attribute_set_id: 4,
      attribute_group_id: 7,
      attribute_id: attribute.id,
      sort_order: attribute.id,
    });
  }
  shop.add('eav_attribute_label', {
    attribute_id: attributes.get('4/material')?.id ?? 0,
    store_id: 1,
    value: 'Made of',
  });
}

const options = {
  manufacturer: ['Harrow & Sons', 'Tarn Cycles', 'Ó Briain'],
  color: ['Moss', 'Slate', 'Signal red'],
  frame_size: ['Small', 'Medium', 'Large'],
  fits: ['Touring', 'Town', 'Track'],
} as const;

/** The number of an option, as the fixture counts them through. */
export const optionId = (code: keyof typeof options, at: number): number =>
  Object.keys(options).indexOf(code) * 10 + 31 + (at % 3);

function addOptions(shop: Workshop): void {
  for (const [code, names] of Object.entries(options)) {
    for (const [at, name] of names.entries()) {
      const id = optionId(code as keyof typeof options, at);
      shop.add('eav_attribute_option', {
        option_id: id,
        attribute_id: attributes.get(`4/${code}`)?.id ?? 0,
        sort_order: 3 - at,
      });
      shop.add('eav_attribute_option_value', { option_id: id, store_id: 0, value: name.toUpperCase() });
      shop.add('eav_attribute_option_value', { option_id: id, store_id: 1, value: name });
    }
  }
}

function addSettings(shop: Workshop): void {
  const settings: readonly (readonly [string, number, string, string])[] = [
    ['default', 0, 'general/store_information/name', 'Harrow Cycle Works'],
    ['default', 0, 'general/store_information/phone', '+44 20 7946 0018'],
    ['default', 0, 'trans_email/ident_general/email', 'bench@harrow.example'],
    ['default', 0, 'general/country/default', 'GB'],
    ['default', 0, 'general/locale/code', 'en_GB'],
    ['default', 0, 'general/locale/timezone', 'Europe/London'],
    ['default', 0, 'currency/options/base', 'GBP'],
    ['default', 0, 'currency/options/allow', 'GBP,EUR'],
    ['default', 0, 'cataloginventory/item_options/min_qty', '0'],
    ['default', 0, 'web/unsecure/base_url', '{{base_url}}'],
    ['default', 0, 'web/seo/use_rewrites', '1'],
    ['default', 0, 'admin/security/password', 'never to be seen'],
    ['stores', 2, 'general/locale/code', 'de_DE'],
    ['websites', 2, 'tax/calculation/price_includes_tax', '1'],
    ['default', 0, 'payment/checkmo/title', 'Cheque in the post'],
    ...magentoShipping,
  ];
  for (const [scope, scope_id, path, value] of settings) shop.add('core_config_data', { scope, scope_id, path, value });
  shop.add('core_website', { website_id: 1, code: 'base', name: 'Harrow', default_group_id: 1, is_default: 1 });
  shop.add('core_website', { website_id: 2, code: 'trade', name: 'Trade counter', default_group_id: 2, is_default: 0 });
  shop.add('core_store_group', { group_id: 1, website_id: 1, name: 'Shop', root_category_id: 2, default_store_id: 1 });
  shop.add('core_store_group', { group_id: 2, website_id: 2, name: 'Trade', root_category_id: 2, default_store_id: 3 });
  for (const [id, code, website, name] of [
    [1, 'english', 1, 'English'],
    [2, 'deutsch', 1, 'Deutsch'],
    [3, 'trade', 2, 'Trade'],
  ] as const) {
    shop.add('core_store', {
      store_id: id,
      code,
      website_id: website,
      group_id: website,
      name,
      is_active: id < 3 ? 1 : 0,
    });
  }
  shop.add('directory_currency_rate', { currency_from: 'GBP', currency_to: 'EUR', rate: 1.17 });
  shop.add('directory_country_region', { region_id: 12, country_id: 'US', code: 'CA', default_name: 'California' });
  for (const [status, label, state] of [
    ['pending', 'Pending', 'new'],
    ['processing', 'On the stand', 'processing'],
    ['waiting_for_hubs', 'Waiting for hubs', 'processing'],
    ['complete', 'Ridden away', 'complete'],
    ['closed', 'Closed', 'closed'],
    ['canceled', 'Cancelled', 'canceled'],
    ['holded', 'On hold', 'holded'],
  ] as const) {
    shop.add('sales_order_status', { status, label });
    shop.add('sales_order_status_state', { status, state, is_default: status === 'waiting_for_hubs' ? 0 : 1 });
  }
  shop.add('sales_order_status', { status: 'lost', label: 'Lost' });
  for (const [id, name, type] of [
    [2, 'Cycles and parts', 'PRODUCT'],
    [3, 'Riders', 'CUSTOMER'],
  ] as const) {
    shop.add('tax_class', { class_id: id, class_name: name, class_type: type });
  }
  for (const [id, name] of [
    [0, 'NOT LOGGED IN'],
    [1, 'General'],
    [2, 'Club riders'],
  ] as const) {
    shop.add('customer_group', { customer_group_id: id, customer_group_code: name, tax_class_id: 3 });
  }
}

function addCategories(shop: Workshop): void {
  const add = (id: number, parent: number, path: string, name: string) => {
    const level = path.split('/').length - 1;
    shop.add('catalog_category_entity', {
      entity_id: id,
      parent_id: parent,
      path,
      level,
      position: 100 - id,
      children_count: 0,
      created_at: noon(0),
      updated_at: noon(1),
    });
    shop.set('catalog_category_entity', 3, id, {
      name,
      url_key: name.toLowerCase().replaceAll(' ', '-'),
      is_active: id % 7 ? 1 : 0,
    });
    if (id % 3 === 0)
      shop.set('catalog_category_entity', 3, id, {
        description: `<p>All for <em>${name}</em>.</p>`,
        image: `shelf ${id}.jpg`,
      });
    if (id % 4 === 0) shop.set('catalog_category_entity', 3, id, { name: `${name} & more` }, 1);
  };
  add(1, 0, '1', 'Root');
  add(2, 1, '1/2', 'Shelves');
  const shelves = ['Frames', 'Wheels', 'Brakes', 'Saddles', 'Lights', 'Bells'];
  for (const [at, shelf] of shelves.entries()) {
    const id = 3 + at;
    add(id, 2, `1/2/${id}`, shelf);
    for (const [place, kind] of ['Town', 'Touring', 'Second-hand'].entries()) {
      const own = 20 + at * 3 + place;
      // As in stores that grew, one parent_id is not what the path says: the path is right.
      add(own, own === 24 ? 3 : id, `1/2/${id}/${own}`, `${kind} ${shelf.toLowerCase()}`);
    }
  }
}

interface Made {
  readonly id: number;
  readonly type: string;
  readonly name: string;
  readonly price: number | null;
}

function addProduct(shop: Workshop, { id, type, name, price }: Made): void {
  shop.add('catalog_product_entity', {
    entity_id: id,
    attribute_set_id: 4,
    type_id: type,
    sku: `HCW-${1000 + id}`,
    created_at: noon(id),
    updated_at: noon(200 - id),
  });
  shop.set('catalog_product_entity', 4, id, {
    name,
    description: `<p>${name}, built on the bench in Harrow.</p>`,
    short_description: id % 4 ? `${name}.` : '',
    url_key: `part-${id}`,
    status: id % 9 ? 1 : 2,
    tax_class_id: id % 5 ? 2 : 0,
    manufacturer: optionId('manufacturer', id),
    material: id % 2 ? 'Steel' : 'Ash & brass',
    fits: `${optionId('fits', id)},${optionId('fits', id + 1)}`,
    tubeless: id % 2,
    introduced: `2024-0${1 + (id % 9)}-11 00:00:00`,
    image: id % 6 ? `/h/c/part-${id}.jpg` : 'no_selection',
    image_label: `Part ${id}`,
  });
  if (type === 'simple')
    shop.set('catalog_product_entity', 4, id, {
      weight: 0.25 * id,
      color: optionId('color', id),
      cost: 1,
      ean: `50123450${1000 + id}`,
    });
  if (price !== null) shop.set('catalog_product_entity', 4, id, { price });
  if (id % 3 === 0) shop.set('catalog_product_entity', 4, id, { name: `${name} (Deutsch)` }, 2);
  if (id % 8 === 0) shop.set('catalog_product_entity', 4, id, { name: `${name}, the English one` }, 1);
  for (const at of [0, 1, 2]) {
    const value = shop.add('catalog_product_entity_media_gallery', {
      attribute_id: attributes.get('4/media_gallery')?.id ?? 0,
      entity_id: id,
      value: `/h/c/part-${id}${at ? `_${at}` : ''}.jpg`,
    });
    shop.add('catalog_product_entity_media_gallery_value', {
      value_id: value,
      store_id: 0,
      label: at ? `View ${at}` : null,
      position: 3 - at,
      disabled: at === 2 ? 1 : 0,
    });
    if (at === 1)
      shop.add('catalog_product_entity_media_gallery_value', {
        value_id: value,
        store_id: 1,
        label: 'From the left',
        position: 3 - at,
        disabled: 0,
      });
  }
  shop.add('cataloginventory_stock_item', {
    product_id: id,
    stock_id: 1,
    qty: id % 7 ? id : 0,
    min_qty: id % 4 ? 0 : 9,
    use_config_min_qty: id % 4 ? 1 : 0,
    is_qty_decimal: 0,
    backorders: id % 14 ? 0 : 1,
    use_config_backorders: id % 14 ? 1 : 0,
    is_in_stock: id % 11 ? 1 : 0,
    manage_stock: 0,
    use_config_manage_stock: id % 10 ? 1 : 0,
  });
  shop.add('catalog_category_product', { category_id: 20 + (id % 18), product_id: id, position: 1 });
  shop.add('catalog_category_product', { category_id: 2, product_id: id, position: 1 });
  if (id % 5)
    shop.add('core_url_rewrite', {
      store_id: 1,
      product_id: id,
      id_path: `product/${id}`,
      request_path: `part-${id}.html`,
      is_system: 1,
    });
  shop.add('core_url_rewrite', {
    store_id: 2,
    product_id: id,
    id_path: `product/${id}`,
    request_path: `teil-${id}.html`,
    is_system: 1,
  });
}

function addProducts(shop: Workshop): void {
  const parts = ['lamp', 'bell', 'saddle', 'rim', 'hub', 'fork', 'pedal', 'chain', 'mudguard', 'basket'];
  for (let id = 1; id <= 30; id += 1) {
    addProduct(shop, { id, type: 'simple', name: `Harrow ${parts[id % 10]} No. ${id}`, price: 4 + id * 1.25 });
  }
  for (const id of [31, 32])
    addProduct(shop, { id, type: 'virtual', name: `Tune-up for ${id - 30}`, price: 25 * (id - 30) });
  addProduct(shop, { id: 33, type: 'downloadable', name: 'Wheel-building by ear', price: 12.5 });
  for (const [at, title] of ['Part two', 'Part one', 'Part three'].entries()) {
    const link = shop.add('downloadable_link', {
      product_id: 33,
      sort_order: 1 - (at % 2),
      number_of_downloads: at * 3,
      link_file: '/w/h/wheels.mp3',
    });
    for (const store_id of [0, 1])
      shop.add('downloadable_link_title', { link_id: link, store_id, title: store_id ? title : 'x' });
  }
  for (const [at, id] of [34, 35, 36].entries()) addConfigurable(shop, id, 1 + at * 3, 300 + at);
  addGrouped(shop, 37, [20, 21, 22]);
  addFixedBundle(shop, 38);
  addDynamicBundle(shop, 39);
  addSpecials(shop);
  addCustomOptions(shop, 5);
  for (const [id, name, status] of [
    [1, 'commuting', 1],
    [2, 'winter', 1],
    [3, 'rude word', -1],
  ] as const) {
    shop.add('tag', { tag_id: id, name, status });
    for (const product_id of [3, 4]) shop.add('tag_relation', { tag_id: id, product_id, store_id: 1, active: 1 });
  }
}

function addConfigurable(shop: Workshop, id: number, firstChild: number, price: number): void {
  addProduct(shop, { id, type: 'configurable', name: `Frame of ${id}`, price });
  const attribute = attributes.get('4/frame_size')?.id ?? 0;
  const axis = shop.add('catalog_product_super_attribute', { product_id: id, attribute_id: attribute, position: 0 });
  shop.add('catalog_product_super_attribute_label', {
    product_super_attribute_id: axis,
    store_id: 0,
    use_default: 0,
    value: 'Frame size',
  });
  // The smallest costs what the frame does; the others cost more, one by percentage.
  for (const [at, percent] of [
    [1, 0],
    [2, 1],
  ] as const) {
    shop.add('catalog_product_super_attribute_pricing', {
      product_super_attribute_id: axis,
      value_index: String(optionId('frame_size', at)),
      is_percent: percent,
      pricing_value: 10,
      website_id: 0,
    });
  }
  for (const at of [0, 1, 2]) {
    shop.add('catalog_product_super_link', { product_id: firstChild + at, parent_id: id });
    shop.set('catalog_product_entity', 4, firstChild + at, { frame_size: optionId('frame_size', at) });
  }
}

/** The price that Magento's index keeps of a product without one of its own. */
function addIndexed(shop: Workshop, id: number, price: number): void {
  for (const group of [0, 1, 2]) {
    shop.add('catalog_product_index_price', {
      entity_id: id,
      customer_group_id: group,
      website_id: 1,
      min_price: price,
    });
  }
}

function addGrouped(shop: Workshop, id: number, members: readonly number[]): void {
  addProduct(shop, { id, type: 'grouped', name: 'The winter kit', price: 999 });
  for (const member of members)
    shop.add('catalog_product_link', { product_id: id, linked_product_id: member, link_type_id: 3 });
  shop.add('catalog_product_link', { product_id: id, linked_product_id: 1, link_type_id: 1 });
  // By the places that the merchant gave them, not by when they were linked; one is a variant.
  for (const [at, type] of [4, 5, 5, 1, 2].entries()) {
    const link = shop.add('catalog_product_link', { product_id: 5, linked_product_id: 2 + at, link_type_id: type });
    shop.add('catalog_product_link_attribute_int', { product_link_attribute_id: type, link_id: link, value: 9 - at });
  }
  addIndexed(shop, id, 29);
}

function addChoice(
  shop: Workshop,
  parent: number,
  title: string,
  required: number,
  type: string,
  parts: readonly (readonly [number, number])[],
): void {
  const option = shop.add('catalog_product_bundle_option', { parent_id: parent, required, position: 1, type });
  shop.add('catalog_product_bundle_option_value', { option_id: option, store_id: 0, title });
  for (const [product, value] of parts) {
    shop.add('catalog_product_bundle_selection', {
      option_id: option,
      parent_product_id: parent,
      product_id: product,
      position: 1,
      is_default: 0,
      selection_price_type: 0,
      selection_price_value: value,
      selection_qty: 1,
      selection_can_change_qty: 0,
    });
  }
}

function addFixedBundle(shop: Workshop, id: number): void {
  addProduct(shop, { id, type: 'bundle', name: 'Town bicycle, made up', price: 600 });
  shop.set('catalog_product_entity', 4, id, { price_type: 1 });
  addChoice(shop, id, 'Lamp', 1, 'radio', [
    [10, 0],
    [20, 15],
  ]);
  addChoice(shop, id, 'Bell', 0, 'multi', [[11, 4]]);
}

function addDynamicBundle(shop: Workshop, id: number): void {
  addProduct(shop, { id, type: 'bundle', name: 'Wheel of your choice', price: null });
  shop.set('catalog_product_entity', 4, id, { price_type: 0 });
  addChoice(shop, id, 'Rim', 1, 'select', [
    [13, 0],
    [23, 0],
  ]);
  addChoice(shop, id, 'Hub', 1, 'select', [
    [14, 0],
    [24, 0],
  ]);
  addIndexed(shop, id, 41.75);
}

function addSpecials(shop: Workshop): void {
  shop.set('catalog_product_entity', 4, 13, { special_price: 15.5, special_from_date: '2025-01-01 00:00:00' });
  shop.set('catalog_product_entity', 4, 14, {
    special_price: 2,
    special_from_date: '2024-01-01 00:00:00',
    special_to_date: '2024-02-01 00:00:00',
  });
  shop.add('catalog_product_entity_group_price', {
    entity_id: 15,
    all_groups: 0,
    customer_group_id: 2,
    value: 11,
    website_id: 0,
    is_percent: 0,
  });
  shop.add('catalog_product_entity_group_price', {
    entity_id: 16,
    all_groups: 0,
    customer_group_id: 1,
    value: 12,
    website_id: 0,
    is_percent: 0,
  });
  shop.add('catalog_product_entity_tier_price', {
    entity_id: 15,
    all_groups: 1,
    customer_group_id: 0,
    qty: 10,
    value: 9.99,
    website_id: 0,
  });
  shop.add('catalog_product_entity_tier_price', {
    entity_id: 15,
    all_groups: 1,
    customer_group_id: 0,
    qty: 5,
    value: 10.5,
    website_id: 2,
  });
}

function addCustomOptions(shop: Workshop, id: number): void {
  for (const [at, [title, type]] of (
    [
      ['Engraving', 'field'],
      ['Finish', 'drop_down'],
      ['Extras', 'multiple'],
      ['Fetched on', 'date'],
    ] as const
  ).entries()) {
    const option = shop.add('catalog_product_option', {
      product_id: id,
      type,
      is_require: at === 1 ? 1 : 0,
      sort_order: at,
    });
    shop.add('catalog_product_option_title', { option_id: option, store_id: 0, title });
    if (at !== 1 && at !== 2) continue;
    for (const [place, name] of ['Plain', 'Lacquered'].entries()) {
      const value = shop.add('catalog_product_option_type_value', {
        option_id: option,
        sku: `F-${place}`,
        sort_order: place,
      });
      shop.add('catalog_product_option_type_title', { option_type_id: value, store_id: 0, title: name });
      shop.add('catalog_product_option_type_price', {
        option_type_id: value,
        store_id: 0,
        price: place * 10,
        price_type: place ? 'percent' : 'fixed',
      });
    }
  }
}

const riders = [
  'Wren Ashdown',
  'Tomasz Zieliński',
  'Ngozi Adeyemi',
  'Pádraig Ó Sé',
  'Lena Vogt',
  'Yusuf Demir',
  'Marit Solberg',
  "Colm O'Hara",
];

function addCustomers(shop: Workshop): void {
  for (let id = 1; id <= 24; id += 1) {
    const [first = '', ...rest] = (riders[id % riders.length] ?? '').split(' ');
    const last = `${rest.join(' ')} ${id}`;
    shop.add('customer_entity', {
      entity_id: id,
      website_id: 1,
      email: `Rider${id}@harrow.example`,
      group_id: 1 + (id % 2),
      store_id: 1,
      created_at: noon(id * 3),
      updated_at: noon(id * 4),
      is_active: 1,
    });
    shop.set('customer_entity', 1, id, { firstname: first, lastname: last, password_hash: 'never to be seen' });
    if (id % 5 === 2) shop.set('customer_entity', 1, id, { taxvat: `GB${100_000 + id}` });
    if (id % 6 === 0) continue;
    const address = shop.add('customer_address_entity', { parent_id: id, is_active: 1 });
    shop.set('customer_address_entity', 2, address, {
      firstname: first,
      lastname: last,
      company: id % 2 ? 'Wheelers & Co' : null,
      street: id % 3 ? `${id} Mill Lane` : `${id} Mill Lane\nYard 2\nUpstairs`,
      city: 'Harrow',
      region: id % 5 ? 'Middlesex' : 'California',
      region_id: id % 5 ? 0 : 12,
      postcode: 'HA1 2AB',
      country_id: id % 5 ? 'GB' : 'US',
      telephone: `020 7946 00${10 + id}`,
    });
    shop.set('customer_entity', 1, id, { default_billing: address, ...(id % 2 ? { default_shipping: address } : {}) });
    shop.add('newsletter_subscriber', {
      store_id: 1,
      customer_id: id,
      subscriber_status: 1 + (id % 3),
      subscriber_email: `Rider${id}@harrow.example`,
      change_status_at: id === 5 ? null : noon(id * 5),
      subscriber_confirm_code: 'never to be seen',
    });
  }
}

const localXml = (database: string) => `<?xml version="1.0"?>
<config>
    <global>
        <crypt><key><![CDATA[never to be seen]]></key></crypt>
        <resources>
            <db><table_prefix><![CDATA[${prefix}]]></table_prefix></db>
            <!-- <default_setup><connection><dbname>another</dbname></connection></default_setup> -->
            <default_setup>
                <connection>
                    <host><![CDATA[localhost]]></host>
                    <username><![CDATA[nobody]]></username>
                    <password><![CDATA[]]></password>
                    <dbname><![CDATA[${database}]]></dbname>
                    <type><![CDATA[pdo_sqlite]]></type>
                </connection>
            </default_setup>
        </resources>
    </global>
</config>
`;

const mage = `<?php
final class Mage
{
    public static function getVersionInfo()
    {
        return array('major' => '1', 'minor' => '9', 'revision' => '4', 'patch' => '5', 'stability' => '', 'number' => '');
    }
}
`;

/** What the workshop opened: of each kind one that it does not know, too. */
export const openedAttributes = {
  product: ['frame_size', 'unknown'],
  category: ['url_key', 'unknown'],
  customer: ['taxvat', 'unknown'],
};

const workshop: SqliteStore = {
  platformId: 'MAGENTO1',
  metafields: openedAttributes,
  files: (_url, database) => ({ 'app/etc/local.xml': localXml(database), 'app/Mage.php': mage }),
  sql: () => {
    const shop = new Workshop();
    addModel(shop);
    addOptions(shop);
    addSettings(shop);
    addCategories(shop);
    addProducts(shop);
    addCustomers(shop);
    addFixtureOrders(shop);
    addPeoplesRows(shop);
    return shop.toSql() + magentoPromotions(prefix) + magentoTaxes(prefix) + magentoTableRates(prefix);
  },
};

/** Opens the fixture: a Magento 1.9 with a prefix, two websites, two languages, and goods of every type. */
export const openMagento1Fixture = () => openSqliteStore(workshop);
