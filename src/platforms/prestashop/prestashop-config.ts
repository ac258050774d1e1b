import { Big } from 'big.js';
import { orError, type Plan, type Results, valuesFrom } from '../../bridge/plan.js';
import type { OrderStatus } from '../../model/order-status.js';
import { type DecimalCell, decimal, plainDecimal } from '../decimals.js';
import { Gathering } from '../gathering.js';
import { Columns, type Platform, type ReadConfig, type StoreView } from '../platform.js';
import { isTimeZone } from '../store-time.js';
import { dimensionUnitOf, weightUnitOf } from '../unit-names.js';
import { stateOf, statusSettings } from './prestashop-statuses.js';
import { heldText, prestashop } from './prestashop-tables.js';
import { type TaxRule, taxRates } from './prestashop-taxes.js';

/** What PrestaShop's other plans want at hand; read with the configuration and cached with it. */
export interface PrestaShopNative {
  /** The default shop (`PS_SHOP_DEFAULT`), whose prices, statuses and texts count. */
  readonly shopId: number;
  readonly shops: readonly { readonly id: number; readonly groupId: number; readonly sharesStock: boolean }[];
  readonly languageId: number;
  /** The default language's part of addresses, such as `en`; null where the shop has one language alone. */
  readonly languagePath: string | null;
  readonly currencyId: number;
  /** Code and rate by currency id, deleted ones too: old orders are in them. */
  readonly currencies: Readonly<Record<number, { readonly code: string; readonly rate: string }>>;
  readonly countryId: number;
  /** The group of those who are not logged in, whose prices the storefront shows. */
  readonly groupId: number;
  /** What that group gets off every price, in per cent. */
  readonly groupReduction: string;
  /** Whether it gets something off in some categories. */
  readonly categoryReductions: boolean;
  readonly countsStock: boolean;
  /** Whether what is out of stock can be ordered, where the product does not say. */
  readonly backorders: boolean;
  /** Which of several special prices counts, most important first, such as `id_group`. */
  readonly pricePriorities: string;
  /** Tax as a part of the price without it, by tax rules group, in the default country; groups without are left out. */
  readonly taxRates: Readonly<Record<number, string>>;
  /** The form of product addresses; null where the shop does not rewrite them. */
  readonly productRoute: string | null;
  /** ISO 3166-1 alpha-2 by country id. */
  readonly countries: Readonly<Record<number, string>>;
  /** Every status, deleted ones too: old orders have them. */
  readonly statuses: readonly OrderStatus[];
  readonly shippedStatusIds: readonly number[];
  readonly paidStatusIds: readonly number[];
  /** Names by carrier id are read with orders; where a carrier is called `0`, it goes by the shop's name. */
  readonly shopName: string;
  /** Whether `=` on text regards upper and lower case as alike, as MySQL's collations for PrestaShop do and SQLite's does not. */
  readonly textIgnoresCase: boolean;
}

export type PrestaShopView = StoreView<PrestaShopNative>;

/** The view with this platform's own part of the configuration, which `config` below wrote. */
export function viewOf(store: StoreView): PrestaShopView {
  return store as PrestaShopView;
}

const settingNames = [
  'PS_SHOP_DEFAULT',
  'PS_SHOP_NAME',
  'PS_SHOP_EMAIL',
  'PS_SHOP_PHONE',
  'PS_SHOP_COUNTRY_ID',
  'PS_COUNTRY_DEFAULT',
  'PS_TIMEZONE',
  'PS_CURRENCY_DEFAULT',
  'PS_LANG_DEFAULT',
  'PS_WEIGHT_UNIT',
  'PS_DIMENSION_UNIT',
  'PS_TAX',
  'PS_STOCK_MANAGEMENT',
  'PS_ORDER_OUT_OF_STOCK',
  'PS_REWRITING_SETTINGS',
  'PS_ROUTE_product_rule',
  'PS_SSL_ENABLED',
  'PS_SPECIFIC_PRICE_PRIORITIES',
  'PS_UNIDENTIFIED_GROUP',
  ...statusSettings,
];

/** What PrestaShop uses where the shop has set no form of its own (classes/Dispatcher.php, the same from 1.7 to 9). */
const defaultRoute = '{category:/}{id}{-:id_product_attribute}-{rewrite}{-:ean13}.html';

