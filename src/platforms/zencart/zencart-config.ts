import { orError } from '../../bridge/plan.js';
import { countryCode } from '../addresses.js';
import { configBy } from '../config-plan.js';
import { decimal, plainDecimal } from '../decimals.js';
import { folded, plainText, unescaped } from '../html-text.js';
import { languageTag } from '../language-tags.js';
import { namedBy, namesOf, withCodes } from '../listed.js';
import type { Collated, StoreView } from '../platform.js';
import { isTimeZone } from '../store-time.js';
import { dimensionUnitOf, weightUnitOf } from '../unit-names.js';
import { settingKeys, zencart } from './zencart-relations.js';
import { meaningOf } from './zencart-statuses.js';

/** A country as orders name it and as address books number it. */
export interface Country {
  readonly id: number;
  readonly code: string | null;
}

/** What Zen Cart's other plans want at hand; read with the configuration and cached with it. */
export interface ZenCartNative extends Collated {
  readonly defaultLanguageId: number;
  /** Whether buying takes from the stock (`STOCK_LIMITED`). */
  readonly tracksStock: boolean;
  /** Whether shoppers may check out what is out of stock (`STOCK_CHECK`, `STOCK_ALLOW_CHECKOUT`). */
  readonly backorders: boolean;
  /** The pages that show products, such as `product_info`, by product type. */
  readonly pages: Readonly<Record<number, string>>;
  /** The numbers of the types of options, which a store may change. */
  readonly optionTypes: Readonly<Record<'select' | 'text' | 'radio' | 'checkbox' | 'file', number>>;
  /** Whether options are ordered by name alone (`PRODUCTS_OPTIONS_SORT_ORDER`). */
  readonly optionsByName: boolean;
  /** Whether values of the same place are ordered by price, not name (`PRODUCTS_OPTIONS_SORT_BY_PRICE`). */
  readonly valuesByPrice: boolean;
  readonly countriesById: Readonly<Record<number, Country>>;
  /** By the name in lower case and without accents. */
  readonly countriesByName: Readonly<Record<string, Country>>;
  /** Order statuses that mean the parcel has left. */
  readonly shippedStatusIds: readonly number[];
  /** The account that One-Page Checkout keeps all guests under; null without that plugin. */
  readonly guestCustomerId: number | null;
}

export type ZenCartView = StoreView<ZenCartNative>;

/** The zone of the store's clock. */
export const zoneOf = ({ config: { timeZone } }: ZenCartView): string => timeZone;

const textOf = (held: string | null) => unescaped(held ?? '');

