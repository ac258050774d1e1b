/** A store as it is told of. */
export interface DescribedStore {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly status: string;
  readonly platform?: { readonly name: string } | null;
  readonly platformVersion?: string | null;
  readonly bridge?: {
    readonly version: string;
    readonly outdated?: boolean;
    readonly phpVersion: string | null;
    readonly databaseVersion?: string | null;
    readonly url?: string;
    readonly keyId?: string;
  } | null;
  /** What its owner should mend, though it answers. */
  readonly warnings?: readonly { readonly code: string; readonly message: string }[];
  /** The name of the account that it is of, where there may be several. */
  readonly account?: string;
}

/** An issued bridge as it is told of. */
export interface DescribedBridge {
  readonly downloadUrl: string;
  readonly expiresAt: string;
  readonly sha256: string;
}

/** A store in a few lines for people. */
export function describeStore(store: DescribedStore): string {
  const platform = store.platform
    ? `  ${[store.platform.name, store.platformVersion].filter(Boolean).join(' ')}\n`
    : '';
  const php = store.bridge?.phpVersion ? ` on PHP ${store.bridge.phpVersion}` : '';
  const key = store.bridge?.keyId ? `, key ${store.bridge.keyId}` : '';
  const bridge = store.bridge ? `  bridge ${store.bridge.version}${php}${key}\n` : '';
  return `${store.status}  ${store.name}  ${store.url}\n  ${store.id}\n${platform}${bridge}${describeWarnings(store, '  ')}`;
}

function describeWarnings({ warnings = [] }: DescribedStore, before: string): string {
  return warnings.map(({ code, message }) => `${before}warning ${code}: ${message}\n`).join('');
}

/** Which stores run which bridge, oldest bridges first, for people. */
export function describeFleet(stores: readonly DescribedStore[]): string {
  const versionOf = ({ bridge }: DescribedStore) => bridge?.version ?? '';
  const versions = [...new Set(stores.map(versionOf))].sort((one, other) =>
    one.localeCompare(other, 'en', { numeric: true }),
  );
  return versions
    .map((version) => {
      const of = stores.filter((store) => versionOf(store) === version);
      const outdated = of.some(({ bridge }) => bridge?.outdated) ? ', older than the service issues' : '';
      const title = version ? `bridge ${version}${outdated}` : 'no bridge seen yet';
      return `${title}: ${of.length}\n${of.map(describeOfFleet).join('')}`;
    })
    .join('\n');
}

function describeOfFleet(store: DescribedStore): string {
  const { id, status, name, url, account, warnings = [] } = store;
  const line = `  ${status}  ${name}  ${url}  ${id}${account ? `  ${account}` : ''}\n`;
  // That its bridge is older stands above all of its version.
  return (
    line + describeWarnings({ ...store, warnings: warnings.filter(({ code }) => code !== 'BRIDGE_OUTDATED') }, '    ')
  );
}

/** How to install an issued bridge at the store with this id, for people. */
export function describeBridge(bridge: DescribedBridge, storeId: string): string {
  return [
    '',
    `Download the bridge once, until ${bridge.expiresAt}:`,
    `  ${bridge.downloadUrl}`,
    `  sha256 ${bridge.sha256}`,
    `Unzip it in the store's root, so that drawbridge/bridge.php lies there; then: drawbridge verify ${storeId}`,
    '',
  ].join('\n');
}

/** How placing a bridge went, as it is told of. */
export interface DescribedPlacement {
  readonly hostKey: string | null;
  readonly steps: readonly { readonly name: string; readonly succeeded: boolean; readonly durationMs: number }[];
}

const stepsInWords: Readonly<Record<string, string>> = {
  LOG_IN: 'logged in',
  FIND_STORE: 'looked for the store in the directory',
  FIND_BRIDGE: 'looked for a bridge that is there already',
  UPLOAD: 'uploaded beside what is there',
  EXCHANGE: 'put the new files in the place of the old',
  VERIFY: 'asked the bridge at the store’s address',
  CLEAN_UP: 'deleted what was replaced',
  REMOVE: 'took the bridge away',
  UNDO: 'put back what was there before',
};

/** The steps that were taken on a store's server, one a line, for people. */
export function describePlacement({ hostKey, steps }: DescribedPlacement): string {
  const lines = steps.map(({ name, succeeded, durationMs }) => {
    const seconds = (durationMs / 1000).toFixed(1).padStart(6);
    return `  ${succeeded ? 'ok    ' : 'FAILED'}${seconds} s  ${stepsInWords[name] ?? name}\n`;
  });
  return lines.join('') + (hostKey === null ? '' : `  host key ${hostKey}\n`);
}
