import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../bridge/assemble.js';
import { servePhp } from '../../demo/php-host.js';
import { describeWhere } from '../support/machine.js';
import { phpRuntimes } from '../support/php-runtime.js';
import { withSockets } from '../support/wasm-sockets.js';
import { type Layout, openPlatformStore, type PlatformStore, sendActs } from './platform-store.js';

const oldestAndNewest = phpRuntimes.filter(({ version }) => version !== '8.3');

/** The PHPs that a part for writing is held to over a real database: the system's, the oldest and the newest. */
export const actPhps = ['the system’s', ...oldestAndNewest.map(({ version }) => version)];

/** A real store's database under stand-ins for its platform's code, served by each of `actPhps`. */
export interface StandInStore extends PlatformStore {
  /** Sends acts to the store under one of `actPhps`. */
  under(php: string): PlatformStore['act'];
  /** Makes a module of the store's misbehave from now on: a hook, and what it does there; null: none does. */
  mood(what: string | null): void;
  /** The hooks that ran since this was last asked. */
  seen(): string[];
}

/** The folder of the stand-ins, one folder a platform. */
export const standIns = path.join(packageRoot, 'test/writing/stand-ins');

/** What a machine must have for a real store's database under stand-ins. */
export const standInParts = [
  'PHP with mysqli',
  'a MariaDB that lets this user in over its socket',
  'the real stores in ../shared/stores',
] as const;

/** Describes tests of a platform's part for writing over stand-ins for what it calls, under every PHP. */
export function describeOverStandIns(title: string, tests: () => void): void {
  describeWhere(standInParts, `${title}’s acts over stand-ins`, tests);
}

/** Opens a store of ../shared/stores under the stand-ins of a folder. */
export async function openStandInStore(
  store: string,
  folder: string,
  files: Layout['files'] = () => ({}),
): Promise<StandInStore> {
  const witness = readFileSync(path.join(standIns, 'witness.php'), 'utf8');
  const opened = await openPlatformStore({
    store,
    code: path.join(standIns, folder),
    files: (place) => ({ 'witness.php': witness, ...files(place) }),
  });
  const hosts = await Promise.all(
    oldestAndNewest.map(({ load }) => servePhp({ root: opened.root, phpLoader: withSockets(load) })),
  );
  const [log, mood] = [path.join(opened.root, 'witness'), path.join(opened.root, 'mood')];
  return {
    ...opened,
    under(php) {
      const host = hosts[actPhps.indexOf(php) - 1];
      return host ? (...acts) => sendActs(`${host.url}drawbridge/bridge.php`, opened.key, acts) : opened.act;
    },
    mood: (what) => writeFileSync(mood, what ?? ''),
    seen() {
      const lines = existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(0, -1) : [];
      writeFileSync(log, '');
      return lines;
    },
    async close() {
      await Promise.all(hosts.map((host) => host.close()));
      await opened.close();
    },
  };
}

/** What became of acts, each with the field that it is about where there is one. */
export function codesOf(results: readonly { readonly outcome: string; readonly field?: string }[]): string[] {
  return results.map(({ outcome, field }) => (field ? `${outcome} ${field}` : outcome));
}
