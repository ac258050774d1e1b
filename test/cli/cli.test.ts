import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodes } from '../../src/cli/surroundings.js';
import { type BareStore, openBareStore } from '../support/bare-store.js';
import { commandLine } from '../support/command-line.js';
import { type ServiceUnderTest, startTestService } from '../support/test-service.js';

let service: ServiceUnderTest;
let store: BareStore;
let folder: string;
beforeAll(async () => {
  [service, store] = await Promise.all([startTestService(), openBareStore()]);
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-'));
});
afterAll(async () => {
  await Promise.all([service?.close(), store?.close()]);
  await rm(folder, { recursive: true });
});

const run = (argv: string[], environment: Record<string, string> = {}, stdin = '') =>
  commandLine(argv, { DRAWBRIDGE_URL: service.url, DRAWBRIDGE_API_KEY: 'demo', ...environment }, { stdin });

test('a store is connected, verified, given a new key and let go from the command line', async () => {
  const connected = await run(['connect', store.url, '--name', 'From the shell']);
  expect(connected).toMatchObject({ exitCode: exitCodes.done, err: '' });
  expect(connected.out).toContain(`PENDING  From the shell  ${store.url}`);
  const id = /gid:\/\/drawbridge\/Store\/([0-9a-f-]{36})/.exec(connected.out)?.[1] ?? '';
  expect(connected.out).toContain(`drawbridge verify gid://drawbridge/Store/${id}`);
  const unzipFrom = async (text: string) => {
    const link = /http:\S+\/download\/\S+/.exec(text)?.[0] ?? '';
    await store.unzip(new Uint8Array(await (await fetch(link, { method: 'POST' })).arrayBuffer()));
  };

  const tooEarly = await run(['verify', id]);
  expect(tooEarly.exitCode).toBe(exitCodes.refused);
  expect(tooEarly.err).toMatch(/^STORE_[A-Z_]+: /);

  await unzipFrom(connected.out);
  const verified = await run(['verify', id]);
  expect(verified).toMatchObject({ exitCode: exitCodes.done, err: '' });
  expect(verified.out).toMatch(/ACTIVE {2}From the shell.*\n.*\n {2}OpenCart 4\.1\.0\.4\n {2}bridge .* on PHP 8\.3/);

  // Where PHP can write no nonces, whoever looks at the store is told so.
  expect(verified.out).not.toContain('warning');
  await rm(join(store.root, 'drawbridge/nonces'), { recursive: true });
  await writeFile(join(store.root, 'drawbridge/nonces'), '');
  const replayable = /\n {2}warning REPLAYS_NOT_DETECTED: PHP can write nothing in the folder drawbridge\/nonces/;
  expect((await run(['verify', id])).out).toMatch(replayable);
  expect((await run(['stores'])).out).toMatch(replayable);
  expect((await run(['stores', '--by-bridge'])).out).toContain('warning REPLAYS_NOT_DETECTED');
  await rm(join(store.root, 'drawbridge/nonces'));

  const rotated = await run(['rotate-key', id]);
  expect(rotated.exitCode).toBe(exitCodes.done);
  const stale = await run(['verify', id]);
  expect(stale).toMatchObject({ exitCode: exitCodes.refused, err: expect.stringContaining('NEW_KEY_NOT_INSTALLED') });
  const issued = await run(['issue-bridge', id]);
  await unzipFrom(issued.out);
  expect((await run(['verify', id])).exitCode).toBe(exitCodes.done);

  const listed = await run(['stores']);
  expect(listed.out.match(/^ACTIVE/gm)).toHaveLength(2);
  const asJson = await run(['--json', 'stores']);
  expect(JSON.parse(asJson.out)).toHaveLength(2);

  expect((await run(['disconnect', id])).out).toContain('DISCONNECTED');
  expect(await run(['disconnect', id])).toMatchObject({
    exitCode: exitCodes.refused,
    err: expect.stringMatching(/^DISCONNECTED: /),
  });
});

test('a query is read from a file or from standard input, with its variables, and its errors are told', async () => {
  const file = join(folder, 'query.graphql');
  await writeFile(file, 'query ($first: Int) { stores(first: $first) { totalCount nodes { name } } }');
  const fromFile = await run(['query', file, '--variables', '{"first": 1}']);
  expect(fromFile).toMatchObject({ exitCode: exitCodes.done, err: '' });
  expect(JSON.parse(fromFile.out).data.stores.nodes).toHaveLength(1);

  const refused = await run(['query', file, '--variables', '{"first": 100000}']);
  expect(refused.exitCode).toBe(exitCodes.refused);
  expect(refused.err).toMatch(/^BAD_USER_INPUT: /);

  const piped = await run(['query', '-'], {}, '{ viewer { apiKeyName } }');
  expect(JSON.parse(piped.out)).toEqual({ data: { viewer: { apiKeyName: 'demo' } } });
});

