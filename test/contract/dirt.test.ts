import { platformById } from '../../src/platforms/index.js';
import type { Platform } from '../../src/platforms/platform.js';
import { inSqlite } from '../dirt/dirty-store.js';
import { describeDirt } from '../dirt/rounds.js';
import { fixtures } from './fixtures.js';

describe.each([...fixtures])('$platformId', ({ platformId, inFile }) => {
  describeDirt(
    async () => {
      if (!inFile) throw new Error(`a fixture must have its database at hand, but got: ${platformId}`);
      return inSqlite(await inFile.open(), platformById(platformId) as Platform, inFile.names);
    },
    // OpenCart and Zen Cart hold totals in the store's own currency, and lists are by what is held.
    { shortGroups: 4, ordered: (_list, by) => by !== 'TOTAL' || !['OPENCART', 'ZENCART'].includes(platformId) },
  );
});
