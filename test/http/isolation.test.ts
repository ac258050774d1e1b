import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
} from 'graphql';
import { runOperatorCommand } from '../../src/cli/operator-client.js';
import { subgraph } from '../../src/graph/schema.js';
import { globalId } from '../../src/model/ids.js';
import { type BareStore, openBareStore } from '../support/bare-store.js';
import { ask, type GraphqlReply, type ServiceUnderTest, startTestService } from '../support/test-service.js';

const { schema } = subgraph();
const mine = 'the-key-of-whom-it-is-hidden-from';

/** A place in the arguments of a root field where somebody could put what is another account's. */
interface Place {
  readonly root: 'query' | 'mutation';
  readonly field: GraphQLField<unknown, unknown>;
  readonly name: string;
  readonly kind: 'id' | 'cursor' | 'reference';
  /** The arguments with this value at the place. */
  readonly args: (value: unknown) => Record<string, unknown>;
}

function placesIn(root: 'query' | 'mutation'): Place[] {
  const type = root === 'query' ? schema.getQueryType() : schema.getMutationType();
  return Object.values(type?.getFields() ?? {}).flatMap((field) =>
    placesOf(field).map((place) => ({ ...place, root, field })),
  );
}

function placesOf({ name: fieldName, args }: GraphQLField<unknown, unknown>): Omit<Place, 'root' | 'field'>[] {
  const others = (than: string) =>
    Object.fromEntries(
      args.filter((arg) => arg.name !== than && isNonNullType(arg.type)).map((arg) => [arg.name, sample(arg)]),
    );
  return args.flatMap((arg) =>
    within(arg.name, arg.type).map(({ path, kind, put }) => ({
      name: `${fieldName}(${path})`,
      kind,
      args: (value: unknown) => ({ ...others(arg.name), [arg.name]: put(value) }),
    })),
  );
}

/** The places in one argument: itself, or fields of its input type. */
function within(
  path: string,
  type: GraphQLInputType,
): { path: string; kind: Place['kind']; put: (value: unknown) => unknown }[] {
  const named = getNamedType(type);
  const listed = (value: unknown) => (isListType(isNonNullType(type) ? type.ofType : type) ? [value] : value);
  if (named.name === 'ID') return [{ path, kind: 'id', put: listed }];
  if (named.name === '_Any') return [{ path, kind: 'reference', put: listed }];
  if (named.name === 'String' && /^(after|before)$/.test(path)) return [{ path, kind: 'cursor', put: listed }];
  if (!isInputObjectType(named)) return [];
  const fields = Object.values(named.getFields());
  return fields.flatMap((field) =>
    within(field.name, field.type).map(({ path: below, kind, put }) => ({
      path: `${path}.${below}`,
      kind,
      put: (value: unknown) =>
        listed({
          ...Object.fromEntries(
            fields.filter((one) => one !== field && isNonNullType(one.type)).map((one) => [one.name, sample(one)]),
          ),
          [field.name]: put(value),
        }),
    })),
  );
}

/** Some value of an argument that is needed, though not the one that is tried. */
function sample({ name, type }: Pick<GraphQLArgument, 'name' | 'type'>): unknown {
  const plain = isNonNullType(type) ? type.ofType : type;
  if (isListType(plain)) return name === 'scopes' ? ['stores.read'] : [sample({ name, type: plain.ofType })];
  if (isEnumType(plain)) return plain.getValues()[0]?.name;
  if (isInputObjectType(plain)) {
    return Object.fromEntries(
      Object.values(plain.getFields())
        .filter((field) => isNonNullType(field.type))
        .map((field) => [field.name, sample(field)]),
    );
  }
  const samples: Record<string, unknown> = {
    URL: 'https://shop.example/',
    DateTime: new Date(Date.now() + 3_600_000).toISOString(),
    Int: 21,
    Boolean: true,
  };
  return samples[plain.name] ?? 'x';
}

/** Everything of a type down to some depth that needs no argument: enough for what is there to be told from what is not. */
function selection(type: GraphQLOutputType, depth = 2): string {
  const named = getNamedType(type);
  if (isScalarType(named) || isEnumType(named)) return '';
  if (isAbstractType(named)) return '{ __typename ... on Node { id } }';
  if (!isObjectType(named) || depth === 0) return '{ __typename }';
  const fields = Object.values(named.getFields()).filter(({ args }) => !args.some((arg) => isNonNullType(arg.type)));
  return `{ __typename ${fields.map((field) => `${field.name} ${selection(field.type, depth - 1)}`).join(' ')} }`;
}

const storeIn = (id: string) => id.split('/').at(-1) ?? '';

