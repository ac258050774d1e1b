import { LRUCache } from 'lru-cache';
import type { Statement } from '../bridge/plan.js';
import type { AsRead } from '../model/as-read.js';
import type { Selection } from '../model/selection.js';
import { type Entity, readingOf } from './entity.js';
import { Gathering, type Reading } from './gathering.js';
import type { StoreView } from './platform.js';

/** The statements that read what a statement lists, and how they are read. */
export interface PreparedReading<T> {
  readonly statements: readonly Statement[];
  readonly read: Reading<T | null>;
}

interface Made {
  readonly entity: unknown;
  readonly view: StoreView;
  readonly prepared: PreparedReading<unknown>;
}

/** Bounded by number: each is some tens of kilobytes of SQL. It holds facts about stores, never what they hold of anybody. */
const made = new LRUCache<string, Made>({ max: 200 });

/**
 * As `readingOf`, for things that a statement of this id lists; made once in a second for each selection and configuration, since to
 * make the statements takes longer than to ask one thing. Which things are listed does not change how they are read.
 */
export function preparedReading<View extends StoreView, Row, Node>(
  entity: Entity<View, Row, Node>,
  view: View,
  listedId: string,
  selection: Selection,
): PreparedReading<AsRead<Node>> {
  const key = `${view.storeId} ${entity.from} ${listedId} ${selection.key}`;
  const known = made.get(key);
  if (known && known.entity === entity && isSame(known.view, view)) {
    return known.prepared as PreparedReading<AsRead<Node>>;
  }
  const gathering = new Gathering();
  const listed: Statement<{ id: number }> = { id: listedId, sql: '', parameters: [] };
  gathering.statements.push(listed);
  const read = readingOf(entity, view, gathering, listed, selection);
  const prepared = { statements: gathering.statements.slice(1), read };
  made.set(key, { entity, view, prepared });
  return prepared;
}

/** Whether a reading made for one goes for the other: stores' clocks, and what is for sale by them, go by whole seconds. */
function isSame(one: StoreView, other: StoreView): boolean {
  const [a, b] = [one.now.getTime() / 1000, other.now.getTime() / 1000];
  return (
    one.config === other.config &&
    one.native === other.native &&
    one.columns === other.columns &&
    one.url === other.url &&
    Math.floor(a) === Math.floor(b) &&
    Math.ceil(a) === Math.ceil(b)
  );
}
