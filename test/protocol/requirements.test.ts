import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { coreSource, packageRoot } from '../../bridge/assemble.js';
import { bridgeAgent } from '../../src/bridge/address-guard.js';
import { BridgeClient } from '../../src/bridge/client.js';
import { phpRuntimes } from '../support/php-runtime.js';
import { openTestStore } from '../support/php-runtime-store.js';
import { openStore, type Received, refusal, sendSigned } from './signing-store.js';

const document = readFileSync(path.join(packageRoot, 'docs/bridge-protocol.md'), 'utf8');
const tests = ['test/protocol', 'test/security']
  .map((name) => path.join(packageRoot, name))
  .flatMap((folder) => readdirSync(folder).map((name) => path.join(folder, name)))
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');

test('every requirement of the protocol has its test, and every such test its requirement', () => {
  const required = [...document.matchAll(/^- \*\*(DB-[A-Z]+-\d+)\*\* /gm)].map(([, id]) => id);
  const tested = [...tests.matchAll(/['"`](DB-[A-Z]+-\d+): /g)].map(([, id]) => id);
  expect(required.length).toBeGreaterThanOrEqual(50);
  expect(new Set(required).size).toBe(required.length);
  expect([...new Set(tested)].sort()).toEqual([...required].sort());
});

test('every code and reason that the bridge gives is in the protocol, and the other way round', () => {
  const core = coreSource();
  const found = (pattern: RegExp, text: string) => [...text.matchAll(pattern)].map(([, one]) => one ?? '');
  const given = new Set([
    ...found(/new (?:Refusal|StatementFault)\([^']*'([A-Z_]+)'/g, core),
    ...found(/^ {4}'([A-Z_]+)' => \[\d/gm, core),
    ...found(/'(DATABASE_[A-Z_]+)'/g, core),
    ...found(/breaks\('([A-Z_]+)'\)/g, core),
    ...found(/^ {8}'([A-Z]+)' => '/gm, core),
  ]);
  for (const code of given) expect([code, document.includes(`\`${code}\``)]).toEqual([code, true]);
  const rows = found(/^\| (?:\d+ )?(?:\| \d{3} )?\| `([A-Z_]+)` \|/gm, document);
  expect(rows.length).toBeGreaterThanOrEqual(14);
  for (const code of rows) expect([code, given.has(code)]).toEqual([code, true]);
});

describe('the service', () => {
  test('DB-CLI-1: believes nothing that no signature for this very request covers', async () => {
    const sent: [number, string][] = [
      [200, '<html>'],
      [200, '{"results":[]}'],
      [409, '{"error":{"code":"REPLAYED"}}'],
      [401, '{"error":{"code":"SIGNATURE_INVALID"}}'],
    ];
    await using store = await openStore((_received, response, count) => {
      const [status, body] = sent[count - 1] ?? [500, ''];
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
    const invalid = { code: 'STORE_ANSWER_INVALID' };
    for (const fault of [invalid, invalid, invalid, { code: 'STORE_KEY_REFUSED' }]) {
      await expect(store.connection.run([])).rejects.toMatchObject(fault);
    }
  });

  test('DB-CLI-2: mends clock, encryption and nonce, once each, with bytes that are signed as they are sent', async () => {
    const store = await openTestStore(phpRuntimes[1]);
    const dispatcher = bridgeAgent({ allowPrivateAddresses: true });
    let sameNonces = 0;
    const client = new BridgeClient({
      dispatcher,
      now: () => new Date(),
      randomBytes: (size) => (sameNonces-- > 0 ? Buffer.alloc(size, 9) : randomBytes(size)),
    });
    const connection = client.connect({ url: store.url, key: store.key });
    expect((await connection.greet()).platform).toBe('OPENCART');
    store.server.TEST_NOW = String(Math.floor(Date.now() / 1000) + 7_200);
    expect((await connection.greet()).platform).toBe('OPENCART');
    store.server.REMOTE_ADDR = '198.51.100.7';
    expect((await connection.greet()).platform).toBe('OPENCART');
    delete store.server.REMOTE_ADDR;
    await store.call({ nonce: Buffer.alloc(16, 9).toString('base64url'), created: Number(store.server.TEST_NOW) });
    sameNonces = 1;
    expect((await connection.greet()).platform).toBe('OPENCART');
    await dispatcher.destroy();
    await store.close();
  });

  test('DB-CLI-3: reads no more of an answer than it can afford', async () => {
    const rows = (count: number) =>
      JSON.stringify({ results: [{ id: 'page', columns: ['x'], rows: Array(count).fill([1]) }] });
    const sent = [rows(3), rows(2), rows(10_001), refusal('SIGNATURE_INVALID', { message: 'x'.repeat(9_000) })];
    await using store = await openStore((received, response, count) => {
      const body = sent[count - 1] ?? '';
      if (count < sent.length) return sendSigned(received, response, store.key, body);
      response.writeHead(401).end(body);
    });
    const ask = (sql: string, parameters: number[]) => store.connection.run([{ id: 'page', sql, parameters }]);
    const invalid = { code: 'STORE_ANSWER_INVALID' };
    await expect(ask('select 1 limit ?', [2])).rejects.toMatchObject(invalid);
    expect(await ask('select 1 limit ?', [2])).toHaveLength(1);
    await expect(ask('select 1', [])).rejects.toMatchObject(invalid);
    await expect(ask('select 1', [])).rejects.toMatchObject(invalid);
  });

  test('DB-CLI-4: sends acts once, and what no answer came to is unknown', async () => {
    const acts = [{ id: 'a'.repeat(24), do: 'inventory', with: { product: '1', quantity: '5' } }] as const;
    const said: ((received: Received, response: ServerResponse) => unknown)[] = [
      (_received, response) => response.destroy(),
      (_received, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"results":[]}'),
      (_received, response) => response.writeHead(503).end('<html>'),
      (received, response) => sendSigned(received, response, store.key, refusal('INTERNAL'), { status: 500 }),
      (received, response) => sendSigned(received, response, store.key, '{"results":[]}'),
      (received, response) => sendSigned(received, response, store.key, refusal('REPLAYED'), { status: 409 }),
      (received, response) =>
        sendSigned(received, response, store.key, JSON.stringify({ results: [{ id: acts[0].id, outcome: 'DONE' }] })),
      (received, response) => sendSigned(received, response, store.key, refusal('READ_ONLY'), { status: 403 }),
    ];
    await using store = await openStore(
      async (received, response, count) => void (await said[count - 1]?.(received, response)),
    );
    const act = async () => (await store.connection.act?.(acts))?.[0]?.fault?.code;
    for (let i = 0; i < 4; i++) expect([i, await act()]).toEqual([i, 'OUTCOME_UNKNOWN']);
    // An answer that is signed and makes no sense: the acts may have been made.
    expect(await act()).toBe('OUTCOME_UNKNOWN');
    expect(store.received).toHaveLength(5);
    // A refusal before anything was begun is mended, and the acts are sent once more.
    expect(await act()).toBeUndefined();
    expect(store.received).toHaveLength(7);
    await expect(store.connection.act?.(acts)).rejects.toMatchObject({ facts: { bridgeCode: 'READ_ONLY' } });
    const nobody = store.client.connect({ url: 'http://127.0.0.1:9/drawbridge/bridge.php', key: store.key });
    await expect(nobody.act?.(acts)).rejects.toMatchObject({ code: 'STORE_UNREACHABLE', retryable: true });
  });
});
