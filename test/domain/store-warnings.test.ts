import { issuedBridgeVersion } from '../../src/bridge/bridge-version.js';
import { storeWarnings } from '../../src/domain/store-warnings.js';

const codes = (...of: Parameters<typeof storeWarnings>) => storeWarnings(...of).map(({ code }) => code);

test('a store is warned of what its bridge last said, and of nothing that it did not say', () => {
  const fine = { version: issuedBridgeVersion, replayProtection: true };
  expect(codes('ACTIVE', fine)).toEqual([]);
  expect(codes('ACTIVE', { ...fine, replayProtection: null })).toEqual([]);
  expect(codes('PENDING', { version: null, replayProtection: null })).toEqual([]);
  expect(codes('ACTIVE', { ...fine, replayProtection: false })).toEqual(['REPLAYS_NOT_DETECTED']);
  expect(codes('UNREACHABLE', { version: '0.9.0', replayProtection: false })).toEqual([
    'BRIDGE_OUTDATED',
    'REPLAYS_NOT_DETECTED',
  ]);
  expect(codes('DISCONNECTED', { version: '0.9.0', replayProtection: false })).toEqual([]);
});
