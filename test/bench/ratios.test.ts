import { graphRequest, stockApollo } from '../../bench/benches/answer.js';
import { figuresOf, processorMs } from '../../bench/measure.js';
import { type MemoryGraph, memoryGraph } from '../../bench/memory-graph.js';
import { operation } from '../../bench/operations.js';
import { type BareStore, openBareStore } from '../support/bare-store.js';

/**
 * The short form of the benches: ratios within one run, with limits so wide that only a mistake breaks them (a compiled operation that is
 * none any more, a step that grows with the square of the rows), whatever else the machine does. `npm run bench` measures.
 */
describe('what an answer costs, with the store’s rows in memory', () => {
  let store: BareStore;
  let graph: MemoryGraph;
  beforeAll(async () => {
    store = await openBareStore();
    graph = await memoryGraph(store.root, store.url);
  }, 30_000);
  afterAll(async () => {
    await graph?.close();
    await store?.close();
  });
  const ask = (kind: string, first: number) =>
    graphRequest(graph.server, graph.context(), operation(kind), { store: graph.storeId, first });
  /** The median of the ratios of rounds in which both are measured, one after the other. */
  async function ratio(work: () => Promise<unknown>, over: () => Promise<unknown>): Promise<number> {
    const ratios: number[] = [];
    for (let round = -5; round < 15; round += 1) {
      const [first, second] = round % 2 === 0 ? [work, over] : [over, work];
      const [a, b] = [await processorMs(first), await processorMs(second)];
      if (round >= 0) ratios.push(round % 2 === 0 ? a / b : b / a);
    }
    return figuresOf(ratios).p50;
  }

  test.each(['products', 'orders'])(
    '%s: a few times stock Apollo with plain resolvers, for the same bytes',
    async (kind) => {
      const bytes = await ask(kind, 40);
      const stock = await stockApollo(graph.sdl, JSON.parse(bytes).data);
      const theirs = () => graphRequest(stock, {}, operation(kind), { store: graph.storeId, first: 40 });
      // But for the end of a line, which Apollo adds.
      expect((await theirs()).trimEnd()).toBe(bytes);
      expect(await ratio(() => ask(kind, 40), theirs)).toBeLessThan(6);
      await stock.stop();
    },
  );

  test('four times the rows cost no more than eight times as much', async () => {
    expect(
      await ratio(
        () => ask('orders', 40),
        () => ask('orders', 10),
      ),
    ).toBeLessThan(8);
  });
});
