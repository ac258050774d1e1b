import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { platforms } from '../src/platforms/index.js';
import { relationsInPhp } from './relations-in-php.js';

/** The folder of package.json, found upward from this file, so that it is the same before and after compiling. */
export const packageRoot = ((): string => {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'package.json'))) {
    const above = path.dirname(folder);
    if (above === folder) throw new Error('assemble must run inside the package, but found no package.json above it');
    folder = above;
  }
  return folder;
})();

/** The parts of the bridge that know no platform, in the order in which they stand in it: absolute paths. */
export function coreFiles(): readonly string[] {
  const names = ['core', 'statement', 'width', 'database', 'settings', 'php-text'];
  return names.map((name) => path.join(packageRoot, 'bridge', `${name}.php`));
}

/** What a bridge that may write has besides: absolute paths, in the order in which they stand in it. */
export function writingFiles(): readonly string[] {
  return ['act-list', 'acts', 'acting'].map((name) => path.join(packageRoot, 'bridge', `${name}.php`));
}

/** All of {@link coreFiles} as one PHP file, which starts nothing. */
export function coreSource(): string {
  const parts = coreFiles().map((file) => body(readFileSync(file, 'utf8')));
  return ['<?php\nnamespace Drawbridge;\n', ...parts].join('\n');
}

/** The platforms' parts of the bridge: the absolute path of every `src/platforms/<name>/connector.php`, sorted. */
export function connectorFiles(): readonly string[] {
  const platforms = path.join(packageRoot, 'src', 'platforms');
  return readdirSync(platforms)
    .map((name) => path.join(platforms, name, 'connector.php'))
    .filter((file) => existsSync(file))
    .sort();
}

/** The connector of the platform with this id, such as `OPENCART`; null where there is none. */
export function connectorFileOf(platform: string): string | null {
  return connectorFiles().find((file) => platformId.exec(readFileSync(file, 'utf8'))?.[1] === platform) ?? null;
}

/** The platform's part for writing, beside its connector: `acts.php`, and the traits of `acts-….php` before it; empty: none. */
export function actsFilesOf(connector: string): readonly string[] {
  const folder = path.dirname(connector);
  return readdirSync(folder)
    .filter((name) => /^acts(-[a-z-]+)?\.php$/.test(name))
    .sort()
    .map((name) => path.join(folder, name));
}

const platformId = /function platform\(\): string\s*\{\s*return '([A-Z0-9_]+)';/;

const printedHere = /^ {4}private const RELATIONS = \[\];.*$/m;

/** The PHP of a connector, with the relations of its platform printed into it. */
export function connectorSource(file: string, known = platforms): string {
  const source = readFileSync(file, 'utf8');
  const id = platformId.exec(source)?.[1];
  const relations = known.find((platform) => platform.id === id)?.relations;
  return relations ? source.replace(printedHere, () => relationsInPhp(relations)) : source;
}

const header = `<?php
/*
 * Drawbridge: lets one service that you trust read this store, and nothing else.
 *
 * What it does. It waits for requests that are signed with a key from config.php beside it. It finds the store's own
 * database settings by reading (never running) the store's configuration file, opens the database, starts a transaction
 * that can only read, answers, and ends.
 *
 * What it never does. It changes nothing, runs no code that it is sent, fetches no address, and writes nothing but
 * empty files in its folder "nonces", by which it knows the requests it has seen, and codes of faults in PHP's error
 * log (and, for a moment, a certificate for the database that stands in the store's settings). Passwords, sessions, payment data, API keys and administrators are out of its reach: only the tables and columns
 * listed under "relations" can leave the store.
 *
 * How to check it. Read it: the way of a request (serve, authenticate), then the check of every statement (Statement),
 * then the lists at the end. Whatever is not listed there cannot be read, whoever holds the key.
 *
 * How to close it. Delete this folder, or take the keys out of config.php, or an area out of its list of areas.
 */
`;

const writingHeader = header
  .replace(
    'lets one service that you trust read this store, and nothing else',
    'lets one service that you trust read and change this store',
  )
  .replace(
    'can only read, answers, and ends.',
    `can only read, answers, and ends. Where "write" in config.php is true, it also makes the changes that "ACTS" lists, each
 * once: it then starts the store's own code and calls it, as the back office does.`,
  )
  .replace(
    `It changes nothing, runs no code that it is sent, fetches no address, and writes nothing but
 * empty files in its folder "nonces", by which it knows the requests it has seen, and codes`,
    `It makes no change that is not in that list, runs no code that it is sent, fetches no address, and
 * writes nothing of its own but empty files in its folder "nonces", by which it knows the requests it has seen, what became of
 * each change in its folder "ledger", and codes`,
  )
  .replace(
    'an area out of its list of areas.',
    'an area out of its list of areas. To let it\n * only read, put false for "write" there.',
  );

const starting = `// The store's own code runs from here on, in the global scope, where it expects to be.
if ($drawbridge !== null) {
    try {
        foreach ($drawbridge->boot() as $drawbridgeFile) require $drawbridgeFile;
        $drawbridge->run();
    } catch (\\Throwable $drawbridgeError) {
        $drawbridge->failed($drawbridgeError);
    }
}
`;

/**
 * The bridge as one PHP file: the core, then the given connectors (paths), then the line that starts it. One that may write has
 * the parts for that of the core and of the platforms besides.
 */
export function assembleBridge(
  connectors: readonly string[],
  known = platforms,
  { writable = false }: { readonly writable?: boolean } = {},
): string {
  const ofWriting = writable ? connectors.flatMap(actsFilesOf) : [];
  const classes = (files: readonly string[], form: RegExp) =>
    files.map((file) => {
      const name = form.exec(readFileSync(file, 'utf8'))?.[1];
      if (!name) throw new Error(`a platform's part must hold a class of the form ${form}, but got: ${file}`);
      return `${name}::class`;
    });
  const readers = classes(connectors, /^final class (\w+) (?:extends StoreFiles )?implements Connector$/m).join(', ');
  const writers = classes(
    ofWriting.filter((file) => path.basename(file) === 'acts.php'),
    /^final class (\w+) extends Acts$/m,
  ).join(', ');
  const rule = `// ${'-'.repeat(117)}`;
  const sources = (files: readonly string[]) => files.map((file) => body(readFileSync(file, 'utf8')));
  return [
    `${ofWriting.length > 0 ? writingHeader : header}\nnamespace Drawbridge;\n`,
    body(coreSource()),
    ...(ofWriting.length > 0 ? sources(writingFiles()) : []),
    `${rule}\n// What may leave a store, and where its settings are: one part for each platform.\n${rule}\n`,
    ...connectors.map((file) => body(connectorSource(file, known))),
    ...(ofWriting.length > 0
      ? [
          `${rule}\n// What may be changed in a store, and by what of its own code: one part for each platform.\n${rule}\n`,
          ...sources(ofWriting),
          `$drawbridge = serve([${readers}], [${writers}]);\n`,
          starting,
        ]
      : [`serve([${readers}]);\n`]),
  ].join('\n');
}

/** A PHP file without its opening tag and namespace. */
function body(source: string): string {
  return source.replace(/^<\?php\s+namespace Drawbridge;\s+/, '');
}
