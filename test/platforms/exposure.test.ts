import { answered, type Plan } from '../../src/bridge/plan.js';
import { metafieldKinds } from '../../src/model/metafield-kind.js';
import { platformById } from '../../src/platforms/index.js';
import { Columns, type Platform, type StoreView } from '../../src/platforms/platform.js';
import type { Relations } from '../../src/platforms/relations.js';
import { fixtures, madeUp } from '../contract/fixtures.js';
import { wholePlans } from '../contract/whole-plans.js';

/** The columns that a statement names, as `relation.column`; a name that could be of several relations is taken for each. */
function columnsIn(sql: string, relations: Relations): string[] {
  const relationsOf = new Map<string, Set<string>>();
  for (const [, relation = '', alias = relation] of sql.matchAll(/\b(?:from|join) `(\w+)`(?: as `(\w+)`)?/g)) {
    relationsOf.set(alias, (relationsOf.get(alias) ?? new Set()).add(relation));
  }
  const all = [...relationsOf.values()].flatMap((some) => [...some]);
  const has = (relation: string, column: string) => Object.hasOwn(relations[relation]?.columns ?? {}, column);
  return [...sql.matchAll(/(?:`(\w+)`\.)?`(\w+)`/g)].flatMap(([, alias, column = '']) =>
    (alias ? [...(relationsOf.get(alias) ?? [])] : all)
      .filter((relation) => has(relation, column))
      .map((relation) => `${relation}.${column}`),
  );
}

const said = [...fixtures, madeUp].filter(
  ({ platformId }) => platformById(platformId)?.relations ?? platformId === madeUp.platformId,
);

/** Whatever the owner could open: a field that every platform's statements could name. */
const inJson = ['custom_field.1', 'payment_custom_field.1', 'shipping_custom_field.1'];
const everyField = Object.fromEntries(
  metafieldKinds.map((kind) => [kind, ['name', 'taxvat', 'price', 'status', ...inJson]]),
);

type Version = Readonly<Record<string, string[]>>;

function* versionsOf(whole: Version): Generator<Version> {
  yield whole;
  for (const name of Object.keys(whole))
    yield Object.fromEntries(Object.entries(whole).filter(([one]) => one !== name));
  for (const [name, columns] of Object.entries(whole))
    for (const column of columns) yield { ...whole, [name]: columns.filter((one) => one !== column) };
}

describe.each(said)('$platformId', ({ platformId, open, otherViews = () => [] }) => {
  test('lets out the columns that some statement names, and no other', async () => {
    const store = await open();
    let seen: { platform: Platform; view: StoreView } | undefined;
    await store.session().ask((platform: Platform, view): Plan<null> => {
      seen = { platform, view };
      return answered(null);
    });
    const hello = await store.session().hello();
    await store.close();
    if (!seen) throw new Error('the store must have been asked');
    const { platform } = seen;
    const { relations } = platform;
    if (!relations) throw new Error(`${platformId} must say its relations`);

    const whole = Object.fromEntries(
      Object.entries(relations).map(([name, { columns }]) => [name, Object.keys(columns)]),
    );
    const unnamed = new Set(
      Object.entries(whole).flatMap(([name, columns]) => columns.map((column) => `${name}.${column}`)),
    );
    const read = new Set<string>();
    const collect = (plan: Plan<unknown>) => {
      for (const { sql } of plan.statements) {
        if (read.has(sql)) continue;
        read.add(sql);
        for (const column of columnsIn(sql, relations)) unnamed.delete(column);
      }
    };
    const views = [seen.view, ...otherViews(seen.view)];
    // What this version names, then older and newer versions until every column is named: each relation, and each column, left out in turn.
    for (const version of versionsOf(whole)) {
      if (unnamed.size === 0) break;
      collect(platform.config({ ...hello, relations: version }, { storeId: seen.view.storeId, url: seen.view.url }));
      for (const view of views) {
        const columns = new Columns(version, everyField);
        for (const plan of wholePlans(platform, { ...view, columns }, version === whole)) collect(plan);
      }
    }
    expect([...unnamed]).toEqual([]);
  });
});