let service: ServiceUnderTest;
let store: BareStore;
let folder: string;
let theirs: string;
/** A key of the other account that reaches another of its stores alone. */
let limited: string;
/** Everything with an id, and every cursor, that the other account has. */
let ids: Record<string, string>;
let cursors: string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-'));
  const settings = { DRAWBRIDGE_DATA_DIR: folder, DRAWBRIDGE_API_KEYS: mine, DRAWBRIDGE_ALLOW_PRIVATE_ADDRESSES: 'on' };
  [service, store] = await Promise.all([startTestService(settings), openBareStore()]);
  const { account } = (await runOperatorCommand(settings, 'createAccount', { name: 'Theirs' })) as {
    account: { id: string };
  };
  const wanted = { account: account.id, name: 'all', scopes: ['*'], storeIds: null, expiresAt: null };
  theirs = ((await runOperatorCommand(settings, 'createKey', wanted)) as { secret: string }).secret;
  const asThem = async (query: string, variables: object = {}) => {
    const { data, errors } = await ask(service, query, variables as Record<string, unknown>, theirs);
    expect(errors).toBeUndefined();
    return data;
  };
  const connected = await asThem(
    `mutation ($url: URL!) { connectStore(input: { url: $url }) { store { id } bridge { downloadUrl } } }`,
    { url: store.url },
  );
  const { id } = connected.connectStore.store;
  const zip = await fetch(connected.connectStore.bridge.downloadUrl, { method: 'POST' });
  await store.unzip(new Uint8Array(await zip.arrayBuffer()));
  await asThem('mutation ($id: ID!) { verifyStore(id: $id) { store { id } } }', { id });
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const made = await asThem(
    `mutation ($id: ID!, $expiresAt: DateTime!) {
      grantSupportAccess(input: { storeId: $id, technician: "T", reason: "r", scopes: ["stores.read"], expiresAt: $expiresAt }) { grant { id } }
      createApiKey(input: { name: "k", scopes: ["stores.read"] }) { apiKey { id } }
      createWebhookEndpoint(input: { url: "http://127.0.0.1:1/", topics: [PING] }) { endpoint { id } }
    }`,
    { id, expiresAt },
  );
  const page = '(first: 1) { nodes { id } pageInfo { endCursor } }';
  const held = await asThem(
    `{ stores ${page} apiKeys ${page} supportAccess ${page} auditLog ${page} webhookEndpoints ${page} }`,
  );
  const things = [
    'Product',
    'ProductVariant',
    'Category',
    'Order',
    'Customer',
    'Coupon',
    'GiftCard',
    'TaxRate',
  ] as const;
  ids = {
    Store: id,
    ...Object.fromEntries(things.map((type) => [type, globalId(storeIn(id), type, '1')])),
    ApiKey: made.createApiKey.apiKey.id,
    SupportAccess: made.grantSupportAccess.grant.id,
    WebhookEndpoint: made.createWebhookEndpoint.endpoint.id,
    AuditEntry: held.auditLog.nodes[0].id,
  };
  cursors = [held.stores, held.apiKeys, held.supportAccess, held.auditLog, held.webhookEndpoints].map(
    ({ pageInfo }) => pageInfo.endCursor,
  );
  const another = await asThem('mutation { connectStore(input: { url: "http://127.0.0.1:1/" }) { store { id } } }');
  const key = await asThem(
    'mutation ($ids: [ID!]) { createApiKey(input: { name: "l", scopes: ["*"], storeIds: $ids }) { secret } }',
    { ids: [another.connectStore.store.id] },
  );
  limited = key.createApiKey.secret;
  service.calls.length = 0;
});
afterAll(async () => {
  await Promise.all([service?.close(), store?.close()]);
  await rm(folder, { recursive: true });
});

/** An id of the same form that is nobody's: the same but for random UUIDs and keys. */
function randomLike(id: string): string {
  if (/^[0-9a-f]{16}$/.test(id)) return randomBytes(8).toString('hex');
  return id.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, () => randomUUID());
}

async function answer(place: Place, value: unknown, masked: readonly string[], key = mine): Promise<string> {
  const args = place.args(value);
  const names = place.field.args.filter(({ name }) => name in args);
  const declared = names.map(({ name, type }) => `$${name}: ${type}`).join(', ');
  const passed = names.map(({ name }) => `${name}: $${name}`).join(', ');
  const query = `${place.root} (${declared}) { ${place.field.name}(${passed}) ${selection(place.field.type)} }`;
  const { status, data, errors }: GraphqlReply = await ask(service, query, args, key);
  let text = JSON.stringify({ status, data, errors });
  // What was asked may be quoted; its store, too.
  for (const one of masked) {
    text = text.replaceAll(one, 'THE ID');
    const [uuid] = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(one) ?? [];
    if (uuid) text = text.replaceAll(uuid, 'THE UUID');
  }
  return text;
}

const places = [...placesIn('query'), ...placesIn('mutation')];
const masks = (...values: string[]) => values.flatMap((value) => [value, value.slice(0, 80)]);

test('there are places to try, in every query and mutation that takes an id', () => {
  expect(places.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'node(id)',
      'nodes(ids)',
      'products(storeIds)',
      'orders(filter.customerId)',
      '_entities(representations)',
      'auditLog(filter.storeId)',
      'verifyStore(id)',
      'createApiKey(input.storeIds)',
      'grantSupportAccess(input.storeId)',
      'revokeApiKey(id)',
      'stores(after)',
    ]),
  );
});

