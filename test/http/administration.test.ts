import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type GraphQLArgument,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { Webhook } from 'standardwebhooks';
import { runOperatorCommand } from '../../src/cli/operator-client.js';
import { type OperatorCommand, operatorCommands } from '../../src/domain/operator.js';
import { subgraph } from '../../src/graph/schema.js';
import { type BareStore, openBareStore } from '../support/bare-store.js';
import { ask, type ServiceUnderTest, startTestService } from '../support/test-service.js';

const key = 'a-key-of-whoever-administers';

let folder: string;
let settings: Record<string, string>;
let service: ServiceUnderTest;
let store: BareStore;
let receiver: Server;
let receiverUrl: string;
let heard: { headers: IncomingHttpHeaders; body: string }[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-'));
  receiver = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    heard.push({ headers: request.headers, body });
    response.end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  receiverUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  settings = {
    DRAWBRIDGE_DATA_DIR: folder,
    DRAWBRIDGE_API_KEYS: `admin:${key}`,
    DRAWBRIDGE_ALLOW_PRIVATE_ADDRESSES: 'on',
    DRAWBRIDGE_EGRESS_ADDRESSES: '198.51.100.7,2001:db8::/48',
  };
  [service, store] = await Promise.all([startTestService(settings, { lookEveryMs: 100 }), openBareStore()]);
});
afterAll(async () => {
  await Promise.all([service?.close(), store?.close()]);
  receiver?.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  heard = [];
});

/** The data of an operation that is answered without an error. */
const data = async (query: string, variables: Record<string, unknown> = {}) => {
  const answer = await ask(service, query, variables, key);
  expect(answer.errors).toBeUndefined();
  return answer.data;
};
const until = async (holds: () => boolean) => {
  for (let waited = 0; waited < 20_000; waited += 50) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('what the test waits for must happen within 20 seconds');
};

describe('webhook endpoints through the graph', () => {
  const shown = 'endpoint { id url topics enabled lastError } userErrors { code field }';
  const create = `mutation ($input: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $input) { secret ${shown} } }`;
  const update = `mutation ($input: UpdateWebhookEndpointInput!) { updateWebhookEndpoint(input: $input) { ${shown} } }`;
  const list = '{ webhookEndpoints { totalCount nodes { id enabled topics lastSucceededAt } } }';

  test('are made, tried, told, changed, turned off and deleted', async () => {
    const topics = ['SUPPORT_ACCESS_GRANTED', 'API_KEY_EXPIRING'];
    const made = (await data(create, { input: { url: receiverUrl, topics } })).createWebhookEndpoint;
    const { id } = made.endpoint;
    expect(made).toEqual({
      secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
      endpoint: { id, url: receiverUrl, topics, enabled: true, lastError: null },
      userErrors: [],
    });
    expect((await data(list)).webhookEndpoints).toEqual({
      totalCount: 1,
      nodes: [{ id, enabled: true, topics, lastSucceededAt: null }],
    });

    await data(`mutation { testWebhookEndpoint(id: "${id}") { endpoint { lastSucceededAt } userErrors { code } } }`);
    const ping = heard.splice(0)[0];
    expect(new Webhook(made.secret).verify(ping?.body ?? '', ping?.headers as Record<string, string>)).toMatchObject({
      type: 'PING',
    });

    // A key that lives for so short a time is told of at half its life, by the service itself.
    const expiresAt = new Date(Date.now() + 3_000).toISOString();
    const wanted = { input: { name: 'Short', scopes: ['stores.read'], expiresAt } };
    await data('mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { apiKey { id } } }', wanted);
    await until(() => heard.length > 0);
    expect(JSON.parse(heard[0]?.body ?? '')).toMatchObject({
      type: 'API_KEY_EXPIRING',
      data: { name: 'Short', prefix: expect.stringMatching(/^db_[0-9a-f]{16}$/), expiresAt },
    });

    const changed = { id, url: `${receiverUrl}?for=erp`, topics: ['PING'], enabled: false };
    expect((await data(update, { input: changed })).updateWebhookEndpoint).toEqual({
      endpoint: { ...changed, lastError: null },
      userErrors: [],
    });
    expect((await data(update, { input: { id } })).updateWebhookEndpoint.endpoint).toMatchObject(changed);
    const refused = { code: 'URL_INVALID', field: ['input', 'url'] };
    expect(
      (await data(update, { input: { id, url: 'http://u:p@127.0.0.1/' } })).updateWebhookEndpoint.userErrors,
    ).toEqual([refused]);
    const remove = `mutation { deleteWebhookEndpoint(id: "${id}") { deletedId userErrors { code } } }`;
    expect((await data(remove)).deleteWebhookEndpoint).toEqual({ deletedId: id, userErrors: [] });
    expect((await data(remove)).deleteWebhookEndpoint).toEqual({
      deletedId: null,
      userErrors: [{ code: 'NOT_FOUND' }],
    });
    expect((await data(list)).webhookEndpoints.totalCount).toBe(0);
  });
});

