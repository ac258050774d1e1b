import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { assembleBridge, connectorFiles, packageRoot } from './assemble.js';

// Writes `bridge/bridge.php` with every connector, or with `--check` says whether the committed one is the same.
const file = path.join(packageRoot, 'bridge', 'bridge.php');
const wanted = assembleBridge(connectorFiles());
if (!process.argv.includes('--check')) {
  writeFileSync(file, wanted);
} else if (!existsSync(file) || readFileSync(file, 'utf8') !== wanted) {
  process.stderr.write(
    'bridge/bridge.php is not what its parts make: run `node dist/bridge/write-bridge.js` and commit it.\n',
  );
  process.exitCode = 1;
}
