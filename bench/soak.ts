import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Watched } from './loop-watch.js';
import { oneProduct, operation } from './operations.js';
import { type Service, startService } from './service.js';
import { openSickStore, type Sickness } from './sick-store.js';
import { openTcpProxy } from './tcp-proxy.js';
import { serveFolder } from './web-server.js';

/** What a soak is made of. */
export interface SoakOptions {
  /** The folder of a real store whose settings lead to its database; each of the stores is a copy of it. */
  readonly storeRoot: string;
  /** For how long the stores that are well are asked without the others, and then with them. */
  readonly wellSeconds: number;
  readonly sickSeconds: number;
  /** How often the registry's connections are cut. */
  readonly cutEverySeconds: number;
  readonly healthy: number;
  /** A PostgreSQL server on 127.0.0.1 whose user postgres is let in. */
  readonly postgresPort: number;
}

/** What a soak showed. */
export interface SoakReport {
  /** 99th percentile of the answers of stores that are well, in milliseconds, without the sick ones and with them. */
  readonly wellP99Ms: number;
  readonly sickP99Ms: number;
  readonly asked: number;
  /** Answers of stores that are well which were none, but for the registry's own, by code. */
  readonly failed: Readonly<Record<string, number>>;
  /** Answers that the cuts cost, each coded and retryable. */
  readonly registryCut: number;
  /** Questions to sick stores, and the codes that came. */
  readonly sickCodes: Readonly<Record<string, number>>;
  /** The longest turn of the event loop while the stores were sick, in milliseconds of its processor time. */
  readonly longestTurnMs: number;
  /** Megabytes in the third minute (or third sixth) and in the last. */
  readonly memoryMb: readonly [number, number];
  /** Questions that had no answer at the end, and those that took longer than a minute. */
  readonly stuck: number;
  /** Whether every store that is well answered once all was over, and the service said that it is ready. */
  readonly wellAfterwards: boolean;
}

const sicknesses: readonly Sickness[] = ['hangs', 'resets', 'lies', 'bombs', 'halves'];

/** Asks twenty stores, of which five fall sick, while the registry's connections are cut again and again. */
export async function runSoak(options: SoakOptions): Promise<SoakReport> {
  const folder = mkdtempSync(path.join(tmpdir(), 'drawbridge-soak-'));
  const closing: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  try {
    const server = `postgres://postgres@127.0.0.1:${options.postgresPort}`;
    const name = `drawbridge_soak_${process.pid}_${Date.now()}`;
    await onServer(server, `create database ${name}`);
    closing.unshift(() => onServer(server, `drop database ${name} with (force)`));
    const way = await openTcpProxy(options.postgresPort);
    closing.unshift(way.close);
    const web = await serveFolder(folder);
    closing.unshift(web.close);
    const watched = path.join(folder, 'watched.jsonl');
    const service = await startService({
      DATABASE_URL: `postgres://postgres@127.0.0.1:${way.port}/${name}`,
      DRAWBRIDGE_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
      DRAWBRIDGE_BENCH_WATCH: watched,
    });
    closing.unshift(service.close);

    const copy = (label: string) => {
      const root = path.join(folder, label);
      cpSync(options.storeRoot, root, { recursive: true });
      rmSync(path.join(root, 'drawbridge'), { recursive: true, force: true });
      mkdirSync(path.join(root, 'drawbridge'));
      return { root, url: `${web.url}${label}/` };
    };
    const healthy: string[] = [];
    for (let i = 0; i < options.healthy; i += 1) {
      const { root, url } = copy(`well${i}`);
      healthy.push(await service.connect(url, root));
    }
    const sick: { id: string; store: Awaited<ReturnType<typeof openSickStore>> }[] = [];
    for (const sickness of sicknesses) {
      const { root } = copy(sickness);
      const secret = () => {
        const config = readFileSync(path.join(root, 'drawbridge/config.php'), 'utf8');
        return Buffer.from(/=> '([\w-]{43})'/.exec(config)?.[1] ?? '', 'base64url');
      };
      const store = await openSickStore(web.url, sickness, secret);
      closing.unshift(store.close);
      sick.push({ id: await service.connect(`${store.url}${sickness}/`, root), store });
    }
    return await soaked(options, { service, healthy, sick, way, watched });
  } finally {
    for (const close of closing) await close();
  }
}

interface Parts {
  readonly service: Service;
  readonly healthy: readonly string[];
  readonly sick: readonly { readonly id: string; readonly store: { sick: boolean } }[];
  readonly way: { cut(): void };
  readonly watched: string;
}

