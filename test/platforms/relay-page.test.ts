import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import fc from 'fast-check';
import type { Keyset } from '../../src/model/page.js';
import { orderParts, type PageKeys, type Place, pageQuery, pageRows } from '../../src/platforms/relay-page.js';
import { queriesOver } from '../../src/platforms/sql.js';

const db = queriesOver<{ t: { id: number; v: string | null } }>();
const keys: PageKeys = { id: 't.id', column: 't.v', nullable: true };

type Request = Parameters<typeof pageQuery>[2];

function walk(sqlite: DatabaseSync, orderBy: string, limit: number, backward: boolean): number[] {
  const ids: number[] = [];
  let [after, before]: [Keyset | null, Keyset | null] = [null, null];
  for (let pages = 0; pages < 100; pages++) {
    const request: Request = { limit, backward, after, before, orderBy };
    const { sql, parameters } = pageQuery(db.selectFrom('t') as never, keys, request).compile();
    const found = sqlite.prepare(sql).all(...(parameters as SQLInputValue[])) as unknown as Place[];
    const page = pageRows(found, request);
    const own = page.rows.map(({ id }) => id);
    if (backward) ids.unshift(...own);
    else ids.push(...own);
    if (!page.hasMore) return ids;
    if (backward) before = page.rows[0]?.at ?? null;
    else after = page.rows.at(-1)?.at ?? null;
  }
  throw new Error('a walk must end');
}

test('pages meet end to end whatever the values, equal ones and nulls too, in both directions', () => {
  const values = fc.array(fc.oneof(fc.constant(null), fc.constantFrom('a', 'b', 'c')), { minLength: 1, maxLength: 25 });
  fc.assert(
    fc.property(
      values,
      fc.integer({ min: 1, max: 6 }),
      fc.boolean(),
      fc.boolean(),
      (held, limit, backward, descending) => {
        const sqlite = new DatabaseSync(':memory:');
        sqlite.exec('create table t (id integer primary key, v text)');
        for (const [id, v] of held.entries()) sqlite.prepare('insert into t values (?, ?)').run(id + 1, v);
        const order = descending ? 'desc' : 'asc';
        const right = sqlite
          .prepare(`select id from t order by v ${order}, id ${order}`)
          .all()
          .map((row) => row.id);
        expect(walk(sqlite, descending ? 'V_DESC' : 'V_ASC', limit, backward)).toEqual(right);
        sqlite.close();
      },
    ),
    { numRuns: 300 },
  );
});

test('pages meet where the bytes of a text are none, and come repaired', () => {
  const sqlite = new DatabaseSync(':memory:');
  sqlite.exec('create table t (id integer primary key, v text)');
  const held = ['62ff', '80', 'fe', '61', '80', 'ff', '', '90'];
  for (const bytes of held) sqlite.exec(`insert into t (v) values (nullif(cast(x'${bytes}' as text), ''))`);
  for (const backward of [false, true]) {
    expect(walk(sqlite, 'V_ASC', 2, backward)).toEqual([7, 4, 1, 2, 5, 8, 3, 6]);
    expect(walk(sqlite, 'V_DESC', 3, backward)).toEqual([6, 3, 8, 5, 2, 1, 4, 7]);
  }
  sqlite.close();
});

test('a list by id is asked for by its id alone', () => {
  const request = { limit: 7, backward: false, after: { value: null, id: '12' }, before: null, orderBy: 'ID_DESC' };
  const { sql, parameters } = pageQuery(db.selectFrom('t') as never, { id: 't.id', column: null }, request).compile();
  expect(sql).toBe(
    'select `t`.`id` as `id`, null as `place` from `t` where `t`.`id` < ? order by `t`.`id` desc limit ?',
  );
  expect(parameters).toEqual([12, 8]);
});

test('a place without a row’s id is refused', () => {
  const request = { limit: 1, backward: false, after: { value: 'a', id: "1' or 1" }, before: null, orderBy: 'V_ASC' };
  expect(() => pageQuery(db.selectFrom('t') as never, keys, request).compile()).toThrow('must be cursors of this list');
});

test('an order’s name and direction are told apart', () => {
  expect(orderParts('CREATED_AT_DESC')).toEqual({ by: 'CREATED_AT', descending: true });
  expect(orderParts('NAME_ASC')).toEqual({ by: 'NAME', descending: false });
});
