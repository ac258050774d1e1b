import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodes } from '../../src/cli/surroundings.js';
import { type BareStore, openBareStore } from '../support/bare-store.js';
import { commandLine } from '../support/command-line.js';
import { describeWhere } from '../support/machine.js';
import { servePhpFpm } from '../support/php-fpm.js';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.js';
import { ask } from '../support/test-service.js';
import { startUploadServers, type UploadServers } from '../support/upload-servers.js';

const key = 'an-api-key-of-the-tests';
const outcome = `store { status bridge { keyId } } userErrors { code message field } placement { hostKey steps { name succeeded } }`;
const install = `mutation ($input: InstallBridgeInput!) { installBridge(input: $input) { ${outcome} } }`;
const uninstall = `mutation ($input: InstallBridgeInput!) { uninstallBridge(input: $input) { ${outcome} } }`;

const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);

describeWhere(['pure-ftpd and root', 'an OpenSSH server and root'], 'placing a bridge on a merchant’s server', () => {
  let servers: UploadServers;
  let store: BareStore;
  let service: ServiceProcess;
  let folder: string;
  let storeId: string;
  const environment = () => ({
    DRAWBRIDGE_API_KEYS: `tests:${key}`,
    DRAWBRIDGE_DATA_DIR: join(folder, 'data'),
    DRAWBRIDGE_ALLOW_PRIVATE_ADDRESSES: 'on',
    NODE_EXTRA_CA_CERTS: servers.certificateFile,
  });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-placing-'));
    store = await openBareStore();
    for (const name of ['empty', 'locked', 'elsewhere', 'taken', 'taken-too']) await mkdir(join(store.root, name));
    for (const name of ['locked', 'elsewhere', 'taken', 'taken-too'])
      await writeFile(join(store.root, name, 'index.php'), '<?php // a shop');
    for (const name of ['taken', 'taken-too']) {
      await mkdir(join(store.root, name, 'drawbridge'));
      await writeFile(join(store.root, name, 'drawbridge/bridge.php'), '<?php // of somebody else');
      await writeFile(
        join(store.root, name, 'drawbridge/config.php'),
        `<?php return ['keys' => ['other' => '${randomBytes(32).toString('base64url')}']];`,
      );
    }
    servers = await startUploadServers(store.root);
    execFileSync('chown', ['root', join(store.root, 'locked')]);
    await chmod(join(store.root, 'locked'), 0o755);
    service = await startServiceProcess(environment(), folder);
    const connect = 'mutation ($input: ConnectStoreInput!) { connectStore(input: $input) { store { id } } }';
    storeId = (await ask(service, connect, { input: { url: store.url } }, key)).data.connectStore.store.id;
  }, 120_000);
  afterAll(async () => {
    await service?.close();
    await servers?.close();
    await store?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const ftp = (over: object = {}) => ({
    storeId,
    protocol: 'FTP',
    host: 'localhost',
    port: servers.ftpPort,
    username: servers.username,
    password: servers.password,
    directory: '/',
    ...over,
  });
  const ftps = (over: object = {}) => ftp({ protocol: 'FTPS', port: servers.ftpsPort, ...over });
  const sftp = (over: object = {}) => ftp({ protocol: 'SFTP', port: servers.sftpPort, directory: store.root, ...over });
  const sftpByKey = (over: object = {}) =>
    sftp({ privateKey: servers.privateKey, password: servers.keyPhrase, ...over });
  const place = async (input: object, mutation = install) => {
    const { data, errors } = await ask(service, mutation, { input }, key);
    expect(errors).toBeUndefined();
    return data.installBridge ?? data.uninstallBridge;
  };
  /** Every file of the server, with what is in it; nonces come and go. */
  const tree = async () => {
    const entries = await readdir(store.root, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && !/storage|nonces/.test(entry.parentPath));
    return Object.fromEntries(
      await Promise.all(
        files.map(async (entry) => {
          const path = join(entry.parentPath, entry.name);
          return [path, await readFile(path, 'utf8')] as const;
        }),
      ),
    );
  };

  test.each([
    ['FTP', ftp],
    ['FTPS, its certificate checked', ftps],
    ['SFTP with a password', sftp],
    ['SFTP with a locked private key', sftpByKey],
  ])('places a bridge that answers and takes it away again, over %s', async (_over, input) => {
    const before = await tree();
    const placed = await place(input());
    expect(placed).toMatchObject({ userErrors: [], store: { status: 'ACTIVE' } });
    expect(placed.placement.steps).toEqual(
      ['LOG_IN', 'FIND_STORE', 'FIND_BRIDGE', 'UPLOAD', 'EXCHANGE', 'VERIFY', 'CLEAN_UP'].map((name) => ({
        name,
        succeeded: true,
      })),
    );
    expect(placed.placement.hostKey).toBe(input().protocol === 'SFTP' ? servers.hostKey : null);
    const counts = await ask(service, '{ stores { nodes { counts { products } } } }', {}, key);
    expect(counts.data.stores.nodes[0].counts.products).toBeGreaterThan(10);
    expect(modeOf(join(store.root, 'drawbridge/config.php'))).toBe('600');

    // Many hosts run PHP as the very user who uploads; elsewhere the nonces are PHP's, and stay.
    const phpIsTheUser = input().protocol !== 'FTP';
    if (phpIsTheUser) execFileSync('chown', ['-R', servers.username, join(store.root, 'drawbridge')]);
    const gone = await place(input(), uninstall);
    expect(gone).toMatchObject({ userErrors: [], store: { status: 'PENDING', bridge: null } });
    expect(await tree()).toEqual(before);
    expect(await readdir(store.root)).toEqual(
      phpIsTheUser ? expect.not.arrayContaining(['drawbridge']) : expect.arrayContaining(['drawbridge']),
    );
  });

  test('keeps what the owner chose and put there, and takes a new key into use', async () => {
    const first = await place(ftps());
    const config = join(store.root, 'drawbridge/config.php');
    const chosen = (await readFile(config, 'utf8')).replace("'customers', ", '');
    await writeFile(config, chosen);
    await writeFile(join(store.root, 'drawbridge/notes.txt'), 'of the owner');
    await ask(
      service,
      'mutation ($id: ID!) { rotateStoreKey(storeId: $id) { userErrors { code } } }',
      { id: storeId },
      key,
    );
    const second = await place(sftp());
    expect(second).toMatchObject({ userErrors: [], store: { status: 'ACTIVE' } });
    expect(second.store.bridge.keyId).not.toBe(first.store.bridge.keyId);
    const kept = await readFile(config, 'utf8');
    expect(kept).toContain(second.store.bridge.keyId);
    const withoutKeys = (text: string) => text.replace(/'keys' => \[[^\]]*\]/, '');
    expect(withoutKeys(kept)).toBe(withoutKeys(chosen));
    expect(await readFile(join(store.root, 'drawbridge/notes.txt'), 'utf8')).toBe('of the owner');
    expect((await readdir(store.root)).filter((name) => name.startsWith('drawbridge'))).toEqual(['drawbridge']);
    await rm(join(store.root, 'drawbridge/notes.txt'));
    await place(sftp(), uninstall);
  });

  describeWhere(['php-fpm, nginx and unzip'], 'where PHP is another user than the one who uploads', () => {
    test('leaves the config.php readable for it', async () => {
      execFileSync('chmod', ['-R', 'a+rX', store.root]);
      const fpm = await servePhpFpm(store.root, {}, { user: 'www-data' });
      try {
        const connect = 'mutation ($input: ConnectStoreInput!) { connectStore(input: $input) { store { id } } }';
        const { data } = await ask(service, connect, { input: { url: fpm.url } }, key);
        const input = { storeId: data.connectStore.store.id };
        expect(await place(sftp(input))).toMatchObject({ userErrors: [], store: { status: 'ACTIVE' } });
        expect(modeOf(join(store.root, 'drawbridge/config.php'))).toBe('644');
        await place(sftp(input), uninstall);
        const disconnect = 'mutation ($id: ID!) { disconnectStore(storeId: $id) { userErrors { code } } }';
        await ask(service, disconnect, { id: input.storeId }, key);
      } finally {
        await fpm.close();
      }
    });
  });

  const refused: readonly (readonly [string, () => object, string, string])[] = [
    ['a directory that is not there', () => ftp({ directory: '/nowhere' }), 'DIRECTORY_NOT_FOUND', 'directory'],
    [
      'a directory that is not there, over SFTP',
      () => sftp({ directory: '/nowhere' }),
      'DIRECTORY_NOT_FOUND',
      'directory',
    ],
    ['a directory without a store', () => ftp({ directory: '/empty' }), 'NO_STORE_THERE', 'directory'],
    ['a directory that may not be written to', () => ftps({ directory: '/locked' }), 'PERMISSION_DENIED', 'directory'],
    [
      'a directory that may not be written to, over SFTP',
      () => sftp({ directory: `${store.root}/locked` }),
      'PERMISSION_DENIED',
      'directory',
    ],
    ['another’s bridge', () => ftp({ directory: 'taken' }), 'OTHER_BRIDGE_THERE', 'directory'],
    [
      'another’s bridge, over SFTP',
      () => sftp({ directory: `${store.root}/taken/` }),
      'OTHER_BRIDGE_THERE',
      'directory',
    ],
    ['the directory of another site', () => ftps({ directory: '/elsewhere' }), 'BRIDGE_NOT_ANSWERING', 'directory'],
    [
      'the directory of another site that has a bridge',
      () => sftp({ directory: `${store.root}/taken-too`, replaceOther: true }),
      'BRIDGE_NOT_ANSWERING',
      'directory',
    ],
    ['a wrong password', () => ftp({ password: 'Wrong-of-the-test' }), 'LOGIN_REFUSED', 'password'],
    ['a wrong password, over SFTP', () => sftp({ password: 'Wrong-of-the-test' }), 'LOGIN_REFUSED', 'password'],
    [
      'a wrong phrase for the key',
      () => sftpByKey({ password: 'Wrong-of-the-test' }),
      'PRIVATE_KEY_INVALID',
      'privateKey',
    ],
    ['a certificate of another name', () => ftps({ host: '127.0.0.1' }), 'CERTIFICATE_INVALID', 'host'],
    ['a server without encryption', () => ftps({ port: servers.ftpPort }), 'TLS_NOT_OFFERED', 'protocol'],
    ['a server that wants encryption', () => ftp({ port: servers.ftpsPort }), 'LOGIN_REFUSED', 'password'],
    [
      'another host key than the one given',
      () => sftp({ hostKey: `SHA256:${'A'.repeat(43)}` }),
      'HOST_KEY_CHANGED',
      'hostKey',
    ],
    ['a host that is not there', () => ftp({ host: 'no-such-host.invalid' }), 'HOST_NOT_FOUND', 'host'],
    ['a port where nothing listens', () => sftp({ port: 1 }), 'HOST_UNREACHABLE', 'host'],
    [
      'a line break in what is sent',
      () => ftp({ password: 'one\r\nDELE index.php' }),
      'CREDENTIALS_INVALID',
      'password',
    ],
    ['no bridge to replace a password for', () => sftp({ password: null }), 'CREDENTIALS_INVALID', 'password'],
  ];
  describe('says what is wrong and changes nothing', () => {
    // Most of the time goes by while servers make whoever knows no password wait, so all are asked at once.
    const outcomes = new Map<string, { userErrors: unknown }>();
    let before: object;
    beforeAll(async () => {
      before = await tree();
      await Promise.all(refused.map(async ([what, input]) => outcomes.set(what, await place(input()))));
    }, 60_000);

    test.each(refused.map(([what, , code, field]) => [what, code, field] as const))('%s', (what, code, field) => {
      expect(outcomes.get(what)?.userErrors).toMatchObject([{ code, field: ['input', field] }]);
    });

    test('on the server and in the registry', async () => {
      expect(await tree()).toEqual(before);
      const { data } = await ask(service, '{ stores { nodes { status } } }', {}, key);
      const kept = data.stores.nodes.filter(({ status }: { status: string }) => status !== 'DISCONNECTED');
      expect(kept).toEqual([{ status: 'PENDING' }]);
    });
  });

  test('sends no password to a server whose host key has changed, until the new one is given', async () => {
    await servers.changeHostKey();
    const { userErrors } = await place(sftp());
    expect(userErrors).toMatchObject([{ code: 'HOST_KEY_CHANGED', field: ['input', 'hostKey'] }]);
    const shown = /SHA256:[A-Za-z0-9+/]{43}/.exec(userErrors[0].message)?.[0];
    expect(shown).not.toBe(servers.hostKey);
    expect((await place(sftp({ hostKey: shown }))).userErrors).toEqual([]);
    expect((await place(sftp(), uninstall)).userErrors).toEqual([]);
  });

  test('takes away no bridge but its own', async () => {
    const before = await tree();
    expect((await place(ftp({ directory: '/taken' }), uninstall)).userErrors).toMatchObject([
      { code: 'OTHER_BRIDGE_THERE' },
    ]);
    expect((await place(ftp({ directory: '/elsewhere' }), uninstall)).userErrors).toMatchObject([
      { code: 'NO_BRIDGE_THERE' },
    ]);
    expect(await tree()).toEqual(before);
  });

  describe('from the command line', () => {
    const run = async (argv: string[], more: Record<string, string> = {}, stdin = '') => {
      const told = await commandLine(
        argv,
        { DRAWBRIDGE_URL: service.url, DRAWBRIDGE_API_KEY: key, ...more },
        { stdin },
      );
      expect(JSON.stringify(told)).not.toContain(servers.password);
      return told;
    };
    const overFtps = () => [
      ...['--protocol', 'ftps', '--host', 'localhost', '--port', String(servers.ftpsPort)],
      ...['--user', servers.username, '--directory', '/'],
    ];
    const overSftp = () => [
      ...['--host', 'localhost', '--port', String(servers.sftpPort), '--user', servers.username],
      ...['--directory', store.root],
    ];

    test('places a bridge, step by step, and takes it away; the password is in a file or comes by standard input', async () => {
      const passwordFile = join(folder, 'password');
      await writeFile(passwordFile, `${servers.password}\n`);
      const placed = await run(['install-bridge', storeId, ...overFtps(), '--password-file', passwordFile]);
      expect(placed).toMatchObject({ exitCode: exitCodes.done, err: '' });
      expect(placed.out).toMatch(
        /ok +\d+\.\d s {2}logged in\n[\s\S]*uploaded beside what is there\n[\s\S]*asked the bridge[\s\S]*\nACTIVE /,
      );
      expect(placed.progress[0]).toBe('Placing the bridge … 0 s');
      const removed = await run(
        ['uninstall-bridge', storeId, ...overSftp(), '--password-file', '-'],
        {},
        `${servers.password}\n`,
      );
      expect(removed).toMatchObject({ exitCode: exitCodes.done, err: '' });
      expect(removed.out).toMatch(/took the bridge away\n {2}host key SHA256:\S{43}\nPENDING /);
    });

    test('tells what a server refuses, after the steps that were taken', async () => {
      const environment = { DRAWBRIDGE_UPLOAD_PASSWORD: servers.password };
      const wrong = await run(['install-bridge', storeId, ...overSftp().slice(0, -1), '/nowhere'], environment);
      expect(wrong).toMatchObject({ exitCode: exitCodes.refused, out: expect.stringMatching(/FAILED.*logged in/) });
      expect(wrong.err).toBe('DIRECTORY_NOT_FOUND: The server has no such directory.\n');
      const asJson = await run(
        ['--json', 'install-bridge', storeId, ...overSftp().slice(0, -1), '/nowhere'],
        environment,
      );
      expect(JSON.parse(asJson.out).data.installBridge.userErrors).toMatchObject([{ code: 'DIRECTORY_NOT_FOUND' }]);
    });

    test.each([
      [[], /A password is needed: --password-file, DRAWBRIDGE_UPLOAD_PASSWORD or/],
      [['--password-file', '-'], /Standard input must hold the password, but it is empty/],
      [['--password-file', '/nowhere'], /could not be read: ENOENT/],
      [['--password', 'in-the-open'], /unknown option '--password'/],
      [['--protocol', 'scp'], /Allowed choices are sftp, ftps, ftp/],
      [['--port', 'many'], /--port must be a whole number/],
    ])('%j is misuse, and says why', async (more, why) => {
      const { exitCode, err } = await run(['install-bridge', storeId, ...overSftp(), ...more]);
      expect({ exitCode, err }).toEqual({ exitCode: exitCodes.misused, err: expect.stringMatching(why) });
    });

    test('renames a store, and follows it where it has moved', async () => {
      const renamed = await run(['update-store', storeId, '--name', 'By another name']);
      expect(renamed).toMatchObject({
        exitCode: exitCodes.done,
        out: expect.stringContaining('PENDING  By another name'),
      });
      const moved = await run(['update-store', storeId, '--store-url', 'ftp://shop.example/']);
      expect(moved).toMatchObject({
        exitCode: exitCodes.refused,
        err: expect.stringMatching(/^(URL_INVALID|BAD_USER_INPUT): /),
      });
      expect((await run(['update-store', storeId])).err).toMatch(/Say what is to change/);
    });
  });

  // Last but one: everything that went before is in what is searched.
  test('keeps no credential in its database, files, log or memory', async () => {
    // Written in the query itself as well, where a cache of queries could hold it.
    const inline = `mutation { installBridge(input: { storeId: "${storeId}", protocol: FTP, host: "localhost", port: ${servers.ftpPort},
      username: "${servers.username}", password: "${servers.password}", directory: "/empty" }) { userErrors { code } } }`;
    expect((await ask(service, inline, {}, key)).data.installBridge.userErrors).toEqual([{ code: 'NO_STORE_THERE' }]);
    const secrets = [servers.password, servers.keyPhrase, 'Wrong-of-the-test', servers.privateKey.split('\n')[3] ?? ''];
    const snapshot = await service.snapshotHeap();
    await service.close();
    const heap = await readFile(snapshot, 'latin1');
    expect(heap).toContain(key);
    const files = (await readdir(join(folder, 'data'), { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    );
    const onDisk = await Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')));
    expect(onDisk.length).toBeGreaterThan(10);
    expect(service.written()).toContain('Answered.');
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(10);
      expect({ secret, inHeap: heap.includes(secret) }).toEqual({ secret, inHeap: false });
      expect({ secret, inLog: service.written().includes(secret) }).toEqual({ secret, inLog: false });
      expect({ secret, onDisk: onDisk.some((text) => text.includes(secret)) }).toEqual({ secret, onDisk: false });
    }
  }, 180_000);

  test('goes to no private address unless the settings allow it', async () => {
    service = await startServiceProcess({ ...environment(), DRAWBRIDGE_ALLOW_PRIVATE_ADDRESSES: 'off' }, folder);
    for (const input of [ftp(), sftp({ host: '127.0.0.1' }), ftps({ host: '::1' })]) {
      expect((await place(input)).userErrors).toMatchObject([
        { code: 'ADDRESS_NOT_ALLOWED', field: ['input', 'host'] },
      ]);
    }
  });
});
