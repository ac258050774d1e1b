import 'reflect-metadata';
import { Big } from 'big.js';
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { GraphQLDateTime, GraphQLJSON } from 'graphql-scalars';
import { LRUCache } from 'lru-cache';
import { isCut } from './cut-text.js';
import { MomentaryMap } from './momentary-map.js';
import { ServiceError } from './service-error.js';

const decimalForm = /^[+-]?\d{1,40}(\.\d{1,40})?$/;

/** Reads an exact decimal; null where the value is none. Numbers are read by their shortest text, so 0.1 is 0.1. */
export function decimalText(value: unknown): string | null {
  if (typeof value === 'string') return decimalForm.test(value) ? unsigned(value) : null;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e40) return new Big(value).toFixed();
  return null;
}

function unsigned(text: string): string {
  return text.startsWith('+') ? text.slice(1) : text;
}

/** An address of more signs, or with half a character, is none that a browser or server could be relied on to take. */
const longestAddress = 2_048;

/** Reads an absolute http(s) address; null where the text is none. Spaces and the like come back percent-encoded. */
export function webAddress(text: string): string | null {
  if (text.length > longestAddress) return null;
  const path = text.indexOf('/', 'https://'.length);
  if (path > 0 && plainOrigins.get(text.slice(0, path)) && plainPath.test(text.slice(path))) return text;
  const address = isCut(text) ? null : URL.parse(text);
  if (!address || (address.protocol !== 'http:' && address.protocol !== 'https:')) return null;
  if (text.startsWith(`${address.origin}/`)) plainOrigins.set(address.origin, true);
  return address.href;
}

/** Origins that addresses had as they are written: a page's hundreds are of one or two. */
const plainOrigins = new MomentaryMap<true>();
/** A path, perhaps with a query, that is written as it stands: nothing in it is encoded, and it leads to no folder above. */
const plainPath = /^(?:\/(?!\.)[\w.~-]*)+(?:\?[\w.~=&-]*)?$/;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
  } catch {
    return false;
  }
}

/** Tags as they were written, with their form: a few are asked for with every text of a page, and each takes microseconds to find. */
const knownTags = new LRUCache<string, string>({ max: 1_000 });
/** Longer tags are not kept; those that people use are shorter. */
const longestKnownTag = 35;

function languageTag(text: string): string | null {
  const known = knownTags.get(text);
  if (known !== undefined) return known;
  try {
    const tag = Intl.getCanonicalLocales(text.replaceAll('_', '-'))[0] ?? null;
    if (tag !== null && text.length <= longestKnownTag) knownTags.set(text, tag);
    return tag;
  } catch {
    return null;
  }
}

interface ScalarRules {
  name: string;
  description: string;
  specifiedByURL?: string;
  /** What a client sees of a stored value; null where the store's value is none of this scalar. */
  write(value: unknown): string | null;
  /** What the service sees of a client's value; null where it is none of this scalar. */
  read(value: unknown): unknown;
}

/** A scalar that travels as a string. A value the store got wrong is a coded error at its own field; a client's is refused. */
function textScalar({ name, description, specifiedByURL, write, read }: ScalarRules): GraphQLScalarType {
  const parse = (value: unknown) => {
    const parsed = read(value);
    if (parsed === null) {
      const code = { extensions: { code: 'BAD_USER_INPUT' } };
      throw new GraphQLError(`${name} must be as its description says, but got: ${clip(value)}`, code);
    }
    return parsed;
  };
  return new GraphQLScalarType({
    name,
    description,
    specifiedByURL,
    serialize(value) {
      const written = write(value);
      if (written === null) throw noScalar(name);
      return written;
    },
    parseValue: parse,
    parseLiteral: (node) => parse(literal(node)),
  });
}

/** The error in the place of a value that a store holds and that is none of a scalar. */
export function noScalar(name: string): ServiceError {
  return new ServiceError('STORE_RECORD_INVALID', `The store holds a value here that is no ${name}.`, { scalar: name });
}

function literal(node: ValueNode): unknown {
  return node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT ? node.value : null;
}

function clip(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 80);
}

function matching(form: RegExp) {
  return (value: unknown) => (typeof value === 'string' && form.test(value) ? value : null);
}

/** A moment: a `Date` in the model, RFC 3339 in UTC with `Z` on the wire. */
export const DateTime = textScalar({
  name: 'DateTime',
  description:
    'A moment in time as RFC 3339 text. Answers are always in UTC with `Z`, such as `2026-03-01T09:30:00.000Z`; ' +
    'arguments may carry any offset.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time.html',
  write(value) {
    const date = value instanceof Date ? value : new Date(typeof value === 'string' ? value : Number.NaN);
    return Number.isNaN(date.getTime()) ? null : date.toISOString();
  },
  read(value) {
    try {
      return GraphQLDateTime.parseValue(value);
    } catch {
      return null;
    }
  },
});

export const Decimal = textScalar({
  name: 'Decimal',
  description:
    'An exact decimal number as text, such as `"19.99"`; never a floating-point number. ' +
    'Arguments may be text or plain numbers, without an exponent, with at most 40 digits on either side of the point.',
  write: decimalText,
  read: decimalText,
});

export const CurrencyCode = textScalar({
  name: 'CurrencyCode',
  description:
    'A currency as its ISO 4217 code, such as `EUR`. A store that invented a currency of its own shows the code it gave it.',
  specifiedByURL: 'https://www.iso.org/iso-4217-currency-codes.html',
  write: matching(/^\S.*$/),
  read: matching(/^[A-Z]{3}$/),
});

export const CountryCode = textScalar({
  name: 'CountryCode',
  description: 'A country as its ISO 3166-1 alpha-2 code, such as `FR`.',
  specifiedByURL: 'https://www.iso.org/iso-3166-country-codes.html',
  write: matching(/^[A-Z]{2}$/),
  read: matching(/^[A-Z]{2}$/),
});

export const LanguageTag = textScalar({
  name: 'LanguageTag',
  description: 'A language as its BCP 47 tag, such as `en-GB`; `und` where the store holds something that is no tag.',
  specifiedByURL: 'https://www.rfc-editor.org/info/bcp47',
  write: (value) => (typeof value === 'string' ? (languageTag(value) ?? 'und') : null),
  read: (value) => (typeof value === 'string' ? languageTag(value) : null),
});

export const TimeZone = textScalar({
  name: 'TimeZone',
  description: 'A time zone as its IANA name, such as `Europe/Paris`.',
  specifiedByURL: 'https://www.iana.org/time-zones',
  write: (value) => (typeof value === 'string' && isTimeZone(value) ? value : null),
  read: (value) => (typeof value === 'string' && isTimeZone(value) ? value : null),
});

/** An absolute address; a string in the model, as clients gave it or as the store's parts make it. */
export const Url = textScalar({
  name: 'URL',
  description: 'An absolute http or https address, such as `https://shop.example/`.',
  specifiedByURL: 'https://url.spec.whatwg.org/',
  write: (value) => (typeof value === 'string' ? webAddress(value) : null),
  read: (value) => (typeof value === 'string' ? webAddress(value) : null),
});

export const Json = new GraphQLScalarType({
  ...GraphQLJSON.toConfig(),
  name: 'JSON',
  description: 'Any JSON value. Reserved for values whose shape is the merchant’s own; no field has this type yet.',
});