test.each([
  { argv: ['nonsense'], why: /unknown command/ },
  { argv: ['connect'], why: /missing required argument/ },
  { argv: ['query', '/nowhere.graphql'], why: /could not be read: ENOENT/ },
  { argv: ['query', '-', '--variables', '[1]'], why: /must be a JSON object/ },
])('$argv is misuse, and says why', async ({ argv, why }) => {
  const outcome = await run(argv);
  expect(outcome.exitCode).toBe(exitCodes.misused);
  expect(outcome.err).toMatch(why);
});

test('no service, no key and a wrong key each have their own sentence', async () => {
  const nowhere = await run(['stores'], { DRAWBRIDGE_URL: 'http://127.0.0.1:1' });
  expect(nowhere).toMatchObject({
    exitCode: exitCodes.unavailable,
    err: expect.stringMatching(/No Drawbridge answers.*ECONNREFUSED/),
  });
  const keyless = await run(['stores'], { DRAWBRIDGE_API_KEY: '' });
  expect(keyless).toMatchObject({
    exitCode: exitCodes.unavailable,
    err: expect.stringMatching(/An API key is needed/),
  });
  const wrong = await run(['--key', 'wrong', 'stores']);
  expect(wrong).toMatchObject({
    exitCode: exitCodes.unavailable,
    err: expect.stringMatching(/does not know the API key/),
  });
  const both = await run(['--key', 'demo', '--key-file', 'a-file', 'stores']);
  expect(both).toMatchObject({ exitCode: exitCodes.misused, err: 'Give --key-file or --key, not both.\n' });
  const another = await run(['--url', store.url, 'stores']);
  expect(another).toMatchObject({
    exitCode: exitCodes.unavailable,
    err: expect.stringMatching(/is no Drawbridge \(HTTP 404\)/),
  });
});

