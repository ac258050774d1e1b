import { randomUUID } from 'node:crypto';
import { StoreRegistry } from '../../src/domain/store-registry.js';
import type { RegistryDatabase } from '../../src/infrastructure/database.js';

/** Puts a PENDING store into a registry, for tests of what hangs on stores; its id. */
export async function addPendingStore(database: RegistryDatabase, accountId = 'mine'): Promise<string> {
  const id = randomUUID();
  const url = `https://${id}.example/`;
  await new StoreRegistry(database).insert({
    id,
    accountId,
    name: 'A shop',
    nameGiven: true,
    url,
    bridgeUrl: `${url}drawbridge/bridge.php`,
    platformId: null,
    keyId: 'k',
    connectedAt: new Date(),
  });
  return id;
}