describe('a store that moves', () => {
  const shown = 'store { id name url status bridge { url } } userErrors { code field }';
  const update = `mutation ($input: UpdateStoreInput!) { updateStore(input: $input) { ${shown} } }`;
  let id: string;
  const changed = async (input: object) => (await data(update, { input: { id, ...input } })).updateStore;

  test('is renamed, followed to where it answers, and pending where it does not', async () => {
    const connect = `mutation ($url: URL!) { connectStore(input: { url: $url }) { store { id } bridge { downloadUrl } } }`;
    const { store: made, bridge } = (await data(connect, { url: store.url })).connectStore;
    id = made.id;
    const zip = await fetch(bridge.downloadUrl, { method: 'POST' });
    await store.unzip(new Uint8Array(await zip.arrayBuffer()));
    await data('mutation ($id: ID!) { verifyStore(id: $id) { store { id } } }', { id });

    expect(await changed({ name: 'Another name' })).toMatchObject({
      store: { name: 'Another name', url: store.url, status: 'ACTIVE' },
      userErrors: [],
    });
    const elsewhere = store.url.replace('127.0.0.1', 'localhost');
    expect((await changed({ url: elsewhere })).store).toMatchObject({
      name: 'Another name',
      url: elsewhere,
      status: 'ACTIVE',
      bridge: { url: `${elsewhere}drawbridge/bridge.php` },
    });
    expect((await changed({ bridgeUrl: `${elsewhere}nowhere/bridge.php` })).store).toMatchObject({ status: 'PENDING' });
    expect((await changed({ url: store.url, bridgeUrl: `${store.url}drawbridge/bridge.php` })).store).toMatchObject({
      url: store.url,
      status: 'ACTIVE',
    });
    expect(await changed({ name: ' ', url: 'http://u:p@shop.example/' })).toMatchObject({
      store: { name: 'Another name', url: store.url },
      userErrors: [
        { code: 'NAME_INVALID', field: ['input', 'name'] },
        { code: 'URL_INVALID', field: ['input', 'url'] },
      ],
    });
  });

  test('was downloaded by somebody, which is in the log', async () => {
    const filter = '(first: 5, filter: { action: "bridge.download" })';
    const { auditLog } = await data(`{ auditLog${filter} { nodes { actor address outcome store { id } } } }`);
    const entry = { actor: 'download link', address: '127.0.0.1', outcome: 'OK', store: { id } };
    expect(auditLog.nodes).toEqual([entry]);
  });

  test('is among the fleet, by its bridge', async () => {
    const { stores } = (await runOperatorCommand(settings, 'listFleet', {})) as { stores: object[] };
    expect(stores).toEqual([
      expect.objectContaining({
        id,
        account: 'Default account',
        status: 'ACTIVE',
        bridge: { version: '1.0.0', outdated: false, phpVersion: expect.any(String) },
      }),
    ]);
    const query =
      '{ all: stores(filter: { bridgeOutdated: false }) { totalCount } old: stores(filter: { bridgeOutdated: true }) { totalCount } }';
    expect(await data(query)).toEqual({ all: { totalCount: 1 }, old: { totalCount: 0 } });
  });
});

