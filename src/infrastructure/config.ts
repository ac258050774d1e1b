import { isIP } from 'node:net';
import type { SecretBytes, SecretText } from './secret.js';
import { secretFileVariables, withSecretFiles } from './secret-files.js';
import { settings as known, type SettingName, type SettingValue } from './settings-table.js';

/** An API key from the settings: the name it is shown by, and the secret text itself. */
export interface ConfiguredApiKey {
  readonly name: string;
  readonly key: SecretText;
}

/** An issuer of access tokens, and what their claims mean. */
export interface ConfiguredTokenIssuer {
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly audience: string;
  readonly accountClaim: string;
  readonly scopeClaim: string;
}

/** Bounds on what one GraphQL request may ask. */
export interface QueryLimits {
  readonly maxDepth: number;
  readonly maxAliases: number;
  readonly maxCost: number;
  readonly maxBodyBytes: number;
}

/** How the graph presents itself to gateways and clients. */
export interface GraphSettings {
  /** What its names begin with; empty: nothing. */
  readonly prefix: string;
  readonly hasNode: boolean;
  readonly tellsScopes: boolean;
  readonly tellsCosts: boolean;
}

/** Everything that can be set about the service, checked. */
export interface Settings {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** An absolute path. */
  readonly dataDir: string;
  /** The registry's PostgreSQL; null: PGlite in the data folder (in memory in demo mode). */
  readonly databaseUrl: SecretText | null;
  /** 32 bytes; null: the file in the data folder. */
  readonly masterKey: SecretBytes | null;
  /** Keys of 32 bytes each that were in use before. */
  readonly previousMasterKeys: readonly SecretBytes[];
  readonly apiKeys: readonly ConfiguredApiKey[];
  readonly demo: boolean;
  /** Whose access tokens are accepted beside API keys; null: nobody's. */
  readonly tokenIssuer: ConfiguredTokenIssuer | null;
  /** Without a trailing slash; null: the address that the service listens on. */
  readonly publicUrl: string | null;
  readonly allowPrivateAddresses: boolean;
  readonly bridgeTimeoutMs: number;
  /** 0: stores are never left alone. */
  readonly storeRestMs: number;
  /** 0: calls of different requests are never joined. */
  readonly shareCallsMs: number;
  readonly feed: { readonly storesAtOnce: number; readonly timeoutMs: number };
  readonly configCache: { readonly ttlSeconds: number; readonly maxEntries: number };
  readonly limits: QueryLimits;
  /** How many operations are kept compiled; 0: none. */
  readonly compiledOperations: number;
  readonly downloadLinkSeconds: number;
  /** The origins whose pages may call the graph; empty: none. */
  readonly corsOrigins: readonly string[];
  /** Texts by their ids, and whether nothing else is answered. */
  readonly operations: { readonly texts: ReadonlyMap<string, string>; readonly only: boolean };
  /** Requests a minute of one key; 0: no limit. */
  readonly rateLimitPerMinute: number;
  /** Where instances count together; null: each for itself. */
  readonly redisUrl: SecretText | null;
  readonly graph: GraphSettings;
  readonly trustProxy: boolean;
  /** How often each store is looked at; 0: never. */
  readonly monitorIntervalSeconds: number;
  /** Where the service's calls come from, as addresses and CIDR blocks; empty where the operator does not say. */
  readonly egressAddresses: readonly string[];
  /** How long others are told that the service is about to end before it does. */
  readonly drainSeconds: number;
  /** What opens `/metrics` to others than the machine itself; null: nothing does. */
  readonly metricsToken: SecretText | null;
  /** Where spans are sent; null: none are made. */
  readonly otlpUrl: string | null;
  /** What may well be a mistake though it can be used, each naming its variable; never a secret. */
  readonly warnings: readonly string[];
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
}

/** What is wrong with the settings: every fault, each naming its variable and never repeating a secret. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  constructor(readonly faults: readonly string[]) {
    super(`The settings cannot be used:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}

/**
 * Reads the settings from environment variables, secrets also from the files that `…_FILE` names; an empty variable counts as one
 * not set.
 * Throws a SettingsError that names every fault at once; unknown `DRAWBRIDGE_…` variables are warned of.
 */
