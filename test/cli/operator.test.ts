import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodes } from '../../src/cli/surroundings.js';
import { commandLine } from '../support/command-line.js';
import { describeWhere } from '../support/machine.js';
import { withPostgres } from '../support/registry-places.js';
import { ask, type ServiceUnderTest, startTestService } from '../support/test-service.js';

const bootstrap = 'a-bootstrap-key-of-the-tests';

const run = (settings: Record<string, string>, ...argv: string[]) => commandLine(argv, settings);
const done = async (settings: Record<string, string>, ...argv: string[]): Promise<string> => {
  const { out, err, exitCode } = await run(settings, ...argv);
  expect({ err, exitCode }).toEqual({ err: '', exitCode: exitCodes.done });
  return out;
};
const viewer = '{ viewer { account accountId apiKeyName scopes } }';

describe('over the embedded registry', () => {
  let folder: string;
  let settings: Record<string, string>;
  let service: ServiceUnderTest | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-'));
    settings = { DRAWBRIDGE_DATA_DIR: folder, DRAWBRIDGE_API_KEYS: bootstrap };
  });
  afterAll(async () => {
    await service?.close();
    await rm(folder, { recursive: true });
  });

  test('accounts and keys are made before the service runs, and while it runs', async () => {
    const [, accountId = ''] = /^(\S+) {2}Acme$/m.exec(await done(settings, 'accounts', 'create', 'Acme')) ?? [];
    const before = (
      await done(settings, 'keys', 'create', 'ERP', '--account', 'Acme', '--scopes', 'stores.read,orders.read')
    ).trim();

    service = await startTestService(settings);
    expect((await stat(join(folder, 'operator.sock'))).mode & 0o777).toBe(0o600);
    const { data } = await ask(service, viewer, {}, before);
    expect(data.viewer).toEqual({
      account: 'Acme',
      accountId,
      apiKeyName: 'ERP',
      scopes: ['stores.read', 'orders.read'],
    });
    const during = (await done(settings, 'keys', 'create', 'WMS', '--account', accountId, '--scopes', '*')).trim();
    expect((await ask(service, viewer, {}, during)).data.viewer.apiKeyName).toBe('WMS');
    expect(await done(settings, 'accounts', 'list')).toMatch(/^default {2}Default account\n\S+ {2}Acme\n$/);
    const listed = await done(settings, 'keys', 'list', '--account', 'Acme');
    expect(listed.match(/^db_[0-9a-f]{16} /gm)).toHaveLength(2);
    expect(await done(settings, 'keys', 'list')).toBe('The account has no API key.\n');
    for (const key of [before, during]) expect(listed).not.toContain(key.slice(20));

    await done(settings, 'keys', 'revoke', during.slice(0, 19), '--account', 'Acme');
    expect((await ask(service, viewer, {}, during)).status).toBe(401);
    expect((await ask(service, viewer, {}, before)).status).toBe(200);
    expect(await done(settings, 'keys', 'list', '--account', 'Acme')).toMatch(/WMS {2}revoked 20/);
    expect(service.written()).not.toContain(before.slice(20));
  });

  test('what cannot be done says why', async () => {
    const refused = async (...argv: string[]) => {
      const { err, exitCode } = await run(settings, ...argv);
      expect(exitCode).toBe(exitCodes.refused);
      return err;
    };
    expect(await refused('accounts', 'create', 'Acme')).toMatch(/an account of the name Acme already/);
    expect(await refused('keys', 'list', '--account', 'nobody')).toMatch(/no account of the id or name nobody/);
    expect(await refused('keys', 'create', 'x', '--scopes', 'orders.burn')).toMatch(/^SCOPE_UNKNOWN: /);
    expect(await refused('keys', 'create', 'x', '--scopes', '*', '--expires', 'soon')).toMatch(/must be a moment/);
    expect(await refused('keys', 'revoke', 'db_0000000000000000')).toMatch(/^NOT_FOUND: /);
    const demo = await run({}, 'accounts', 'list');
    expect([demo.exitCode, demo.err]).toEqual([
      exitCodes.refused,
      expect.stringMatching(/keeps its registry in memory/),
    ]);
  });

  test('every command is in the audit log, which is found intact, and not intact once it was changed', async () => {
    const verified = await done(settings, 'audit', 'verify');
    expect(verified.match(/ intact$/gm)).toHaveLength(3);
    expect(verified).toMatch(/ 4 entries {2}intact/);
    const [, anchor = ''] = /^ {2}(default:\d+:[0-9a-f]{64})$/m.exec(verified) ?? [];
    await done(settings, 'audit', 'verify', '--anchor', anchor);
    const other = anchor.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));
    expect((await run(settings, 'audit', 'verify', '--anchor', 'default:1')).exitCode).toBe(2);
    const { exitCode, out } = await run(settings, 'audit', 'verify', '--anchor', other);
    expect([exitCode, out]).toEqual([exitCodes.refused, expect.stringMatching(/default .* NOT INTACT/)]);
  });
});

describeWhere(
  ['a PostgreSQL on 127.0.0.1:5432 that trusts its user postgres'],
  'two services on one PostgreSQL',
  () => {
    const postgres = withPostgres();
    let settings: Record<string, string>;
    let services: ServiceUnderTest[];
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'drawbridge-'));
      settings = {
        DRAWBRIDGE_DATA_DIR: folder,
        DATABASE_URL: postgres.url,
        DRAWBRIDGE_API_KEYS: bootstrap,
        DRAWBRIDGE_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
      };
      services = await Promise.all([startTestService(settings), startTestService(settings)]);
    });
    afterAll(async () => {
      await Promise.all(services?.map((service) => service.close()) ?? []);
      await rm(folder, { recursive: true });
    });

    const statuses = (key: string) =>
      Promise.all(services.map(async (service) => (await ask(service, viewer, {}, key)).status));

    test('a key counts everywhere, and nowhere any more once it was revoked at one of them or from the command line', async () => {
      const create = `mutation ($input: CreateApiKeyInput!) {
      createApiKey(input: $input) { apiKey { id } secret userErrors { code } }
    }`;
      const revoke = 'mutation ($id: ID!) { revokeApiKey(id: $id) { apiKey { revokedAt } userErrors { code } } }';
      const [first, second] = services as [ServiceUnderTest, ServiceUnderTest];
      for (let i = 0; i < 5; i++) {
        const made = await ask(first, create, { input: { name: `key ${i}`, scopes: ['*'] } }, bootstrap);
        const { secret, apiKey } = made.data.createApiKey;
        expect(await statuses(secret)).toEqual([200, 200]);
        if (i % 2 === 0) await ask(second, revoke, { id: apiKey.id }, bootstrap);
        else await done(settings, 'keys', 'revoke', apiKey.id);
        // The notice is on its way once the revocation is answered; the cache alone would keep the key for five seconds.
        const began = performance.now();
        while ((await statuses(secret)).includes(200) && performance.now() - began < 1_000);
        expect(performance.now() - began).toBeLessThan(1_000);
        expect(await statuses(secret)).toEqual([401, 401]);
      }
    });

    test('a key is not taken from memory while notices do not come in', async () => {
      const secret = (await done(settings, 'keys', 'create', 'once', '--scopes', '*')).trim();
      expect(await statuses(secret)).toEqual([200, 200]);
      // The database ends every connection, those that listen too.
      await postgres.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
      );
      await done(settings, 'keys', 'revoke', secret.slice(0, 19));
      expect(await statuses(secret)).toEqual([401, 401]);
    });
  },
);
