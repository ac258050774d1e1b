import { orError, type Plan } from '../../bridge/plan.js';
import type { DimensionUnit, WeightUnit } from '../../model/measures.js';
import type { OrderStatus } from '../../model/order-status.js';
import { decimal, plainDecimal } from '../decimals.js';
import { Gathering } from '../gathering.js';
import { plainText, unescaped } from '../html-text.js';
import type { Platform, ReadConfig, StoreView } from '../platform.js';
import { Columns } from '../platform.js';
import { isTimeZone } from '../store-time.js';
import { meaningOf, type StatusSettings } from './opencart-statuses.js';
import { opencart } from './opencart-tables.js';
import { dimensionUnitOf, unitsOf, weightUnitOf } from './opencart-units.js';

/** What OpenCart's other plans want at hand; read with the configuration and cached with it. */
export interface OpenCartNative {
  readonly defaultLanguageId: number;
  /** OpenCart's own code of the default language, such as `en-gb`, as its addresses carry it. */
  readonly languageCode: string;
  readonly defaultGroupId: number;
  /** Whether shoppers may buy what is out of stock (`config_stock_checkout`). */
  readonly backorders: boolean;
  /** Whether the storefront's addresses are rewritten (`config_seo_url`). */
  readonly seoUrls: boolean;
  /** 4.x: what the route and the language are rewritten to, with their places in the path. */
  readonly seoParts: readonly { readonly key: string; readonly keyword: string; readonly sortOrder: number }[];
  readonly weightUnits: Readonly<Record<number, WeightUnit | null>>;
  readonly dimensionUnits: Readonly<Record<number, DimensionUnit | null>>;
  /** ISO 3166-1 alpha-2 by country id. */
  readonly countries: Readonly<Record<number, string>>;
  /** Order statuses that mean the parcel has left. */
  readonly shippedStatusIds: readonly number[];
  /** Whether `=` on text regards upper and lower case as alike, as MySQL's collations for OpenCart do and SQLite's does not. */
  readonly textIgnoresCase: boolean;
}

export type OpenCartView = StoreView<OpenCartNative>;

/** The view with this platform's own part of the configuration, which `config` below wrote. */
export function viewOf(store: StoreView): OpenCartView {
  return store as OpenCartView;
}

const settingKeys = [
  'config_name',
  'config_email',
  'config_telephone',
  'config_country_id',
  'config_timezone',
  'config_currency',
  'config_language',
  'config_language_catalog',
  'config_weight_class_id',
  'config_length_class_id',
  'config_customer_group_id',
  'config_stock_checkout',
  'config_seo_url',
  'config_order_status_id',
  'config_complete_status',
  'config_processing_status',
  'config_void_status_id',
  'config_fraud_status_id',
];

