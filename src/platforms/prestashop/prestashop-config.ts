import { Big } from 'big.js';
import { sql } from 'kysely';
import { orError, statement, valuesFrom } from '../../bridge/plan.js';
import type { OrderStatus } from '../../model/order-status.js';
import { webAddress } from '../../model/scalars.js';
import { ServiceError } from '../../model/service-error.js';
import { countryCode } from '../addresses.js';
import { isNoTime } from '../conditions.js';
import { configBy } from '../config-plan.js';
import { type DecimalCell, decimal, plainDecimal } from '../decimals.js';
import { heldText } from '../html-text.js';
import { languageTag } from '../language-tags.js';
import { namedBy, namesOf } from '../listed.js';
import { isTimeZone } from '../store-time.js';
import { dimensionUnitOf, weightUnitOf } from '../unit-names.js';
import { prestashop } from './prestashop-relations.js';
import { defaultShop, settingNames, settingsOf } from './prestashop-settings.js';
import { stateOf } from './prestashop-statuses.js';
import { taxRates } from './prestashop-taxes.js';
import type { PrestaShopNative } from './prestashop-view.js';

/** What PrestaShop uses where the shop has set no form of its own (classes/Dispatcher.php, the same from 1.7 to 9). */
const defaultRoute = '{category:/}{id}{-:id_product_attribute}-{rewrite}{-:ean13}.html';

/** The names of things in all languages; `id` numbers the things. */
const namedIn = (relation: 'currency_lang' | 'order_state_lang' | 'group_lang', id: string) =>
  prestashop
    .selectFrom(`${relation} as n` as 'group_lang as n')
    .select([sql.ref<number>(`n.${id}`).as('id'), 'n.id_lang as language_id', 'n.name'])
    .orderBy('n.id_lang');

