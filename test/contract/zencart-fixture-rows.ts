import { zencartShipping } from './shipping-rows.js';
import { zencartPeopleRows } from './zencart-fixture-people.js';

type Row = Readonly<Record<string, string | number | null>>;

const woods = ['Boxwood', 'Grenadilla', 'Cherry', 'Elder', 'Maple', 'Olive', 'Pear', 'Bamboo', 'Plum', 'Cane'];
const things = ['flute', 'reed “Ånd”', 'whistle & case', 'ocarina', 'pan pipe', '"Fog" horn'];
const first = ['Inês', 'Bram', 'Sunniva', 'Tadhg', 'Maëlle', 'Oskar'];
const last = ['Vale', "O'Dwyer", 'Lindqvist', 'Costa', 'Brandt'];

const count = { products: 72, categories: 24, customers: 30, orders: 66 } as const;
const numbers = (size: number) => Array.from({ length: size }, (_, at) => at + 1);
const money = (value: number) => value.toFixed(4);
/** A moment of 2025, a little later for each number. */
const moment = (day: number, hour = 9) =>
  new Date(Date.UTC(2025, 0, day, hour, (day * 7) % 60, (day * 13) % 60)).toISOString().slice(0, 19).replace('T', ' ');

/** The rows of the fixture by table: every kind of option, price and total that Zen Cart has, and its ways to hold nothing. */
export function zencartRows(): Readonly<Record<string, readonly Row[]>> {
  return { ...settings(), ...catalog(), ...people(), ...sold(), ...zencartPeopleRows(moment) };
}

function settings() {
  const configuration = Object.entries({
    STORE_NAME: 'Reeds & Hollows',
    STORE_OWNER_EMAIL_ADDRESS: 'desk@reeds.example',
    STORE_TELEPHONE_CUSTSERVICE: '',
    STORE_COUNTRY: '171',
    DEFAULT_CURRENCY: 'EUR',
    DEFAULT_LANGUAGE: 'pt',
    SHIPPING_WEIGHT_UNITS: 'kgs',
    SHIPPING_DIMENSION_UNITS: 'centimeters',
    STOCK_CHECK: 'true',
    STOCK_LIMITED: 'true',
    STOCK_ALLOW_CHECKOUT: 'false',
    EMAIL_SMTPAUTH_PASSWORD: 'never leaves',
    ...zencartShipping,
  }).map(([configuration_key, configuration_value]) => ({ configuration_key, configuration_value }));
  const statuses = ['Pending', 'Processing', 'Delivered', 'Update', 'Posted on', 'Cancelled', 'Refunded'];
  return {
    configuration,
    languages: [
      { languages_id: 1, name: 'English', code: 'en', sort_order: 2 },
      { languages_id: 4, name: 'Português', code: 'pt', sort_order: 1 },
    ],
    currencies: [
      { currencies_id: 1, title: 'Euro', code: 'EUR', decimal_places: '2', value: 1 },
      { currencies_id: 2, title: 'Yen', code: 'JPY', decimal_places: '0', value: 163.275 },
    ],
    countries: [
      { countries_id: 171, countries_name: 'Portugal', countries_iso_code_2: 'PT' },
      { countries_id: 160, countries_name: 'Norway', countries_iso_code_2: 'NO' },
    ],
    zones: [{ zone_id: 1, zone_country_id: 171, zone_code: 'BE', zone_name: 'Beja' }],
    tax_class: [{ tax_class_id: 1, tax_class_title: 'Instruments' }],
    group_pricing: [
      { group_id: 1, group_name: 'Teachers', group_percentage: 10 },
      { group_id: 2, group_name: 'Players', group_percentage: 0 },
    ],
    orders_status: statuses.flatMap((orders_status_name, at) =>
      [1, 4].map((language_id) => ({ orders_status_id: at + 1, language_id, orders_status_name, sort_order: at })),
    ),
    product_types: [
      { type_id: 1, type_handler: 'product' },
      { type_id: 2, type_handler: 'product_music' },
    ],
  };
}

