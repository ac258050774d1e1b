import type { Hello } from '../bridge/hello.js';
import type { StoreKey } from '../bridge/signature.js';
import type { OpenUpload } from '../bridge/upload/open-upload.js';
import { UploadError, type UploadSession, type UploadTarget } from '../bridge/upload/upload.js';
import { ServiceError } from '../model/service-error.js';
import { keysIn, withKeys } from './bridge-config-text.js';
import type { BridgeFile, BridgeFiles } from './bridge-downloads.js';
import { BridgeFolder } from './bridge-folder.js';
import type { Reach } from './caller.js';
import type { CredentialVault } from './credential-vault.js';
import { type StoreConnections, unverifiedBridge } from './store-connections.js';
import type { StoreRecord } from './store-record.js';
import type { RegisteredStore, StoreRegistry } from './store-registry.js';
import type { UploadHostKeys } from './upload-host-keys.js';
import { readUpload, type WantedUpload } from './upload-input.js';

/** Every `userErrors.code` that placing a bridge has of its own. */
export const placementErrorCodes = [
  'HOST_INVALID',
  'CREDENTIALS_INVALID',
  'DIRECTORY_INVALID',
  'HOST_NOT_FOUND',
  'HOST_UNREACHABLE',
  'TLS_NOT_OFFERED',
  'CERTIFICATE_INVALID',
  'HOST_KEY_CHANGED',
  'PRIVATE_KEY_INVALID',
  'LOGIN_REFUSED',
  'DIRECTORY_NOT_FOUND',
  'PERMISSION_DENIED',
  'UPLOAD_FAILED',
  'NO_STORE_THERE',
  'NO_BRIDGE_THERE',
  'OTHER_BRIDGE_THERE',
  'CONFIG_NOT_UNDERSTOOD',
  'BRIDGE_NOT_ANSWERING',
] as const;
export type PlacementErrorCode =
  | (typeof placementErrorCodes)[number]
  | 'ADDRESS_NOT_ALLOWED'
  | 'NOT_FOUND'
  | 'DISCONNECTED';

/** What kept a bridge from being placed, for programs and for people. */
export interface PlacementError {
  readonly code: string;
  readonly message: string;
  readonly field: string[] | null;
}

/** The steps of placing a bridge or taking one away, in their order. */
export const placementSteps = [
  'LOG_IN',
  'FIND_STORE',
  'FIND_BRIDGE',
  'UPLOAD',
  'EXCHANGE',
  'VERIFY',
  'CLEAN_UP',
  'REMOVE',
  'UNDO',
] as const;
export type PlacementStepName = (typeof placementSteps)[number];

/** One step that was taken. */
export interface PlacementStep {
  readonly name: PlacementStepName;
  readonly succeeded: boolean;
  readonly durationMs: number;
}

/** A store, and where its files are to be put. */
export interface WantedPlacement extends WantedUpload {
  readonly storeId: string;
  /** Whether a bridge of another store or service may be replaced; false by default. */
  readonly replaceOther?: boolean | null;
}

/** What came of placing a bridge or taking it away. */
export interface PlacementOutcome {
  readonly store: StoreRecord | null;
  readonly userErrors: readonly PlacementError[];
  readonly steps: readonly PlacementStep[];
  /** The server's host key, as `SHA256:…`; null where there is none or it was not reached. */
  readonly hostKey: string | null;
}

/** What placing bridges is made of. */
export interface PlacementParts {
  readonly registry: StoreRegistry;
  readonly vault: CredentialVault;
  readonly hostKeys: UploadHostKeys;
  readonly connections: Pick<StoreConnections, 'verify'>;
  readonly openUpload: OpenUpload;
  readonly bridgeFiles: BridgeFiles;
  /** Asks a bridge what it is, with this key; rejects with a ServiceError. */
  readonly hello: (bridgeUrl: string, key: StoreKey) => Promise<Hello>;
  readonly forget: (storeId: string) => void;
  readonly randomBytes: (size: number) => Buffer;
  readonly now: () => Date;
  /** How long all of it may take, in milliseconds. */
  readonly timeoutMs: number;
  /** How long to wait before a bridge just placed is asked again, in milliseconds each; a cache of PHP may hold the one before. */
  readonly patienceMs: readonly number[];
}

/** A fault that ends a placement, thrown between its steps. */
class PlacementFault extends Error {
  constructor(readonly error: PlacementError) {
    super(error.message);
  }
}

/** Puts stores' bridges on their servers for the merchant, and takes them away. Of the credentials nothing outlives the call. */
export class BridgePlacement {
  constructor(private readonly parts: PlacementParts) {}

