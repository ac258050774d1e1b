import { sql } from 'kysely';
import { orError } from '../../bridge/plan.js';
import type { DimensionUnit, WeightUnit } from '../../model/measures.js';
import { webAddress } from '../../model/scalars.js';
import { countryCode } from '../addresses.js';
import { configBy } from '../config-plan.js';
import { decimal, plainDecimal } from '../decimals.js';
import { plainText, unescaped } from '../html-text.js';
import { languageTag } from '../language-tags.js';
import { namedBy, namesOf, withCodes } from '../listed.js';
import type { Collated, StoreView } from '../platform.js';
import { isTimeZone } from '../store-time.js';
import { dimensionUnitOf, weightUnitOf } from '../unit-names.js';
import { opencart, settingKeys } from './opencart-relations.js';
import { meaningOf, statusSettingsOf } from './opencart-statuses.js';

/** What OpenCart's other plans want at hand; read with the configuration and cached with it. */
export interface OpenCartNative extends Collated {
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
}

export type OpenCartView = StoreView<OpenCartNative>;

/** The zone of the store's clock. */
export const zoneOf = ({ config: { timeZone } }: OpenCartView): string => timeZone;

const textOf = (held: string | null) => unescaped(held ?? '');

/** The names of things in all languages; `id` numbers the things. */
const namedIn = (relation: 'order_status' | 'customer_group_description', id: string) =>
  opencart
    .selectFrom(`${relation} as n` as 'order_status as n')
    .select([sql.ref<number>(`n.${id}`).as('id'), 'n.language_id', 'n.name'])
    .orderBy(sql.ref(`n.${id}`))
    .orderBy('n.language_id');

/** Reads the configuration of store 0, OpenCart's main store, whose settings the others start from. */
export const config = configBy(
  (columns) => ({
    settings: opencart
      .selectFrom('setting as s')
      .select(['s.key', 's.value'])
      .where('s.store_id', '=', 0)
      .where('s.key', 'in', settingKeys),
    stores: opencart.selectFrom('store as s').select(['s.store_id', 's.name', 's.url']).orderBy('s.store_id'),
    languages: opencart
      .selectFrom('language as l')
      .select(['l.language_id', 'l.name', 'l.code', 'l.status'])
      .orderBy('l.sort_order')
      .orderBy('l.language_id'),
    currencies: opencart
      .selectFrom('currency as c')
      .select(['c.code', 'c.title', 'c.value', 'c.decimal_place', 'c.status'])
      .orderBy('c.currency_id'),
    statuses: namedIn('order_status', 'order_status_id'),
    taxClasses: opencart
      .selectFrom('tax_class as t')
      .select(['t.tax_class_id as id', 't.title as name'])
      .orderBy('t.tax_class_id'),
    groups: namedIn('customer_group_description', 'customer_group_id'),
    weights: opencart.selectFrom('weight_class_description as w').select(['w.weight_class_id as id', 'w.unit']),
    lengths: opencart.selectFrom('length_class_description as w').select(['w.length_class_id as id', 'w.unit']),
    countries: opencart.selectFrom('country as c').select(['c.country_id as id', 'c.iso_code_2 as iso']),
    seo: columns.has('seo_url', 'key')
      ? opencart
          .selectFrom('seo_url as u')
          .select(['u.language_id', 'u.key', 'u.value', 'u.keyword', 'u.sort_order'])
          .where('u.store_id', '=', 0)
          .where((eb) => {
            const isPage = eb.and([eb('u.key', '=', 'route'), eb('u.value', '=', 'product/product')]);
            return eb.or([eb('u.key', '=', 'language'), isPage]);
          })
          .orderBy('u.seo_url_id')
      : null,
  }),
  (rows, { hello, url }) => {
    const held = new Map(rows.settings.map((row) => [row.key, row.value ?? '']));
    const wanted =
      held.get('config_language_catalog') || held.get('config_language') || rows.languages[0]?.code || 'en-gb';
    const language = rows.languages.find((row) => row.code === wanted) ?? rows.languages[0];
    const [languageId, code] = [language?.language_id ?? 1, language?.code ?? wanted];
    const currency = held.get('config_currency')?.trim() || 'USD';
    const countries = Object.fromEntries(
      rows.countries.flatMap((row) => {
        const code = countryCode(row.iso);
        return code ? [[row.id, code]] : [];
      }),
    );
    const weightUnits = unitsOf(rows.weights, weightUnitOf);
    const dimensionUnits = unitsOf(rows.lengths, dimensionUnitOf);
    const zone = held.get('config_timezone') || hello.timeZone;
    const settings = statusSettingsOf(held);
    const statuses = namesOf(rows.statuses, languageId, textOf).map((one) => ({
      ...one,
      ...meaningOf(one.id, one.all, settings),
    }));
    const name = plainText(held.get('config_name')) ?? url;
    const others = rows.stores.map((row) => ({
      nativeId: String(row.store_id),
      name: textOf(row.name),
      url: webAddress(plainText(row.url) ?? ''),
    }));
    return {
      config: {
        name,
        email: plainText(held.get('config_email')),
        phone: plainText(held.get('config_telephone')),
        country: countries[Number(held.get('config_country_id'))] ?? null,
        timeZone: isTimeZone(zone) ? zone : 'UTC',
        defaultCurrency: currency,
        currencies: withCodes(rows.currencies).map((row) => ({
          code: row.code,
          name: unescaped(row.title),
          rate: plainDecimal(decimal(row.value)),
          decimals: Number(row.decimal_place) || 0,
          isDefault: row.code === currency,
          enabled: Number(row.status) === 1,
        })),
        defaultLanguage: languageTag(code),
        languages: rows.languages.map((row) => ({
          tag: languageTag(row.code),
          nativeId: String(row.language_id),
          name: unescaped(row.name),
          isDefault: row.language_id === languageId,
          enabled: Number(row.status) === 1,
        })),
        weightUnit: weightUnits[Number(held.get('config_weight_class_id'))] ?? null,
        dimensionUnit: dimensionUnits[Number(held.get('config_length_class_id'))] ?? null,
        pricesIncludeTax: false,
        orderStatuses: statuses.map(({ id, name, state }) => ({ nativeId: String(id), name, state })),
        taxClasses: orError(() => namedBy(rows.taxClasses, textOf)),
        customerGroups: orError(() => namedBy(namesOf(rows.groups, languageId, textOf), (found) => found)),
        channels: [{ nativeId: '0', name, url }, ...others],
      },
      native: {
        defaultLanguageId: languageId,
        languageCode: code,
        defaultGroupId: Number(held.get('config_customer_group_id')) || 1,
        backorders: held.get('config_stock_checkout') === '1',
        seoUrls: held.get('config_seo_url') === '1',
        seoParts: rows.seo
          .filter((row) => row.language_id === languageId && (row.key !== 'language' || row.value === code))
          .map((row) => ({ key: row.key, keyword: row.keyword, sortOrder: row.sort_order })),
        weightUnits,
        dimensionUnits,
        countries,
        shippedStatusIds: statuses.filter((status) => status.shipped).map((status) => status.id),
        textIgnoresCase: hello.database.kind !== 'sqlite',
      } satisfies OpenCartNative,
    };
  },
);

/** Units by the id of their class; null for one that is none of the graph's. The abbreviation is the same in all languages. */
function unitsOf<Unit>(
  rows: readonly { readonly id: number; readonly unit: string | null }[],
  unitOf: (text: string) => Unit | null,
): Record<number, Unit | null> {
  const units: Record<number, Unit | null> = {};
  for (const { id, unit } of rows) units[id] ??= unitOf(textOf(unit));
  return units;
}
