import { isOutdatedBridge } from '../bridge/bridge-version.js';
import type { StoreRecord } from '../domain/store-record.js';
import { storeWarnings } from '../domain/store-warnings.js';
import { storeGlobalId } from '../model/ids.js';
import type { Store } from '../model/store.js';
import type { AnyPlatform } from '../platforms/platform.js';
import { platformInVersion } from '../platforms/platform-in-version.js';

/** A store as clients see it, made of what the registry keeps; nothing is asked of the store. */
export function storeObject(record: StoreRecord, platforms: readonly AnyPlatform[]): Store {
  const { version, protocolVersion, writable, replayProtection, phpVersion, databaseVersion, keyId, keyRotatedAt } =
    record.bridge;
  const { name, url, platformVersion, status, connectedAt, lastVerifiedAt } = record;
  const platform = platforms.find(({ id }) => id === record.platformId);
  return {
    id: storeGlobalId(record.id),
    storeId: record.id,
    name,
    url,
    platform: platform ? platformInVersion(platform, platformVersion) : null,
    platformVersion,
    status,
    connectedAt,
    lastVerifiedAt,
    bridge:
      version === null || protocolVersion === null
        ? null
        : {
            url: record.bridgeUrl,
            version,
            outdated: isOutdatedBridge(version),
            protocolVersion,
            phpVersion,
            databaseVersion,
            writable: writable === true,
            replayProtection,
            keyId,
            keyRotatedAt,
          },
    warnings: storeWarnings(status, record.bridge),
  };
}