async function soaked(options: SoakOptions, { service, healthy, sick, way, watched }: Parts): Promise<SoakReport> {
  const failed: Record<string, number> = {};
  const sickCodes: Record<string, number> = {};
  let [asked, registryCut, open, slow] = [0, 0, 0, 0];
  const productOf = '{ id name sku price { amount currencyCode } }';
  const questions = (id: string): readonly (readonly [string, object])[] => [
    [operation('products'), { store: id, first: 20 }],
    [operation('orders'), { store: id, first: 20 }],
    [oneProduct, { store: id, id: '42' }],
    [
      `query ($id: ID!) { store(id: $id) { counts { products orders } products(first: 5) { nodes ${productOf} } } }`,
      { id },
    ],
  ];
  const feed =
    'query ($ids: [ID!]) { orders(first: 20, storeIds: $ids, orderBy: PLACED_AT_DESC) { nodes { id } unanswered { code } } }';

  /** Asks once; the codes of what went wrong, none where nothing did. */
  const ask = async (query: string, variables: object): Promise<{ codes: string[]; ms: number }> => {
    const began = performance.now();
    open += 1;
    const text = await service.ask(query, variables).catch((error: unknown) => String(error));
    open -= 1;
    const ms = performance.now() - began;
    if (ms > 60_000) slow += 1;
    const codes = [...text.matchAll(/"code":"([A-Z_]+)"/g)].map(([, code]) => code ?? '');
    return {
      codes: text.includes('"errors"') || text.startsWith('Error') ? (codes.length ? codes : ['NONE']) : [],
      ms,
    };
  };
  const count = (of: Record<string, number>, code: string) => {
    of[code] = (of[code] ?? 0) + 1;
  };

  /** Asks the stores that are well until then, and gives how long each answer took. */
  const askWell = async (until: number, times: number[], offset: number) => {
    for (let i = offset; Date.now() < until; i += 1) {
      const id = healthy[(i * 7) % healthy.length] ?? '';
      const [query, variables] = questions(id)[i % 4] ?? ['', {}];
      const { codes, ms } = await ask(query, variables);
      asked += 1;
      if (codes.length === 0) times.push(ms);
      else if (codes.every((code) => code === 'REGISTRY_UNAVAILABLE')) registryCut += 1;
      else for (const code of codes) count(failed, code);
      await pause(100);
    }
  };
  const askSick = async (until: number, id: string) => {
    for (let i = 0; Date.now() < until; i += 1) {
      const [query, variables] = questions(id)[i % 4] ?? ['', {}];
      for (const code of (await ask(query, variables)).codes) count(sickCodes, code);
      await pause(200);
    }
  };
  const askFeeds = async (until: number, variables: object) => {
    while (Date.now() < until) {
      await ask(feed, variables);
      await pause(1_000);
    }
  };
  const phase = async (seconds: number, isSick: boolean): Promise<number[]> => {
    const until = Date.now() + seconds * 1_000;
    const times: number[] = [];
    for (const { store } of sick) store.sick = isSick;
    const cuts = setInterval(() => way.cut(), options.cutEverySeconds * 1_000);
    const work: Promise<void>[] = [0, 1, 2, 3].map((n) => askWell(until, times, n * 5));
    // Feeds are asked in both, so that the sick stores are all that is another.
    work.push(askFeeds(until, isSick ? {} : { ids: healthy }));
    if (isSick) work.push(...sick.map(({ id }) => askSick(until, id)));
    // What is under way when the time is over must end by itself.
    await Promise.race([Promise.all(work), pause(seconds * 1_000 + 90_000)]);
    clearInterval(cuts);
    return times;
  };

  await phase(Math.min(5, options.wellSeconds), false);
  const well = await phase(options.wellSeconds, false);
  const from = lines(watched).length;
  const withSick = await phase(options.sickSeconds, true);
  const seen = lines(watched).slice(from);
  const stuck = open + slow;
  const after = await Promise.all(healthy.map((id) => ask(oneProduct, { store: id, id: '42' })));
  const ready = await fetch(`${service.url}/ready`).then(({ status }) => status === 200);
  const sixth = Math.max(1, Math.min(60, Math.floor(seen.length / 6)));
  const third = seen.slice(2 * sixth, 3 * sixth);
  return {
    wellP99Ms: p99(well),
    sickP99Ms: p99(withSick),
    asked,
    failed,
    registryCut,
    sickCodes,
    longestTurnMs: Math.max(...seen.map(({ longestMs }) => longestMs)),
    memoryMb: [mean(third), mean(seen.slice(-sixth))],
    stuck,
    wellAfterwards: ready && after.every(({ codes }) => codes.length === 0),
  };
}

function lines(file: string): Watched[] {
  const text = readFileSync(file, 'utf8');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Watched);
}

function mean(of: readonly Watched[]): number {
  return of.reduce((sum, { rssMb }) => sum + rssMb, 0) / of.length;
}

function p99(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.99))] ?? Number.NaN;
}

async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client(`${server}/postgres`);
  await client.connect();
  await client.query(statement);
  await client.end();
}
