import type { Hello } from '../bridge/hello.js';
import type { StoreKey } from '../bridge/signature.js';
import type { RegistryDatabase } from '../infrastructure/database.js';
import { storeGlobalId } from '../model/ids.js';
import { isStoreFault, ServiceError } from '../model/service-error.js';
import { inOneLine, plainText } from './account-faults.js';
import type { BridgeDownloads } from './bridge-downloads.js';
import type { Reach } from './caller.js';
import {
  type BridgeOutcome,
  type ConnectionError,
  disconnected,
  fault,
  type StoreOutcome,
  type StoreToConnect,
  unknownStore,
} from './connection-outcomes.js';
import type { CredentialVault } from './credential-vault.js';
import { mendableFault } from './mendable-faults.js';
import { type AddressFault, bridgeUrl, privateAddressFault, storeUrl } from './store-address.js';
import type { StoreRecord } from './store-record.js';
import type { RegisteredStore, StoreRegistry } from './store-registry.js';

export * from './connection-outcomes.js';

/** What connecting stores is made of. */
export interface ConnectionParts {
  readonly database: RegistryDatabase;
  readonly registry: StoreRegistry;
  readonly vault: CredentialVault;
  readonly downloads: BridgeDownloads;
  /** The ids of the platforms that the service understands. */
  readonly platformIds: readonly string[];
  /** The relations that every store of the platform has, by the area that the owner may have closed. */
  readonly essentialsOf: (platformId: string) => Essentials;
  /** Asks a bridge what it is, with this key; rejects with a ServiceError. */
  readonly hello: (bridgeUrl: string, key: StoreKey) => Promise<Hello>;
  /** The store's own name, read from its configuration. */
  readonly nameOf: (store: StoreRecord) => Promise<string>;
  /** Drops whatever is remembered of a store: its configuration, its bridge's hello. */
  readonly forget: (storeId: string) => void;
  readonly allowPrivateAddresses: boolean;
  /** The IP addresses of a host; empty where it has none. */
  readonly resolveHost: (host: string) => Promise<readonly string[]>;
  readonly randomUuid: () => string;
  readonly now: () => Date;
}

/** Connects stores to an account, checks them, renews their keys and lets them go. */
export class StoreConnections {
  constructor(private readonly parts: ConnectionParts) {}

