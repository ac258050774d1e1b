import { type Calendar, storeTimeZone } from './calendar.js';
import { escaped } from './html.js';
import { zones } from './person.js';
import type { Rows } from './rows.js';
import { addShipping } from './shipping.js';
import { countries, taxedCountries } from './words/countries.js';

/** Where the store is at home, on the Danube. */
export const homeCountry = 'AT';

export const storeName = 'Harbour & Hearth';
export const tradeName = 'Harbour & Hearth Trade';

/** The currencies with what one euro is worth in them today. */
export const currencies = [
  { id: 1, code: 'EUR', title: 'Euro', left: '€', rate: 1 },
  { id: 2, code: 'GBP', title: 'Pound Sterling', left: '£', rate: 0.8412 },
  { id: 3, code: 'USD', title: 'US Dollar', left: '$', rate: 1.0934 },
] as const;

export interface TaxRate {
  readonly id: number;
  readonly title: string;
  readonly names: readonly [en: string, de: string];
  readonly rate: number;
}

/** The store's tax rates; the tax class of the same id charges it. */
export const standardRate: TaxRate = { id: 1, title: 'Standard Goods', names: ['VAT 20%', 'MwSt. 20%'], rate: 20 };
export const reducedRate: TaxRate = { id: 2, title: 'Printed Matter', names: ['VAT 10%', 'MwSt. 10%'], rate: 10 };

/** A coupon; `P` takes a percentage off, `F` a fixed amount in euro, from a minimum sub-total on. */
export interface DemoCoupon {
  readonly id: number;
  readonly name: string;
  readonly code: string;
  readonly type: 'P' | 'F';
  readonly discount: number;
  readonly minimum: number;
  readonly enabled: boolean;
}

export const coupons: readonly DemoCoupon[] = [
  { id: 1, name: 'Welcome: 5 euro off', code: 'WELCOME5', type: 'F', discount: 5, minimum: 30, enabled: true },
  { id: 2, name: 'Spring cleaning', code: 'SPRING10', type: 'P', discount: 10, minimum: 0, enabled: true },
  { id: 3, name: 'Friends & family', code: 'FRIENDS25', type: 'P', discount: 25, minimum: 80, enabled: true },
  { id: 4, name: 'Old newsletter code', code: 'HELLO2019', type: 'F', discount: 8, minimum: 40, enabled: false },
];

/** Adds everything the back office sets up before the first product: settings, languages, currencies, taxes, units. */
export function addSettings(rows: Rows, url: string, calendar: Calendar): void {
  addSettingRows(rows, url);
  for (const [id, name, address, geocode] of [
    [1, 'Harbour & Hearth at the quay', 'Handelskai 12\r\n1020 Wien', '48.2209,16.4093'],
    [2, 'Harbour & Hearth Linz', 'Untere Donaulände 7\r\n4020 Linz', ''],
  ] as const) {
    const open = id === 1 ? 'Mon–Fri 9–18\r\nSat 10–14' : '';
    rows.add('location', {
      ...{ location_id: id, name: escaped(name), address, geocode, open },
      ...{ telephone: id === 1 ? '+43 1 555 0101' : '', image: '', comment: '' },
    });
  }
  rows.add('store', { store_id: 1, name: escaped(tradeName), url: `${url}trade/` });
  rows.add('language', {
    language_id: 1,
    name: 'English',
    code: 'en-gb',
    locale: 'en-gb,en',
    extension: '',
    sort_order: 1,
    status: 1,
  });
  rows.add('language', {
    language_id: 2,
    name: 'Deutsch',
    code: 'de-de',
    locale: 'de-de,de',
    extension: '',
    sort_order: 2,
    status: 1,
  });
  for (const { id, code, title, left, rate } of currencies) {
    rows.add('currency', {
      currency_id: id,
      title,
      code,
      symbol_left: left,
      symbol_right: '',
      decimal_place: 2,
      value: rate,
      status: 1,
      date_modified: calendar.time(1, 7_200),
    });
  }
  addTaxes(rows);
  addShipping(rows);
  addUnits(rows);
  addGroups(rows);
  for (const [index, [name, code]] of [
    ['Stock Keeping Unit', 'SKU'],
    ['Universal Product Code', 'UPC'],
    ['European Article Number', 'EAN'],
    ['Manufacturer Part Number', 'MPN'],
  ].entries()) {
    rows.add('identifier', {
      identifier_id: index + 1,
      name: name as string,
      code: code as string,
      validation: '',
      status: 1,
    });
  }
  for (const { id, name, code, type, discount, minimum, enabled } of coupons) {
    rows.add('coupon', {
      coupon_id: id,
      name: escaped(name),
      code,
      type,
      discount,
      logged: 0,
      shipping: 0,
      total: minimum,
      date_start: calendar.date(900),
      date_end: calendar.date(enabled ? -365 : 600),
      uses_total: 0,
      uses_customer: 0,
      status: enabled ? 1 : 0,
      date_added: calendar.time(900, 36_000),
    });
  }
}