function catalog() {
  const products = numbers(count.products);
  const option = (id: number, name: string, type: number, rows = 1) =>
    [1, 4].map((language_id) => ({
      products_options_id: id,
      language_id,
      products_options_name: name,
      products_options_sort_order: id,
      products_options_type: type,
      products_options_rows: rows,
    }));
  const attribute = (products_id: number, options_id: number, value: number, price: number, more: Row = {}) => ({
    products_id,
    options_id,
    options_values_id: value,
    options_values_price: money(price),
    price_prefix: '+',
    products_options_sort_order: value,
    attributes_display_only: 0,
    attributes_price_base_included: 1,
    attributes_required: 0,
    ...more,
  });
  return {
    products: products.map((id) => ({
      products_id: id,
      products_type: id % 9 === 0 ? 2 : 1,
      products_quantity: id % 7 === 0 ? 0 : id / 2,
      products_model: id % 8 === 0 ? `GIFT ${id}` : `RH-${id}`,
      products_mpn: id % 3 === 0 ? `M${id}` : null,
      products_image: id % 10 === 0 ? '' : `wood winds/${id}.jpg`,
      products_price: id % 6 === 0 ? 0 : money((id * 37) % 90),
      products_virtual: id % 8 === 0 ? 1 : 0,
      products_date_added: moment(id),
      products_last_modified: moment(400 - id),
      products_weight: (id % 5) / 4,
      products_length: id % 2 === 0 ? money(12.5 + id) : null,
      products_width: id % 2 === 0 ? money(3) : null,
      products_height: null,
      products_status: id % 11 === 0 ? 0 : 1,
      products_tax_class_id: id % 4 === 0 ? 0 : 1,
      manufacturers_id: id % 5 === 0 ? 0 : (id % 3) + 1,
      products_priced_by_attribute: id % 6 === 0 ? 1 : 0,
      product_is_free: id % 17 === 0 ? 1 : 0,
      products_discount_type: id % 4,
      products_discount_type_from: id % 2,
      master_categories_id: (id % count.categories) + 1,
    })),
    products_description: products.flatMap((id) =>
      [1, 4].map((language_id) => ({
        products_id: id,
        language_id,
        products_name: `${woods[id % woods.length]} ${things[id % things.length]} no. ${id}${language_id === 1 ? '' : ' (pt)'}`,
        products_description: id % 5 === 0 ? '' : `<p>Sounds like ${woods[id % 7]} &amp; rain.</p>`,
      })),
    ),
    products_to_categories: products.flatMap((id) => [
      { products_id: id, categories_id: (id % count.categories) + 1 },
      ...(id % 4 === 0 ? [{ products_id: id, categories_id: ((id + 5) % count.categories) + 1 }] : []),
    ]),
    products_additional_images: products
      .filter((id) => id % 3 === 0)
      .map((id) => ({ products_id: id, additional_image: `wood winds/${id}_side.jpg`, sort_order: 1 })),
    products_options: [
      ...option(1, 'Key', 0),
      ...option(2, 'Engraving', 1),
      ...option(3, 'Finish', 2),
      ...option(4, 'Extras', 3),
      ...option(5, 'Score', 4),
      ...option(6, 'Hint', 5),
      ...option(7, 'Dedication', 1, 4),
    ],
    products_options_values: ['TEXT', 'in C', 'in D', 'Oiled', 'Waxed', 'Strap', 'Keep it dry'].flatMap((name, id) =>
      [1, 4].map((language_id) => ({
        products_options_values_id: id,
        language_id,
        products_options_values_name: name,
      })),
    ),
    products_attributes: products
      .filter((id) => id % 3 === 0)
      .flatMap((id) => [
        attribute(id, 1, 1, 30 + id),
        attribute(id, 1, 2, 5, { price_prefix: '-' }),
        attribute(id, 2, 0, 2.5, { attributes_required: 1, attributes_price_base_included: 0 }),
        attribute(id, 3, 3, 80, { price_prefix: '' }),
        attribute(id, 3, 4, 91.25),
        attribute(id, 4, 5, 4, { attributes_price_base_included: 0 }),
        attribute(id, 6, 6, 0, { attributes_display_only: 1 }),
        attribute(id, 7, 0, 0),
      ])
      .map((row, at) => ({ products_attributes_id: at + 1, ...row })),
    products_attributes_download: [
      ...[1, 9].map((id) => ({
        products_attributes_id: id,
        products_attributes_filename: 'never-leaves.zip',
        products_attributes_maxdays: id === 1 ? 7 : 0,
        products_attributes_maxcount: 5,
      })),
    ],
    products_discount_quantity: products
      .filter((id) => id % 4 > 0)
      .flatMap((id) => [
        { discount_id: 1, products_id: id, discount_qty: 3, discount_price: money(4) },
        { discount_id: 2, products_id: id, discount_qty: 10, discount_price: money(7.5) },
      ]),
    specials: products
      .filter((id) => id % 5 === 0)
      .map((id) => ({
        products_id: id,
        specials_new_products_price: money(3 + (id % 4)),
        expires_date: id % 10 === 0 ? '2020-05-01' : '0001-01-01',
        status: id % 15 === 0 ? 0 : 1,
        specials_date_available: '0001-01-01',
      })),
    salemaker_sales: [
      { sale_status: 1, sale_deduction_value: 12.5, sale_deduction_type: 1, sale_specials_condition: 2 },
      { sale_status: 1, sale_deduction_value: 40, sale_deduction_type: 2, sale_specials_condition: 0 },
      { sale_status: 1, sale_deduction_value: 100, sale_deduction_type: 0, sale_specials_condition: 1 },
    ].map((sale, at) => ({
      ...sale,
      sale_pricerange_from: 0,
      sale_pricerange_to: at === 0 ? 60 : 0,
      sale_categories_all: `,${at + 1},${at + 11},`,
      sale_date_start: '0001-01-01',
      sale_date_end: '0001-01-01',
    })),
    manufacturers: [
      { manufacturers_id: 1, manufacturers_name: 'Hollow & Sons' },
      { manufacturers_id: 2, manufacturers_name: 'Estuário' },
      { manufacturers_id: 3, manufacturers_name: 'Windfall' },
    ],
    categories: numbers(count.categories).map((id) => ({
      categories_id: id,
      categories_image: id % 2 === 0 ? `shelves/${id}.png` : null,
      parent_id: id <= 4 ? 0 : ((id - 1) % 4) + 1,
      sort_order: (id * 5) % 7,
      categories_status: id % 6 === 0 ? 0 : 1,
    })),
    categories_description: numbers(count.categories).flatMap((id) =>
      [1, 4].map((language_id) => ({
        categories_id: id,
        language_id,
        categories_name: `${woods[id % woods.length]} & ${id}`,
        categories_description: id % 3 === 0 ? '' : `<b>Shelf ${id}</b>`,
      })),
    ),
  };
}

