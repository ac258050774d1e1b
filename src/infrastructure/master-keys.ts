import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { masterKeyFile } from './master-key.js';
import { OperatorError } from './operator-error.js';
import { SecretBytes } from './secret.js';

/** The master keys that there are: what is stored must open with one of them. */
export interface MasterKeySet {
  /** The one that is sealed with. */
  readonly current: Uint8Array;
  /** Those that are only opened with, until everything is sealed with the current one; one to come is the first of them. */
  readonly others: readonly Uint8Array[];
}

/** Where master keys come from, and how the one is replaced by another. */
export interface MasterKeys {
  /** Where they come from, to be named where they do not fit. */
  readonly source: string;
  /** Whether there are any; where there is none, `load` makes one. */
  areThere(): boolean;
  /** The keys as they are now; read anew each time. Throws an OperatorError where they cannot be had. */
  load(): Promise<MasterKeySet>;
  /** The key that everything is to be sealed with from now on; the same one until `finish` was called. */
  next(): Promise<Uint8Array>;
  /** Everything is sealed with the next key: the others are no longer needed. */
  finish(): Promise<void>;
}

/** Master keys that the settings give: a new one is set beside those before it, and takes over when it is rotated to. */
export function givenMasterKeys(current: Uint8Array, others: readonly Uint8Array[]): MasterKeys {
  return {
    source: 'DRAWBRIDGE_MASTER_KEY',
    areThere: () => true,
    load: async () => ({ current, others }),
    next: async () => current,
    finish: async () => undefined,
  };
}

const nextName = 'master.key.next';

/**
 * The master key in `master.key` of the data folder, made there where it is missing. A new one lies in `master.key.next` from before
 * anything is sealed with it until everything is; then it takes the old one's place in one step. Whenever that is interrupted,
 * the files that are there open all that is stored.
 */
export function masterKeysIn(
  dataDir: string,
  previous: readonly Uint8Array[],
  randomBytes: (size: number) => Buffer,
): MasterKeys {
  const path = join(dataDir, 'master.key');
  const nextPath = join(dataDir, nextName);
  return {
    source: path,
    areThere: () => existsSync(path) || existsSync(nextPath) || previous.length > 0,
    async load() {
      const current = new SecretBytes(await masterKeyFile(dataDir, randomBytes));
      const next = await masterKeyFileIfAny(dataDir, randomBytes);
      return { current, others: next ? [next, ...previous] : previous };
    },
    next: async () => new SecretBytes(await masterKeyFile(dataDir, randomBytes, nextName)),
    async finish() {
      await rename(nextPath, path).catch((error: NodeJS.ErrnoException) => {
        // Another process has done it already.
        if (error.code !== 'ENOENT') throw new OperatorError(`${nextPath} could not become ${path}: ${error.code}`);
      });
    },
  };
}

async function masterKeyFileIfAny(dataDir: string, randomBytes: (size: number) => Buffer): Promise<SecretBytes | null> {
  if (!existsSync(join(dataDir, nextName))) return null;
  return new SecretBytes(await masterKeyFile(dataDir, randomBytes, nextName));
}

/** Where the settings have master keys come from. */
export function masterKeysOf(
  settings: {
    readonly masterKey: Uint8Array | null;
    readonly previousMasterKeys: readonly Uint8Array[];
    readonly dataDir: string;
  },
  randomBytes: (size: number) => Buffer,
): MasterKeys {
  const { masterKey, previousMasterKeys, dataDir } = settings;
  return masterKey
    ? givenMasterKeys(masterKey, previousMasterKeys)
    : masterKeysIn(dataDir, previousMasterKeys, randomBytes);
}
