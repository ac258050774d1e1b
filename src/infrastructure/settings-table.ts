import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { withoutEnd } from '../model/trimming.js';
import { readOperationList } from './operation-list.js';
import { SecretBytes, SecretText } from './secret.js';

interface Setting {
  /** As the documentation shows it; empty where there is none. */
  readonly default: string;
  readonly meaning: string;
  readonly schema: z.ZodType;
}

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, { error: (issue) => `must be a whole number, but got: ${JSON.stringify(issue.input)}` })
    .transform(Number)
    .refine((value) => value >= min && value <= max, {
      error: (issue) => `must be from ${min} to ${max}, but got: ${issue.input}`,
    });

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: (issue) => `must be one of ${values.join(', ')}, but got: ${JSON.stringify(issue.input)}` });

const onOff = oneOf(['on', 'off']).transform((value) => value === 'on');

const secretUrl = z
  .string()
  .refine((text) => /^postgres(ql)?:$/.test(URL.parse(text)?.protocol ?? ''), {
    error: 'must be a postgres:// address (its value is not shown, it may hold a password)',
  })
  .transform((text) => new SecretText(text));

const publicUrl = z
  .string()
  .transform((text) => URL.parse(text))
  .refine((url) => url !== null && /^https?:$/.test(url.protocol) && !url.username && !url.search && !url.hash, {
    error: 'must be an http:// or https:// address without credentials, query or fragment',
  })
  .transform((url) => withoutEnd((url as URL).href, '/'));

const jwksUrl = z.string().refine(
  (text) => {
    const url = URL.parse(text);
    return (
      url?.protocol === 'https:' || (url?.protocol === 'http:' && /^(127\.|localhost$|\[::1\]$)/.test(url.hostname))
    );
  },
  { error: 'must be an https:// address, or an http:// one on the loopback address' },
);

const origins = z
  .string()
  .transform((text) => text.split(',').map((entry) => entry.trim()))
  .refine((entries) => entries.every((entry) => entry === '*' || URL.parse(entry)?.origin === entry), {
    error:
      'must hold origins, separated by commas, such as https://app.example.com (no path, no trailing slash), or be *',
  });

const redisUrl = z
  .string()
  .refine((text) => /^rediss?:$/.test(URL.parse(text)?.protocol ?? ''), {
    error: 'must be a redis:// or rediss:// address (its value is not shown, it may hold a password)',
  })
  .transform((text) => new SecretText(text));

const metricsToken = z
  .string()
  .regex(/^[A-Za-z0-9._~+/-]{16,}=*$/, 'must be of 16 letters, digits and . _ ~ + / - at least; its value is not shown')
  .transform((text) => new SecretText(text));

const httpAddress = z.string().refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), {
  error: 'must be an http:// or https:// address',
});

const operationList = z.string().transform((path, context) => {
  try {
    return readOperationList(resolve(path));
  } catch (error) {
    context.addIssue({ code: 'custom', message: `cannot be used: ${(error as Error).message}` });
    return z.NEVER;
  }
});

const addressList = z
  .string()
  .transform((text) => text.split(',').map((entry) => entry.trim()))
  .refine((entries) => entries.every(isAddressBlock), {
    error: 'must hold IP addresses or CIDR blocks, separated by commas, such as 198.51.100.7,2001:db8::/48',
  });

const masterKey = z
  .string()
  .transform(decodeKey)
  .refine((key) => key !== null, {
    error:
      'must be 32 random bytes in base64, base64url or hexadecimal (openssl rand -base64 32); its value is not shown',
  });

const masterKeyList = z
  .string()
  .transform((text) => text.split(',').map((entry) => decodeKey(entry.trim())))
  .refine((keys) => keys.every((key) => key !== null), {
    error: 'must hold keys of 32 bytes, as DRAWBRIDGE_MASTER_KEY does; their values are not shown',
  })
  .transform((keys) => keys.filter((key) => key !== null));