export function readSettings(given: Environment): Settings {
  const warnings: string[] = [];
  const { environment, faults: ofFiles } = withSecretFiles(given);
  const { read, must, faults } = reader(environment);
  faults.push(...ofFiles);

  for (const name of Object.keys(environment)) {
    if (name.startsWith('DRAWBRIDGE_') && !Object.hasOwn(known, name) && !otherVariables.includes(name)) {
      const near = nearest(name);
      warnings.push(`${name} is not a setting${near ? `; did you mean ${near}?` : '.'}`);
    }
  }

  const isSet = (name: SettingName) => Boolean(environment[name]?.trim());
  const own = ['DRAWBRIDGE_API_KEYS', 'DRAWBRIDGE_JWT_ISSUER', 'DATABASE_URL'] as const;
  const demo = read('DRAWBRIDGE_DEMO') ?? !own.some(isSet);
  const [issuer, jwksUrl, audience] = [
    read('DRAWBRIDGE_JWT_ISSUER'),
    read('DRAWBRIDGE_JWT_JWKS_URL'),
    read('DRAWBRIDGE_JWT_AUDIENCE'),
  ];
  const accountClaim = must('DRAWBRIDGE_JWT_ACCOUNT_CLAIM');
  const scopeClaim = must('DRAWBRIDGE_JWT_SCOPE_CLAIM');
  const tokenIssuer = issuer && jwksUrl && audience ? { issuer, jwksUrl, audience, accountClaim, scopeClaim } : null;
  const tokenSettings = ['DRAWBRIDGE_JWT_ISSUER', 'DRAWBRIDGE_JWT_JWKS_URL', 'DRAWBRIDGE_JWT_AUDIENCE'] as const;
  if (tokenSettings.some(isSet) && !tokenSettings.every(isSet)) {
    faults.push(`${tokenSettings.join(', ')} must be set together.`);
  }
  const settings: Settings = {
    host: must('HOST'),
    port: must('PORT'),
    dataDir: must('DRAWBRIDGE_DATA_DIR'),
    databaseUrl: read('DATABASE_URL') ?? null,
    masterKey: read('DRAWBRIDGE_MASTER_KEY') ?? null,
    previousMasterKeys: read('DRAWBRIDGE_PREVIOUS_MASTER_KEYS') ?? [],
    apiKeys: read('DRAWBRIDGE_API_KEYS') ?? [],
    demo,
    tokenIssuer,
    publicUrl: read('DRAWBRIDGE_PUBLIC_URL') ?? null,
    allowPrivateAddresses: read('DRAWBRIDGE_ALLOW_PRIVATE_ADDRESSES') ?? demo,
    ...askingSettings({ read, must }),
    downloadLinkSeconds: must('DRAWBRIDGE_DOWNLOAD_LINK_SECONDS'),
    redisUrl: read('REDIS_URL') ?? null,
    trustProxy: must('DRAWBRIDGE_TRUST_PROXY'),
    monitorIntervalSeconds: must('DRAWBRIDGE_MONITOR_INTERVAL_SECONDS'),
    egressAddresses: read('DRAWBRIDGE_EGRESS_ADDRESSES') ?? [],
    drainSeconds: must('DRAWBRIDGE_DRAIN_SECONDS'),
    metricsToken: read('DRAWBRIDGE_METRICS_TOKEN') ?? null,
    otlpUrl: read('OTEL_EXPORTER_OTLP_ENDPOINT') ?? null,
    warnings,
    logLevel: must('LOG_LEVEL'),
  };
  for (const { name, key } of settings.apiKeys) {
    if (key.reveal().length < 16)
      warnings.push(`DRAWBRIDGE_API_KEYS holds a key that can be guessed, of fewer than 16 characters: ${name}.`);
  }

  faults.push(...operationFaults(settings));
  if (demo && isSet('DATABASE_URL')) {
    faults.push('DRAWBRIDGE_DEMO must be off where DATABASE_URL is set: the demo keeps its registry in memory.');
  }
  if (demo && settings.host !== undefined && !isLoopbackHost(settings.host)) {
    faults.push(
      'HOST must be a loopback address in demo mode, where everybody knows the API key; set DRAWBRIDGE_API_KEYS.',
    );
  }
  if (demo && !settings.allowPrivateAddresses) {
    faults.push(
      'DRAWBRIDGE_ALLOW_PRIVATE_ADDRESSES must be on in demo mode: the demo store is on the loopback address.',
    );
  }
  if (!demo && !isSet('DRAWBRIDGE_API_KEYS') && !isSet('DRAWBRIDGE_JWT_ISSUER')) {
    faults.push('DRAWBRIDGE_API_KEYS must hold at least one key where demo mode is off.');
  }
  if (faults.length > 0) throw new SettingsError([...faults, ...warnings]);
  return settings;
}

/** The settings of a graph that somebody else's program serves, out of its own stores. */
export type EmbeddedSettings = ReturnType<typeof askingSettings> & Pick<Settings, 'allowPrivateAddresses'>;

/** Reads those settings that a graph has wherever it is served; by default, or by the names of the environment. Throws a SettingsError that names every fault. */
export function readEmbeddedSettings(environment: Environment): EmbeddedSettings {
  const used = new Set<string>();
  const { read, must, faults } = reader(environment, (name) => used.add(name));
  const allowPrivateAddresses = read('DRAWBRIDGE_ALLOW_PRIVATE_ADDRESSES') ?? false;
  const settings = { ...askingSettings({ read, must }), allowPrivateAddresses };
  const strangers = Object.keys(environment).filter((name) => !used.has(name));
  faults.push(...strangers.map((name) => `${name} is not a setting of a graph that is embedded.`));
  faults.push(...operationFaults(settings));
  if (faults.length > 0) throw new SettingsError(faults);
  return settings;
}

