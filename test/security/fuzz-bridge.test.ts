import { rmSync } from 'node:fs';
import path from 'node:path';
import { Agent } from 'undici';
import { type Random, seededRandom } from '../support/grown-operation.js';
import { grownStatement } from '../support/grown-statement.js';
import { describeWhere } from '../support/machine.js';
import { manyRequests } from '../support/many-requests.js';
import { mutated, oneOf } from '../support/mutated-bytes.js';
import { servePhpFpm } from '../support/php-fpm.js';
import { phpRuntimes } from '../support/php-runtime.js';
import { type Answered, type Call, type PreparedCall, prepareCall, sendCall } from '../support/php-runtime-caller.js';
import { openMariaDbStore } from '../support/php-runtime-mariadb.js';
import { openTestStore, secretMark } from '../support/php-runtime-store.js';

/** How many requests are sent to each bridge, and the seed of the first: the request of a seed is the same in every run. */
const count = Number(process.env.DRAWBRIDGE_FUZZ ?? 600);
const firstSeed = Number(process.env.DRAWBRIDGE_FUZZ_SEED ?? 1);
const atOnce = 200;

/** A bridge over a store that holds `secretMark` wherever nothing may be read. */
interface FuzzedBridge {
  prepare(call: Call): PreparedCall;
  /** Answers all of them, in their order; throws where PHP had a complaint. */
  send(calls: readonly PreparedCall[]): Promise<readonly Answered[]>;
  close(): Promise<void>;
}

async function underWebAssembly(php: (typeof phpRuntimes)[number]): Promise<FuzzedBridge> {
  const store = await openTestStore(php, { connector: 'OPENCART' } as object);
  return {
    prepare: (call) => prepareCall(store.url, store.key, call),
    send: manyRequests(path.join(store.root, 'drawbridge/merchants.php'), store.url),
    close: () => store.close(),
  };
}

/** The system's PHP behind nginx, request by request, over a real store in MariaDB. */
async function underFpm(): Promise<FuzzedBridge> {
  const store = await openMariaDbStore('opencart4');
  for (const column of ['oc_customer.password', 'oc_customer.token', 'oc_user.password', 'oc_user.username']) {
    const [table, name] = column.split('.');
    store.sql(`update ${table} set ${name} = '${secretMark}'`);
  }
  store.sql(`update oc_setting set value = '${secretMark}' where \`key\` regexp 'secret|password|encryption|_key'`);
  const fpm = await servePhpFpm(store.root);
  const dispatcher = new Agent({ connections: 2, pipelining: 1 });
  return {
    prepare: (call) => prepareCall(`${fpm.url}drawbridge/bridge.php`, store.key, call),
    async send(calls) {
      rmSync(path.join(store.root, 'drawbridge/nonces'), { recursive: true, force: true });
      return Promise.all(calls.map((call) => sendCall(call, dispatcher)));
    },
    async close() {
      await dispatcher.close();
      await fpm.close();
      await store.close();
    },
  };
}

type Relations = Readonly<Record<string, readonly string[]>>;
type Kind = 'statements' | 'body' | 'head';

/** What a fault of a statement's may be called. */
const faults =
  /^(?:STATEMENT_REFUSED|STATEMENT_FAILED|STATEMENT_TIMEOUT|RELATION_UNKNOWN|AREA_CLOSED|REFERENCE_INVALID|TOO_MANY_STATEMENTS)$/;
/** What a request is refused with that is not known to be of a holder of the key's. */
const unsigned = /^(?:SIGNATURE_MISSING|SIGNATURE_INVALID|METHOD_NOT_ALLOWED)$/;

/** A statement grown from what the bridge lets out; one in four is spoilt afterwards. */
function statementOf(relations: Relations, random: Random) {
  const grown = grownStatement(relations, random);
  return random() < 0.25 ? { ...grown, sql: mutated(Buffer.from(grown.sql), random).toString('utf8') } : grown;
}

/** The request of a seed, and which part of it was spoilt: its statements, the bytes of its body, or its head after it was signed. */
function requestOf(seed: number, relations: Relations, bridge: FuzzedBridge): { kind: Kind; call: PreparedCall } {
  const random = seededRandom(seed);
  const how = random();
  const statements = Array.from({ length: 1 + Math.floor(random() * 4) }, (_, i) => ({
    id: `s${i}`,
    ...(how < 0.5 ? statementOf(relations, random) : grownStatement(relations, random)),
  }));
  const body = Buffer.from(JSON.stringify({ verb: 'query', statements }));
  if (how < 0.5) return { kind: 'statements', call: bridge.prepare({ body }) };
  if (how < 0.8) return { kind: 'body', call: bridge.prepare({ body: mutated(body, random) }) };
  const call = bridge.prepare({ body });
  const name = oneOf(Object.keys(call.headers), random);
  const spoilt = mutated(Buffer.from(call.headers[name] ?? ''), random).toString('latin1');
  const value = spoilt.replace(/[^!-~]+/g, ' ').trim();
  return { kind: 'head', call: { ...call, headers: { ...call.headers, [name]: value } } };
}

