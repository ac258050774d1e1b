import { orError } from '../bridge/plan.js';
import type { StoreCounts } from '../model/store.js';
import { Gathering } from './gathering.js';
import { counted } from './plans.js';
import type { Platform, StoreView } from './platform.js';

type Countable = Parameters<typeof counted>[0];

/** What is counted for each number: a query of all its things; null where a platform, or this store, has none. */
export type Counted<View> = { readonly [Field in keyof StoreCounts]-?: (view: View) => object | null };

/** Counts what a store holds, each number by a statement of its own, so that one closed area costs its own count alone. */
export function countsOf<View extends StoreView>(queries: Counted<View>): Platform['counts'] {
  return (store, selection) => {
    const gathering = new Gathering();
    const readings = (Object.keys(queries) as (keyof StoreCounts)[])
      .filter((field) => selection.has(field))
      .map((field) => {
        const query = queries[field](store as View);
        return { field, total: query && gathering.add(field, counted(query as Countable)) };
      });
    return {
      statements: gathering.statements,
      decode: (results) =>
        Object.fromEntries(
          readings.map(({ field, total }) => [
            field,
            total ? orError(() => Number(results.rows(total)[0]?.total ?? 0)) : 0,
          ]),
        ) as StoreCounts,
    };
  };
}
