import { slug } from './html.js';
import type { Random } from './random.js';
import { countries } from './words/countries.js';
import { europeanLocales, type Locale } from './words/people.js';
import { overseasLocales } from './words/people-overseas.js';

/** An address as it is typed into a form. */
export interface PostalAddress {
  readonly firstName: string;
  readonly lastName: string;
  readonly company: string;
  readonly line1: string;
  readonly line2: string;
  readonly city: string;
  readonly postcode: string;
  readonly iso2: string;
  readonly countryId: number;
  readonly zone: string;
  readonly zoneId: number;
}

/** Somebody who shops. */
export interface Person {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
  readonly language: 1 | 2;
  readonly address: PostalAddress;
  readonly locale: Locale;
}

/** A region of a country that some customer lives in. */
export interface Zone {
  readonly id: number;
  readonly countryId: number;
  readonly code: string;
  readonly name: string;
}

const locales = [...europeanLocales, ...overseasLocales];
const localeWeights = Object.fromEntries(locales.map((locale, index) => [index, locale.weight]));
const countryIds = new Map(countries.map(({ iso2, id }) => [iso2, id]));
const mailHosts = ['postbox.example', 'brief.example', 'mail.example', 'example.com', 'example.net', 'example.org'];

const secondLines = {
  1: ['2nd floor', 'c/o "Atelier 9"', 'Unit <B>', 'Studio 4 & 5'],
  2: ['Hinterhaus', '3. OG', 'c/o "Atelier 9"'],
} as const;

/** Every region in use, by country and name. */
export const zones: ReadonlyMap<string, Zone> = collectZones();

/** Invents somebody; `taken` holds the e-mail addresses in use and receives the new one. */
export function makePerson(random: Random, taken: Set<string>): Person {
  const locale = locales[Number(random.weighted(localeWeights))] as Locale;
  const [firstName, plainFirst] = named(random.pick(listed(locale.first)));
  const [lastName, plainLast] = named(random.pick(listed(locale.last)));
  const separator = random.pick(['.', '.', '', '_', '-']);
  let email = '';
  for (let attempt = 0; email === '' || taken.has(email); attempt++) {
    const tail = attempt === 0 ? '' : String(random.between(2, 99));
    email = `${slug(plainFirst)}${separator}${slug(plainLast)}${tail}@${random.pick(mailHosts)}`;
  }
  taken.add(email);
  const address = makeAddress(random, locale, firstName, lastName);
  const phone = random.chance(0.85) ? random.fill(locale.phone) : '';
  return { firstName, lastName, email, phone, language: locale.language, address, locale };
}

/** Another address in the same country, as a home beside an office. */
export function makeAddress(random: Random, locale: Locale, firstName: string, lastName: string): PostalAddress {
  const [city = '', zoneName = '', , postcode = ''] = random.pick(listed(locale.towns)).split('/');
  const countryId = countryIds.get(locale.country) as number;
  const zone = zones.get(`${countryId} ${zoneName}`);
  return {
    firstName,
    lastName,
    company: locale.company && random.chance(0.2) ? `${lastName}${locale.company}` : '',
    line1: random.pick(listed(locale.streets)).replace('{n}', String(random.between(1, 189))),
    line2: random.chance(0.08) ? random.pick(secondLines[locale.language]) : '',
    city,
    postcode: random.fill(postcode),
    iso2: locale.country,
    countryId,
    zone: zone?.name ?? '',
    zoneId: zone?.id ?? 0,
  };
}

/** A list split at commas that no space follows. */
function listed(text: string): string[] {
  return text.split(/,(?! )/);
}

function named(entry: string): [written: string, plain: string] {
  const [written = '', plain = written] = entry.split('=');
  return [written, plain];
}

function collectZones(): Map<string, Zone> {
  const found = new Map<string, Zone>();
  for (const locale of locales) {
    const countryId = countryIds.get(locale.country) as number;
    for (const town of listed(locale.towns)) {
      const [, name = '', code = ''] = town.split('/');
      const key = `${countryId} ${name}`;
      if (name && !found.has(key)) found.set(key, { id: found.size + 1, countryId, code, name });
    }
  }
  return found;
}
