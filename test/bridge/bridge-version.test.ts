import { readFileSync } from 'node:fs';
import { isOutdatedBridge, issuedBridgeVersion } from '../../src/bridge/bridge-version.js';

test('the service knows which bridge it issues', () => {
  const core = readFileSync(new URL('../../bridge/core.php', import.meta.url), 'utf8');
  expect(/BRIDGE_VERSION = '([^']+)'/.exec(core)?.[1]).toBe(issuedBridgeVersion);
});

test.each([
  ['1.9.0', '1.10.0', true],
  ['1.10.0', '1.9.9', false],
  ['1.0', '1.0.1', true],
  ['1.0.0', '1.0.0', false],
  ['2.0.0', '1.9.9', false],
  ['nonsense', '1.0.0', true],
])('a bridge of version %s is compared with %s by its numbers', (version, issued, outdated) => {
  expect(isOutdatedBridge(version, issued)).toBe(outdated);
});