/** Reads the configuration of the default shop: what is set for it, else for its group of shops, else for all. */
export const config = configBy(
  (columns) => {
    const country = statement(
      'country',
      prestashop.selectFrom('configuration as c').select('c.value').where('c.name', '=', 'PS_COUNTRY_DEFAULT'),
    );
    return {
      settings: prestashop
        .selectFrom('configuration as c')
        .select(['c.name', 'c.value', 'c.id_shop', 'c.id_shop_group'])
        .where('c.name', 'in', settingNames),
      languages: prestashop
        .selectFrom('lang as l')
        .select(['l.id_lang', 'l.name', 'l.active', 'l.iso_code', 'l.language_code'])
        .$if(columns.has('lang', 'locale'), (query) => query.select('l.locale'))
        .orderBy('l.id_lang'),
      shops: prestashop
        .selectFrom('shop as s')
        .leftJoin('shop_group as g', 'g.id_shop_group', 's.id_shop_group')
        .select(['s.id_shop', 's.id_shop_group', 's.name', 'g.share_stock'])
        .where('s.deleted', '=', 0)
        .orderBy('s.id_shop'),
      urls: prestashop
        .selectFrom('shop_url as u')
        .select(['u.id_shop', 'u.domain', 'u.domain_ssl', 'u.physical_uri', 'u.virtual_uri'])
        .orderBy('u.main', 'desc')
        .orderBy('u.active', 'desc')
        .orderBy('u.id_shop_url'),
      currencies: prestashop
        .selectFrom('currency as c')
        .select(['c.id_currency', 'c.iso_code', 'c.conversion_rate', 'c.active', 'c.deleted'])
        .$if(columns.has('currency', 'name'), (query) => query.select('c.name'))
        .$if(columns.has('currency', 'precision'), (query) => query.select('c.precision'))
        .$if(columns.has('currency', 'decimals'), (query) => query.select('c.decimals'))
        .orderBy('c.id_currency'),
      'currency-names': columns.has('currency_lang') ? namedIn('currency_lang', 'id_currency') : null,
      rates: prestashop.selectFrom('currency_shop as r').select(['r.id_currency', 'r.id_shop', 'r.conversion_rate']),
      statuses: prestashop
        .selectFrom('order_state as s')
        .select(['s.id_order_state', 's.logable', 's.delivery', 's.shipped', 's.paid', 's.deleted'])
        .orderBy('s.id_order_state'),
      'status-names': namedIn('order_state_lang', 'id_order_state'),
      'tax-groups': prestashop
        .selectFrom('tax_rules_group as t')
        .select(['t.id_tax_rules_group as id', 't.name'])
        .where('t.deleted', '=', 0)
        .orderBy('t.id_tax_rules_group'),
      country,
      'tax-rules': prestashop
        .selectFrom('tax_rule as r')
        .innerJoin('tax_rules_group as g', 'g.id_tax_rules_group', 'r.id_tax_rules_group')
        .innerJoin('tax as t', 't.id_tax', 'r.id_tax')
        .select(['r.id_tax_rules_group', 'r.id_country', 'r.zipcode_from', 'r.zipcode_to', 'r.behavior', 't.rate'])
        .where('g.active', '=', 1)
        .where('r.id_state', '=', 0)
        .where('r.id_country', 'in', valuesFrom(country, 'value') as unknown as number[])
        .orderBy('r.id_tax_rules_group')
        .orderBy('r.id_tax_rule'),
      groups: prestashop.selectFrom('group as g').select(['g.id_group', 'g.reduction']).orderBy('g.id_group'),
      'group-names': namedIn('group_lang', 'id_group'),
      reductions: columns.has('group_reduction')
        ? prestashop.selectFrom('group_reduction as r').select('r.id_group').distinct()
        : null,
      countries: prestashop.selectFrom('country as c').select(['c.id_country', 'c.iso_code']),
      'undated-orders': prestashop
        .selectFrom('orders as o')
        .select('o.id_order')
        .where((eb) => eb.or([isNoTime('o.date_add'), isNoTime('o.date_upd')]))
        .limit(1),
      'undated-products': prestashop
        .selectFrom('product as p')
        .select('p.id_product')
        .where(isNoTime('p.date_upd'))
        .limit(1),
    };
  },
  (rows, { hello, url }) => {
    /** What may not be read is not listed either. */
    const some = (read: () => readonly unknown[]) => {
      const found = orError(read);
      return !(found instanceof ServiceError) && found.length > 0;
    };
    const held = settingsOf(rows.settings, rows.shops);
    const shopId = defaultShop(held.get('PS_SHOP_DEFAULT'), rows.shops)?.id_shop ?? 1;
    const language =
      rows.languages.find((row) => row.id_lang === Number(held.get('PS_LANG_DEFAULT'))) ?? rows.languages[0];
    const languageId = language?.id_lang ?? 1;
    type NameRow = Parameters<typeof namesOf<number>>[0][number];
    const namesIn = (found: readonly NameRow[]) => {
      const names = new Map(namesOf(found, languageId, (name) => name ?? '').map((one) => [one.id, one]));
      return (id: number) => names.get(id) ?? { name: '', all: [] };
    };
    const currency =
      rows.currencies.find((row) => row.id_currency === Number(held.get('PS_CURRENCY_DEFAULT'))) ?? rows.currencies[0];
    const nameOfCurrency = namesIn(rows['currency-names']);
    const rates = rows.rates.filter((row) => row.id_shop === shopId);
    const rateOf = (row: { id_currency: number; conversion_rate: DecimalCell }) => {
      const own = rates.find((rate) => rate.id_currency === row.id_currency);
      const rate = decimal(own?.conversion_rate ?? row.conversion_rate);
      return plainDecimal(rate.gt(0) ? rate : new Big(1));
    };
    const isoCodes: Record<number, string> = {};
    for (const row of rows.countries) {
      const code = countryCode(row.iso_code);
      if (code) isoCodes[row.id_country] = code;
    }
    const countryId = Number(held.get('PS_COUNTRY_DEFAULT'));
    const zone = held.get('PS_TIMEZONE') || hello.timeZone;
    const shopName = heldText(held.get('PS_SHOP_NAME')) ?? url;
    const secure = held.get('PS_SSL_ENABLED') === '1';
    const nameOfStatus = namesIn(rows['status-names']);
    const statuses = rows.statuses.map((row): OrderStatus => {
      const { name, all: names } = nameOfStatus(row.id_order_state);
      const nativeId = String(row.id_order_state);
      const flags = {
        shipped: row.shipped === 1,
        delivery: row.delivery === 1,
        paid: row.paid === 1,
        logable: row.logable === 1,
      };
      return { nativeId, name: name || nativeId, state: stateOf(row.id_order_state, names, flags, held) };
    });
    const groupId = Number(held.get('PS_UNIDENTIFIED_GROUP')) || 1;
    // Groups that are switched off take nothing off (GroupReduction::getValueForProduct).
    const grouped = held.get('PS_GROUP_FEATURE_ACTIVE') !== '0';
    const tagOf = (row: typeof language) => languageTag(row?.locale || row?.language_code || row?.iso_code || 'en');

    return {
      config: {
        name: shopName,
        email: heldText(held.get('PS_SHOP_EMAIL')),
        phone: heldText(held.get('PS_SHOP_PHONE')),
        country: isoCodes[Number(held.get('PS_SHOP_COUNTRY_ID'))] ?? isoCodes[countryId] ?? null,
        timeZone: isTimeZone(zone) ? zone : 'UTC',
        defaultCurrency: currency?.iso_code?.trim() || 'EUR',
        currencies: rows.currencies
          .filter((row) => row.iso_code?.trim() && (row.deleted === 0 || row.id_currency === currency?.id_currency))
          .map((row) => ({
            code: row.iso_code,
            name: nameOfCurrency(row.id_currency).name || heldText(row.name) || row.iso_code,
            rate: rateOf(row),
            decimals: row.precision ?? (row.decimals ?? 1) * 2,
            isDefault: row.id_currency === currency?.id_currency,
            enabled: row.active === 1,
          })),
        defaultLanguage: tagOf(language),
        languages: rows.languages.map((row) => ({
          tag: tagOf(row),
          nativeId: String(row.id_lang),
          name: row.name,
          isDefault: row.id_lang === languageId,
          enabled: row.active === 1,
        })),
        weightUnit: weightUnitOf(held.get('PS_WEIGHT_UNIT') ?? ''),
        dimensionUnit: dimensionUnitOf(held.get('PS_DIMENSION_UNIT') ?? ''),
        pricesIncludeTax: false,
        orderStatuses: statuses.filter((_status, at) => rows.statuses[at]?.deleted === 0),
        taxClasses: orError(() => namedBy(rows['tax-groups'], (name) => name ?? '')),
        customerGroups: orError(() => {
          const nameOfGroup = namesIn(rows['group-names']);
          return rows.groups.map((row) => ({
            nativeId: String(row.id_group),
            name: nameOfGroup(row.id_group).name || String(row.id_group),
          }));
        }),
        channels: [...rows.shops]
          .sort((a, b) => Number(b.id_shop === shopId) - Number(a.id_shop === shopId))
          .map((row) => ({
            nativeId: String(row.id_shop),
            name: row.name ?? '',
            url: shopUrl(
              rows.urls.find((one) => one.id_shop === row.id_shop),
              secure,
            ),
          })),
      },
      native: {
        shopId,
        shops: rows.shops.map((row) => ({
          id: row.id_shop,
          groupId: row.id_shop_group,
          sharesStock: row.share_stock === 1,
        })),
        languageId,
        languagePath: rows.languages.filter((row) => row.active === 1).length > 1 ? (language?.iso_code ?? null) : null,
        currencyId: currency?.id_currency ?? 1,
        currencies: Object.fromEntries(
          rows.currencies
            .filter((row) => row.iso_code?.trim())
            .map((row) => [row.id_currency, { code: row.iso_code, rate: rateOf(row) }]),
        ),
        countryId,
        groupId,
        groupReduction: plainDecimal(
          decimal(grouped ? rows.groups.find((row) => row.id_group === groupId)?.reduction : 0),
        ),
        categoryReductions: grouped && rows.reductions.some((row) => row.id_group === groupId),
        countsStock: held.get('PS_STOCK_MANAGEMENT') !== '0',
        backorders: held.get('PS_ORDER_OUT_OF_STOCK') === '1',
        specialPrices: held.get('PS_SPECIFIC_PRICE_FEATURE_ACTIVE') !== '0',
        pricePriorities: held.get('PS_SPECIFIC_PRICE_PRIORITIES') || 'id_shop;id_currency;id_country;id_group',
        taxRates:
          held.get('PS_TAX') === '0' ? {} : taxRates(rows['tax-rules'].filter((row) => row.id_country === countryId)),
        productRoute:
          held.get('PS_REWRITING_SETTINGS') === '1' ? held.get('PS_ROUTE_product_rule') || defaultRoute : null,
        countries: isoCodes,
        statuses,
        undatedOrders: some(() => rows['undated-orders']),
        undatedProducts: some(() => rows['undated-products']),
        shippedStatusIds: rows.statuses.filter((row) => row.shipped === 1).map((row) => row.id_order_state),
        paidStatusIds: rows.statuses.filter((row) => row.paid === 1).map((row) => row.id_order_state),
        shipping: {
          byWeight: Number(held.get('PS_SHIPPING_METHOD')) !== 0,
          handling: held.get('PS_SHIPPING_HANDLING') ?? null,
          freeFrom: held.get('PS_SHIPPING_FREE_PRICE') ?? null,
        },
        shopName,
        textIgnoresCase: hello.database.kind !== 'sqlite',
      } satisfies PrestaShopNative,
    };
  },
);

interface UrlRow {
  readonly domain: string | null;
  readonly domain_ssl: string | null;
  readonly physical_uri: string | null;
  readonly virtual_uri: string | null;
}

function shopUrl(row: UrlRow | undefined, secure: boolean): string | null {
  const domain = secure ? row?.domain_ssl || row?.domain : row?.domain;
  if (!row || !domain) return null;
  return webAddress(`${secure ? 'https' : 'http'}://${domain}${row.physical_uri || '/'}${row.virtual_uri ?? ''}`);
}