/** Reads the configuration. Zen Cart is one store with one front. */
export const config = configBy(
  (columns) => ({
    settings: zencart
      .selectFrom('configuration as s')
      .select(['s.configuration_key as key', 's.configuration_value as value'])
      .where('s.configuration_key', 'in', settingKeys),
    languages: zencart
      .selectFrom('languages as l')
      .select(['l.languages_id', 'l.name', 'l.code'])
      .orderBy('l.sort_order')
      .orderBy('l.languages_id'),
    currencies: zencart
      .selectFrom('currencies as c')
      .select(['c.code', 'c.title', 'c.value', 'c.decimal_places'])
      .orderBy('c.currencies_id'),
    statuses: zencart
      .selectFrom('orders_status as s')
      .select(['s.orders_status_id as id', 's.language_id', 's.orders_status_name as name'])
      .$if(columns.has('orders_status', 'sort_order'), (query) => query.orderBy('s.sort_order'))
      .orderBy('s.orders_status_id')
      .orderBy('s.language_id'),
    taxClasses: zencart
      .selectFrom('tax_class as t')
      .select(['t.tax_class_id as id', 't.tax_class_title as name'])
      .orderBy('t.tax_class_id'),
    groups: zencart
      .selectFrom('group_pricing as g')
      .select(['g.group_id as id', 'g.group_name as name'])
      .orderBy('g.group_id'),
    countries: zencart
      .selectFrom('countries as c')
      .select(['c.countries_id', 'c.countries_name', 'c.countries_iso_code_2'])
      .orderBy('c.countries_id'),
    types: zencart.selectFrom('product_types as t').select(['t.type_id', 't.type_handler']),
  }),
  (rows, { hello, url }) => {
    const held = new Map(rows.settings.map((row) => [row.key, row.value ?? '']));
    const code = held.get('DEFAULT_LANGUAGE') || rows.languages[0]?.code || 'en';
    const language = rows.languages.find((row) => row.code === code) ?? rows.languages[0];
    const languageId = language?.languages_id ?? 1;
    const currency = held.get('DEFAULT_CURRENCY')?.trim() || 'USD';
    const countriesById: Record<number, Country> = {};
    const countriesByName: Record<string, Country> = {};
    for (const row of rows.countries) {
      const country = { id: row.countries_id, code: countryCode(row.countries_iso_code_2) };
      countriesById[country.id] = country;
      countriesByName[folded(row.countries_name ?? '')] ??= country;
    }
    const statuses = namesOf(rows.statuses, languageId, textOf).map((one) => ({
      ...one,
      ...meaningOf(one.id, one.all),
    }));
    const name = plainText(held.get('STORE_NAME')) ?? url;
    const type = (key: string, installed: number) => {
      const number = held.get(`PRODUCTS_OPTIONS_TYPE_${key}`);
      return number && /^\d+$/.test(number) ? Number(number) : installed;
    };
    return {
      config: {
        name,
        email: plainText(held.get('STORE_OWNER_EMAIL_ADDRESS')),
        phone: plainText(held.get('STORE_TELEPHONE_CUSTSERVICE')),
        country: countriesById[Number(held.get('STORE_COUNTRY'))]?.code ?? null,
        // The bridge takes the store's own time zone from its files, as the store does.
        timeZone: isTimeZone(hello.timeZone) ? hello.timeZone : 'UTC',
        defaultCurrency: currency,
        currencies: withCodes(rows.currencies).map((row) => ({
          code: row.code.trim(),
          name: unescaped(row.title),
          rate: plainDecimal(decimal(row.value)),
          decimals: Number(row.decimal_places) || 0,
          isDefault: row.code.trim() === currency,
          enabled: true,
        })),
        defaultLanguage: languageTag(language?.code ?? code),
        languages: rows.languages.map((row) => ({
          tag: languageTag(row.code),
          nativeId: String(row.languages_id),
          name: unescaped(row.name),
          isDefault: row.languages_id === languageId,
          enabled: true,
        })),
        weightUnit: weightUnitOf(held.get('SHIPPING_WEIGHT_UNITS') ?? ''),
        dimensionUnit: dimensionUnitOf(held.get('SHIPPING_DIMENSION_UNITS') ?? ''),
        pricesIncludeTax: false,
        orderStatuses: statuses.map(({ id, name, state }) => ({ nativeId: String(id), name, state })),
        taxClasses: orError(() => namedBy(rows.taxClasses, textOf)),
        customerGroups: orError(() => namedBy(rows.groups, textOf)),
        channels: [{ nativeId: '0', name, url }],
      },
      native: {
        defaultLanguageId: languageId,
        tracksStock: held.get('STOCK_LIMITED') === 'true',
        backorders: held.get('STOCK_CHECK') !== 'true' || held.get('STOCK_ALLOW_CHECKOUT') === 'true',
        pages: Object.fromEntries(rows.types.map((row) => [row.type_id, `${row.type_handler || 'product'}_info`])),
        optionTypes: {
          select: type('SELECT', 0),
          text: type('TEXT', 1),
          radio: type('RADIO', 2),
          checkbox: type('CHECKBOX', 3),
          file: type('FILE', 4),
        },
        optionsByName: (held.get('PRODUCTS_OPTIONS_SORT_ORDER') || '0') !== '0',
        valuesByPrice: (held.get('PRODUCTS_OPTIONS_SORT_BY_PRICE') || '1') !== '1',
        countriesById,
        countriesByName,
        shippedStatusIds: statuses.filter((status) => status.shipped).map((status) => status.id),
        guestCustomerId: Number(held.get('CHECKOUT_ONE_GUEST_CUSTOMER_ID')) || null,
        textIgnoresCase: hello.database.kind !== 'sqlite',
      } satisfies ZenCartNative,
    };
  },
);
