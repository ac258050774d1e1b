import { readdirSync, readFileSync } from 'node:fs';
import { chmod, readdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { actsFilesOf, assembleBridge, connectorFiles, writingFiles } from '../../bridge/assemble.js';
import { bridgeFiles } from '../../bridge/package.js';
import { describeWhere } from '../support/machine.js';
import { phpRuntimes } from '../support/php-runtime.js';
import { openTestStore } from '../support/php-runtime-store.js';
import { type ActStore, newId, openActStore, setStock } from './act-store.js';

const readFile = (file: string) => readFileSync(file, 'utf8');
const keys = { k1: 'A'.repeat(43) };
const bridgeOf = (write: boolean) => bridgeFiles({ keys, write })[0]?.content ?? '';

test('DB-FILE-9: the parts for writing are in the bridge alone whose owner asked for them', () => {
  expect(bridgeOf(false)).not.toMatch(/class \w+ extends Acts|final class Acting|drawbridge->run/);
  expect(bridgeOf(false)).toBe(assembleBridge(connectorFiles()));
  expect(bridgeOf(true)).toMatch(/^final class Acting /m);
  for (const connector of connectorFiles()) {
    for (const file of actsFilesOf(connector)) {
      const name = /^(?:final class|trait) (\w+)/m.exec(readFile(file))?.[1];
      expect(bridgeOf(true)).toContain(name);
      expect(bridgeOf(false)).not.toContain(`${name} `);
    }
  }
});

test('DB-FILE-10: what writes evaluates nothing, fetches nothing, and includes only what a platform’s part names', () => {
  const code = assembleBridge([], [], { writable: true }) + writingFiles().map(readFile).join('\n');
  const parts = connectorFiles().flatMap(actsFilesOf).map(readFile).join('\n');
  const bare = (text: string) => text.replace(/^\s*\/\*[\s\S]*?\*\//gm, '').replace(/^\s*\/\/.*$/gm, '');
  const never =
    'eval assert create_function unserialize exec shell_exec system passthru popen proc_open pcntl_exec mail file_put_contents ' +
    'fputs copy rename move_uploaded_file symlink link chmod tempnam curl_init fsockopen stream_socket_client extract parse_str ' +
    'phpinfo putenv dl set_include_path';
  for (const text of [bare(code), bare(parts)]) {
    for (const name of never.split(' ')) expect(text).not.toMatch(new RegExp(`(?<![\\w>:$'])${name}\\(`));
  }
  expect(bare(parts)).not.toMatch(/\b(?:require|include)(?:_once)?\b|\bfopen\b/);
  const whole = bare(bridgeOf(true));
  expect([...whole.matchAll(/(?<!')\b(?:require|include)(?:_once)?\b(?!')[^;]*/g)].map(([text]) => text)).toEqual([
    'require $drawbridgeFile',
  ]);
});

test('a part of the bridge for writing is short enough to read', () => {
  for (const file of [...writingFiles(), ...connectorFiles().flatMap(actsFilesOf)]) {
    const lines = readFile(file).split('\n');
    expect([file, lines.length <= 400, lines.filter((line) => line.length > 140)]).toEqual([file, true, []]);
  }
});

describe.each(phpRuntimes)('under PHP $version', (php) => {
  let store: ActStore;
  beforeAll(async () => {
    store = await openActStore(php);
  });
  afterAll(() => store?.close());
  beforeEach(() => store.reset());

  const outcomes = async (...acts: readonly object[]): Promise<string[]> => {
    const answer = await store.act(...acts);
    expect([answer.status, answer.fault, answer.code]).toEqual([200, null, null]);
    return answer.json.results.map(({ outcome }: { outcome: string }) => outcome);
  };

  test('DB-ACT-1: nothing is changed where config.php does not say so, nor by a bridge without the parts', async () => {
    await store.configure({ write: false });
    expect(await store.act(setStock('1', '5'))).toMatchObject({ status: 403, code: 'READ_ONLY', fault: null });
    expect(await store.seen()).toBeNull();
    const reading = await openTestStore(php);
    expect((await reading.call({ body: { verb: 'act', acts: [setStock('1', '5')] } })).code).toBe('VERB_UNKNOWN');
    expect((await reading.call()).json.writable).toBe(false);
    await reading.close();
  });

  test('DB-ACT-2: what is not of the list’s form is refused whole, before anything of the store has run', async () => {
    const one = setStock('1', '5');
    for (const acts of [
      undefined,
      [],
      {},
      [1],
      [{ ...one, id: 'short' }],
      [{ ...one, id: `${newId()}!` }],
      [one, one],
      [{ ...one, do: 7 }],
      [{ id: newId(), do: 'inventory' }],
      [setStock('1', '5,5')],
      [setStock('1', '1e3')],
      [setStock('1', '5', { quantity: 5 })],
      [setStock('1', '5', { quantity: null })],
      [setStock('1', '5', { expectedQuantity: [] })],
      [{ id: newId(), do: 'order', with: { order: '1', comment: ['x'] } }],
      [{ id: newId(), do: 'order', with: { order: { a: 1 } } }],
      [{ id: newId(), do: 'order', with: { order: '1', notify: 'yes' } }],
      [{ id: newId(), do: 'price', with: { product: '1', salePrice: { price: '1', more: 1 } } }],
      [{ id: newId(), do: 'price', with: { product: '1', salePrice: { price: '1', startsAt: 'tomorrow' } } }],
      [{ id: newId(), do: 'shipment', with: { order: '1', lines: [{ id: '1' }] } }],
      [{ id: newId(), do: 'product', with: { product: '1', translations: [{ language: "'; --" }] } }],
      Array.from({ length: 251 }, () => setStock('1', '5')),
    ]) {
      const answer = await store.call({ body: { verb: 'act', acts } });
      expect([acts, answer.status, answer.code]).toEqual([acts, 400, 'MALFORMED']);
    }
    expect(await store.seen()).toBeNull();
    expect(await store.ledger()).toEqual([]);
    const unknown = { id: newId(), do: 'dropTables', with: {} };
    const more = setStock('1', '6', { sql: 'drop table' });
    const elsewhere = { id: newId(), do: 'product', with: { product: '1' } };
    const others = [unknown, more, elsewhere, setStock('1', '7')];
    expect(await outcomes(...others)).toEqual(['UNSUPPORTED', 'UNSUPPORTED', 'UNSUPPORTED', 'DONE']);
    expect(await store.calls()).toEqual(['1 7']);
  });

  test('DB-ACT-3: each act has its result, in order, and one that is not made spoils no other', async () => {
    const acts = [
      setStock('1', '11'),
      setStock('9', '1'),
      setStock('../1', '1'),
      setStock('2', '22', { expectedQuantity: '19' }),
      { id: newId(), do: 'order', with: { order: '1', status: '2' } },
      setStock('3', '33', { expectedQuantity: '30' }),
    ];
    const { json } = await store.act(...acts);
    expect(json.results.map(({ id }: { id: string }) => id)).toEqual(acts.map(({ id }) => id));
    expect(json.results.map(({ outcome, field }: { outcome: string; field?: string }) => [outcome, field])).toEqual([
      ['DONE', undefined],
      ['NOT_FOUND', 'id'],
      ['NOT_FOUND', 'id'],
      ['STALE', 'expectedQuantity'],
      ['NOT_FOUND', 'id'],
      ['DONE', undefined],
    ]);
    expect(await store.stock()).toEqual({ 1: 11, 2: 20, 3: 33 });
  });

  test('DB-ACT-4: an act of an area that the owner closed is AREA_CLOSED', async () => {
    await store.configure({ areas: ['orders'] });
    const order = { id: newId(), do: 'order', with: { order: '1', status: '2' } };
    expect(await outcomes(setStock('1', '5'), order)).toEqual(['AREA_CLOSED', 'NOT_FOUND']);
    expect(await store.calls()).toEqual([]);
  });

  test('DB-ACT-5: what the store’s code prints, sends or sets is not in the answer', async () => {
    await store.reset('noise');
    const answer = await store.act(setStock('1', '5'));
    expect([answer.status, answer.fault]).toEqual([200, null]);
    expect(answer.json.results).toEqual([{ id: expect.any(String), outcome: 'DONE' }]);
    expect(answer.bytes.toString('latin1') + JSON.stringify(answer.headers)).not.toContain('SHOPPER-DATA');
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  test('DB-ACT-6: where the store’s code ends PHP, the answer says what the store holds', async () => {
    for (const [mood, first, held] of [
      ['exit before', 'REFUSED', 10],
      ['redirect before', 'REFUSED', 10],
      ['exit after', 'DONE', 5],
      ['fatal after', 'DONE', 5],
    ] as const) {
      await store.reset(mood);
      const acts = [setStock('1', '5'), setStock('2', '6')];
      const answer = await store.act(...acts);
      expect([mood, answer.status, answer.fault]).toEqual([mood, 200, null]);
      expect(answer.headers.location).toBeUndefined();
      const [one, two] = answer.json.results;
      // An error that can be caught ends one act, and PHP goes on.
      const rest = mood === 'fatal after' ? 'DONE' : 'NOT_BEGUN';
      expect([mood, one.outcome, two.outcome]).toEqual([mood, first, rest]);
      expect(await store.stock()).toMatchObject({ 1: held, 2: rest === 'DONE' ? 6 : 20 });
      expect(JSON.stringify(answer.json)).not.toContain('SHOPPER-DATA');
      await store.write('mood', '');
      expect(await outcomes(...acts)).toEqual([first, 'DONE']);
    }
    for (const mood of ['exit at start', 'throw at start', 'fatal at start']) {
      await store.reset(mood);
      const act = setStock('1', '5');
      const answer = await store.act(act);
      const result = {
        id: act.id,
        outcome: 'REFUSED',
        message: "The store's own code did not start.",
        retryable: true,
      };
      expect([mood, answer.status, answer.fault, answer.json.results]).toEqual([mood, 200, null, [result]]);
      expect(await store.ledger()).toEqual([]);
      await store.write('mood', '');
      expect(await outcomes(act)).toEqual(['DONE']);
    }
  });

  test('DB-ACT-7: an exception is not "nothing was changed": the store is asked', async () => {
    await store.reset('throw after');
    expect(await outcomes(setStock('1', '5'))).toEqual(['DONE']);
    await store.write('mood', 'throw before');
    expect(await outcomes(setStock('2', '5'), setStock('3', '5'))).toEqual(['REFUSED', 'REFUSED']);
    const adjust = { id: newId(), do: 'inventory', with: { product: '3', adjustBy: '-1' } };
    expect(await outcomes(adjust)).toEqual(['OUTCOME_UNKNOWN']);
    await store.write('mood', 'something else');
    expect(await outcomes(setStock('3', '7'))).toEqual(['REFUSED']);
    expect((await store.calls()).filter((line) => line === 'rollback')).toHaveLength(5);
  });

  test('DB-ACT-8: the store’s code sees a visit to its front page, in the global scope', async () => {
    const answer = await store.call({
      target: '?a=1',
      headers: { cookie: 'session=1', 'accept-language': 'xx', authorization: 'Basic eDp5' },
      body: { verb: 'act', acts: [setStock('1', '5')] },
    });
    expect(answer).toMatchObject({ status: 200, code: null });
    const seen = await store.seen();
    expect([seen.get, seen.post, seen.cookie, seen.global]).toEqual([[], [], [], true]);
    expect(path.basename(seen.folder)).toBe(path.basename(store.root));
    expect(seen.server).toMatchObject({
      REQUEST_METHOD: 'GET',
      QUERY_STRING: '',
      REQUEST_URI: '/',
      SCRIPT_NAME: '/index.php',
      PHP_SELF: '/index.php',
    });
    const kept = Object.keys(seen.server).filter((name) => /^(?:HTTP|CONTENT|PHP_AUTH)_/.test(name));
    expect(kept.sort()).toEqual(['HTTP_HOST', 'HTTP_USER_AGENT']);
  });

  test('DB-ACT-9: no act is begun for which the time has run out, and none where the store is closed', async () => {
    await store.reset('slow');
    const created = Math.floor(Date.now() / 1000);
    const short = await store.call({ body: { verb: 'act', acts: [setStock('1', '5')] }, created, lifetime: 2 });
    expect(short.json.results).toMatchObject([{ outcome: 'NOT_BEGUN', retryable: true }]);
    const acts = Array.from({ length: 30 }, (_, i) => setStock('1', String(i)));
    const { json } = await store.call({ body: { verb: 'act', acts }, created, lifetime: 8 });
    const made = json.results.filter(({ outcome }: { outcome: string }) => outcome === 'DONE').length;
    const left = json.results.filter(({ outcome }: { outcome: string }) => outcome === 'NOT_BEGUN').length;
    expect(made).toBeGreaterThan(0);
    expect(made + left).toBe(30);
    expect(left).toBeGreaterThan(10);
    expect(await store.calls()).toHaveLength(made);
    await store.reset();
    await store.write('maintenance', '');
    expect((await store.act(setStock('1', '5'))).json.results).toMatchObject([
      { outcome: 'NOT_BEGUN', retryable: true },
    ]);
    expect(await store.seen()).toBeNull();
  });

  test('DB-ACT-10: acts are made under one lock for the whole store, or not at all', async () => {
    await store.write('locked', '');
    const act = setStock('1', '5');
    expect((await store.act(act)).json.results).toMatchObject([{ outcome: 'NOT_BEGUN', retryable: true }]);
    expect(await store.ledger()).toEqual([]);
    expect(await store.calls()).toEqual([]);
    await store.reset();
    expect(await outcomes(act)).toEqual(['DONE']);
  });

  test('DB-LED-1: an act that is asked for again is answered as it was, and not made again', async () => {
    const acts = [
      setStock('1', '5'),
      setStock('9', '5'),
      { id: newId(), do: 'inventory', with: { product: '2', adjustBy: '3' } },
    ];
    const first = (await store.act(...acts)).json.results;
    for (let i = 0; i < 3; i++) {
      const again = (await store.act(...acts)).json.results;
      expect(again).toEqual(first.map((one: object) => ({ ...one, again: true })));
    }
    const mixed = [acts[2] as object, setStock('3', '1')];
    expect(await outcomes(...mixed)).toEqual(['DONE', 'DONE']);
    const together = { id: newId(), do: 'inventory', with: { product: '2', adjustBy: '1' } };
    const answers = await Promise.all(Array.from({ length: 5 }, () => store.act(together)));
    expect(answers.map(({ json }) => json.results[0].outcome)).toEqual(['DONE', 'DONE', 'DONE', 'DONE', 'DONE']);
    expect(await store.stock()).toEqual({ 1: 5, 2: 24, 3: 1 });
  });

  test('DB-LED-2: an id that another act was made under is refused', async () => {
    const act = setStock('1', '5');
    await store.act(act);
    for (const other of [
      { ...act, with: { ...act.with, quantity: '6' } },
      { ...act, with: { ...act.with, product: '2' } },
      { ...act, do: 'price', with: { product: '1', price: '5' } },
    ]) {
      expect(await outcomes(other)).toEqual(['ID_REUSED']);
    }
    expect(await store.stock()).toEqual({ 1: 5, 2: 20, 3: 30 });
  });

  test('DB-LED-3: where nonces or acts cannot be noted, nothing is changed', async () => {
    for (const folder of ['nonces', 'ledger']) {
      // A file where the folder should be, so that nobody, whatever PHP's user may do, can write there.
      const closed = await openActStore(php, [`drawbridge/${folder}`]);
      const answer = await closed.act(setStock('1', '5'));
      expect([folder, answer.status, answer.code, answer.fault]).toEqual([folder, 503, 'LEDGER_UNAVAILABLE', null]);
      expect(await closed.seen()).toBeNull();
      expect(await closed.stock()).toEqual({ 1: 10, 2: 20, 3: 30 });
      await closed.close();
    }
  });

  test('DB-LED-4: what was begun and whose end nobody saw is never made again; the store is asked', async () => {
    const set = setStock('1', '5');
    const adjust = { id: newId(), do: 'inventory', with: { product: '2', adjustBy: '3' } };
    await store.act(set, adjust);
    await cutEnds(store);
    expect(await outcomes(set, adjust)).toEqual(['DONE', 'OUTCOME_UNKNOWN']);
    await store.write('stock.json', JSON.stringify({ 1: 10, 2: 20 }));
    await cutEnds(store);
    for (let i = 0; i < 2; i++) expect(await outcomes(set, adjust)).toEqual(['OUTCOME_UNKNOWN', 'OUTCOME_UNKNOWN']);
    expect((await store.calls()).filter((line) => line !== 'rollback')).toEqual(['1 5', '2 23']);
    // Not even the first line was written whole.
    await emptied(store);
    expect(await outcomes(set)).toEqual(['OUTCOME_UNKNOWN']);
  });

  test('DB-LED-5: the ledger holds neither arguments nor ids, and is forgotten after a day', async () => {
    const act = setStock('1', '5', { optionValue: 'SHOPPER-DATA' });
    await store.act(act, { id: newId(), do: 'order', with: { order: '1', comment: 'SHOPPER-DATA' } });
    const noted = await store.ledger();
    expect(noted).toHaveLength(2);
    const folder = path.join(store.root, 'drawbridge/ledger');
    for (const text of [...noted, ...(await readdir(folder))]) expect(text).not.toMatch(/SHOPPER-DATA|optionValue/);
    expect(readdirSync(folder).join()).not.toContain(act.id);
    const old = new Date(Date.now() - 26 * 3_600_000);
    for (const name of await readdir(folder)) await utimes(path.join(folder, name), old, old);
    const forgotten = () => readdirSync(folder).length < 3;
    for (let i = 0; i < 300 && !forgotten(); i++) await store.act(act);
    expect(forgotten()).toBe(true);
  });
});

describeWhere(['PHP with mysqli'], "under the system's PHP", () => {
  test('a fatal error of PHP’s own, such as the end of its memory, is answered as what the store holds', async () => {
    const store = await openActStore('system');
    await store.reset('memory after');
    const acts = [setStock('1', '5'), setStock('2', '6')];
    const answer = await store.act(...acts);
    expect([answer.status, answer.fault]).toEqual([200, null]);
    expect(answer.json.results.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['DONE', 'NOT_BEGUN']);
    await store.close();
  });
});

/** Takes the second line of every note away, as where PHP was killed before it. */
async function cutEnds(store: ActStore): Promise<void> {
  const folder = path.join(store.root, 'drawbridge/ledger');
  for (const name of await readdir(folder)) {
    const [first] = (await store.read(`drawbridge/ledger/${name}`)).split('\n');
    await writeFile(path.join(folder, name), `${first}\n{"id":"x","outc`);
  }
}

async function emptied(store: ActStore): Promise<void> {
  const folder = path.join(store.root, 'drawbridge/ledger');
  for (const name of await readdir(folder)) {
    await chmod(path.join(folder, name), 0o600);
    await writeFile(path.join(folder, name), '');
  }
}
