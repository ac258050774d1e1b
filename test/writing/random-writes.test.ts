import { describeWithCode } from './platform-store.js';
import { describeWrites } from './random-writes.js';
import { describeOpened, writtenStores } from './written-stores.js';

/** How many changes a store gets by chance; DRAWBRIDGE_WRITES says otherwise. */
const writes = Number(process.env.DRAWBRIDGE_WRITES ?? 40);

for (const kind of writtenStores) {
  describeWithCode(kind.name, `${kind.name}: its own code, after changes by chance`, (code) =>
    describeOpened(kind, code, (store) => describeWrites(kind, store, { writes, isOwn: true })),
  );
}
