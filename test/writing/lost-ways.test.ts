import { describeDeaths } from './lost-ways.js';
import { describeWithCode } from './platform-store.js';
import { describeOpened, writtenStores } from './written-stores.js';

/** How often something dies beneath a change; DRAWBRIDGE_DEATHS says otherwise. */
const deaths = Number(process.env.DRAWBRIDGE_DEATHS ?? 8);

for (const kind of writtenStores) {
  describeWithCode(kind.name, `${kind.name}: its own code, where something dies beneath a change`, (code) =>
    describeOpened(kind, code, (store) => describeDeaths(kind, store, deaths)),
  );
}
