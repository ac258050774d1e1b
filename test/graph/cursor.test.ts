import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { CursorCodec } from '../../src/graph/cursor.js';
import { pageSize, pageWanted } from '../../src/graph/paging.js';
import { Selection } from '../../src/model/selection.js';
import { ServiceError } from '../../src/model/service-error.js';

const list = { kind: 'products', scope: 'store-1/', orderBy: 'NAME_ASC' };
const cursors = new CursorCodec(list);

function refusal(of: () => unknown): Partial<ServiceError> {
  try {
    of();
  } catch (error) {
    if (error instanceof ServiceError) return { code: error.code, facts: error.facts };
    throw error;
  }
  return {};
}

const place = fc.record({
  value: fc.oneof(fc.string(), fc.integer(), fc.constant(null)),
  id: fc.string({ minLength: 1, maxLength: 40 }),
});

test('a cursor reads as the place that it was written for', () => {
  fc.assert(fc.property(place, (at) => expect(cursors.read(cursors.write(at), 'after')).toEqual(at)));
});

test('a text of a store’s that has NUL in it is a place like any other', () => {
  const at = { value: 'a\0b', id: '1' };
  expect(cursors.read(cursors.write(at), 'after')).toEqual(at);
});

test('a cursor over many lists reads as the places that it was written for', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(fc.uuid(), place), { selector: ([id]) => id }), (entries) => {
      const places = new Map(entries);
      expect(cursors.readMany(cursors.writeMany(places), 'after')).toEqual(places);
    }),
  );
});

test('a cursor over 5,000 stores is still read', () => {
  const at = { value: '2026-06-01 12:00:00', id: '123456' };
  const places = new Map(Array.from({ length: 5_000 }, () => [randomUUID(), at] as const));
  expect(cursors.readMany(cursors.writeMany(places), 'after')).toEqual(places);
});

test.each([
  ['another kind of thing', { ...list, kind: 'orders' }],
  ['another store', { ...list, scope: 'store-2/' }],
  ['another order', { ...list, orderBy: 'NAME_DESC' }],
])('a cursor of %s is refused, and the argument named', (_what, other) => {
  const foreign = new CursorCodec(other).write({ value: 'x', id: '1' });
  expect(refusal(() => cursors.read(foreign, 'before'))).toEqual({
    code: 'BAD_USER_INPUT',
    facts: { argument: 'before' },
  });
});

test('text that is no cursor is refused, whatever it is', () => {
  const tamper = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64url');
  const mark = JSON.parse(Buffer.from(cursors.write({ value: 1, id: '1' }), 'base64url').toString())[0];
  const broken = [
    '',
    'x',
    'é',
    '%%%',
    tamper(null),
    tamper({}),
    tamper([]),
    tamper([mark]),
    tamper([mark, 1]),
    tamper([mark, {}, '1']),
    tamper([mark, 'x', '1\0']),
    tamper([mark, '\ud83e', '1']),
    tamper([mark, 'x', '1\udde8']),
  ];
  for (const text of [
    ...broken,
    tamper([mark, 1, 1]),
    tamper([mark, 1, '']),
    tamper([mark, 1, '1', 2]),
    'A'.repeat(300_000),
  ]) {
    expect(refusal(() => cursors.read(text, 'after')).code).toBe('BAD_USER_INPUT');
  }
  fc.assert(
    fc.property(fc.string(), (text) => expect(refusal(() => cursors.read(text, 'after')).code).toBe('BAD_USER_INPUT')),
  );
  for (const text of [tamper([mark, 1]), tamper([mark, ['s', 1]]), tamper([mark, [1, 1, '1']])]) {
    expect(refusal(() => cursors.readMany(text, 'after')).code).toBe('BAD_USER_INPUT');
  }
});

describe('paging arguments', () => {
  const all = new Selection({ nodes: { name: {} }, pageInfo: {} });
  const wanted = (args: object, selection = all) => pageWanted(args, cursors, selection);

  test('first is 20 where nothing is said', () => {
    expect(wanted({})).toMatchObject({ limit: 20, backward: false, after: null, before: null, totalCount: false });
    expect(wanted({ first: null, last: null })).toMatchObject({ limit: 20, backward: false });
  });

  test('last pages backward', () => {
    const before = cursors.write({ value: 'm', id: '7' });
    expect(wanted({ last: 3, before })).toMatchObject({ limit: 3, backward: true, before: { value: 'm', id: '7' } });
  });

  test.each([
    ['first', { first: 0 }],
    ['first', { first: -1 }],
    ['first', { first: 251 }],
    ['first', { first: 100_000 }],
    ['last', { last: 0 }],
    ['last', { last: 251 }],
    ['last', { first: 1, last: 1 }],
    ['after', { after: 'junk' }],
    ['before', { first: 5, before: 'junk' }],
  ])('%s is refused by name in %j', (argument, args) => {
    expect(refusal(() => wanted(args))).toEqual({ code: 'BAD_USER_INPUT', facts: { argument } });
  });

  test('from 1 to 250 rows may be asked for', () => {
    expect([1, 250].map((size) => pageSize(size, 'first'))).toEqual([1, 250]);
  });

  test('no rows are wanted where only the count is selected, and no count where only rows are', () => {
    expect(wanted({}, new Selection({ totalCount: {} }))).toMatchObject({ limit: 0, totalCount: true });
    expect(wanted({}, new Selection({ edges: { cursor: {} } }))).toMatchObject({ limit: 20, totalCount: false });
  });
});
