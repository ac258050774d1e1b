import { type GraphQLScalarType, parseValue } from 'graphql';
import { CountryCode, CurrencyCode, DateTime, Decimal, LanguageTag, TimeZone, Url } from '../../src/model/scalars.js';
import { ServiceError } from '../../src/model/service-error.js';

/** What a client sees, or the code of the error at that field. */
function shown(scalar: GraphQLScalarType, value: unknown): unknown {
  try {
    return scalar.serialize(value);
  } catch (error) {
    if (error instanceof ServiceError) return error.code;
    throw error;
  }
}

function taken(scalar: GraphQLScalarType, text: string): unknown {
  try {
    return scalar.parseLiteral(parseValue(text));
  } catch (error) {
    return (error as { extensions: { code: string } }).extensions.code;
  }
}

test('a moment is shown in UTC and taken with any offset', () => {
  expect(shown(DateTime, new Date('2026-03-01T10:30:00+01:00'))).toBe('2026-03-01T09:30:00.000Z');
  expect(taken(DateTime, '"2026-03-01T10:30:00+01:00"')).toEqual(new Date('2026-03-01T09:30:00Z'));
  expect(taken(DateTime, '"yesterday"')).toBe('BAD_USER_INPUT');
  expect(shown(DateTime, new Date('nonsense'))).toBe('STORE_RECORD_INVALID');
});

test('a decimal is exact, shown as text, and taken as text or number', () => {
  expect(['19.99', '100', '-0.0001', 19.99, 100, 1e21, 1e-7].map((value) => shown(Decimal, value))).toEqual([
    '19.99',
    '100',
    '-0.0001',
    '19.99',
    '100',
    '1000000000000000000000',
    '0.0000001',
  ]);
  expect(['"19.990"', '19.990', '5', '"+5"'].map((text) => taken(Decimal, text))).toEqual([
    '19.990',
    '19.990',
    '5',
    '5',
  ]);
  expect(['"1e999999"', '"cheap"', 'true', '""', '[1]'].map((text) => taken(Decimal, text))).toEqual(
    Array(5).fill('BAD_USER_INPUT'),
  );
  expect(shown(Decimal, 'free')).toBe('STORE_RECORD_INVALID');
});

test('a broken address at the store is an error at its own field', () => {
  expect(shown(Url, 'https://shop.example/a b.jpg')).toBe('https://shop.example/a%20b.jpg');
  expect(shown(Url, 'http://')).toBe('STORE_RECORD_INVALID');
  expect(shown(Url, 'javascript:alert(1)')).toBe('STORE_RECORD_INVALID');
  expect(taken(Url, '"file:///etc/passwd"')).toBe('BAD_USER_INPUT');
});

test('codes of countries, currencies, languages and time zones are shown where they are such', () => {
  expect([shown(CountryCode, 'FR'), shown(CountryCode, 'France')]).toEqual(['FR', 'STORE_RECORD_INVALID']);
  expect([shown(CurrencyCode, 'EUR'), shown(CurrencyCode, 'POINTS')]).toEqual(['EUR', 'POINTS']);
  expect([shown(LanguageTag, 'en-gb'), shown(LanguageTag, 'pt_BR'), shown(LanguageTag, '???')]).toEqual([
    'en-GB',
    'pt-BR',
    'und',
  ]);
  expect([shown(TimeZone, 'Europe/Paris'), shown(TimeZone, 'Mars/Base')]).toEqual([
    'Europe/Paris',
    'STORE_RECORD_INVALID',
  ]);
});

test.each([
  'https://shop.example',
  'http://shop.example:8080',
  'http://shop.example:80',
  'http://SHOP.example',
  'http://127.1',
])('addresses at %s are shown as browsers write them, also where others of the shop were before', (origin) => {
  const paths = [
    '/',
    '/a.jpg',
    '/a//b/',
    '/a/../b',
    '/./a',
    '/a/.',
    '/a/..',
    '/a/%2e%2e/b',
    '/a/.b',
    '/a\\b',
    '/ü',
    '/a b',
    '/~a/b-c_d',
  ];
  const queries = ['', '?', '?a=b&c=d.e~f-g', '?a b', '?ü', '?a=/../b', '#', '#a', '?a#b', '\n', ' '];
  for (const path of [...paths, ...paths]) {
    for (const query of queries) expect(shown(Url, origin + path + query)).toBe(new URL(origin + path + query).href);
  }
});
