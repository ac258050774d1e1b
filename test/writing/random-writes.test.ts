import { describeWithCode } from './platform-store.js';
import { describeWrites } from './random-writes.js';
import { describeOpened, writtenStores } from './written-stores.js';

for (const kind of writtenStores) {
  describeWithCode(kind.name, `${kind.name}: its own code, after changes by chance`, (code) =>
    describeOpened(kind, code, (store) => describeWrites(kind, store, true)),
  );
}