const apiKeys = z.string().transform((text, context) => {
  const entries = text.split(',').map((entry) => entry.trim());
  const keys = entries.map((entry, index) => {
    const colon = entry.indexOf(':');
    const name = colon < 0 ? `key-${index + 1}` : entry.slice(0, colon);
    const key = entry.slice(colon + 1);
    const fault = (message: string) => context.addIssue({ code: 'custom', message: `entry ${index + 1} ${message}` });
    if (!/^[A-Za-z0-9_-]{1,60}$/.test(name)) fault('must have a name of letters, digits, - and _ before its colon');
    if (key === '') fault('must hold a key');
    if (!/^[A-Za-z0-9._~+/=-]*$/.test(key)) fault('may hold only letters, digits and . _ ~ + / = - in its key');
    return { name, key: new SecretText(key) };
  });
  for (const [what, all] of [
    ['name', keys.map(({ name }) => name)],
    ['key', keys.map(({ key }) => key.reveal())],
  ] as const) {
    if (new Set(all).size < keys.length)
      context.addIssue({ code: 'custom', message: `must not hold the same ${what} twice` });
  }
  return keys;
});

/** Every setting by its variable: how it is read, what it is where it is not set, and what it means. */
export const settings = {
  HOST: {
    default: '127.0.0.1',
    meaning: 'The address to listen on. In demo mode it must be a loopback address.',
    schema: z.string().regex(/^[A-Za-z0-9.:_-]+$/, 'must be an IP address or a host name'),
  },
  PORT: {
    default: '4000',
    meaning: 'The port to listen on; `0` picks a free one and prints it.',
    schema: wholeNumber(0, 65_535),
  },
  DRAWBRIDGE_DATA_DIR: {
    default: './data',
    meaning: 'The folder of the registry and of the master key. Nothing is written there in demo mode.',
    schema: z.string().transform((path) => resolve(path)),
  },
  DATABASE_URL: {
    default: '',
    meaning:
      'A `postgres://` address for the registry. Without it the registry is an embedded database in the data folder.',
    schema: secretUrl,
  },
  DRAWBRIDGE_MASTER_KEY: {
    default: '',
    meaning:
      '32 random bytes (base64, base64url or hexadecimal) that encrypt the store keys. Without it a file of mode 0600 in the data folder, made at first start, holds them.',
    schema: masterKey,
  },
  DRAWBRIDGE_PREVIOUS_MASTER_KEYS: {
    default: '',
    meaning:
      'Master keys that were in use before, separated by commas: what is stored may still be encrypted with them. `drawbridge rotate-master-key` makes them needless.',
    schema: masterKeyList,
  },
  DRAWBRIDGE_API_KEYS: {
    default: '',
    meaning:
      'API keys of the default account that may do everything, to begin with; separated by commas, each `name:key` or `key`. Give each 32 random characters; one shorter than 16 is warned of. Needed unless demo mode is on or an access token issuer is set.',
    schema: apiKeys,
  },
  DRAWBRIDGE_JWT_ISSUER: {
    default: '',
    meaning:
      'Whose access tokens (JWTs) are accepted beside API keys: what their `iss` says. It needs `DRAWBRIDGE_JWT_JWKS_URL` and `DRAWBRIDGE_JWT_AUDIENCE`.',
    schema: z.string(),
  },
  DRAWBRIDGE_JWT_JWKS_URL: {
    default: '',
    meaning: 'Where the issuer publishes its public keys: `https://`, or `http://` on the loopback address.',
    schema: jwksUrl,
  },
  DRAWBRIDGE_JWT_AUDIENCE: {
    default: '',
    meaning: 'What the `aud` of access tokens must hold.',
    schema: z.string(),
  },
  DRAWBRIDGE_JWT_ACCOUNT_CLAIM: {
    default: 'account',
    meaning: 'The claim of access tokens that holds the id of the account.',
    schema: z.string(),
  },
  DRAWBRIDGE_JWT_SCOPE_CLAIM: {
    default: 'scope',
    meaning: 'The claim of access tokens that holds the scopes: text separated by spaces, or a list.',
    schema: z.string(),
  },
  DRAWBRIDGE_DEMO: {
    default: '`on` where neither API keys nor an access token issuer nor a database are set, else `off`',
    meaning:
      '`on` opens the embedded demo store over a registry in memory and accepts the API key `demo` from the loopback address; `off` never does.',
    schema: onOff,
  },
  DRAWBRIDGE_PUBLIC_URL: {
    default: 'the address listened on',
    meaning: 'The address that clients reach the service at; download links begin with it.',
    schema: publicUrl,
  },
  DRAWBRIDGE_ALLOW_PRIVATE_ADDRESSES: {
    default: '`on` in demo mode, else `off`',
    meaning: '`on` lets stores on loopback, private and link-local addresses be connected and called.',
    schema: onOff,
  },
  DRAWBRIDGE_BRIDGE_TIMEOUT_MS: {
    default: '10000',
    meaning: 'How long one request to a store may take, in milliseconds (100 to 120000).',
    schema: wholeNumber(100, 120_000),
  },
  DRAWBRIDGE_STORE_REST_MS: {
    default: '15000',
    meaning:
      'How long a store that let a request time out is left alone, in milliseconds: until then what asks it fails at once with `STORE_RESTING` (`0`: never; at most 600000).',
    schema: wholeNumber(0, 600_000),
  },
  DRAWBRIDGE_SHARE_CALLS_MS: {
    default: '3',
    meaning:
      'How long a request to a store may wait, in milliseconds, for others of the account that ask the store the same with other values, while one of these is under way; they then travel together. A query waits as long for others that are equal to it, while such a one is under way; they are then executed once (`0`: never, and nothing is shared; at most 100).',
    schema: wholeNumber(0, 100),
  },
  DRAWBRIDGE_FEED_STORES_AT_ONCE: {
    default: '20',
    meaning: 'How many stores a list over many stores asks at the same time (1 to 1000).',
    schema: wholeNumber(1, 1_000),
  },
  DRAWBRIDGE_FEED_TIMEOUT_MS: {
    default: '15000',
    meaning:
      'How long a list over many stores may take, in milliseconds (100 to 120000); stores that are late are listed in `unanswered`.',
    schema: wholeNumber(100, 120_000),
  },
  DRAWBRIDGE_CONFIG_CACHE_TTL_SECONDS: {
    default: '900',
    meaning: 'How long a store’s configuration is served from memory, in seconds (1 to 86400).',
    schema: wholeNumber(1, 86_400),
  },
  DRAWBRIDGE_CONFIG_CACHE_MAX_ENTRIES: {
    default: '1000',
    meaning: 'How many stores’ configurations are held in memory (1 to 1000000).',
    schema: wholeNumber(1, 1_000_000),
  },
  DRAWBRIDGE_COMPILED_OPERATIONS: {
    default: '500',
    meaning: 'How many operations that are asked again and again are kept compiled (`0`: none; at most 100000).',
    schema: wholeNumber(0, 100_000),
  },
  DRAWBRIDGE_MAX_QUERY_DEPTH: {
    default: '15',
    meaning: 'How deep the fields of a query may nest (1 to 100).',
    schema: wholeNumber(1, 100),
  },
  DRAWBRIDGE_MAX_QUERY_ALIASES: {
    default: '50',
    meaning: 'How many aliases a query may use (0 to 10000).',
    schema: wholeNumber(0, 10_000),
  },
  DRAWBRIDGE_MAX_QUERY_COST: {
    default: '100000',
    meaning:
      'The most that a query may cost: one for every thing that it could return, and one for every store that a list over many is asked of (1 to 1000000000).',
    schema: wholeNumber(1, 1_000_000_000),
  },
  DRAWBRIDGE_MAX_BODY_BYTES: {
    default: '1048576',
    meaning: 'How large a request’s body may be, in bytes (1024 to 104857600).',
    schema: wholeNumber(1024, 104_857_600),
  },
  DRAWBRIDGE_DOWNLOAD_LINK_SECONDS: {
    default: '3600',
    meaning: 'How long a link to download a bridge works, in seconds (60 to 604800).',
    schema: wholeNumber(60, 604_800),
  },
  DRAWBRIDGE_SDL_SCOPES: {
    default: 'on',
    meaning:
      '`off` leaves `@requiresScopes` out of `_service { sdl }`, for gateways that refuse what they do not know, such as `@apollo/gateway`; the service asks for scopes either way.',
    schema: onOff,
  },
  DRAWBRIDGE_SDL_COSTS: {
    default: 'off',
    meaning:
      '`on` tells routers in `_service { sdl }` how long lists get (`@listSize`); it needs a composer of federation 2.9.',
    schema: onOff,
  },
  DRAWBRIDGE_GRAPH_PREFIX: {
    default: '',
    meaning:
      'What the names of types and root fields begin with, for a graph that has a Product of its own: with `Shop`, Product is ShopProduct and `stores` is `shopStores`. `Node`, `PageInfo`, `DateTime`, `URL`, `JSON`, `node` and `nodes` keep their names.',
    schema: z.string().regex(/^[A-Z][A-Za-z0-9]{0,29}$/, {
      error: 'must begin with a capital letter and hold at most 30 letters and digits',
    }),
  },
  DRAWBRIDGE_GRAPH_NODE: {
    default: 'on',
    meaning: '`off` leaves the root fields `node` and `nodes` out, for a graph that has them from another subgraph.',
    schema: onOff,
  },
  DRAWBRIDGE_CORS_ORIGINS: {
    default: '',
    meaning:
      'The origins whose pages may call `/graphql` from a browser, separated by commas, such as `https://app.example.com`; `*` for all. Without it none may.',
    schema: origins,
  },
  DRAWBRIDGE_OPERATIONS: {
    default: '',
    meaning:
      'Operations that clients may name in place of sending them: a folder of `.graphql` files, or a manifest as `generate-persisted-query-manifest` writes it. Read once, at start.',
    schema: operationList,
  },
  DRAWBRIDGE_OPERATIONS_ONLY: {
    default: 'off',
    meaning: '`on` refuses every operation that `DRAWBRIDGE_OPERATIONS` does not list.',
    schema: onOff,
  },
  DRAWBRIDGE_RATE_LIMIT_PER_MINUTE: {
    default: '0',
    meaning:
      'How many requests a key may send to `/graphql` in a minute, each instance counting for itself unless `REDIS_URL` is set (at most 1000000); `0` as many as it likes.',
    schema: wholeNumber(0, 1_000_000),
  },
  REDIS_URL: {
    default: '',
    meaning: 'A `redis://` or `rediss://` address, where several instances count a key’s requests together.',
    schema: redisUrl,
  },
  DRAWBRIDGE_TRUST_PROXY: {
    default: 'off',
    meaning: '`on` where a proxy of yours in front sets `X-Forwarded-For`, or adds to it; its last address counts.',
    schema: onOff,
  },
  DRAWBRIDGE_MONITOR_INTERVAL_SECONDS: {
    default: '900',
    meaning: 'How often each store is asked whether it answers, in seconds (1 to 86400); `0` never.',
    schema: wholeNumber(0, 86_400),
  },
  DRAWBRIDGE_EGRESS_ADDRESSES: {
    default: '',
    meaning:
      'The addresses and CIDR blocks that the service’s calls come from, separated by commas; merchants read them in `/egress.json` and in their README.txt, for their firewalls.',
    schema: addressList,
  },
  DRAWBRIDGE_DRAIN_SECONDS: {
    default: '0',
    meaning:
      'How long `/ready` says 503 before the service takes nothing new when it is to end, in seconds, so that what stands in front sends nobody any more (at most 300).',
    schema: wholeNumber(0, 300),
  },
  DRAWBRIDGE_METRICS_TOKEN: {
    default: '',
    meaning:
      'What Prometheus must send as `Authorization: Bearer …` to read `/metrics`, at least 16 characters; without it `/metrics` is answered on the machine itself alone.',
    schema: metricsToken,
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    default: '',
    meaning:
      'Where spans are sent by OTLP over HTTP, such as `http://127.0.0.1:4318`; without it none are made. OpenTelemetry’s own `OTEL_…` variables apply.',
    schema: httpAddress,
  },
  LOG_LEVEL: {
    default: 'info',
    meaning: 'What is logged: `trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`.',
    schema: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
  },
} as const satisfies Record<string, Setting>;

/** The name of a variable that the service reads. */
export type SettingName = keyof typeof settings;

/** What a setting is once it was read. */
export type SettingValue<Name extends SettingName> = z.output<(typeof settings)[Name]['schema']>;

/** Every environment variable the service reads, for the documentation and for the test that compares it. */
export const settingsTable: readonly { readonly name: string; readonly default: string; readonly meaning: string }[] =
  Object.entries(settings).map(([name, { default: byDefault, meaning }]) => ({ name, default: byDefault, meaning }));

function isAddressBlock(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128));
}

function decodeKey(text: string): SecretBytes | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return new SecretBytes(Buffer.from(text, 'hex'));
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return null;
  const key = Buffer.from(text, 'base64');
  return key.length === 32 ? new SecretBytes(key) : null;
}