test.each([
  [
    'not an address',
    exitCodes.misused,
    /--url must be the service's http:\/\/ or https:\/\/ address, but got: not an address/,
  ],
  ['127.0.0.1:4000', exitCodes.misused, /--url must be the service's http:/],
  ['ftp://127.0.0.1/', exitCodes.misused, /--url must be the service's http:/],
  ['http://user:secret@127.0.0.1/', exitCodes.misused, /must hold no user name or password/],
  [
    'http://no-such-service.invalid/',
    exitCodes.unavailable,
    /There is no host named no-such-service\.invalid: see --url/,
  ],
])('of a wrong --url, %s, is said what is wrong with it', async (url, exitCode, why) => {
  expect(await run(['--url', url, 'stores'])).toMatchObject({ exitCode, err: expect.stringMatching(why), out: '' });
});

test('an --url without TLS behind it, one that sends elsewhere, and that of the endpoint itself are understood', async () => {
  const { err } = await run(['--url', service.url.replace('http:', 'https:'), 'stores']);
  expect(err).toMatch(/speaks no TLS: use http:\/\/ in --url/);
  expect(await run(['--url', `${service.url}/graphql`, 'stores'])).toMatchObject({ exitCode: exitCodes.done, err: '' });
  const elsewhere = createServer((_request, response) =>
    response.writeHead(308, { location: 'https://api.example/drawbridge/graphql' }).end(),
  );
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = elsewhere.address() as AddressInfo;
    expect((await run(['--url', `http://127.0.0.1:${port}`, 'stores'])).err).toBe(
      `http://127.0.0.1:${port} sends to another address: use --url https://api.example/drawbridge\n`,
    );
  } finally {
    elsewhere.close();
  }
});

test('a store is waited for until its bridge, fetched from the command line, is in place', async () => {
  const other = await openBareStore();
  try {
    const connected = await run(['connect', other.url]);
    const id = /gid:\/\/drawbridge\/Store\/[0-9a-f-]{36}/.exec(connected.out)?.[0] ?? '';
    const link = /http:\S+\/download\/\S+/.exec(connected.out)?.[0] ?? '';
    const tooLong = await run(['wait', id, '--seconds', '0.1']);
    expect(tooLong).toMatchObject({ exitCode: exitCodes.refused, err: expect.stringMatching(/^STORE_/), out: '' });

    const zip = join(folder, 'bridge.zip');
    const waiting = run(['wait', id]);
    expect(await run(['download', link, '--output', zip])).toMatchObject({ exitCode: exitCodes.done, out: `${zip}\n` });
    expect((await stat(zip)).mode & 0o777).toBe(0o600);
    await other.unzip(new Uint8Array(await readFile(zip)));
    const waited = await waiting;
    expect(waited).toMatchObject({ exitCode: exitCodes.done, out: expect.stringMatching(/^ACTIVE/) });
    expect(waited.progress[0]).toBe('Asking the bridge … 0 s');
    expect(waited.progress).toContainEqual(expect.stringMatching(/^Not yet: What came from the store was not.* s$/));

    expect((await run(['download', link, '--output', zip])).err).toContain('there is a file of this name');
    const again = await run(['download', link, '--output', `${zip}.2`]);
    expect(again).toMatchObject({ exitCode: exitCodes.unavailable, err: expect.stringContaining('was used') });
    await expect(stat(`${zip}.2`)).rejects.toThrow('ENOENT');
    expect((await run(['refresh', id])).out).toMatch(/^ACTIVE/);
    await run(['disconnect', id]);
    expect((await run(['wait', id])).err).toMatch(/^DISCONNECTED: /);
  } finally {
    await other.close();
  }
});

test('the key is read from a file, and the version is told without one', async () => {
  const file = join(folder, 'key');
  await writeFile(file, 'demo\n');
  expect(await run(['--key-file', file, 'stores'], { DRAWBRIDGE_API_KEY: '' })).toMatchObject({
    exitCode: exitCodes.done,
  });
  expect((await run(['--key-file', `${file}.not`, 'stores'])).err).toContain('could not be read: ENOENT');
  for (const noKey of ['two\nlines', 'two words', 'ключ']) {
    expect(await run(['stores'], { DRAWBRIDGE_API_KEY: noKey })).toMatchObject({
      exitCode: exitCodes.misused,
      err: 'The API key must be one word, as it was given.\n',
    });
  }
  expect((await run(['--version'], { DRAWBRIDGE_API_KEY: '' })).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('every command and every option says what it is for, and the page for operators lists them all', async () => {
  const { out: script } = await run(['completion', 'zsh']);
  const paths = [...script.matchAll(/^ {4}'([a-z -]+)'\) names=/gm)].map(([, path]) => path as string);
  expect(paths.length).toBeGreaterThan(25);
  const page = await readFile(new URL('../../docs/operating.md', import.meta.url), 'utf8');
  const cells = [...page.matchAll(/^\| (`drawbridge .*?) \|/gm)].map(([, cell]) => cell as string);
  const listed = cells.flatMap((cell) => [...cell.matchAll(/`drawbridge (.*?)`/g)].map(([, path]) => path as string));
  expect(listed.sort()).toEqual(paths.filter((path) => !paths.some((other) => other.startsWith(`${path} `))).sort());
  for (const path of paths) {
    const { exitCode, out } = await run([...path.split(' '), '--help']);
    expect({ path, exitCode }).toEqual({ path, exitCode: exitCodes.done });
    expect(out).toMatch(new RegExp(`^Usage: drawbridge ${path}[ \\n]`));
    // Below its usage a command says what it does, beside each option what that is.
    expect(out).toMatch(/\n\n\S[^\n]{15,}/);
    const options = out.split('\n').filter((line) => /^ {2}-/.test(line));
    for (const option of options) expect(option).toMatch(/^ {2}-.*\S {2,}\S|^ {2}-\S.{24,}$/);
  }
});

test('help is no fault', async () => {
  const { exitCode, out } = await run(['--help']);
  expect(exitCode).toBe(exitCodes.done);
  for (const command of ['connect', 'verify', 'stores', 'query', 'issue-bridge', 'rotate-key', 'disconnect']) {
    expect(out).toContain(command);
  }
});

test('the schema is printed as the settings present it, without a service', async () => {
  const prefixed = { DRAWBRIDGE_GRAPH_PREFIX: 'Shop', DRAWBRIDGE_GRAPH_NODE: 'off', DRAWBRIDGE_API_KEY: '' };
  const forGateways = await run(['schema'], prefixed);
  expect(forGateways).toMatchObject({ exitCode: exitCodes.done, err: '' });
  expect(forGateways.out).toContain('type ShopProduct implements Node');
  expect(forGateways.out).toContain('@requiresScopes');
  const forClients = await run(['schema', '--client'], prefixed);
  expect(forClients.out).toContain('  shopStores(');
  expect(forClients.out).not.toMatch(/@(key|link|requiresScopes)/);
  const wrong = await run(['schema'], { DRAWBRIDGE_GRAPH_PREFIX: 'shop' });
  expect(wrong).toMatchObject({
    exitCode: exitCodes.refused,
    err: expect.stringContaining('DRAWBRIDGE_GRAPH_PREFIX must'),
  });
});

test('a graph with a prefix is asked in its own names', async () => {
  const prefixed = await startTestService({ DRAWBRIDGE_GRAPH_PREFIX: 'Shop' });
  try {
    const listed = await run(['stores'], { DRAWBRIDGE_URL: prefixed.url, DRAWBRIDGE_GRAPH_PREFIX: 'Shop' });
    expect(listed).toMatchObject({ exitCode: exitCodes.done, err: '' });
    expect(listed.out).toContain('ACTIVE');
  } finally {
    await prefixed.close();
  }
});