function addSettingRows(rows: Rows, url: string): void {
  const common = {
    config_country_id: String(countries.find(({ iso2 }) => iso2 === homeCountry)?.id),
    config_zone_id: String([...zones.values()].find(({ name }) => name === 'Wien')?.id),
    config_timezone: storeTimeZone,
    config_language_catalog: 'en-gb',
    config_currency: 'EUR',
    config_tax: '1',
    config_tax_default: 'shipping',
    config_tax_customer: 'shipping',
    config_customer_group_id: '1',
    config_checkout_guest: '1',
    config_order_status_id: '1',
    config_stock_display: '0',
    config_stock_checkout: '0',
    config_logo: 'catalog/harbour-and-hearth.svg',
    config_icon: 'catalog/harbour-and-hearth.svg',
  };
  const main = {
    ...common,
    config_name: escaped(storeName),
    config_owner: 'Magdalena Hafner',
    config_address: 'Am Lendkai 12\r\n1020 Wien',
    config_email: 'hello@harbour-and-hearth.example',
    config_telephone: '+43 1 555 0142',
    config_language_admin: 'en-gb',
    config_weight_class_id: '1',
    config_length_class_id: '1',
    config_processing_status: '["2","3","15","5"]',
    config_complete_status: '["5","3"]',
    config_void_status_id: '16',
    config_fraud_status_id: '8',
    config_stock_status_id: '7',
    config_return_status_id: '1',
    config_invoice_prefix: 'HH-',
    config_product_count: '1',
    config_seo_url: '1',
    config_checkout_payment_address: '1',
    // What a store keeps to itself: the bridge must not let these out, so the demo has some to keep.
    config_encryption: 'the-demo-store-encrypts-nothing',
    config_mail_smtp_hostname: 'smtp.harbour-and-hearth.example',
    config_mail_smtp_password: 'the-demo-store-sends-no-mail',
  };
  const trade = {
    ...common,
    config_name: escaped(tradeName),
    config_url: `${url}trade/`,
    config_email: 'trade@harbour-and-hearth.example',
    config_customer_group_id: '2',
    config_tax: '0',
  };
  for (const [storeId, settings] of [main, trade].entries()) {
    for (const [key, value] of Object.entries(settings)) {
      rows.add('setting', {
        setting_id: rows.nextId('setting'),
        store_id: storeId,
        code: 'config',
        key,
        value: value,
        serialized: value.startsWith('[') ? 1 : 0,
      });
    }
  }
}

function addTaxes(rows: Rows): void {
  rows.add('geo_zone', { geo_zone_id: 1, name: 'European Union', description: 'Where our VAT is charged' });
  for (const { id, iso2 } of countries) {
    if (!taxedCountries.has(iso2)) continue;
    rows.add('zone_to_geo_zone', {
      zone_to_geo_zone_id: rows.nextId('zone_to_geo_zone'),
      geo_zone_id: 1,
      country_id: id,
      zone_id: 0,
    });
  }
  for (const { id, title, names, rate } of [standardRate, reducedRate]) {
    rows.add('tax_class', { tax_class_id: id, title, description: `${names[0]} in the European Union` });
    rows.add('tax_rate', { tax_rate_id: id, geo_zone_id: 1, name: names[0], rate, type: 'P' });
    rows.add('tax_rule', { tax_rule_id: id, tax_class_id: id, tax_rate_id: id, based: 'shipping', priority: 1 });
    for (const group of [1, 2]) rows.add('tax_rate_to_customer_group', { tax_rate_id: id, customer_group_id: group });
  }
}

function addUnits(rows: Rows): void {
  const weights = [
    ['Kilogram', 'Kilogramm', 'kg', 1],
    ['Gram', 'Gramm', 'g', 1000],
    ['Pound', 'Pfund', 'lb', 2.2046],
    ['Ounce', 'Unze', 'oz', 35.274],
  ] as const;
  const lengths = [
    ['Centimetre', 'Zentimeter', 'cm', 1],
    ['Millimetre', 'Millimeter', 'mm', 10],
    ['Inch', 'Zoll', 'in', 0.3937],
  ] as const;
  for (const [kind, list] of [
    ['weight', weights],
    ['length', lengths],
  ] as const) {
    for (const [index, [en, de, unit, value]] of list.entries()) {
      rows.add(`${kind}_class`, { [`${kind}_class_id`]: index + 1, value });
      for (const [language, title] of [en, de].entries()) {
        rows.add(`${kind}_class_description`, {
          [`${kind}_class_id`]: index + 1,
          language_id: language + 1,
          title,
          unit,
        });
      }
    }
  }
}

function addGroups(rows: Rows): void {
  const groups = [
    ['Shoppers', 'Privatkunden', 'Everybody', 'Alle'],
    ['Trade', 'Fachhandel', 'Shops & interior designers', 'Läden & Einrichter'],
  ] as const;
  for (const [index, [en, de, about, aboutDe]] of groups.entries()) {
    rows.add('customer_group', { customer_group_id: index + 1, approval: index, sort_order: index + 1 });
    for (const [language, [name, description]] of (
      [
        [en, about],
        [de, aboutDe],
      ] as const
    ).entries()) {
      rows.add('customer_group_description', {
        customer_group_id: index + 1,
        language_id: language + 1,
        name,
        description: escaped(description),
      });
    }
  }
}
