import { interleaved, processorMs, rounded } from '../measure.js';
import { memoryGraph } from '../memory-graph.js';
import { operation } from '../operations.js';
import type { Result } from '../result.js';
import { openStore } from '../store.js';
import type { Surroundings } from '../surroundings.js';
import { graphRequest } from './answer.js';

/** What counting and timing costs of an answer from memory, in processor time: the medians of rounds that take turns, one over the other; the spread is that of the quartiles. */
export async function watching({ database, rounds, stores, say }: Surroundings): Promise<Result[]> {
  const [name] = stores;
  if (!name) return [];
  const store = await openStore(name, await database());
  const graph = await memoryGraph(store.root, store.url);
  try {
    // Of one and the same graph: of two, the one that is made later is slower by a tenth, whatever it does.
    const work = (watched: boolean) => () =>
      graphRequest(graph.server, graph.context(watched), operation('products'), { store: graph.storeId, first: 100 });
    const measured = await interleaved(
      { plain: () => processorMs(work(false)), watched: () => processorMs(work(true)) },
      { rounds: 6 * rounds, warmUp: 20 },
    );
    const over = measured.plain;
    const [p25, p50, p75] = (['p25', 'p50', 'p75'] as const).map((part) => measured.watched[part] / over[part]) as [
      number,
      number,
      number,
    ];
    const percent = (ratio: number) => rounded(100 * (ratio - 1), 1);
    const result: Result = {
      bench: 'watching',
      work: `${name}, 100 products: figures and times, of the processor time without`,
      figure: percent(p50),
      unit: '%',
      spread: [percent(Math.min(p25, p75)), percent(Math.max(p25, p75))],
      target: { most: 3 },
      parts: { with: rounded(measured.watched.p50), without: rounded(over.p50) },
    };
    say(result);
    return [result];
  } finally {
    await graph.close();
    await store.close();
  }
}
