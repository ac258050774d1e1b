import { figuresOf, processorMs, rounded } from '../measure.js';
import { type MemoryGraph, memoryGraph } from '../memory-graph.js';
import { operation } from '../operations.js';
import type { Result } from '../result.js';
import { openStore } from '../store.js';
import type { Surroundings } from '../surroundings.js';
import { graphRequest } from './answer.js';

/** What counting and timing costs of an answer from memory, in processor time: with it over without, round by round. */
export async function watching({ database, rounds, stores, say }: Surroundings): Promise<Result[]> {
  const [name] = stores;
  if (!name) return [];
  const store = await openStore(name, await database());
  const work = (graph: MemoryGraph) => () =>
    graphRequest(graph.server, graph.context(), operation('products'), { store: graph.storeId, first: 100 });
  // Each lays a key of its own into the store, and so has its answer at hand before the other does.
  const asked = async (graph: MemoryGraph) => {
    const bytes = await work(graph)();
    if (!bytes.includes('"nodes":[{')) throw new Error(`the graph must answer, but said: ${bytes.slice(0, 300)}`);
    return graph;
  };
  const plain = await asked(await memoryGraph(store.root, store.url));
  const watched = await asked(await memoryGraph(store.root, store.url, { watched: true }));
  try {
    const ratios: number[] = [];
    for (let round = -10; round < 4 * rounds; round += 1) {
      const [first, second] = round % 2 === 0 ? [plain, watched] : [watched, plain];
      const [a, b] = [await processorMs(work(first)), await processorMs(work(second))];
      if (round >= 0) ratios.push(round % 2 === 0 ? b / a : a / b);
    }
    const { p50, p25, p75 } = figuresOf(ratios);
    const percent = (ratio: number) => rounded(100 * (ratio - 1), 1);
    const result: Result = {
      bench: 'watching',
      work: `${name}, 100 products: figures and times, of the processor time without`,
      figure: percent(p50),
      unit: '%',
      spread: [percent(p25), percent(p75)],
      target: { most: 3 },
    };
    say(result);
    return [result];
  } finally {
    await Promise.all([plain.close(), watched.close()]);
    await store.close();
  }
}