/** What came of the requests so far. */
class Tally {
  readonly requests = { statements: 0, body: 0, head: 0 };
  statements = 0;
  ran = 0;
  readonly codes = new Map<string, number>();

  count(code: string): void {
    this.codes.set(code, (this.codes.get(code) ?? 0) + 1);
  }

  toString(): string {
    const { statements, body, head } = this.requests;
    const codes = [...this.codes].sort(([, a], [, b]) => b - a).map(([code, n]) => `${code} ${n}`);
    return `${statements + body + head} requests (${statements} of statements, ${body} of spoilt bodies, ${head} of spoilt heads); of ${this.statements} statements ${this.ran} ran; ${codes.join(', ')}`;
  }
}

/** What is wrong with an answer; null where nothing is. */
function wrong(kind: Kind, answer: Answered, tally: Tally): string | null {
  const { json, code, fault, status } = answer;
  if (`${answer.bytes.toString()}${JSON.stringify(json)}`.includes(secretMark))
    return 'it lets out what is not declared';
  const results: { error?: { code: string } }[] | undefined = status === 200 ? json?.results : undefined;
  if (!results && !/^[A-Z_]+$/.test(code ?? '')) return `it has neither results nor a code: ${status}`;
  if (code) tally.count(code);
  if (code === 'INTERNAL') return 'the bridge failed';
  const isSigned = fault === null;
  if (!isSigned && !(kind === 'head' && unsigned.test(code ?? ''))) return `it is not signed: ${fault} ${code}`;
  for (const { error } of results ?? []) {
    if (kind === 'statements') tally.statements += 1;
    if (kind === 'statements' && !error) tally.ran += 1;
    if (error) tally.count(error.code);
    if (error && !faults.test(error.code)) return `a statement failed with ${error.code}`;
  }
  return null;
}

/** What the bridge lets out, but for what has so many rows that a join of all with all would take seconds. */
async function smallRelations(bridge: FuzzedBridge): Promise<Relations> {
  const [hello] = await bridge.send([bridge.prepare({ body: { verb: 'hello' } })]);
  const all = Object.entries<readonly string[]>(hello?.json.relations);
  const counts = all.map(([name]) => ({
    body: { verb: 'query', statements: [{ id: 'n', sql: `select count(*) as \`n\` from \`${name}\`` }] },
  }));
  const counted = await bridge.send(counts.map((call) => bridge.prepare(call)));
  return Object.fromEntries(all.filter((_, i) => counted[i]?.json.results[0].rows[0][0] <= 300));
}

function fuzzes(open: () => Promise<FuzzedBridge>) {
  test(
    'is answered, signed where its key is known to ask, with results or a code; at least half of the statements run',
    async () => {
      const bridge = await open();
      try {
        const relations = await smallRelations(bridge);
        const tally = new Tally();
        for (let seed = firstSeed; seed < firstSeed + count; seed += atOnce) {
          const seeds = Array.from({ length: Math.min(atOnce, firstSeed + count - seed) }, (_, i) => seed + i);
          const requests = seeds.map((one) => requestOf(one, relations, bridge));
          const answers = await bridge.send(requests.map(({ call }) => call));
          for (const [i, { kind, call }] of requests.entries()) {
            tally.requests[kind] += 1;
            const what = wrong(kind, answers[i] as Answered, tally);
            if (what)
              throw new Error(`seed ${seeds[i]}: ${what}: ${JSON.stringify(call.headers)} ${Buffer.from(call.body)}`);
          }
        }
        process.stdout.write(
          `${expect.getState().currentTestName}: seeds ${firstSeed} to ${firstSeed + count - 1}: ${tally}\n`,
        );
        expect(tally.ran).toBeGreaterThanOrEqual(tally.statements / 2);
      } finally {
        await bridge.close();
      }
    },
    60_000 + count * 200,
  );
}

describe('a spoilt request under PHP 7.4', () => fuzzes(() => underWebAssembly(phpRuntimes[0])));
describe('a spoilt request under PHP 8.5', () => fuzzes(() => underWebAssembly(phpRuntimes[2])));
describeWhere(
  [
    'PHP with mysqli',
    'php-fpm, nginx and unzip',
    'a MariaDB that lets this user in over its socket',
    'the real stores in ../shared/stores',
  ],
  'a spoilt request under the system’s PHP, over MariaDB',
  () => fuzzes(underFpm),
);