/** What of the settings decides how the graph asks and answers, wherever its stores are kept. */
function askingSettings({ read, must }: Pick<ReturnType<typeof reader>, 'read' | 'must'>) {
  return {
    bridgeTimeoutMs: must('DRAWBRIDGE_BRIDGE_TIMEOUT_MS'),
    storeRestMs: must('DRAWBRIDGE_STORE_REST_MS'),
    shareCallsMs: must('DRAWBRIDGE_SHARE_CALLS_MS'),
    feed: {
      storesAtOnce: must('DRAWBRIDGE_FEED_STORES_AT_ONCE'),
      timeoutMs: must('DRAWBRIDGE_FEED_TIMEOUT_MS'),
    },
    configCache: {
      ttlSeconds: must('DRAWBRIDGE_CONFIG_CACHE_TTL_SECONDS'),
      maxEntries: must('DRAWBRIDGE_CONFIG_CACHE_MAX_ENTRIES'),
    },
    limits: {
      maxDepth: must('DRAWBRIDGE_MAX_QUERY_DEPTH'),
      maxAliases: must('DRAWBRIDGE_MAX_QUERY_ALIASES'),
      maxCost: must('DRAWBRIDGE_MAX_QUERY_COST'),
      maxBodyBytes: must('DRAWBRIDGE_MAX_BODY_BYTES'),
    },
    compiledOperations: must('DRAWBRIDGE_COMPILED_OPERATIONS'),
    corsOrigins: read('DRAWBRIDGE_CORS_ORIGINS') ?? [],
    operations: { texts: read('DRAWBRIDGE_OPERATIONS') ?? new Map(), only: must('DRAWBRIDGE_OPERATIONS_ONLY') },
    rateLimitPerMinute: must('DRAWBRIDGE_RATE_LIMIT_PER_MINUTE'),
    graph: graphSettings({ read, must }),
  };
}

function operationFaults({ operations }: Pick<Settings, 'operations'>): string[] {
  if (!operations.only || operations.texts.size > 0) return [];
  return ['DRAWBRIDGE_OPERATIONS must be set where DRAWBRIDGE_OPERATIONS_ONLY is on: nothing would be answered.'];
}

/** Reads how the graph presents itself, without the rest. Throws a SettingsError that names every fault. */
export function readGraphSettings(environment: Environment): GraphSettings {
  const { read, must, faults } = reader(environment);
  const settings = graphSettings({ read, must });
  if (faults.length > 0) throw new SettingsError(faults);
  return settings;
}

function graphSettings({ read, must }: Pick<ReturnType<typeof reader>, 'read' | 'must'>): GraphSettings {
  return {
    prefix: read('DRAWBRIDGE_GRAPH_PREFIX') ?? '',
    hasNode: must('DRAWBRIDGE_GRAPH_NODE'),
    tellsScopes: must('DRAWBRIDGE_SDL_SCOPES'),
    tellsCosts: must('DRAWBRIDGE_SDL_COSTS'),
  };
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads single settings, and gathers what is wrong with them. */
function reader(environment: Environment, isRead: (name: SettingName) => void = () => undefined) {
  const faults: string[] = [];
  const read = <Name extends SettingName>(name: Name, fallback?: string) => {
    isRead(name);
    const text = environment[name]?.trim() || fallback;
    if (text === undefined) return undefined;
    const result = known[name].schema.safeParse(text);
    if (result.success) return result.data as SettingValue<Name>;
    faults.push(...result.error.issues.map((issue) => `${name} ${issue.message}.`));
    return undefined;
  };
  // Whoever reads looks at the faults before anyone sees the missing value.
  const must = <Name extends SettingName>(name: Name) => read(name, known[name].default) as SettingValue<Name>;
  return { read, must, faults };
}

/** Variables that name the files of secrets, or that the command line client reads; the service knows them so as not to call them mistakes. */
const otherVariables: readonly string[] = [...secretFileVariables, 'DRAWBRIDGE_API_KEY', 'DRAWBRIDGE_URL'];

/** Whether a host name or address is this machine's loopback. */
export function isLoopbackHost(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  if (bare === 'localhost' || bare === '::1') return true;
  return isIP(bare) === 4 && bare.startsWith('127.');
}

/** The setting whose name differs in the fewest letters, where that is few enough to be a slip. */
function nearest(name: string): string | null {
  const distances = Object.keys(known).map((known) => ({ known, distance: editDistance(name, known) }));
  const best = distances.reduce((least, one) => (one.distance < least.distance ? one : least));
  return best.distance <= 4 ? best.known : null;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
