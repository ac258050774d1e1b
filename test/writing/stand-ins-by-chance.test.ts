import { describeWhere } from '../support/machine.js';
import { describeDeaths } from './lost-ways.js';
import { describeWrites } from './random-writes.js';
import { standInParts } from './stand-in-store.js';
import { describeOpened, standInStores } from './written-stores.js';

/** What lost-ways and random-writes hold the platforms' own code to, in short, where that is not: so that it is held to everywhere. */
for (const { kind, code } of standInStores) {
  describeWhere(standInParts, `${kind.name}: stand-ins for its code`, () =>
    describeOpened(kind, code, (store) => {
      describe('where something dies beneath a change', () => describeDeaths(kind, store, 5));
      describe('after changes by chance', () => describeWrites(kind, store, { writes: 24, isOwn: false }));
    }),
  );
}
