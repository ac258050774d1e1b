import { valueRead } from '../../src/model/as-read.js';
import { type PeopleList, type PeopleThing, peopleLists, peoplePage, peopleWalk } from '../contract/people-lists.js';
import { describeWhere } from '../support/machine.js';
import { Comparison } from './comparison.js';
import { unescapedText, utc } from './oracle-values.js';
import { type Reading, readings, valuesOf } from './people-readings.js';
import { openRealStore, type RealStore } from './real-store.js';

const parts = [
  'PHP with mysqli',
  'a MariaDB that lets this user in over its socket',
  'the real stores in ../shared/stores',
] as const;

const reports: string[] = [];
afterAll(() => {
  if (reports.length > 0) process.stdout.write(`\nWhat people left, as the tables have it\n${reports.join('\n')}\n`);
});

describe.each(Object.entries(readings))('%s', (name, { plant, lists }) => {
  describeWhere(parts, 'says of what people left what its tables say', () => {
    let store: RealStore;
    let zone: string;
    beforeAll(async () => {
      store = await openRealStore(name);
      store.rows(`set session sql_mode = '', foreign_key_checks = 0, time_zone = '+00:00'; ${plant};`);
      zone = (await store.session().config()).config.timeZone;
    });
    afterAll(() => store?.close());

    const expected = ({ sql, times, escaped = [], zone: own }: Reading): unknown[][] =>
      store.rows(`set session time_zone = '+00:00'; ${sql}`).map(([line = '']) => {
        // MariaDB's client writes each backslash twice.
        const values = JSON.parse(line.replaceAll('\\\\', '\\')) as unknown[];
        const text = (value: unknown): unknown => {
          if (Array.isArray(value)) return value.map(text);
          // A time within what a thing holds, which are told by their form.
          if (typeof value === 'string' && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.test(value))
            return utc(value.slice(0, 19), own ?? zone);
          return typeof value === 'number' ? String(value) : value;
        };
        return values.map((value, at) => {
          if (times.includes(at)) return utc(value as string | null, own ?? zone);
          if (escaped.includes(at) && typeof value === 'string') return unescapedText(value);
          return text(value);
        });
      });

    describe.each(Object.entries(lists) as [PeopleList, Reading][])('of %s', (list, reading) => {
      let right: unknown[][];
      let nodes: PeopleThing[];
      beforeAll(async () => {
        right = expected(reading);
        const page = await peoplePage(store.session(), list);
        nodes = page.rows.map(({ node }) => valueRead(node) as PeopleThing);
        expect(page.totalCount).toBe(nodes.length);
      });

      test('every one, value by value, and no other', () => {
        const comparison = new Comparison();
        comparison.same(list, nodes.map(valuesOf[list]), right);
        reports.push(comparison.report(`  ${name} ${list}`));
        expect(comparison.differences).toEqual([]);
        expect(comparison.compared).toBeGreaterThan(10);
      });

      test('page by page, forwards and backwards, in every order', async () => {
        for (const orderBy of peopleLists[list].orders) {
          const forwards = await peopleWalk(store.session, list, { orderBy, limit: 40, backward: false });
          expect(
            await peopleWalk(store.session, list, { orderBy, limit: (3 + nodes.length / 2) | 0, backward: true }),
          ).toEqual(forwards);
          expect([...forwards].sort()).toEqual(right.map(([id]) => id).sort());
          if (orderBy === 'ID_ASC') expect(forwards).toEqual(right.map(([id]) => id));
          if (orderBy !== 'CREATED_AT_ASC') continue;
          const times = forwards.map((id) => Number(nodes.find(({ nativeId }) => nativeId === id)?.createdAt ?? 0));
          expect(times).toEqual([...times].sort((a, b) => a - b));
        }
      });

      test('by every filter, as told by brute force', async () => {
        for (const [what, filterOf, meets] of peopleLists[list].filters) {
          for (const sample of [nodes[0], nodes.at(-2), nodes.at(-1)] as PeopleThing[]) {
            const { rows, totalCount } = await peoplePage(store.session(), list, { filter: filterOf(sample) });
            const met = nodes.filter((node) => meets(node, sample)).map(({ nativeId }) => nativeId);
            const found = rows.map(({ node }) => (node as PeopleThing).nativeId);
            expect({ what, found, totalCount }).toEqual({ what, found: met, totalCount: met.length });
          }
        }
      });
    });
  });
});