  /** Registers a store as PENDING with a key of its own, and issues the bridge to install there. */
  async connect(reach: Reach, wanted: StoreToConnect): Promise<BridgeOutcome> {
    const { accountId } = reach;
    if (reach.storeIds) {
      throw new ServiceError('FORBIDDEN', 'A key that is limited to certain stores cannot connect another.');
    }
    const { registry, vault, downloads, now } = this.parts;
    const checked = await this.#check(wanted);
    if ('userErrors' in checked) return { store: null, bridge: null, userErrors: checked.userErrors };
    const { url, name, platformId } = checked;
    const writeWanted = wanted.writable ?? false;

    return this.#inTransaction(async (database) => {
      const stores = registry.within(database);
      const key = vault.newKey();
      const store = {
        id: this.parts.randomUuid(),
        accountId,
        connectedAt: now(),
        keyId: key.id,
        writeWanted,
        ...checked,
      };
      let id = store.id;
      if (!(await stores.insert(store))) {
        const known = await stores.findByUrl(accountId, url, { locked: true });
        if (known?.status !== 'DISCONNECTED') {
          return {
            store: known,
            bridge: null,
            userErrors: [fault('ALREADY_CONNECTED', 'The account has this store already.', ['input', 'url'])],
          };
        }
        id = known.id;
        await stores.update(accountId, id, {
          name,
          nameGiven: checked.nameGiven,
          bridgeUrl: checked.bridgeUrl,
          platformId,
          writeWanted,
          platformVersion: null,
          status: 'PENDING',
          lastVerifiedAt: null,
          bridge: { ...unverifiedBridge, keyId: key.id, keyRotatedAt: null },
        });
      }
      await vault.within(database).put(id, 'active', key);
      const [record = null] = await stores.find(reach, [id]);
      const bridge = await downloads.within(database).issue({ id, platformId, writeWanted });
      return { store: record, bridge, userErrors: [] };
    });
  }

  /**
   * Asks the store's bridge what it is and fills in what it says. A new key that is installed there replaces the old one.
   * A bridge that cannot be asked is a userError where the caller can mend that, else its ServiceError is thrown; a store that
   * was ACTIVE is UNREACHABLE from then on.
   */
  async verify(reach: Reach, storeId: string): Promise<StoreOutcome> {
    try {
      return await this.#verify(reach, storeId);
    } catch (error) {
      const mendable = mendableFault(error);
      if (!mendable) throw error;
      const [store = null] = await this.parts.registry.find(reach, [storeId]);
      return { store, userErrors: [{ ...mendable, field: ['id'] }] };
    }
  }

  async #verify(reach: Reach, storeId: string, tries = 1): Promise<StoreOutcome> {
    const found = await this.#find(reach, storeId, ['id']);
    if ('userErrors' in found) return found;
    const greeted = await this.#greet(found).catch(async (error: unknown) => {
      if (!isStoreFault(error)) throw error;
      if (found.status === 'ACTIVE') {
        await this.#unlessChanged(found, [found.bridge.keyId], (registry) =>
          registry.update(reach.accountId, storeId, { status: 'UNREACHABLE' }),
        );
      }
      throw error.with({ storeId: storeGlobalId(storeId) });
    });
    const { hello, keyId, awaitsNewKey } = greeted;
    if (!this.parts.platformIds.includes(hello.platform)) {
      throw new ServiceError(
        'STORE_PLATFORM_UNKNOWN',
        'The service does not know the platform that the bridge names.',
        { storeId: storeGlobalId(storeId) },
      );
    }
    if (found.platformId && found.platformId !== hello.platform) {
      const message = `The store was connected as ${found.platformId}, but its bridge says ${hello.platform}.`;
      return { store: found, userErrors: [fault('PLATFORM_DIFFERS', message, ['id'])] };
    }

    const missing = missingRelations(hello, this.parts.essentialsOf(hello.platform));
    if (missing.length > 0) {
      throw new ServiceError(
        'STORE_TABLES_MISSING',
        `The store's database holds no ${missing.join(', ')}: the prefix of its tables, or the database, is not the one in the store's settings.`,
        { storeId: storeGlobalId(storeId) },
      );
    }

    const verified = await this.#unlessChanged(found, [found.bridge.keyId, keyId], (registry, database) =>
      this.#take(found, greeted, registry, database),
    );
    this.parts.forget(storeId);
    if (!verified) {
      // Whoever changed it meanwhile had their reasons; what its bridge said before that counts for nothing.
      if (tries < verifyTries) return this.#verify(reach, storeId, tries + 1);
      const [store = null] = await this.parts.registry.find(reach, [storeId]);
      return { store, userErrors: [] };
    }
    const store = await this.#named(verified);
    const message = 'The store answers, but still with its old key: install the bridge issued last, then verify again.';
    return { store, userErrors: awaitsNewKey ? [fault('NEW_KEY_NOT_INSTALLED', message, ['id'])] : [] };
  }

  /** Fills in what a bridge said, and makes the key that it was asked with the store's. */
  async #take(
    found: RegisteredStore,
    { hello, keyId }: Greeted,
    registry: StoreRegistry,
    database: RegistryDatabase,
  ): Promise<RegisteredStore | null> {
    const now = this.parts.now();
    const promoted = keyId !== found.bridge.keyId && (await this.parts.vault.within(database).promote(found.id, keyId));
    return registry.update(found.accountId, found.id, {
      platformId: hello.platform,
      platformVersion: hello.platformVersion,
      status: 'ACTIVE',
      lastVerifiedAt: now,
      bridge: {
        version: hello.bridgeVersion,
        protocolVersion: hello.protocol,
        phpVersion: hello.phpVersion,
        databaseVersion: `${hello.database.kind} ${hello.database.version}`,
        writable: hello.writable,
        replayProtection: hello.replayProtection ?? null,
        ...(promoted ? { keyId, keyRotatedAt: now } : {}),
      },
    });
  }

  /**
   * Does a change that rests on how the store was found, unless it was let go, moved, given another of its keys or verified
   * since: then nothing is done, and null is given.
   */
  async #unlessChanged<T>(
    found: RegisteredStore,
    keyIds: readonly string[],
    change: (registry: StoreRegistry, database: RegistryDatabase) => Promise<T>,
  ): Promise<T | null> {
    const { registry } = this.parts;
    return registry.exclusively(found.accountId, found.id, async (store, database) => {
      const stands =
        store.status !== 'DISCONNECTED' &&
        store.bridgeUrl === found.bridgeUrl &&
        keyIds.includes(store.bridge.keyId) &&
        (store.lastVerifiedAt?.getTime() ?? null) === (found.lastVerifiedAt?.getTime() ?? null);
      return stands ? change(registry.within(database), database) : null;
    });
  }

  /**
   * Issues the store's bridge anew, with the keys that it has; links issued before no longer work. With `writable`, this bridge and
   * those issued later have the part for writing, or not; without, it is as it was.
   */
  async issueBridge(reach: Reach, storeId: string, writable: boolean | null = null): Promise<BridgeOutcome> {
    return this.#issue(reach, storeId, async (database) => {
      if (writable === null) return {};
      await this.parts.registry.within(database).update(reach.accountId, storeId, { writeWanted: writable });
      return { writeWanted: writable };
    });
  }

  /** Makes a new key and issues a bridge that knows both; requests are signed with the old one until the store is verified. */
  async rotateKey(reach: Reach, storeId: string): Promise<BridgeOutcome> {
    const { vault } = this.parts;
    return this.#issue(reach, storeId, async (database) => {
      await vault.within(database).put(storeId, 'next', vault.newKey());
      return {};
    });
  }

  /** Drops the store's cached configuration, so that it is read anew when it is next asked for. */
  async refreshConfig(reach: Reach, storeId: string): Promise<StoreOutcome> {
    const store = await this.#find(reach, storeId, ['storeId']);
    if ('userErrors' in store) return store;
    this.parts.forget(storeId);
    return { store, userErrors: [] };
  }

  /** Forgets the store's keys and links; its record stays, and so does its id if it is connected again. */
  async disconnect(reach: Reach, storeId: string): Promise<StoreOutcome> {
    const outcome = await this.#whereConnected(reach, storeId, async (_store, database) => {
      await this.parts.vault.within(database).drop(storeId);
      await this.parts.downloads.within(database).void(storeId);
      const registry = this.parts.registry.within(database);
      return { store: await registry.update(reach.accountId, storeId, { status: 'DISCONNECTED' }), userErrors: [] };
    });
    this.parts.forget(storeId);
    return outcome;
  }

  /** Issues a bridge, after something was done to the store's keys, or to its record, which then gives what is another. */
  async #issue(
    reach: Reach,
    storeId: string,
    before: (database: RegistryDatabase) => Promise<Pick<Partial<RegisteredStore>, 'writeWanted'>>,
  ): Promise<BridgeOutcome> {
    const outcome = await this.#whereConnected<BridgeOutcome>(reach, storeId, async (store, database) => {
      const current = { ...store, ...(await before(database)) };
      return { store, bridge: await this.parts.downloads.within(database).issue(current), userErrors: [] };
    });
    return 'bridge' in outcome ? outcome : { ...outcome, bridge: null };
  }

  /** Does something to a store that nobody else changes meanwhile; says why not where it is unknown or was let go. */
  async #whereConnected<Outcome extends StoreOutcome>(
    reach: Reach,
    storeId: string,
    work: (store: RegisteredStore, database: RegistryDatabase) => Promise<Outcome>,
  ): Promise<Outcome | StoreOutcome> {
    const found = await this.#find(reach, storeId, ['storeId']);
    if ('userErrors' in found) return found;
    const done = await this.parts.registry.exclusively(reach.accountId, storeId, async (store, database) =>
      store.status === 'DISCONNECTED' ? disconnected(store, ['storeId']) : work(store, database),
    );
    return done ?? unknownStore(['storeId']);
  }

  /** Asks with the new key first, where there is one; a bridge that does not know it yet is asked with the old. */
  async #greet(store: RegisteredStore): Promise<Greeted> {
    const { active, next } = await this.parts.vault.openKeys(store.id);
    if (next) {
      try {
        return { hello: await this.parts.hello(store.bridgeUrl, next), keyId: next.id, awaitsNewKey: false };
      } catch (error) {
        if (!(error instanceof ServiceError && error.code === 'STORE_KEY_REFUSED')) throw error;
      }
    }
    return { hello: await this.parts.hello(store.bridgeUrl, active), keyId: active.id, awaitsNewKey: next !== null };
  }

  /** Takes over the store's own name, where the merchant chose none; a store that does not tell it keeps the one it has. */
  async #named(store: RegisteredStore): Promise<RegisteredStore> {
    if (store.nameGiven) return store;
    try {
      const name = inOneLine(await this.parts.nameOf(store), maxNameLength);
      if (!name || name === store.name) return store;
      // Not where the merchant chose one meanwhile, or let the store go.
      const named = await this.parts.registry.exclusively(store.accountId, store.id, async (current, database) =>
        current.nameGiven || current.status === 'DISCONNECTED'
          ? current
          : this.parts.registry.within(database).update(store.accountId, store.id, { name }),
      );
      return named ?? store;
    } catch (error) {
      if (error instanceof ServiceError) return store;
      throw error;
    }
  }

  async #find(reach: Reach, storeId: string, field: string[]): Promise<RegisteredStore | StoreOutcome> {
    const [store] = await this.parts.registry.find(reach, [storeId]);
    if (!store) return unknownStore(field);
    return store.status === 'DISCONNECTED' ? disconnected(store, field) : store;
  }

  async #check(wanted: StoreToConnect): Promise<CheckedStore | { readonly userErrors: readonly ConnectionError[] }> {
    const userErrors: ConnectionError[] = [];
    const address = async (read: URL | AddressFault, field: string): Promise<string> => {
      const wrong =
        read instanceof URL
          ? this.parts.allowPrivateAddresses
            ? null
            : await privateAddressFault(read, this.parts.resolveHost)
          : read;
      if (wrong) userErrors.push(fault(wrong.code, wrong.message, ['input', field]));
      return read instanceof URL ? read.href : '';
    };
    const url = await address(storeUrl(wanted.url), 'url');
    const bridge = wanted.bridgeUrl
      ? await address(bridgeUrl(wanted.bridgeUrl), 'bridgeUrl')
      : `${url}drawbridge/bridge.php`;

    const given = wanted.name?.trim() ?? '';
    if (given !== '' && plainText(given, maxNameLength) === null) {
      userErrors.push(
        fault('NAME_INVALID', `The name must be one line of at most ${maxNameLength} characters.`, ['input', 'name']),
      );
    }
    const platformId = wanted.platform?.trim() || null;
    if (platformId && !this.parts.platformIds.includes(platformId)) {
      const message = `The platform must be one of ${this.parts.platformIds.join(', ')}.`;
      userErrors.push(fault('PLATFORM_NOT_SUPPORTED', message, ['input', 'platform']));
    }
    if (userErrors.length > 0) return { userErrors };
    return { url, bridgeUrl: bridge, name: given || new URL(url).host, nameGiven: given !== '', platformId };
  }

  #inTransaction<T>(work: (database: RegistryDatabase) => Promise<T>): Promise<T> {
    return this.parts.database.transaction().execute(work);
  }
}

/** Area => relations that every store of a platform has. */
export type Essentials = Readonly<Record<string, readonly string[]>>;

/** Those of the open areas that this store lacks. */
function missingRelations(hello: Hello, essentials: Essentials): string[] {
  const wanted = hello.areas.flatMap((area) => essentials[area] ?? []);
  return wanted.filter((relation) => !Object.hasOwn(hello.relations, relation));
}

const maxNameLength = 200;

/** A store as the merchant named it, in one form. */
type CheckedStore = Pick<RegisteredStore, 'url' | 'bridgeUrl' | 'name' | 'nameGiven' | 'platformId'>;

/** What a bridge said, and by which of the store's keys it was asked. */
interface Greeted {
  readonly hello: Hello;
  readonly keyId: string;
  readonly awaitsNewKey: boolean;
}

/** How often a store is asked anew that was changed while its bridge was asked. */
const verifyTries = 3;

/** What is known of a bridge before it has answered. */
export const unverifiedBridge = {
  version: null,
  protocolVersion: null,
  phpVersion: null,
  databaseVersion: null,
  writable: null,
  replayProtection: null,
} as const;
