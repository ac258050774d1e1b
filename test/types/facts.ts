/**
 * What must not compile when a platform says its facts: `check:types` compiles this file, and fails where a line below that is
 * expected to be wrong is not.
 */
import type { Category, CategoryFilter } from '../../src/model/category.js';
import { factsOf, type ListingOf } from '../../src/platforms/facts.js';
import type { Collated, StoreView } from '../../src/platforms/platform.js';
import { areas, kinds, type TablesOf } from '../../src/platforms/relations.js';
import { queriesOver } from '../../src/platforms/sql.js';

const { int, text } = kinds;
const relations = {
  shelf: areas.catalog({ id: int, title: text, above: int, shown: int }),
};
type Tables = TablesOf<typeof relations>;
const facts = factsOf<StoreView<Collated>, Tables, 'shelf', 's'>();
const { from, none, ids, id, flag, where, listed } = facts;

const fields = {
  parentId: from(['above'], (row) => (row.above > 0 ? String(row.above) : null)),
  name: from(['title'], (row) => row.title ?? ''),
  description: none(null),
  slug: none(null),
  enabled: from(['shown'], (row) => row.shown === 1),
  position: none(null),
  image: none(null),
  metafields: none([]),
};
const filter = {
  ids: ids('s.id'),
  parentId: id('s.above'),
  search: where<string>((eb, words) => eb('s.title', '=', words)),
  enabled: flag('s.shown'),
};
const list: ListingOf<typeof facts, CategoryFilter, 'ID_ASC'> = { orders: { ID: { column: null } }, filter };
const shelf = { kind: 'Category', from: 'shelf as s', key: 'id', statement: 'shelves', fields, list } as const;

/** With everything said, it compiles. */
export const whole = listed<Category, CategoryFilter, 'ID_ASC'>(shelf);

// @ts-expect-error a column that was not named cannot be read
export const unnamed = from(['title'], (row) => row.above);

// @ts-expect-error a column that the relation does not have cannot be named
export const unknown = from(['colour'], () => null);

const { name: _name, ...withoutName } = fields;
// @ts-expect-error every field of the model must be said
export const fieldLeftOut = listed<Category, CategoryFilter, 'ID_ASC'>({ ...shelf, fields: withoutName });

const { search: _search, ...withoutSearch } = filter;
// @ts-expect-error every key of the filter must be said
export const keyLeftOut: ListingOf<typeof facts, CategoryFilter, 'ID_ASC'> = { ...list, filter: withoutSearch };

export const wrongType = listed<Category, CategoryFilter, 'ID_ASC'>({
  ...shelf,
  // @ts-expect-error a field must be read as the model has it
  fields: { ...fields, enabled: none('yes') },
});

// @ts-expect-error a column that no relation has cannot be asked for
export const unexposed = queriesOver<Tables>().selectFrom('shelf').select('secret');
