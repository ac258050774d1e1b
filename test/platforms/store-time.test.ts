import fc from 'fast-check';
import { DateTime } from 'luxon';
import { instantOf, isTimeZone, textFrom, wallClock } from '../../src/platforms/store-time.js';

const iso = (text: string | null, zone = 'Europe/Paris') => instantOf(text, zone)?.toISOString() ?? null;

test('a wall-clock time is read in the store’s zone, summer and winter', () => {
  expect(iso('2025-07-01 12:00:00')).toBe('2025-07-01T10:00:00.000Z');
  expect(iso('2025-01-01 12:00:00')).toBe('2025-01-01T11:00:00.000Z');
  expect(iso('2025-01-01')).toBe('2024-12-31T23:00:00.000Z');
  expect(iso('2025-07-01 12:00:00', 'Asia/Kolkata')).toBe('2025-07-01T06:30:00.000Z');
});

test.each([null, '', '0000-00-00', '0000-00-00 00:00:00', '2025-00-10 00:00:00', '2025-02-30', 'yesterday'])(
  '%s is no time',
  (text) => {
    expect(iso(text)).toBeNull();
  },
);

test('a time that the clock shows twice is its first showing, and one that it skips goes on from before', () => {
  expect(iso('2025-10-26 02:30:00')).toBe('2025-10-26T00:30:00.000Z');
  expect(iso('2025-11-02 01:30:00', 'America/New_York')).toBe('2025-11-02T05:30:00.000Z');
  expect(iso('2025-03-30 02:30:00')).toBe('2025-03-30T01:30:00.000Z');
  expect(iso('2025-03-30 03:00:04')).toBe('2025-03-30T01:00:04.000Z');
});

test('every time of every day is what the rules of its zone say, around changes of the clock too', () => {
  const zones = [
    'America/Havana',
    'America/New_York',
    'Asia/Gaza',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'Pacific/Apia',
  ];
  const change = fc.constantFrom(
    '2011-12-29',
    '2011-12-30',
    '2011-12-31',
    '2024-11-03',
    '2025-03-09',
    '2025-03-30',
    '2025-10-05',
  );
  const day = fc.oneof(
    change,
    fc
      .date({ min: new Date('1975-01-01'), max: new Date('2036-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10)),
  );
  const part = (max: number) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, '0'));
  fc.assert(
    fc.property(fc.constantFrom(...zones), day, part(25), part(60), part(60), (zone, date, hours, minutes, seconds) => {
      const found = DateTime.fromISO(`${date}T${hours}:${minutes}:${seconds}`, { zone });
      const earliest = found.isValid ? (found.getPossibleOffsets()[0] ?? found).toMillis() : null;
      expect(instantOf(`${date} ${hours}:${minutes}:${seconds}`, zone)?.getTime() ?? null).toBe(earliest);
    }),
    { numRuns: 3000 },
  );
});

test('the wall clock counts a begun second as gone', () => {
  expect(wallClock(new Date('2025-07-01T10:00:00.001Z'), 'Europe/Paris')).toBe('2025-07-01 12:00:01');
});

test('a text filter takes just the times from an instant on, in the hour that comes twice too', () => {
  const zone = 'Europe/Paris';
  const around = fc.integer({ min: Date.UTC(2025, 9, 25, 22), max: Date.UTC(2025, 9, 26, 4) });
  const anywhere = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2027, 0, 1) });
  fc.assert(
    fc.property(fc.oneof(around, anywhere), fc.oneof(around, anywhere), (from, at) => {
      const stored = wallClock(new Date(Math.floor(at / 1000) * 1000), zone);
      const instant = instantOf(stored, zone)?.getTime() ?? 0;
      expect(stored >= textFrom(new Date(from), zone)).toBe(instant >= from);
    }),
    { numRuns: 2000 },
  );
  expect(textFrom(new Date('2025-10-26T01:30:00Z'), zone)).toBe('2025-10-26 03:00:00');
});

test('a zone is known or it is not', () => {
  expect([isTimeZone('America/New_York'), isTimeZone('UTC'), isTimeZone('Mars/Olympus')]).toEqual([true, true, false]);
});

test.each([
  ['9999-12-31T23:59:59Z', 'Europe/Paris', '9999-12-31 23:59:59'],
  ['9999-12-31T23:59:59-12:00', 'America/New_York', '9999-12-31 23:59:59'],
  ['9999-12-31T12:00:00Z', 'Asia/Tokyo', '9999-12-31 21:00:00'],
  ['0000-01-01T00:00:00Z', 'America/New_York', '0000-01-01 00:00:00'],
])('%s in %s is a time of four-digit years, so that texts sort as times do', (instant, zone, text) => {
  expect(textFrom(new Date(instant), zone)).toBe(text);
  expect(wallClock(new Date(instant), zone)).toBe(text);
});