  /**
   * Uploads the store's bridge beside what is there, exchanges the two by renaming, and asks the new one for its hello; where it
   * does not answer as this store's bridge, what was there before is put back. An owner's config.php is kept.
   */
  async install(reach: Reach, wanted: WantedPlacement): Promise<PlacementOutcome> {
    return this.#attempt(reach, wanted, async (store, session, step) => {
      const names = await step('FIND_STORE', () => session.names(''));
      if (!names?.includes('index.php')) {
        throw fault('NO_STORE_THERE', 'The directory holds no store: there is no index.php in it.', 'directory');
      }
      const folder = new BridgeFolder(session, this.parts.randomBytes(4).toString('hex'));
      const { active, next } = await this.parts.vault.openKeys(store.id);
      const keys = new Map((next ? [active, next] : [active]).map(({ id, secret }) => [id, base64url(secret)]));
      const files = await step('FIND_BRIDGE', () => this.#filesFor(store, keys, folder, wanted.replaceOther === true));

      await step('UPLOAD', () => folder.upload(files));
      await step('EXCHANGE', () => folder.exchange(files));
      try {
        await step('VERIFY', () => this.#greet(store, next ?? active));
      } catch (error) {
        await step('UNDO', () => folder.undo(files));
        throw error;
      }
      await step('CLEAN_UP', async () => {
        await folder.forgetOld();
        await this.#keepToOwner(store, next ?? active, folder);
      }).catch((error: unknown) => {
        // What is left is out of use and says so by its name; the bridge is in place.
        if (!(error instanceof UploadError)) throw error;
      });
      return this.parts.connections.verify(reach, store.id);
    });
  }

  /** Takes the store's bridge away; the store is PENDING until one is installed again. */
  async uninstall(reach: Reach, wanted: WantedPlacement): Promise<PlacementOutcome> {
    return this.#attempt(reach, wanted, async (store, session, step) => {
      const folder = new BridgeFolder(session, this.parts.randomBytes(4).toString('hex'));
      const { active, next } = await this.parts.vault.openKeys(store.id);
      const keys = new Map((next ? [active, next] : [active]).map(({ id, secret }) => [id, base64url(secret)]));
      await step('FIND_BRIDGE', async () => {
        const config = await folder.config();
        if (config === null && (await folder.names()) === null) {
          throw fault('NO_BRIDGE_THERE', 'There is no folder drawbridge/ in the directory.', 'directory');
        }
        if (!knowsAny(config ?? '', keys) && !wanted.replaceOther) throw otherBridge();
      });
      const files = this.parts.bridgeFiles({
        keys: Object.fromEntries(keys),
        connector: store.platformId,
        write: store.writeWanted,
      });
      await step('REMOVE', () => folder.remove(files));
      this.parts.forget(store.id);
      const changed = await this.parts.registry.exclusively(reach.accountId, store.id, async (current, database) =>
        // One that was let go meanwhile stays so.
        current.status === 'DISCONNECTED'
          ? current
          : this.parts.registry.within(database).update(reach.accountId, store.id, {
              status: 'PENDING',
              lastVerifiedAt: null,
              bridge: unverifiedBridge,
            }),
      );
      return { store: changed, userErrors: [] };
    });
  }

  /** The files to upload; throws where another's bridge is there, or an owner's config.php that a key cannot be put into. */
  async #filesFor(
    store: RegisteredStore,
    keys: ReadonlyMap<string, string>,
    folder: BridgeFolder,
    replaceOther: boolean,
  ): Promise<readonly BridgeFile[]> {
    const files = this.parts.bridgeFiles({
      keys: Object.fromEntries(keys),
      connector: store.platformId,
      write: store.writeWanted,
    });
    const names = await folder.names();
    if (!names || names.length === 0) return files;
    const config = names.includes('config.php') ? ((await folder.config()) ?? '') : '';
    if (!knowsAny(config, keys)) {
      if (replaceOther) return files;
      throw otherBridge();
    }
    const kept = withKeys(config, keys);
    if (kept === null) {
      throw fault(
        'CONFIG_NOT_UNDERSTOOD',
        "The owner's config.php is written in a way that the new key cannot be put into; put it in by hand.",
        null,
      );
    }
    return files.map((file) => (file.path.endsWith('/config.php') ? { ...file, content: kept } : file));
  }

  /**
   * Takes the keys from the eyes of whoever else has a login on that machine, where PHP is the very user who uploads; where it is
   * another, it could not read them either, and they stay as they are.
   */
  async #keepToOwner(store: RegisteredStore, key: StoreKey, folder: BridgeFolder): Promise<void> {
    if (!(await folder.keepConfig(true))) return;
    try {
      await this.parts.hello(store.bridgeUrl, key);
    } catch (error) {
      await folder.keepConfig(false);
      if (!(error instanceof ServiceError)) throw error;
    }
  }

  async #greet(store: RegisteredStore, key: StoreKey): Promise<void> {
    for (const wait of [...this.parts.patienceMs, null]) {
      try {
        await this.parts.hello(store.bridgeUrl, key);
        return;
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        if (error.code === 'STORE_PLATFORM_UNKNOWN') {
          throw fault(
            'NO_STORE_THERE',
            'The bridge was placed, but finds no store that it knows around it.',
            'directory',
          );
        }
        if (wait === null) {
          throw fault(
            'BRIDGE_NOT_ANSWERING',
            `The bridge was placed, but ${store.bridgeUrl} does not answer as it: ${error.message} (${error.code}) Perhaps the ` +
              'directory is that of another site. What was there before is there again.',
            'directory',
          );
        }
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  async #attempt(
    reach: Reach,
    wanted: WantedPlacement,
    work: (
      store: RegisteredStore,
      session: UploadSession,
      step: <T>(name: PlacementStepName, take: () => Promise<T>) => Promise<T>,
    ) => Promise<Pick<PlacementOutcome, 'store' | 'userErrors'>>,
  ): Promise<PlacementOutcome> {
    const { registry, now } = this.parts;
    const [found = null] = await registry.find(reach, [wanted.storeId]);
    const steps: PlacementStep[] = [];
    const end = (userErrors: readonly PlacementError[], hostKey: string | null = null) => ({
      store: found,
      userErrors,
      steps,
      hostKey,
    });
    if (!found) return end([mendable('NOT_FOUND', 'The account has no store of this id.', 'storeId')]);
    if (found.status === 'DISCONNECTED') {
      return end([mendable('DISCONNECTED', 'The store is disconnected; connect it again first.', 'storeId')]);
    }
    const read = readUpload(wanted);
    if (!('target' in read)) return end(read.map(({ code, message, field }) => mendable(code, message, field)));

    const step = async <T>(name: PlacementStepName, take: () => Promise<T>): Promise<T> => {
      const begun = now().getTime();
      const taken = (succeeded: boolean) => steps.push({ name, succeeded, durationMs: now().getTime() - begun });
      try {
        const result = await take();
        taken(true);
        return result;
      } catch (error) {
        taken(false);
        throw error;
      }
    };
    const over = new AbortController();
    const limit = setTimeout(() => over.abort(), this.parts.timeoutMs);
    let session: UploadSession | null = null;
    try {
      session = await step('LOG_IN', () => this.#logIn(reach.accountId, read.target, read.directory, over.signal));
      return { ...end([], session.hostKey), ...(await work(found, session, step)) };
    } catch (error) {
      const { hostKey = null } = session ?? {};
      if (error instanceof PlacementFault) return end([error.error], hostKey);
      if (error instanceof UploadError) {
        return end([mendable(error.code, error.message, fieldOf[error.code] ?? null)], hostKey);
      }
      throw error;
    } finally {
      clearTimeout(limit);
      session?.close();
    }
  }

  /** Logs in, and pins the host key that the server showed where the account had none for it, or gave this one. */
  async #logIn(
    accountId: string,
    target: UploadTarget,
    directory: string,
    signal: AbortSignal,
  ): Promise<UploadSession> {
    const { hostKeys, openUpload } = this.parts;
    const server = { accountId, host: target.host.toLowerCase(), port: target.port || 22 };
    const pinned = target.protocol === 'SFTP' ? await hostKeys.pinned(server) : null;
    const session = await openUpload({ ...target, hostKey: target.hostKey ?? pinned }, { directory, signal });
    if (session.hostKey !== null && session.hostKey !== pinned) await hostKeys.pin(server, session.hostKey);
    return session;
  }
}