/** Reads the configuration of store 0, OpenCart's main store, whose settings the others start from. */
export const config: Platform['config'] = (hello, store) => {
  const columns = new Columns(hello.relations);
  const gathering = new Gathering();
  const settings = gathering.add(
    'settings',
    opencart
      .selectFrom('setting as s')
      .select(['s.key', 's.value'])
      .where('s.store_id', '=', 0)
      .where('s.key', 'in', settingKeys),
  );
  const stores = gathering.add(
    'stores',
    opencart.selectFrom('store as s').select(['s.store_id', 's.name', 's.url']).orderBy('s.store_id'),
  );
  const languages = gathering.add(
    'languages',
    opencart
      .selectFrom('language as l')
      .select(['l.language_id', 'l.name', 'l.code', 'l.status'])
      .orderBy('l.sort_order')
      .orderBy('l.language_id'),
  );
  const currencies = gathering.add(
    'currencies',
    opencart
      .selectFrom('currency as c')
      .select(['c.code', 'c.title', 'c.value', 'c.decimal_place', 'c.status'])
      .orderBy('c.currency_id'),
  );
  const statuses = gathering.add(
    'statuses',
    opencart
      .selectFrom('order_status as s')
      .select(['s.order_status_id as id', 's.language_id', 's.name'])
      .orderBy('s.order_status_id')
      .orderBy('s.language_id'),
  );
  const taxClasses = gathering.add(
    'taxClasses',
    opencart.selectFrom('tax_class as t').select(['t.tax_class_id', 't.title']).orderBy('t.tax_class_id'),
  );
  const groups = gathering.add(
    'groups',
    opencart
      .selectFrom('customer_group_description as g')
      .select(['g.customer_group_id as id', 'g.language_id', 'g.name'])
      .orderBy('g.customer_group_id')
      .orderBy('g.language_id'),
  );
  const weights = gathering.add(
    'weights',
    opencart.selectFrom('weight_class_description as w').select(['w.weight_class_id as id', 'w.unit']),
  );
  const lengths = gathering.add(
    'lengths',
    opencart.selectFrom('length_class_description as w').select(['w.length_class_id as id', 'w.unit']),
  );
  const countries = gathering.add(
    'countries',
    opencart.selectFrom('country as c').select(['c.country_id', 'c.iso_code_2']),
  );
  const seo = columns.has('seo_url', 'key')
    ? gathering.add(
        'seo',
        opencart
          .selectFrom('seo_url as u')
          .select(['u.language_id', 'u.key', 'u.value', 'u.keyword', 'u.sort_order'])
          .where('u.store_id', '=', 0)
          .where((eb) =>
            eb.or([
              eb('u.key', '=', 'language'),
              eb.and([eb('u.key', '=', 'route'), eb('u.value', '=', 'product/product')]),
            ]),
          )
          .orderBy('u.seo_url_id'),
      )
    : null;

  return {
    statements: gathering.statements,
    decode(results) {
      const held = new Map(results.rows(settings).map((row) => [row.key, row.value ?? '']));
      const languageRows = results.rows(languages);
      const code =
        held.get('config_language_catalog') || held.get('config_language') || languageRows[0]?.code || 'en-gb';
      const language = languageRows.find((row) => row.code === code) ?? languageRows[0];
      const languageId = language?.language_id ?? 1;
      const currency = held.get('config_currency') || 'USD';
      const country = Number(held.get('config_country_id'));
      const isoCodes: Record<number, string> = {};
      for (const row of results.rows(countries))
        if (row.iso_code_2) isoCodes[row.country_id] = row.iso_code_2.toUpperCase();
      const weightUnits = unitsOf(results, weights, weightUnitOf);
      const dimensionUnits = unitsOf(results, lengths, dimensionUnitOf);
      const zone = held.get('config_timezone') || hello.timeZone;
      const statusSettings = statusSettingsOf(held);
      const named = namesOf(results.rows(statuses), languageId);
      const meanings = named.map(({ id, all }) => ({ id, ...meaningOf(id, all, statusSettings) }));

      const read: ReadConfig = {
        name: plainText(held.get('config_name')) ?? store.url,
        email: plainText(held.get('config_email')),
        phone: plainText(held.get('config_telephone')),
        country: isoCodes[country] ?? null,
        timeZone: isTimeZone(zone) ? zone : 'UTC',
        defaultCurrency: currency,
        currencies: results.rows(currencies).map((row) => ({
          code: row.code,
          name: unescaped(row.title),
          rate: plainDecimal(decimal(row.value)),
          decimals: Number(row.decimal_place) || 0,
          isDefault: row.code === currency,
          enabled: Number(row.status) === 1,
        })),
        defaultLanguage: languageTag(language?.code ?? code),
        languages: languageRows.map((row) => ({
          tag: languageTag(row.code),
          nativeId: String(row.language_id),
          name: unescaped(row.name),
          isDefault: row.language_id === languageId,
          enabled: Number(row.status) === 1,
        })),
        weightUnit: weightUnits[Number(held.get('config_weight_class_id'))] ?? null,
        dimensionUnit: dimensionUnits[Number(held.get('config_length_class_id'))] ?? null,
        pricesIncludeTax: false,
        orderStatuses: named.map(
          ({ id, name }, at): OrderStatus => ({ nativeId: String(id), name, state: meanings[at]?.state ?? 'OTHER' }),
        ),
        taxClasses: orError(() =>
          results
            .rows(taxClasses)
            .map((row) => ({ nativeId: String(row.tax_class_id), name: unescaped(row.title ?? '') })),
        ),
        customerGroups: orError(() =>
          namesOf(results.rows(groups), languageId).map(({ id, name }) => ({ nativeId: String(id), name })),
        ),
        channels: [
          { nativeId: '0', name: plainText(held.get('config_name')) ?? store.url, url: store.url },
          ...results.rows(stores).map((row) => ({
            nativeId: String(row.store_id),
            name: unescaped(row.name ?? ''),
            url: plainText(row.url),
          })),
        ],
      };
      const native: OpenCartNative = {
        defaultLanguageId: languageId,
        languageCode: language?.code ?? code,
        defaultGroupId: Number(held.get('config_customer_group_id')) || 1,
        backorders: held.get('config_stock_checkout') === '1',
        seoUrls: held.get('config_seo_url') === '1',
        seoParts: seo ? seoPartsOf(results.rows(seo), languageId, language?.code ?? code) : [],
        weightUnits,
        dimensionUnits,
        countries: isoCodes,
        shippedStatusIds: meanings.filter((status) => status.shipped).map((status) => status.id),
        textIgnoresCase: hello.database.kind !== 'sqlite',
      };
      return { config: read, native };
    },
  } satisfies Plan<{ config: ReadConfig; native: OpenCartNative }>;
};

