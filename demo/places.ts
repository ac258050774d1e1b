import { escaped } from './html.js';
import { zones } from './person.js';
import type { Rows } from './rows.js';
import type { Bilingual } from './words/branch.js';
import { countries } from './words/countries.js';
import {
  orderStatuses,
  returnActions,
  returnReasons,
  returnStatuses,
  stockStatuses,
} from './words/stock-and-status.js';

/** Adds the world's countries, the regions that customers live in, and the words for every status, in both languages. */
export function addPlacesAndStatuses(rows: Rows): void {
  const names = ['en', 'de'].map((language) => new Intl.DisplayNames([language], { type: 'region' }));
  for (const { id, iso2, iso3 } of countries) {
    rows.add('country', {
      country_id: id,
      iso_code_2: iso2,
      iso_code_3: iso3,
      address_format_id: 1,
      postcode_required: 0,
      status: 1,
    });
    for (const [index, language] of names.entries()) {
      rows.add('country_description', {
        country_id: id,
        language_id: index + 1,
        name: escaped(language.of(iso2) ?? iso2),
      });
    }
  }
  for (const { id, countryId, code, name } of zones.values()) {
    rows.add('zone', { zone_id: id, country_id: countryId, code, status: 1 });
    for (const language of [1, 2])
      rows.add('zone_description', { zone_id: id, language_id: language, name: escaped(name) });
  }
  addWords(rows, 'order_status', orderStatuses);
  addWords(rows, 'stock_status', stockStatuses);
  addWords(rows, 'return_status', returnStatuses);
  addWords(rows, 'return_reason', returnReasons);
  addWords(rows, 'return_action', returnActions);
}

function addWords(rows: Rows, table: string, words: Readonly<Record<number, Bilingual>>): void {
  for (const [id, names] of Object.entries(words)) {
    for (const [index, name] of names.entries()) {
      rows.add(table, { [`${table}_id`]: Number(id), language_id: index + 1, name });
    }
  }
}
