import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { queriesOver } from '../../src/platforms/sql.js';
import { instantOf } from '../../src/platforms/store-time.js';
import { utcOf } from '../../src/platforms/utc-in-sql.js';

const zones = [
  ...['UTC', 'Europe/Berlin', 'America/New_York', 'America/St_Johns', 'Asia/Kolkata', 'Asia/Kathmandu'],
  ...['Pacific/Kiritimati', 'Pacific/Marquesas', 'Australia/Lord_Howe', 'Africa/Casablanca', 'America/Sao_Paulo'],
  ...['Etc/GMT+12', 'UTC+9:45', 'UTC-3:30'],
];

/** Times around the ends of days, months and years, around changes of the clock, and everywhere else. */
function* texts(): Generator<string> {
  const two = (number: number) => String(number).padStart(2, '0');
  const at = (instant: number) => new Date(instant).toISOString().replace('T', ' ').slice(0, 19);
  for (const year of [2008, 2019, 2023, 2024]) {
    for (let month = 0; month < 12; month += 1) {
      for (const minutes of [-841, -721, -181, -1, 0, 1, 59, 345, 719, 840]) {
        yield at(Date.UTC(year, month) + minutes * 60_000 + 17_000);
      }
    }
  }
  for (const day of ['2024-03-10', '2024-03-31', '2024-10-27', '2024-11-03', '2024-04-07', '2024-10-06']) {
    for (let hour = 0; hour < 5; hour += 1)
      for (const minute of [0, 15, 45, 59]) yield `${day} ${two(hour)}:${two(minute)}:59`;
  }
  for (let instant = Date.UTC(2006); instant < Date.UTC(2030); instant += 37.3 * 86_400_000) yield at(instant);
}

test.each(zones)('a time of a clock is in UTC what it is by the rules of its zone: %s', (zone) => {
  const database = new DatabaseSync(':memory:');
  database.exec('create table times (held text)');
  const insert = database.prepare('insert into times values (?)');
  for (const text of texts()) insert.run(text);
  const { sql: text, parameters } = queriesOver<{ times: { held: string } }>()
    .selectFrom('times')
    .select(['held', sql<string>`${utcOf('held', zone)}`.as('utc')])
    .compile();
  const rows = database.prepare(text).all(...(parameters as never[])) as { held: string; utc: string }[];
  database.close();
  expect(rows.length).toBeGreaterThan(700);
  const right = rows.map(({ held }) => ({
    held,
    utc: instantOf(held, zone)?.toISOString().replace('T', ' ').slice(0, 19),
  }));
  expect(rows.map(({ held, utc }) => ({ held, utc }))).toEqual(right);
  expect(text.length).toBeLessThan(12_000);
});
