import { clockMs, interleaved, rounded } from '../measure.js';
import { memoryOf } from '../processes.js';
import type { Result } from '../result.js';
import { lean, startService } from '../service.js';
import { openStore } from '../store.js';
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
  const service = await startService({ ...(await registry()), ...lean, DRAWBRIDGE_CONFIG_CACHE_MAX_ENTRIES: '2000' });
  const results: Result[] = [];
  const tell = (result: Result) => {
    results.push(result);
    say(result);
  };
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
    const measured = await interleaved(
      {
        alone: () => clockMs(() => service.ask(one, { id: ids[0] })),
        together: () => clockMs(() => service.ask(all)),
      },
      { rounds, warmUp: 3 },
    );
    const over = measured.alone.p50;
    tell({
      bench: 'fan-out',
      work: `${name}, ${few} stores in one query over one alone`,
      figure: rounded(measured.together.p50 / over),
      unit: '×',
      spread: [rounded(measured.together.p25 / over), rounded(measured.together.p75 / over)],
      target: { most: 4 },
      parts: { together: rounded(measured.together.p50, 1), alone: rounded(over, 1) },
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
      work: `${name}, memory with the configurations of ${many} stores`,
      figure: memoryOf(service.pid),
      unit: 'MB',
      target: { most: 250 },
      parts: { 'MB without': before },
    });
  } finally {
    await service.close();
    await store.close();
  }
  return results;
}
