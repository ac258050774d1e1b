import { orError, type Results, type Statement } from '../../bridge/plan.js';
import type { DimensionUnit, WeightUnit } from '../../model/measures.js';
import { countryCode } from '../address-parts.js';
import { decimal, plainDecimal } from '../decimals.js';
import { Gathering } from '../gathering.js';
import { plainText, unescaped } from '../html-text.js';
import { languageTag } from '../language-tags.js';
import { namesOf, withCodes } from '../listed.js';
import { Columns, type Platform, type StoreView } from '../platform.js';
import { isTimeZone } from '../store-time.js';
import { dimensionUnitOf, weightUnitOf } from '../unit-names.js';
import { opencart, settingKeys } from './opencart-relations.js';
import { meaningOf, statusSettingsOf } from './opencart-statuses.js';

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

/** The zone of the store's clock. */
export function zoneOf({ config }: OpenCartView): string {
  return config.timeZone;
}

/** Reads the configuration of store 0, OpenCart's main store, whose settings the others start from. */
export const config: Platform['config'] = (hello, store) => {
  const gathering = new Gathering();
  const asked = questionsIn(gathering, new Columns(hello.relations));
  return {
    statements: gathering.statements,
    decode(results) {
      const held = new Map(results.rows(asked.settings).map((row) => [row.key, row.value ?? '']));
      const languages = results.rows(asked.languages);
      const wanted =
        held.get('config_language_catalog') || held.get('config_language') || languages[0]?.code || 'en-gb';
      const language = languages.find((row) => row.code === wanted) ?? languages[0];
      const [languageId, code] = [language?.language_id ?? 1, language?.code ?? wanted];
      const currency = held.get('config_currency')?.trim() || 'USD';
      const countries = Object.fromEntries(
        results.rows(asked.countries).flatMap((row) => {
          const code = countryCode(row.iso);
          return code ? [[row.id, code]] : [];
        }),
      );
      const weightUnits = unitsOf(results, asked.weights, weightUnitOf);
      const dimensionUnits = unitsOf(results, asked.lengths, dimensionUnitOf);
      const zone = held.get('config_timezone') || hello.timeZone;
      const settings = statusSettingsOf(held);
      const statuses = namesOf(results.rows(asked.statuses), languageId, textOf).map((one) => ({
        ...one,
        ...meaningOf(one.id, one.all, settings),
      }));
      const name = plainText(held.get('config_name')) ?? store.url;
      return {
        config: {
          name,
          email: plainText(held.get('config_email')),
          phone: plainText(held.get('config_telephone')),
          country: countries[Number(held.get('config_country_id'))] ?? null,
          timeZone: isTimeZone(zone) ? zone : 'UTC',
          defaultCurrency: currency,
          currencies: withCodes(results.rows(asked.currencies)).map((row) => ({
            code: row.code,
            name: unescaped(row.title),
            rate: plainDecimal(decimal(row.value)),
            decimals: Number(row.decimal_place) || 0,
            isDefault: row.code === currency,
            enabled: Number(row.status) === 1,
          })),
          defaultLanguage: languageTag(code),
          languages: languages.map((row) => ({
            tag: languageTag(row.code),
            nativeId: String(row.language_id),
            name: unescaped(row.name),
            isDefault: row.language_id === languageId,
            enabled: Number(row.status) === 1,
          })),
          weightUnit: weightUnits[Number(held.get('config_weight_class_id'))] ?? null,
          dimensionUnit: dimensionUnits[Number(held.get('config_length_class_id'))] ?? null,
          pricesIncludeTax: false,
          orderStatuses: statuses.map((one) => ({ nativeId: String(one.id), name: one.name, state: one.state })),
          taxClasses: orError(() =>
            results.rows(asked.taxClasses).map((row) => ({ nativeId: String(row.id), name: textOf(row.title) })),
          ),
          customerGroups: orError(() =>
            namesOf(results.rows(asked.groups), languageId, textOf).map((group) => ({
              nativeId: String(group.id),
              name: group.name,
            })),
          ),
          channels: [
            { nativeId: '0', name, url: store.url },
            ...results.rows(asked.stores).map((row) => ({
              nativeId: String(row.store_id),
              name: textOf(row.name),
              url: addressOf(row.url),
            })),
          ],
        },
        native: {
          defaultLanguageId: languageId,
          languageCode: code,
          defaultGroupId: Number(held.get('config_customer_group_id')) || 1,
          backorders: held.get('config_stock_checkout') === '1',
          seoUrls: held.get('config_seo_url') === '1',
          seoParts: (asked.seo ? results.rows(asked.seo) : [])
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
  };
};

const textOf = (held: string | null) => unescaped(held ?? '');

/** The address of a store as held; null where it is no whole one. */
function addressOf(held: string | null): string | null {
  const address = plainText(held)?.trim() ?? '';
  return /^https?:\/\//i.test(address) && URL.canParse(address) ? address : null;
}

/** Units by the id of their class; null for one that is none of the graph's. The abbreviation is the same in all languages. */
function unitsOf<Unit>(
  results: Results,
  from: Statement<{ id: number; unit: string | null }>,
  unitOf: (text: string) => Unit | null,
): Record<number, Unit | null> {
  const units: Record<number, Unit | null> = {};
  for (const row of results.rows(from)) units[row.id] ??= unitOf(textOf(row.unit));
  return units;
}

function questionsIn(gathering: Gathering, columns: Columns) {
  const settings = opencart
    .selectFrom('setting as s')
    .select(['s.key', 's.value'])
    .where('s.store_id', '=', 0)
    .where('s.key', 'in', settingKeys);
  const stores = opencart.selectFrom('store as s').select(['s.store_id', 's.name', 's.url']).orderBy('s.store_id');
  const languages = opencart
    .selectFrom('language as l')
    .select(['l.language_id', 'l.name', 'l.code', 'l.status'])
    .orderBy('l.sort_order')
    .orderBy('l.language_id');
  const currencies = opencart
    .selectFrom('currency as c')
    .select(['c.code', 'c.title', 'c.value', 'c.decimal_place', 'c.status'])
    .orderBy('c.currency_id');
  const statuses = opencart
    .selectFrom('order_status as s')
    .select(['s.order_status_id as id', 's.language_id', 's.name'])
    .orderBy('s.order_status_id')
    .orderBy('s.language_id');
  const taxClasses = opencart.selectFrom('tax_class as t').select(['t.tax_class_id as id', 't.title']);
  const groups = opencart
    .selectFrom('customer_group_description as g')
    .select(['g.customer_group_id as id', 'g.language_id', 'g.name'])
    .orderBy('g.customer_group_id')
    .orderBy('g.language_id');
  const weights = opencart.selectFrom('weight_class_description as w');
  const lengths = opencart.selectFrom('length_class_description as w');
  const countries = opencart.selectFrom('country as c').select(['c.country_id as id', 'c.iso_code_2 as iso']);
  const seo = opencart
    .selectFrom('seo_url as u')
    .select(['u.language_id', 'u.key', 'u.value', 'u.keyword', 'u.sort_order'])
    .where('u.store_id', '=', 0)
    .where((eb) =>
      eb.or([eb('u.key', '=', 'language'), eb.and([eb('u.key', '=', 'route'), eb('u.value', '=', 'product/product')])]),
    )
    .orderBy('u.seo_url_id');
  return {
    settings: gathering.add('settings', settings),
    stores: gathering.add('stores', stores),
    languages: gathering.add('languages', languages),
    currencies: gathering.add('currencies', currencies),
    statuses: gathering.add('statuses', statuses),
    taxClasses: gathering.add('taxClasses', taxClasses.orderBy('t.tax_class_id')),
    groups: gathering.add('groups', groups),
    weights: gathering.add('weights', weights.select(['w.weight_class_id as id', 'w.unit'])),
    lengths: gathering.add('lengths', lengths.select(['w.length_class_id as id', 'w.unit'])),
    countries: gathering.add('countries', countries),
    seo: columns.has('seo_url', 'key') ? gathering.add('seo', seo) : null,
  };
}