/** Reads the configuration of the default shop: what is set for it, else for its group of shops, else for all. */
export const config: Platform['config'] = (hello, store) => {
  const columns = new Columns(hello.relations);
  const gathering = new Gathering();
  const settings = gathering.add(
    'settings',
    prestashop
      .selectFrom('configuration as c')
      .select(['c.name', 'c.value', 'c.id_shop', 'c.id_shop_group'])
      .where('c.name', 'in', settingNames),
  );
  const shops = gathering.add(
    'shops',
    prestashop
      .selectFrom('shop as s')
      .leftJoin('shop_group as g', 'g.id_shop_group', 's.id_shop_group')
      .select(['s.id_shop', 's.id_shop_group', 's.name', 'g.share_stock'])
      .where('s.deleted', '=', 0)
      .orderBy('s.id_shop'),
  );
  const urls = gathering.add(
    'urls',
    prestashop
      .selectFrom('shop_url as u')
      .select(['u.id_shop', 'u.domain', 'u.domain_ssl', 'u.physical_uri', 'u.virtual_uri'])
      .orderBy('u.main', 'desc')
      .orderBy('u.active', 'desc')
      .orderBy('u.id_shop_url'),
  );
  const languages = gathering.add(
    'languages',
    prestashop
      .selectFrom('lang as l')
      .select(['l.id_lang', 'l.name', 'l.active', 'l.iso_code', 'l.language_code'])
      .$if(columns.has('lang', 'locale'), (query) => query.select('l.locale'))
      .orderBy('l.id_lang'),
  );
  const currencies = gathering.add(
    'currencies',
    prestashop
      .selectFrom('currency as c')
      .select(['c.id_currency', 'c.iso_code', 'c.conversion_rate', 'c.active', 'c.deleted'])
      .$if(columns.has('currency', 'name'), (query) => query.select('c.name'))
      .$if(columns.has('currency', 'precision'), (query) => query.select('c.precision'))
      .$if(columns.has('currency', 'decimals'), (query) => query.select('c.decimals'))
      .orderBy('c.id_currency'),
  );
  const currencyNames = columns.has('currency_lang')
    ? gathering.add(
        'currency-names',
        prestashop.selectFrom('currency_lang as n').select(['n.id_currency as id', 'n.id_lang', 'n.name']),
      )
    : null;
  const rates = gathering.add(
    'rates',
    prestashop.selectFrom('currency_shop as r').select(['r.id_currency', 'r.id_shop', 'r.conversion_rate']),
  );
  const statuses = gathering.add(
    'statuses',
    prestashop
      .selectFrom('order_state as s')
      .select(['s.id_order_state', 's.logable', 's.delivery', 's.shipped', 's.paid', 's.deleted'])
      .orderBy('s.id_order_state'),
  );
  const statusNames = gathering.add(
    'status-names',
    prestashop.selectFrom('order_state_lang as n').select(['n.id_order_state as id', 'n.id_lang', 'n.name']),
  );
  const taxGroups = gathering.add(
    'tax-groups',
    prestashop
      .selectFrom('tax_rules_group as t')
      .select(['t.id_tax_rules_group', 't.name'])
      .where('t.deleted', '=', 0)
      .orderBy('t.id_tax_rules_group'),
  );
  const country = gathering.add(
    'country',
    prestashop.selectFrom('configuration as c').select('c.value').where('c.name', '=', 'PS_COUNTRY_DEFAULT'),
  );
  const taxRules = gathering.add(
    'tax-rules',
    prestashop
      .selectFrom('tax_rule as r')
      .innerJoin('tax_rules_group as g', 'g.id_tax_rules_group', 'r.id_tax_rules_group')
      .innerJoin('tax as t', 't.id_tax', 'r.id_tax')
      .select(['r.id_tax_rules_group', 'r.id_country', 'r.zipcode_from', 'r.zipcode_to', 'r.behavior', 't.rate'])
      .where('g.active', '=', 1)
      .where('r.id_state', '=', 0)
      .where('r.id_country', 'in', valuesFrom(country, 'value') as unknown as number[])
      .orderBy('r.id_tax_rules_group')
      .orderBy('r.id_tax_rule'),
  );
  const groups = gathering.add(
    'groups',
    prestashop.selectFrom('group as g').select(['g.id_group', 'g.reduction']).orderBy('g.id_group'),
  );
  const groupNames = gathering.add(
    'group-names',
    prestashop.selectFrom('group_lang as n').select(['n.id_group as id', 'n.id_lang', 'n.name']),
  );
  const reductions = columns.has('group_reduction')
    ? gathering.add('reductions', prestashop.selectFrom('group_reduction as r').select('r.id_group').distinct())
    : null;
  const countries = gathering.add(
    'countries',
    prestashop.selectFrom('country as c').select(['c.id_country', 'c.iso_code']),
  );

  const decode = (results: Results): { config: ReadConfig; native: PrestaShopNative } => {
    const shopRows = results.rows(shops);
    const held = settingsOf(results.rows(settings), shopRows);
    const shopId = Number(held.get('PS_SHOP_DEFAULT')) || shopRows[0]?.id_shop || 1;
    const languageRows = results.rows(languages);
    const language = languageRows.find((row) => row.id_lang === Number(held.get('PS_LANG_DEFAULT'))) ?? languageRows[0];
    const languageId = language?.id_lang ?? 1;
    const nameIn = namesIn(languageId);
    const currencyRows = results.rows(currencies);
    const currency =
      currencyRows.find((row) => row.id_currency === Number(held.get('PS_CURRENCY_DEFAULT'))) ?? currencyRows[0];
    const nameOfCurrency = nameIn(currencyNames ? results.rows(currencyNames) : []);
    const rateRows = results.rows(rates).filter((row) => row.id_shop === shopId);
    const rateOf = (row: { id_currency: number; conversion_rate: DecimalCell }) => {
      const own = rateRows.find((rate) => rate.id_currency === row.id_currency);
      const rate = decimal(own?.conversion_rate ?? row.conversion_rate);
      return plainDecimal(rate.gt(0) ? rate : new Big(1));
    };
    const isoCodes: Record<number, string> = {};
    for (const row of results.rows(countries)) {
      if (row.iso_code) isoCodes[row.id_country] = row.iso_code.toUpperCase();
    }
    const countryId = Number(held.get('PS_COUNTRY_DEFAULT'));
    const zone = held.get('PS_TIMEZONE') || hello.timeZone;
    const shopName = heldText(held.get('PS_SHOP_NAME')) ?? store.url;
    const statusRows = results.rows(statuses);
    const nameOfStatus = nameIn(results.rows(statusNames));
    const all = statusRows.map((row): OrderStatus => {
      const flags = {
        shipped: row.shipped === 1,
        delivery: row.delivery === 1,
        paid: row.paid === 1,
        logable: row.logable === 1,
      };
      const { name, names } = nameOfStatus(row.id_order_state);
      return { nativeId: String(row.id_order_state), name, state: stateOf(row.id_order_state, names, flags, held) };
    });
    const groupId = Number(held.get('PS_UNIDENTIFIED_GROUP')) || 1;

    const read: ReadConfig = {
      name: shopName,
      email: heldText(held.get('PS_SHOP_EMAIL')),
      phone: heldText(held.get('PS_SHOP_PHONE')),
      country: isoCodes[Number(held.get('PS_SHOP_COUNTRY_ID'))] ?? isoCodes[countryId] ?? null,
      timeZone: isTimeZone(zone) ? zone : 'UTC',
      defaultCurrency: currency?.iso_code ?? 'EUR',
      currencies: currencyRows
        .filter((row) => row.deleted === 0 || row.id_currency === currency?.id_currency)
        .map((row) => ({
          code: row.iso_code,
          name: nameOfCurrency(row.id_currency).name || heldText(row.name) || row.iso_code,
          rate: rateOf(row),
          decimals: row.precision ?? (row.decimals ?? 1) * 2,
          isDefault: row.id_currency === currency?.id_currency,
          enabled: row.active === 1,
        })),
      defaultLanguage: languageTag(language),
      languages: languageRows.map((row) => ({
        tag: languageTag(row),
        nativeId: String(row.id_lang),
        name: row.name,
        isDefault: row.id_lang === languageId,
        enabled: row.active === 1,
      })),
      weightUnit: weightUnitOf(held.get('PS_WEIGHT_UNIT') ?? ''),
      dimensionUnit: dimensionUnitOf(held.get('PS_DIMENSION_UNIT') ?? ''),
      pricesIncludeTax: false,
      orderStatuses: all.filter((_status, at) => statusRows[at]?.deleted === 0),
      taxClasses: orError(() =>
        results.rows(taxGroups).map((row) => ({ nativeId: String(row.id_tax_rules_group), name: row.name ?? '' })),
      ),
      customerGroups: orError(() => {
        const nameOfGroup = nameIn(results.rows(groupNames));
        return results
          .rows(groups)
          .map((row) => ({ nativeId: String(row.id_group), name: nameOfGroup(row.id_group).name }));
      }),
      channels: [...shopRows]
        .sort((a, b) => Number(b.id_shop === shopId) - Number(a.id_shop === shopId))
        .map((row) => ({
          nativeId: String(row.id_shop),
          name: row.name ?? '',
          url: shopUrl(
            results.rows(urls).find((one) => one.id_shop === row.id_shop),
            held.get('PS_SSL_ENABLED') === '1',
          ),
        })),
    };
    const native: PrestaShopNative = {
      shopId,
      shops: shopRows.map((row) => ({
        id: row.id_shop,
        groupId: row.id_shop_group,
        sharesStock: row.share_stock === 1,
      })),
      languageId,
      languagePath: languageRows.filter((row) => row.active === 1).length > 1 ? (language?.iso_code ?? null) : null,
      currencyId: currency?.id_currency ?? 1,
      currencies: Object.fromEntries(
        currencyRows.map((row) => [row.id_currency, { code: row.iso_code, rate: rateOf(row) }]),
      ),
      countryId,
      groupId,
      groupReduction: plainDecimal(
        decimal(results.rows(groups).find((row) => row.id_group === groupId)?.reduction ?? 0),
      ),
      categoryReductions: reductions !== null && results.rows(reductions).some((row) => row.id_group === groupId),
      countsStock: held.get('PS_STOCK_MANAGEMENT') !== '0',
      backorders: held.get('PS_ORDER_OUT_OF_STOCK') === '1',
      pricePriorities: held.get('PS_SPECIFIC_PRICE_PRIORITIES') || 'id_shop;id_currency;id_country;id_group',
      taxRates:
        held.get('PS_TAX') === '0'
          ? {}
          : taxRates((results.rows(taxRules) as readonly TaxRule[]).filter((row) => row.id_country === countryId)),
      productRoute:
        held.get('PS_REWRITING_SETTINGS') === '1' ? held.get('PS_ROUTE_product_rule') || defaultRoute : null,
      countries: isoCodes,
      statuses: all,
      shippedStatusIds: statusRows.filter((row) => row.shipped === 1).map((row) => row.id_order_state),
      paidStatusIds: statusRows.filter((row) => row.paid === 1).map((row) => row.id_order_state),
      shopName,
      textIgnoresCase: hello.database.kind !== 'sqlite',
    };
    return { config: read, native };
  };
  const plan: Plan<{ config: ReadConfig; native: PrestaShopNative }> = { statements: gathering.statements, decode };
  return plan;
};

