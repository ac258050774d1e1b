import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { actsFilesOf, connectorFiles, coreFiles, writingFiles } from '../../bridge/assemble.js';
import { bridgeFiles } from '../../bridge/package.js';
import { serveApache } from '../support/apache.js';
import { describeWhere } from '../support/machine.js';
import { type PhpFpm, servePhpFpm } from '../support/php-fpm.js';
import { callBridge } from '../support/php-runtime-caller.js';
import { type MariaDbStore, openMariaDbStore } from '../support/php-runtime-mariadb.js';
import { ask, type ServiceUnderTest, startTestService } from '../support/test-service.js';

const machine = [
  'PHP with mysqli',
  'php-fpm, nginx and unzip',
  'a MariaDB that lets this user in over its socket',
  'the real stores in ../shared/stores',
] as const;

describeWhere(
  [...machine, 'Apache with PHP as its module, and php-fpm'],
  'a host where PHP is another user than the one who uploads',
  () => {
    if (process.getuid?.() !== 0) {
      test.skip('is not to be had but by root', () => undefined);
      return;
    }
    let store: MariaDbStore;
    let fpm: PhpFpm;
    let service: ServiceUnderTest;
    const [root, www] = [0, 33];
    const file = (name: string) => path.join(store.root, 'drawbridge', name);
    beforeAll(async () => {
      [store, service] = await Promise.all([openMariaDbStore('opencart4'), startTestService()]);
      chmodSync(store.root, 0o755);
      fpm = await servePhpFpm(store.root, {}, { user: 'www-data' });
    });
    afterAll(async () => {
      await Promise.all([fpm?.close(), service?.close()]);
      await store?.close();
    });

    test('DB-CONF-6: says which file PHP may not read and what to do, and what it cannot remember, until both are mended', async () => {
      const connect =
        'mutation ($url: URL!) { connectStore(input: { url: $url, name: "x" }) { store { id } bridge { downloadUrl } userErrors { code } } }';
      const { data } = await ask(service, connect, { url: fpm.url });
      const { store: connected, bridge } = data.connectStore;
      // As the merchant's program for uploads unzips it: the key is for whoever owns the files alone.
      const zip = await fetch(bridge.downloadUrl, { method: 'POST' });
      writeFileSync(path.join(store.root, 'bridge.zip'), new Uint8Array(await zip.arrayBuffer()));
      rmSync(file(''), { recursive: true });
      execFileSync('unzip', ['-q', path.join(store.root, 'bridge.zip'), '-d', store.root]);
      execFileSync('chown', ['-R', `${root}:${root}`, file('')]);
      for (const folder of ['', 'nonces']) chmodSync(file(folder), 0o755);

      const verify = async () => {
        const query =
          'mutation ($id: ID!) { verifyStore(id: $id) { store { status warnings { code message } bridge { replayProtection } } userErrors { code message } } }';
        return (await ask(service, query, { id: connected.id })).data.verifyStore;
      };
      const unread = await verify();
      expect(unread.userErrors).toMatchObject([
        { code: 'STORE_CONFIG_UNREADABLE', message: expect.stringContaining('chmod 640') },
      ]);
      const apache = await serveApache(store.root, 'module');
      const answer = await callBridge(`${apache.url}drawbridge/bridge.php`, store.key);
      await apache.close();
      expect([answer.status, answer.code, answer.fault]).toEqual([500, 'CONFIG_UNREADABLE', 'UNSIGNED']);
      expect(answer.bytes.toString()).not.toContain(store.root);

      // Its group may read it, and nobody writes beside the bridge.
      chownSync(file('config.php'), root, www);
      chmodSync(file('config.php'), 0o640);
      const read = await verify();
      expect(read).toMatchObject({
        userErrors: [],
        store: {
          status: 'ACTIVE',
          bridge: { replayProtection: false },
          warnings: [{ code: 'REPLAYS_NOT_DETECTED', message: expect.stringContaining('drawbridge/nonces') }],
        },
      });
      const listed = await ask(service, 'query ($id: ID!) { store(id: $id) { warnings { code } } }', {
        id: connected.id,
      });
      expect(listed.data.store.warnings).toEqual([{ code: 'REPLAYS_NOT_DETECTED' }]);

      chownSync(file('nonces'), www, www);
      const mended = await verify();
      expect(mended.store).toEqual({ status: 'ACTIVE', warnings: [], bridge: { replayProtection: true } });
      expect(readdirSync(file('nonces')).filter((name) => name.length === 64).length).toBeGreaterThan(0);
    });
  },
);

describeWhere(machine, 'a host that has switched off a function of PHP’s', () => {
  const sources = [...coreFiles(), ...writingFiles(), ...connectorFiles().flatMap((one) => [one, ...actsFilesOf(one)])];
  let store: MariaDbStore;
  let fpm: PhpFpm;
  let functions: string[];
  beforeAll(async () => {
    const script = fileURLToPath(new URL('../support/functions-of-php.php', import.meta.url));
    functions = JSON.parse(execFileSync('php', [script, ...sources]).toString());
    store = await openMariaDbStore('opencart4');
    const keys = { k1: Buffer.from(store.key.secret).toString('base64url') };
    for (const one of bridgeFiles({ keys, write: true })) writeFileSync(path.join(store.root, one.path), one.content);
    for (const folder of ['nonces', 'ledger'])
      mkdirSync(path.join(store.root, 'drawbridge', folder), { recursive: true });
    const loud = { display_errors: '1', html_errors: '1' };
    const pools = Object.fromEntries(functions.map((name) => [name, { ...loud, disable_functions: name }]));
    fpm = await servePhpFpm(store.root, loud, { pools });
  });
  afterAll(async () => {
    await fpm?.close();
    await store?.close();
  });

  test('DB-FILE-11: gets a code or an answer for each of them that the bridge uses, and sees nothing of PHP’s', async () => {
    expect(functions.length).toBeGreaterThan(120);
    for (const known of [
      'mkdir',
      'fopen',
      'ini_set',
      'set_time_limit',
      'file_get_contents',
      'hash_hmac',
      'json_encode',
    ]) {
      expect(functions).toContain(known);
    }
    const act = { id: 'a'.repeat(22), do: 'inventory', with: { product: '1', adjustBy: '1' } };
    const calls = [
      { method: 'GET', headers: { signature: '' } },
      {},
      { body: { verb: 'query', statements: [{ id: 'n', sql: 'select count(*) as `n` from `product`' }] } },
      { body: { verb: 'act', acts: [act] } },
    ];
    const wrong: string[] = [];
    const ends = { answered: 0, coded: 0 };
    for (const name of functions) {
      for (const [at, call] of calls.entries()) {
        const { status, json, bytes } = await callBridge(`${fpm.url}in/${name}/drawbridge/bridge.php`, store.key, {
          ...call,
          target: `/in/${name}/drawbridge/bridge.php`,
        });
        const said = json === undefined ? bytes.toString() : JSON.stringify(json);
        const isCoded = /^[A-Z_]+$/.test(json?.error?.code ?? '');
        const isAnswered =
          status === 200 && (json?.platform ?? json?.results ?? said.startsWith('Drawbridge is installed'));
        if (isCoded) ends.coded += 1;
        else if (isAnswered) ends.answered += 1;
        if (!(isCoded || isAnswered) || /<b>|Warning|Fatal|bridge\.php|\/tmp\//.test(said))
          wrong.push(`${name} ${at}: ${status} ${said.slice(0, 300)}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(ends.answered).toBeGreaterThan(functions.length);
    expect(ends.coded).toBeGreaterThan(functions.length / 2);
  }, 120_000);
});