const person = (id: number) => ({
  given: first[id % first.length] ?? '',
  family: last[id % last.length] ?? '',
  email: `player.${id}@Reeds.example`,
});

function people() {
  const customers = numbers(count.customers);
  return {
    customers: customers.map((id) => ({
      customers_id: id,
      customers_firstname: person(id).given,
      customers_lastname: person(id).family,
      customers_email_address: person(id).email,
      customers_default_address_id: id * 2,
      customers_telephone: id % 3 === 0 ? '' : `+351 21 000 0${id}`,
      customers_newsletter: id % 2 === 0 ? '1' : '0',
      customers_group_pricing: (id % 2) + 1,
      customers_authorization: id % 9 === 0 ? 4 : 0,
      customers_password: 'never leaves',
    })),
    customers_info: customers.map((id) => ({
      customers_info_id: id,
      customers_info_date_account_created: moment(id, 20),
      customers_info_date_account_last_modified: id % 2 === 0 ? '0001-01-01 00:00:00' : moment(id + 100),
    })),
    address_book: customers.flatMap((id) =>
      [0, 1].map((at) => ({
        address_book_id: id * 2 - at,
        customers_id: id,
        entry_company: at === 0 ? '' : 'Hollow Hall',
        entry_firstname: person(id).given,
        entry_lastname: person(id).family,
        entry_street_address: `${id} Rua da Cana`,
        entry_suburb: null,
        entry_postcode: `${7000 + id}`,
        entry_city: at === 0 ? 'Beja' : 'Ås',
        entry_state: at === 0 ? '' : 'Viken',
        entry_country_id: at === 0 ? 171 : 160,
        entry_zone_id: at === 0 ? 1 : 0,
      })),
    ),
  };
}

interface Line {
  readonly id: number;
  readonly price: number;
  readonly quantity: number;
  readonly once: number;
}

function linesOf(order: number): Line[] {
  return numbers((order % 3) + 1).map((at) => ({
    id: ((order * 5 + at) % (count.products + 3)) + 1,
    price: ((order * 17 + at * 11) % 80) + 0.25,
    quantity: ((order + at) % 3) + 1,
    once: order % 9 === 0 ? 1.5 : 0,
  }));
}

