import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { ask, type GraphqlReply } from '../support/test-service.js';
import type { PlatformStore } from './platform-store.js';

/** Where the service of these tests keeps nothing and lets stores on this machine be. */
export const writingSettings = {
  DRAWBRIDGE_DEMO: 'off',
  DRAWBRIDGE_DATA_DIR: '',
  DRAWBRIDGE_ALLOW_PRIVATE_ADDRESSES: 'on',
  DRAWBRIDGE_MONITOR_INTERVAL_SECONDS: '0',
} as const;

/** A store that a service is connected to, with a bridge that it issued. */
export interface ConnectedStore {
  readonly id: string;
  /** UUID. */
  readonly uuid: string;
  readonly gid: (type: 'Product' | 'ProductVariant' | 'Order', nativeId: string | number) => string;
  ask(query: string, variables?: Readonly<Record<string, unknown>>, key?: string): Promise<GraphqlReply>;
}

/** Connects a store through the API as a merchant does, and installs the bridge that comes of it. */
export async function connectTo(
  service: { readonly url: string },
  store: Pick<PlatformStore, 'url' | 'root' | 'key'>,
  { key, writable = true }: { readonly key: string; readonly writable?: boolean },
): Promise<ConnectedStore> {
  const send: ConnectedStore['ask'] = (query, variables = {}, by = key) => ask(service, query, variables, by);
  const { data, errors } = await send(
    'mutation ($input: ConnectStoreInput!) { connectStore(input: $input) { store { id } bridge { downloadUrl } userErrors { code } } }',
    { input: { url: store.url, writable } },
  );
  if (!data?.connectStore?.bridge)
    throw new Error(`the store must be connected, but got: ${JSON.stringify(errors ?? data)}`);
  const zip = await fetch(data.connectStore.bridge.downloadUrl, { method: 'POST' });
  for (const [name, bytes] of Object.entries(unzipSync(new Uint8Array(await zip.arrayBuffer())))) {
    const file = path.join(store.root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    // The tests' own key goes on beside the service's.
    const own = `'keys' => [\n        '${store.key.id}' => '${Buffer.from(store.key.secret).toString('base64url')}',`;
    writeFileSync(file, name.endsWith('/config.php') ? strFromU8(bytes).replace("'keys' => [", own) : bytes);
  }
  const { id } = data.connectStore.store as { id: string };
  const verified = await send(
    'mutation ($id: ID!) { verifyStore(id: $id) { store { status bridge { writable } } userErrors { code message } } }',
    { id },
  );
  const found = verified.data?.verifyStore?.store;
  if (found?.status !== 'ACTIVE' || found.bridge.writable !== writable) {
    throw new Error(`the store must be verified, but got: ${JSON.stringify(verified)}`);
  }
  const uuid = id.slice(-36);
  return { id, uuid, gid: (type, nativeId) => `gid://drawbridge/${uuid}/${type}/${nativeId}`, ask: send };
}

/** Connects a store to several services, each in its turn; then its bridge knows the keys of all. */
export async function connectBoth(
  services: readonly { readonly url: string }[],
  store: Pick<PlatformStore, 'url' | 'root' | 'key'>,
  how: { readonly key: string },
): Promise<readonly ConnectedStore[]> {
  const config = path.join(store.root, 'drawbridge/config.php');
  const keysIn = (text: string) => /'keys' => \[\n([\s\S]*?)\n {4}\],/.exec(text)?.[1] ?? '';
  const shops: ConnectedStore[] = [];
  const keys = new Set<string>();
  for (const service of services) {
    shops.push(await connectTo(service, store, how));
    for (const line of keysIn(readFileSync(config, 'utf8')).split('\n')) keys.add(line);
  }
  const text = readFileSync(config, 'utf8');
  writeFileSync(
    config,
    text.replace(keysIn(text), () => [...keys].join('\n')),
  );
  return shops;
}