test.each(places.map((place) => [place.name, place] as const))(
  'at %s what is another account’s is as what is nobody’s, byte for byte',
  async (_, place) => {
    const values = place.kind === 'cursor' ? cursors : Object.values(ids);
    for (const [type, id] of place.kind === 'cursor' ? values.map((one) => ['', one] as const) : Object.entries(ids)) {
      const other =
        place.kind === 'cursor'
          ? Buffer.from(JSON.stringify(['xxxxxxxx', null, '1'])).toString('base64url')
          : randomLike(id);
      if (place.kind !== 'cursor') expect(other).not.toBe(id);
      const put = (value: string) => (place.kind === 'reference' ? { __typename: type, id: value } : value);
      expect(await answer(place, put(id), masks(id))).toBe(await answer(place, put(other), masks(other)));
    }
    expect(service.calls).toEqual([]);
  },
);

test.each(places.filter(({ kind }) => kind !== 'cursor').map((place) => [place.name, place] as const))(
  'at %s what a key may not see of its own account is as what is nobody’s, byte for byte',
  async (_, place) => {
    for (const [type, id] of Object.entries(ids)) {
      const told = (value: string) =>
        answer(place, place.kind === 'reference' ? { __typename: type, id: value } : value, masks(value), limited);
      const other = randomLike(id);
      expect(await told(id)).toBe(await told(other));
    }
    expect(service.calls).toEqual([]);
  },
);

test.each(places.filter(({ name }) => /WebhookEndpoint\(/.test(name)).map((place) => [place.name, place] as const))(
  'at %s a key that may see no endpoint is told so, whatever it names',
  async (_, place) => {
    const { WebhookEndpoint: id = '' } = ids;
    const answers = await Promise.all([id, randomLike(id), 'x', ''].map((one) => answer(place, one, [], limited)));
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('FORBIDDEN');
  },
);

test.each(['products', 'orders', 'customers'])(
  'the export of %s of another account’s store is as that of nobody’s, byte for byte',
  async (kind) => {
    const told = async (store: string) => {
      const address = `${service.url}/export/${kind}?store=${encodeURIComponent(store)}`;
      const response = await fetch(address, { headers: { authorization: `Bearer ${mine}` } });
      return `${response.status} ${(await response.text()).replaceAll(store, 'THE ID')}`;
    };
    const storeId = ids.Store ?? '';
    const answers = [await told(storeId), await told(randomLike(storeId))];
    expect(answers[0]).toBe(answers[1]);
    expect(answers[0]).toMatch(/^404 .*NOT_FOUND/);
    expect(service.calls).toEqual([]);
  },
);

test('what was tried has changed nothing, and the account whose it is sees it as ever', async () => {
  const { data, errors } = await ask(
    service,
    '{ stores { nodes { id status counts { products } } } apiKeys { nodes { id revokedAt } } supportAccess { nodes { id revokedAt } } auditLog { nodes { actor } } webhookEndpoints { nodes { id enabled lastFailedAt } } }',
    {},
    theirs,
  );
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['STORE_NOT_READY']);
  expect(data.stores.nodes).toEqual([
    { id: ids.Store, status: 'ACTIVE', counts: { products: expect.any(Number) } },
    { id: expect.any(String), status: 'PENDING', counts: null },
  ]);
  expect(data.apiKeys.nodes).toContainEqual({ id: ids.ApiKey, revokedAt: null });
  expect(data.supportAccess.nodes).toEqual([{ id: ids.SupportAccess, revokedAt: null }]);
  expect(data.webhookEndpoints.nodes).toEqual([{ id: ids.WebhookEndpoint, enabled: true, lastFailedAt: null }]);
  expect(JSON.stringify(data.auditLog)).not.toContain('settings');
  service.calls.length = 0;
});

test.each(['node(id)', 'verifyStore(id)', 'revokeApiKey(id)', 'revokeSupportAccess(id)'])(
  '%s takes as long for either',
  async (name) => {
    const place = places.find((one) => one.name === name) as Place;
    const id =
      (name.startsWith('revokeApiKey')
        ? ids.ApiKey
        : name.startsWith('revokeSupport')
          ? ids.SupportAccess
          : ids.Store) ?? '';
    const rounds = 30;
    const times: [number[], number[]] = [[], []];
    for (let i = 0; i < rounds; i++) {
      for (const [which, value] of [id, randomLike(id)].entries()) {
        const began = performance.now();
        await answer(place, value, []);
        times[which]?.push(performance.now() - began);
      }
    }
    const [theirTime = 0, randomTime = 0] = times.map((all) => all.sort((a, b) => a - b)[rounds / 2]);
    // A request takes some milliseconds; asking the store, or its key, would be seen.
    expect(Math.abs(theirTime - randomTime)).toBeLessThan(0.5 * Math.max(theirTime, randomTime) + 1);
  },
);