/** A language's tag: its locale, such as `en-US`; before 1.7 its code (`en-us`). */
function languageTag(
  row: { locale?: string | null; language_code: string | null; iso_code: string } | undefined,
): string {
  const code = row?.locale || row?.language_code || row?.iso_code || 'en';
  try {
    return Intl.getCanonicalLocales(code.replaceAll('_', '-'))[0] ?? code;
  } catch {
    return code;
  }
}

/** The settings that hold for the default shop. */
function settingsOf(
  rows: readonly { name: string; value: string | null; id_shop: number | null; id_shop_group: number | null }[],
  shops: readonly { id_shop: number; id_shop_group: number }[],
): ReadonlyMap<string, string> {
  const everywhere = rows.filter((row) => !row.id_shop && !row.id_shop_group);
  const shopId = Number(everywhere.find((row) => row.name === 'PS_SHOP_DEFAULT')?.value) || shops[0]?.id_shop;
  const groupId = shops.find((shop) => shop.id_shop === shopId)?.id_shop_group;
  const ofGroup = rows.filter((row) => !row.id_shop && row.id_shop_group && row.id_shop_group === groupId);
  const ofShop = rows.filter((row) => row.id_shop && row.id_shop === shopId);
  return new Map([...everywhere, ...ofGroup, ...ofShop].map((row) => [row.name, row.value ?? '']));
}

interface Name {
  readonly name: string;
  readonly names: readonly string[];
}

/** Reads names kept by language: the one in this language, else in the first that has one; and all of them. */
function namesIn(languageId: number) {
  return (rows: readonly { id: number; id_lang: number; name: string | null }[]): ((id: number) => Name) => {
    const byId = new Map<number, { language: number; name: string }[]>();
    for (const row of [...rows].sort((a, b) => a.id_lang - b.id_lang)) {
      const names = byId.get(row.id) ?? [];
      if (row.name) names.push({ language: row.id_lang, name: row.name });
      byId.set(row.id, names);
    }
    return (id) => {
      const names = byId.get(id) ?? [];
      const own = names.find((one) => one.language === languageId) ?? names[0];
      return { name: own?.name ?? '', names: names.map((one) => one.name) };
    };
  };
}

function shopUrl(
  row:
    | { domain: string | null; domain_ssl: string | null; physical_uri: string | null; virtual_uri: string | null }
    | undefined,
  secure: boolean,
): string | null {
  const domain = secure ? row?.domain_ssl || row?.domain : row?.domain;
  if (!row || !domain) return null;
  return `${secure ? 'https' : 'http'}://${domain}${row.physical_uri || '/'}${row.virtual_uri ?? ''}`;
}