/** OpenCart's language code as a BCP 47 tag: `en-gb` is `en-GB`, and 2.x's `english` stays as it is. */
export function languageTag(code: string): string {
  try {
    return Intl.getCanonicalLocales(code.replaceAll('_', '-'))[0] ?? code;
  } catch {
    return code;
  }
}

/** Rows in several languages as one name each: in the default language, else in the first that has one. */
function namesOf(
  rows: readonly { readonly id: number; readonly language_id: number; readonly name: string | null }[],
  languageId: number,
): { readonly id: number; readonly name: string; readonly all: readonly string[] }[] {
  const byId = new Map<number, { language: number; name: string }[]>();
  for (const row of rows) {
    const names = byId.get(row.id) ?? [];
    names.push({ language: row.language_id, name: unescaped(row.name ?? '') });
    byId.set(row.id, names);
  }
  return [...byId].map(([id, names]) => ({
    id,
    name: (names.find((one) => one.language === languageId) ?? names[0])?.name ?? '',
    all: names.map((one) => one.name),
  }));
}

function statusSettingsOf(held: ReadonlyMap<string, string>): StatusSettings {
  const idsOf = (key: string) => {
    try {
      const list: unknown = JSON.parse(held.get(key) || '[]');
      return new Set(Object.values(list ?? []).map(Number));
    } catch {
      return new Set<number>();
    }
  };
  return {
    complete: idsOf('config_complete_status'),
    processing: idsOf('config_processing_status'),
    initial: Number(held.get('config_order_status_id')) || null,
    voided: Number(held.get('config_void_status_id')) || null,
    fraud: Number(held.get('config_fraud_status_id')) || null,
  };
}

function seoPartsOf(
  rows: readonly { language_id: number; key: string; value: string; keyword: string; sort_order: number }[],
  languageId: number,
  code: string,
): OpenCartNative['seoParts'] {
  return rows
    .filter((row) => row.language_id === languageId && (row.key !== 'language' || row.value === code))
    .map((row) => ({ key: row.key, keyword: row.keyword, sortOrder: row.sort_order }));
}