test('the log has the address that the proxy saw, whatever a client wrote before it', async () => {
  const behind = await startTestService({ DRAWBRIDGE_TRUST_PROXY: 'on' });
  try {
    const create = 'mutation { createApiKey(input: { name: "of the proxy", scopes: ["*"] }) { secret } }';
    const { secret } = (await ask(behind, create)).data.createApiKey;
    // The demo's key does not count behind a proxy.
    const asked = async (query: string, forwarded: string) => {
      const response = await fetch(`${behind.url}/graphql`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${secret}`,
          'content-type': 'application/json',
          'x-forwarded-for': forwarded,
        },
        body: JSON.stringify({ query }),
      });
      return (await response.json()).data;
    };
    for (const [forwarded, address] of [
      ['198.51.100.1, 203.0.113.9', '203.0.113.9'],
      ['<b>anything</b>, 2001:db8::9', '2001:db8::9'],
      ['203.0.113.9, <b>anything</b>', '127.0.0.1'],
    ] as const) {
      await asked('mutation { revokeApiKey(id: "none") { userErrors { code } } }', forwarded);
      const { auditLog } = await asked('{ auditLog(first: 1) { nodes { action address } } }', forwarded);
      expect(auditLog.nodes).toEqual([{ action: 'revokeApiKey', address }]);
    }
  } finally {
    await behind.close();
  }
});

const half = 'half \ud83e';
const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
const technician = { storeId: 'x', technician: 'T', reason: 'r', scopes: ['stores.read'], expiresAt };
test.each<[string, string, Record<string, unknown>, string]>([
  ['connectStore', 'ConnectStoreInput!', { url: 'http://127.0.0.1:2/', name: half }, 'input.name'],
  ['updateStore', 'UpdateStoreInput!', { id: 'x', name: half }, 'input.name'],
  ['createApiKey', 'CreateApiKeyInput!', { name: half, scopes: ['stores.read'] }, 'input.name'],
  ['grantSupportAccess', 'GrantSupportAccessInput!', { ...technician, technician: half }, 'input.technician'],
  ['grantSupportAccess', 'GrantSupportAccessInput!', { ...technician, reason: half }, 'input.reason'],
  ['grantSupportAccess', 'GrantSupportAccessInput!', { ...technician, remember: ['', half] }, 'input.remember'],
])('%s(input: %s) refuses half a character, which could not be kept as it is', async (name, type, input, argument) => {
  const kept = '{ stores { totalCount } apiKeys { totalCount } webhookEndpoints { totalCount } }';
  const before = await data(kept);
  const mutation = `mutation ($input: ${type}) { ${name}(input: $input) { userErrors { code } } }`;
  const { errors } = await ask(service, mutation, { input }, key);
  expect(errors?.map(({ extensions }) => extensions)).toEqual([{ argument, code: 'BAD_USER_INPUT', retryable: false }]);
  expect(await data(kept)).toEqual(before);
});

test.each([
  ['connectStore', 'ConnectStoreInput!', {}],
  ['createWebhookEndpoint', 'CreateWebhookEndpointInput!', { topics: ['PING'] }],
])('%s takes no address with half a character', async (name, type, more) => {
  const mutation = `mutation ($input: ${type}) { ${name}(input: $input) { userErrors { code } } }`;
  const { errors = [] } = await ask(service, mutation, { input: { url: `${receiverUrl}/${half}`, ...more } }, key);
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  expect(errors[0]?.message).toContain('input.url');
});

test('a list of changes is refused as a whole for half a character beside it, as in its key', async () => {
  const mutation = `mutation ($key: String) {
    setInventory(idempotencyKey: $key, changes: [{ id: "x", quantity: "1" }]) { results { id } }
  }`;
  const { errors } = await ask(service, mutation, { key: half }, key);
  expect(errors?.map(({ extensions }) => extensions.argument)).toEqual(['idempotencyKey']);
});

test('the addresses that calls come from are told through the graph, to any key', async () => {
  expect((await data('{ egressAddresses }')).egressAddresses).toEqual(['198.51.100.7', '2001:db8::/48']);
});

describe('the audit log', () => {
  const { schema } = subgraph();
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});

  /** Something that an argument can be, though nothing of the account's. */
  const sample = ({ name, type }: Pick<GraphQLArgument, 'name' | 'type'>): unknown => {
    const plain = isNonNullType(type) ? type.ofType : type;
    if (isListType(plain)) return name === 'scopes' ? ['stores.read'] : [sample({ name, type: plain.ofType })];
    if (isEnumType(plain)) return plain.getValues()[0]?.name;
    if (isInputObjectType(plain)) {
      const needed = Object.values(plain.getFields()).filter((field) => isNonNullType(field.type));
      return Object.fromEntries(needed.map((field) => [field.name, sample(field)]));
    }
    const samples: Record<string, unknown> = {
      ID: `gid://drawbridge/Store/${randomUUID()}`,
      URL: `http://${randomUUID()}.example/`,
      DateTime: new Date(Date.now() + 3_600_000).toISOString(),
      Boolean: true,
    };
    return samples[plain.name] ?? 'x';
  };
  const entriesOf = async (action: string) => {
    const query =
      'query ($f: AuditFilter) { auditLog(first: 250, filter: $f) { nodes { actor action address outcome } } }';
    return (await data(query, { f: { action } })).auditLog.nodes;
  };

  test.each(mutations.map((field) => [field.name, field] as const))(
    'has %s, done or refused',
    async (action, field) => {
      const wanted = { input: { name: 'nothing', scopes: ['audit.read'] } };
      const made = 'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }';
      const narrow = (await data(made, wanted)).createApiKey.secret;
      const before = (await entriesOf(action)).length;

      const declared = field.args.map(({ name, type }) => `$${name}: ${type}`).join(', ');
      const passed = field.args.map(({ name }) => `${name}: $${name}`).join(', ');
      const payload = getNamedType(field.type);
      const faults =
        isObjectType(payload) && 'userErrors' in payload.getFields() ? 'userErrors { code }' : '__typename';
      const query = `mutation (${declared}) { ${field.name}(${passed}) { ${faults} } }`;
      const variables = Object.fromEntries(field.args.map((arg) => [arg.name, sample(arg)]));
      const outcomes: string[] = [];
      for (const who of [key, narrow]) {
        const { data: answered, errors } = await ask(service, query, variables, who);
        const code = errors?.[0]?.extensions.code ?? answered?.[field.name]?.userErrors?.[0]?.code ?? 'OK';
        outcomes.unshift(String(code));
      }
      expect(outcomes[0]).toBe('FORBIDDEN');
      const added = (await entriesOf(action)).slice(0, -before || undefined);
      expect(added.map(({ outcome }: { outcome: string }) => outcome)).toEqual(outcomes);
      for (const entry of added) expect(entry).toMatchObject({ action, address: '127.0.0.1' });
      expect(added[1].actor).toBe('settings (admin)');
    },
  );

  /** Commands that leave nothing in a log, and why. */
  const silent: Partial<Record<OperatorCommand, string>> = {
    listAccounts: 'reads names alone',
    listKeys: 'reads what may be shown of keys',
    listFleet: 'reads what stores there are',
    verifyAudit: 'reads the logs themselves',
  };

  test.each(operatorCommands)('has the operator’s %s, or it says why not', async (command) => {
    const entries = async () => {
      const answer = await runOperatorCommand(settings, 'verifyAudit', { account: null, anchors: [] });
      const { verdicts } = answer as { verdicts: { entries: number; faults: string[] }[] };
      expect(verdicts.flatMap(({ faults }) => faults)).toEqual([]);
      return verdicts.reduce((sum, verdict) => sum + verdict.entries, 0);
    };
    const before = await entries();
    const args = {
      account: 'default',
      name: `x${before}`,
      scopes: ['*'],
      storeIds: null,
      expiresAt: null,
      id: 'no id',
    };
    const anchors = { ...args, ...(command === 'verifyAudit' ? { anchors: [] } : {}) };
    await runOperatorCommand(settings, command, anchors).catch((error: Error) => {
      expect(error.message).toMatch(/^NOT_FOUND: /);
    });
    expect([command, (await entries()) > before]).toEqual([command, !silent[command]]);
  });
});
