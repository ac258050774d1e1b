import { knownDirt } from '../dirt/known-dirt.js';
import { openDirty, realStores } from '../dirt/real-dirt.js';
import { describeDirt } from '../dirt/rounds.js';
import { describeWhere } from '../support/machine.js';

const parts = [
  'PHP with mysqli',
  'a MariaDB that lets this user in over its socket',
  'the real stores in ../shared/stores',
] as const;

describe.each(Object.entries(realStores))('%s', (name, { platformId }) => {
  describeWhere(parts, 'with dirt in it', () => {
    // OpenCart and Zen Cart hold totals in the store's own currency, and lists are by what is held.
    describeDirt(() => openDirty(name), {
      known: knownDirt(name),
      ordered: (_list, by) => by !== 'TOTAL' || !['OPENCART', 'ZENCART'].includes(platformId),
    });
  });
});
