import { isOutdatedBridge, issuedBridgeVersion } from '../bridge/bridge-version.js';
import type { StoreStatus, StoreWarning } from '../model/store.js';
import type { BridgeRecord } from './store-record.js';

/** What the owner of a store should mend, by what its bridge last said of itself; nothing where the store was let go. */
export function storeWarnings(
  status: StoreStatus,
  { version, replayProtection }: Pick<BridgeRecord, 'version' | 'replayProtection'>,
): StoreWarning[] {
  if (status === 'DISCONNECTED') return [];
  const warnings: StoreWarning[] = [];
  if (version !== null && isOutdatedBridge(version)) {
    warnings.push({
      code: 'BRIDGE_OUTDATED',
      message: `Its bridge is ${version}, older than the ${issuedBridgeVersion} that the service issues; issue it anew and install it.`,
    });
  }
  if (replayProtection === false) {
    warnings.push({
      code: 'REPLAYS_NOT_DETECTED',
      message:
        'PHP can write nothing in the folder drawbridge/nonces of the store, so a request that somebody records can be sent to its bridge ' +
        'again for up to two minutes; let PHP write there, then verify the store.',
    });
  }
  return warnings;
}
