import { ServiceError } from '../model/service-error.js';
import { plainText } from './account-faults.js';
import type { Reach } from './caller.js';
import { type AddressFault, bridgeUrl, privateAddressFault, storeUrl } from './store-address.js';
import type { ConnectionError, ConnectionErrorCode, StoreConnections, StoreOutcome } from './store-connections.js';
import type { RegisteredStore, StoreRegistry } from './store-registry.js';

/** What is to change about a store; what is left out stays. */
export interface WantedChanges {
  readonly name?: string | null;
  readonly url?: string | null;
  readonly bridgeUrl?: string | null;
}

/** What changing stores is made of. */
export interface ChangeParts {
  readonly registry: StoreRegistry;
  readonly connections: Pick<StoreConnections, 'verify'>;
  /** Drops whatever is remembered of a store: its configuration, its bridge's hello. */
  readonly forget: (storeId: string) => void;
  readonly allowPrivateAddresses: boolean;
  /** The IP addresses of a host; empty where it has none. */
  readonly resolveHost: (host: string) => Promise<readonly string[]>;
}

/** Renames a store, or follows it to where it has moved. */
export class StoreChanges {
  constructor(private readonly parts: ChangeParts) {}

  /**
   * Changes the store. One that has moved is asked at once at its new address: it is ACTIVE where its bridge answers there, else
   * PENDING until it is verified. A key that is limited to certain stores cannot move one: at another address it would be another
   * store, and what it is refused there would say which stores the account has besides. Throws a ServiceError of code FORBIDDEN.
   */
  async update(reach: Reach, storeId: string, wanted: WantedChanges): Promise<StoreOutcome> {
    const { registry, forget } = this.parts;
    const [store] = await registry.find(reach, [storeId]);
    if (!store) return { store: null, userErrors: [fault('NOT_FOUND', 'The account has no store of this id.', 'id')] };
    const read = await this.#read(store, wanted);
    if ('userErrors' in read) return { store, userErrors: read.userErrors };

    const { name, url, bridgeUrl: bridge } = read;
    const moved = url !== store.url || bridge !== store.bridgeUrl;
    if (url !== store.url && reach.storeIds) {
      throw new ServiceError(
        'FORBIDDEN',
        'A key that is limited to certain stores cannot move one to another address.',
      );
    }
    if (url !== store.url && (await registry.findByUrl(reach.accountId, url))) {
      return { store, userErrors: [fault('ALREADY_CONNECTED', 'The account has a store at this address.', 'url')] };
    }
    const changed = await registry.exclusively(reach.accountId, storeId, ({ status }, database) =>
      registry.within(database).update(reach.accountId, storeId, {
        ...(name === null ? {} : { name, nameGiven: true }),
        ...(moved ? { url, bridgeUrl: bridge } : {}),
        ...(moved && status !== 'DISCONNECTED' ? { status: 'PENDING' } : {}),
      }),
    );
    if (!moved || changed?.status === 'DISCONNECTED') return { store: changed, userErrors: [] };
    forget(storeId);
    try {
      return await this.parts.connections.verify(reach, storeId);
    } catch (error) {
      // The store has moved all the same; that its bridge does not answer yet is what PENDING says.
      if (error instanceof ServiceError) return { store: changed, userErrors: [] };
      throw error;
    }
  }

  async #read(
    store: RegisteredStore,
    wanted: WantedChanges,
  ): Promise<
    | { readonly name: string | null; readonly url: string; readonly bridgeUrl: string }
    | { readonly userErrors: readonly ConnectionError[] }
  > {
    const userErrors: ConnectionError[] = [];
    const address = async (read: URL | AddressFault, field: string): Promise<string> => {
      const allowed = this.parts.allowPrivateAddresses;
      const wrong =
        read instanceof URL ? (allowed ? null : await privateAddressFault(read, this.parts.resolveHost)) : read;
      if (wrong) userErrors.push(fault(wrong.code, wrong.message, field));
      return read instanceof URL ? read.href : '';
    };
    const name = wanted.name == null ? null : plainText(wanted.name, 200);
    if (name === null && wanted.name != null) {
      userErrors.push(fault('NAME_INVALID', 'The name must be one line of 1 to 200 characters.', 'name'));
    }
    const url = wanted.url == null ? store.url : await address(storeUrl(wanted.url), 'url');
    const bridge =
      wanted.bridgeUrl == null ? below(store, url) : await address(bridgeUrl(wanted.bridgeUrl), 'bridgeUrl');
    if (userErrors.length > 0) return { userErrors };
    return { name, url, bridgeUrl: bridge };
  }
}

/** The bridge's address below a new root as it was below the old; where it was elsewhere, it stays. */
function below(store: RegisteredStore, url: string): string {
  return store.bridgeUrl.startsWith(store.url) ? url + store.bridgeUrl.slice(store.url.length) : store.bridgeUrl;
}

function fault(code: ConnectionErrorCode, message: string, field: string): ConnectionError {
  return { code, message, field: ['input', field] };
}
