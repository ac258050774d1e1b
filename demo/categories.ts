import { escaped, slug } from './html.js';
import type { Rows } from './rows.js';
import { bath, digital, play } from './words/bath-and-play.js';
import type { Branch } from './words/branch.js';
import { desk } from './words/desk.js';
import { garden } from './words/garden.js';
import { home } from './words/home.js';
import { kitchen } from './words/kitchen.js';

/** A category that holds goods of its own. */
export interface Leaf {
  readonly categoryId: number;
  /** The categories above it, the department first. */
  readonly above: readonly number[];
  /** The English names of the categories above it and its own. */
  readonly names: readonly string[];
  readonly department: Branch;
  readonly branch: Branch;
}

export const departments: readonly Branch[] = [kitchen, home, garden, desk, bath, play, digital];

/** Adds every category with its texts, its path and its address; returns those that hold goods. */
export function addCategories(rows: Rows): Leaf[] {
  const leaves: Leaf[] = [];
  const grow = (
    branch: Branch,
    department: Branch,
    above: readonly number[],
    names: readonly string[],
    place: number,
  ) => {
    const id = rows.nextId('category');
    const path = [...above, id];
    const called = [...names, branch.name[0]];
    rows.add('category', {
      category_id: id,
      image: above.length < 2 ? `catalog/departments/${slug(branch.name[0])}.svg` : '',
      parent_id: above.at(-1) ?? 0,
      sort_order: place,
      status: branch.disabled ? 0 : 1,
    });
    for (const [index, name] of branch.name.entries()) {
      const about = branch.about[index] as string;
      rows.add('category_description', {
        category_id: id,
        language_id: index + 1,
        name: escaped(name),
        description: escaped(`<p>${escaped(about)}</p>`),
        meta_title: escaped(name),
        meta_description: escaped(about),
        meta_keyword: '',
      });
    }
    for (const [level, pathId] of path.entries())
      rows.add('category_path', { category_id: id, path_id: pathId, level });
    for (const store of [0, 1]) rows.add('category_to_store', { category_id: id, store_id: store });
    for (const language of [1, 2]) addAddress(rows, language, 'path', path.join('_'), called.map(slug).join('/'));
    if (branch.goods) leaves.push({ categoryId: id, above, names: called, department, branch });
    for (const [index, child] of (branch.below ?? []).entries()) grow(child, department, path, called, index + 1);
  };
  for (const [index, department] of departments.entries()) grow(department, department, [], [], index + 1);
  return leaves;
}

/** Adds the readable address of a thing in one language. */
export function addAddress(rows: Rows, language: number, key: string, value: string, keyword: string, place = 0): void {
  rows.add('seo_url', {
    seo_url_id: rows.nextId('seo_url'),
    store_id: 0,
    language_id: language,
    key,
    value,
    keyword,
    sort_order: place,
  });
}