const fieldOf: Readonly<Partial<Record<UploadError['code'], string>>> = {
  ADDRESS_NOT_ALLOWED: 'host',
  HOST_NOT_FOUND: 'host',
  HOST_UNREACHABLE: 'host',
  CERTIFICATE_INVALID: 'host',
  TLS_NOT_OFFERED: 'protocol',
  HOST_KEY_CHANGED: 'hostKey',
  PRIVATE_KEY_INVALID: 'privateKey',
  LOGIN_REFUSED: 'password',
  DIRECTORY_NOT_FOUND: 'directory',
  PERMISSION_DENIED: 'directory',
};

function knowsAny(config: string, keys: ReadonlyMap<string, string>): boolean {
  return [...keysIn(config)].some(([id, secret]) => keys.get(id) === secret);
}

function otherBridge(): PlacementFault {
  const message =
    'The folder drawbridge/ in the directory is not that of this store’s bridge. Take it away first, or say replaceOther.';
  return fault('OTHER_BRIDGE_THERE', message, 'directory');
}

function mendable(code: PlacementErrorCode, message: string, field: string | null): PlacementError {
  return { code, message, field: field === null ? null : ['input', field] };
}

function fault(code: PlacementErrorCode, message: string, field: string | null): PlacementFault {
  return new PlacementFault(mendable(code, message, field));
}

function base64url(secret: Uint8Array): string {
  return Buffer.from(secret).toString('base64url');
}