/** The totals of an order; those of a shop that shows prices with tax carry it in the sub-total. */
function totalsOf(order: number) {
  const goods = linesOf(order).reduce((all, line) => all + line.price * line.quantity + line.once, 0);
  const tax = order % 4 === 0 ? goods * 0.06 : 0;
  const within = order % 8 === 0;
  const coupon = order % 5 === 0 ? goods / 10 : 0;
  const group = order % 7 === 0 ? goods / 20 : 0;
  const voucher = order % 10 === 0 ? 1 : 0;
  const rows = [
    ['ot_subtotal', 'Sub-Total:', within ? goods + tax : goods, ''],
    ['ot_shipping', 'By post:', 5, ''],
    ['ot_coupon', `Discount Coupon: REED${order} :`, coupon, '&#8209;'],
    ['ot_group_pricing', 'Group Discount:', group, '-'],
    ['ot_gv', 'Gift Certificates &amp; more:', voucher, '-'],
    ['ot_tax', 'IVA 6%:', tax, ''],
  ] as const;
  const total = goods + tax + 5 - coupon - group - voucher;
  return { tax, total, rows: [...rows.filter(([, , value]) => value > 0), ['ot_total', 'Total:', total, ''] as const] };
}

function sold() {
  const orders = numbers(count.orders);
  const address = (kind: string, order: number) => {
    const { given, family } = person((order % count.customers) + 1);
    const sent = kind === 'billing' || order % 6 !== 0;
    return Object.entries({
      name: sent ? `${given} ${family}` : ' ',
      company: '',
      street_address: sent ? `${order} Rua da Cana` : '',
      suburb: sent && order % 2 === 0 ? '2.º' : '',
      city: sent ? 'Beja' : '',
      postcode: sent ? '7800' : '',
      state: sent ? (order % 3 === 0 ? 'BE' : 'beja') : '',
      country: sent ? 'Portugal' : '',
    }).map(([part, value]) => [`${kind}_${part}`, value] as const);
  };
  return {
    orders: orders.map((id) => ({
      orders_id: id,
      customers_id: (id % count.customers) + 1,
      customers_telephone: id % 4 === 0 ? '' : '+351 21 000',
      customers_email_address: person((id % count.customers) + 1).email,
      ...Object.fromEntries([...address('billing', id), ...address('delivery', id)]),
      payment_method: 'Cheque',
      payment_module_code: id % 5 === 0 ? 'cod' : 'moneyorder',
      shipping_method: id % 6 === 0 ? '' : 'By post',
      shipping_module_code: id % 13 === 0 ? 'storepickup' : 'flat',
      coupon_code: id % 5 === 0 ? `REED${id}` : '',
      last_modified: id % 4 === 0 ? null : moment(id + 40),
      date_purchased: moment(id),
      orders_status: (id % 7) + 1,
      currency: id % 3 === 0 ? 'JPY' : 'EUR',
      currency_value: id % 3 === 0 ? 163.275 : 1,
      order_total: money(totalsOf(id).total),
      order_tax: money(totalsOf(id).tax),
      ip_address: 'never leaves',
    })),
    orders_products: orders.flatMap((id) =>
      linesOf(id).map((line, at) => ({
        orders_products_id: id * 10 + at,
        orders_id: id,
        products_id: line.id,
        products_model: `RH-${line.id}`,
        products_name: `${woods[line.id % woods.length]} “${line.id}”`,
        final_price: money(line.price),
        products_tax: id % 4 === 0 ? 6 : 0,
        products_quantity: line.quantity,
        onetime_charges: money(line.once),
      })),
    ),
    orders_products_attributes: orders.map((id) => ({
      orders_id: id,
      orders_products_id: id * 10,
      products_options: 'Engraving',
      products_options_values: `For <you> & me, ${id}`,
    })),
    orders_total: orders.flatMap((id) =>
      totalsOf(id).rows.map(([code, title, value, sign], at) => ({
        orders_id: id,
        title,
        text: `${sign}€${value.toFixed(2)}`,
        value: money(value),
        class: code,
        sort_order: at * 100,
      })),
    ),
    orders_status_history: orders.flatMap((id) => [
      {
        orders_id: id,
        orders_status_id: 1,
        date_added: moment(id),
        customer_notified: 1,
        comments: 'Ring twice & wait',
      },
      {
        orders_id: id,
        orders_status_id: (id % 7) + 1,
        date_added: moment(id + 40),
        customer_notified: 0,
        comments: '',
      },
      {
        orders_id: id,
        orders_status_id: 4,
        date_added: moment(id + 41),
        customer_notified: -1,
        comments: 'Kept to us',
      },
    ]),
  };
}
