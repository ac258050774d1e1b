import { rounded } from '../measure.js';
import { oneProduct, operation } from '../operations.js';
import type { Result } from '../result.js';
import { startService } from '../service.js';
import { openStore } from '../store.js';
import type { Surroundings } from '../surroundings.js';

const atOnce = 500;

/** 500 queries for a single product each, all at once, on one store; the best of some rounds, and how many failed in all of them. */
export async function burst({ database, stores, say }: Surroundings): Promise<Result[]> {
  const [name] = stores;
  if (!name) return [];
  const store = await openStore(name, await database());
  const service = await startService();
  try {
    const id = await service.connect(store.url, store.root);
    const listed = JSON.parse(await service.ask(operation('products'), { store: id, first: 100 }));
    const ids = (listed.data.store.products.nodes as readonly { nativeId: string }[]).map(({ nativeId }) => nativeId);
    let [best, failed] = [0, 0];
    for (let round = 0; round < 6; round += 1) {
      const began = performance.now();
      const asked = Array.from({ length: atOnce }, (_, i) =>
        service.ask(oneProduct, { store: id, id: ids[i % ids.length] }).then(
          (text) => text.includes('"product":{"id"'),
          () => false,
        ),
      );
      failed += (await Promise.all(asked)).filter((ok) => !ok).length;
      best = Math.max(best, (1000 * atOnce) / (performance.now() - began));
    }
    const result: Result = {
      bench: 'burst',
      work: `${name}, ${atOnce} queries for one product each, at once`,
      figure: rounded(best, 0),
      unit: 'per s',
      target: { least: 1_000 },
      parts: { failed, asked: 6 * atOnce },
    };
    say(result);
    return [result];
  } finally {
    await service.close();
    await store.close();
  }
}
