import { readFileSync } from 'node:fs';
import path from 'node:path';
import { clockMs, interleaved, rounded } from '../measure.js';
import { memoryOf, processorTimeOf } from '../processes.js';
import { openRecordedStores } from '../recorded-stores.js';
import type { Result } from '../result.js';
import { lean, type Service, startService } from '../service.js';
import { type BenchStore, openStore } from '../store.js';
import type { Surroundings } from '../surroundings.js';

const [few, many] = [100, Number(process.env.DRAWBRIDGE_BENCH_STORES ?? 1_000)];
const one = 'query ($id: ID!) { store(id: $id) { products(first: 10) { nodes { id name price { amount } } } } }';
const all = `query ($after: String) {
  stores(first: ${few}, after: $after) { nodes { id products(first: 10) { nodes { id name price { amount } } } } pageInfo { endCursor } }
}`;
const configurations = `query ($after: String) {
  stores(first: 50, after: $after) { nodes { id config { fetchedAt } } pageInfo { hasNextPage endCursor } }
}`;

interface PageInfo {
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}

/**
 * The first hundred of an account's stores in one query, over one store alone; and what memory the service holds once it keeps the
 * configurations of a thousand. All of them are one real store under as many addresses.
 */
export async function fanOut({ database, registry, rounds, stores, say }: Surroundings): Promise<Result[]> {
  const [name] = stores;
  if (!name) return [];
  const store = await openStore(name, await database());
  const results: Result[] = [];
  const tell = (result: Result) => {
    results.push(result);
    say(result);
  };
  try {
    await here(store, await registry(), rounds, tell);
    await elsewhere(store, await registry(), rounds, tell);
  } finally {
    await store.close();
  }
  return results;
}

type Registry = Readonly<Record<string, string>>;
type Tell = (result: Result) => void;

/** Stores whose PHP and database run on this machine, beside the service; and what memory their configurations take. */
async function here(store: BenchStore, registry: Registry, rounds: number, tell: Tell): Promise<void> {
  const service = await startService({ ...registry, ...lean, DRAWBRIDGE_CONFIG_CACHE_MAX_ENTRIES: '2000' });
  try {
    const before = memoryOf(service.pid);
    const ids: string[] = [];
    const connect = async (from: number, to: number) => {
      for (let i = from; i < to; i += 1) {
        const { url, root } = store.again(i);
        ids.push(await service.connect(url, root));
      }
    };
    await connect(0, few);
    tell({
      ...(await together(service, ids[0] ?? '', rounds)),
      work: `${store.name}, ${few} stores in one query over one alone`,
    });
    await connect(few, many);
    for (let after: string | null = null, more = true; more; ) {
      const read = JSON.parse(await service.ask(configurations, { after })) as {
        data: { stores: { pageInfo: PageInfo } };
      };
      after = read.data.stores.pageInfo.endCursor;
      more = read.data.stores.pageInfo.hasNextPage;
    }
    tell({
      bench: 'fan-out',
      work: `${store.name}, memory with the configurations of ${many} stores`,
      figure: memoryOf(service.pid),
      unit: 'MB',
      target: { most: 250 },
      parts: { 'MB without': before },
    });
  } finally {
    await service.close();
  }
}

/** How long stores elsewhere take to answer, what their way takes included. */
const afterMs = 80;

/** The same of stores that are on machines of their own, as in the field: stand-ins that answer what the real store answered. */
async function elsewhere(store: BenchStore, registry: Registry, rounds: number, tell: Tell): Promise<void> {
  const secrets = new Map<string, Buffer>();
  const secretOf = (of: string) => secrets.get(of.replace(/drawbridge\/.*$/, '')) as Buffer;
  const standIns = await openRecordedStores(store.url, few, { afterMs, secretOf });
  const service = await startService({ ...registry, ...lean });
  try {
    let first = '';
    for (let i = 0; i < few; i += 1) {
      const { url, root } = store.again(many + i);
      const { pathname } = new URL(url);
      const id = await service.connect(standIns.urlOf(i, pathname), root, () => secrets.set(pathname, secretIn(root)));
      if (i === 0) first = id;
    }
    tell({
      ...(await together(service, first, rounds)),
      work: `${store.name}, ${few} stores elsewhere that answer after ${afterMs} ms (stand-ins), in one query over one alone`,
    });
  } finally {
    await service.close();
    await standIns.close();
  }
}

/** The key that a store's bridge was issued with. */
function secretIn(root: string): Buffer {
  const config = readFileSync(path.join(root, 'drawbridge/config.php'), 'utf8');
  return Buffer.from(/'([\w-]{43})'/.exec(config)?.[1] ?? '', 'base64url');
}

/** The first hundred stores in one query over one of them alone, both by the clock; and the service's own processor time of both. */
async function together(service: Service, first: string, rounds: number): Promise<Omit<Result, 'work'>> {
  const measured = await interleaved(
    {
      alone: () => clockMs(() => service.ask(one, { id: first })),
      together: () => clockMs(() => service.ask(all)),
    },
    { rounds, warmUp: 3 },
  );
  const processor = async (times: number, work: () => Promise<unknown>) => {
    const before = processorTimeOf(service.pid);
    for (let i = 0; i < times; i += 1) await work();
    return rounded((processorTimeOf(service.pid) - before) / times, 1);
  };
  const over = measured.alone.p50;
  return {
    bench: 'fan-out',
    figure: rounded(measured.together.p50 / over),
    unit: '×',
    spread: [rounded(measured.together.p25 / over), rounded(measured.together.p75 / over)],
    target: { most: 4 },
    parts: {
      together: rounded(measured.together.p50, 1),
      alone: rounded(over, 1),
      "service's processor together": await processor(rounds, () => service.ask(all)),
      "service's processor alone": await processor(5 * rounds, () => service.ask(one, { id: first })),
    },
  };
}
