import { describeDeaths } from './lost-ways.js';
import { describeWithCode } from './platform-store.js';
import { describeOpened, writtenStores } from './written-stores.js';

for (const kind of writtenStores) {
  describeWithCode(kind.name, `${kind.name}: its own code, where something dies beneath a change`, (code) =>
    describeOpened(kind, code, (store) => describeDeaths(kind, store)),
  );
}
