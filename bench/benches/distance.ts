import { openDistance } from '../distance-proxy.js';
import { clockMs, interleaved, pagesToWarmUp, rounded } from '../measure.js';
import { operation } from '../operations.js';
import type { Result } from '../result.js';
import { startService } from '../service.js';
import { openStore } from '../store.js';
import type { Surroundings } from '../surroundings.js';

const roundTripMs = 80;

/** A page of 100 with everything from a store that is 80 ms away, over the floor at the same distance: the way itself takes a little more. */
export async function distance({ database, rounds, stores, say }: Surroundings): Promise<Result[]> {
  const db = await database();
  const service = await startService();
  const results: Result[] = [];
  try {
    for (const name of stores) {
      const store = await openStore(name, db);
      const way = await openDistance(Number(new URL(store.url).port), roundTripMs);
      try {
        const url = `http://127.0.0.1:${way.port}/`;
        const id = await service.connect(url, store.root);
        for (const kind of ['products', 'orders'] as const) {
          const ask = () => service.ask(operation(kind), { store: id, first: 100 });
          await store.layFloor(kind, ask);
          const measured = await interleaved(
            { floor: () => clockMs(() => store.askFloor(kind, url)), service: () => clockMs(ask) },
            { rounds, warmUp: pagesToWarmUp },
          );
          const over = measured.floor.p50;
          const result: Result = {
            bench: 'distance',
            work: `${name} ${kind}, ${roundTripMs} ms away, over the floor there`,
            figure: rounded(measured.service.p50 / over),
            unit: '×',
            spread: [rounded(measured.service.p25 / over), rounded(measured.service.p75 / over)],
            target: { most: 1.15 },
            parts: { service: rounded(measured.service.p50, 1), floor: rounded(measured.floor.p50, 1) },
          };
          results.push(result);
          say(result);
        }
      } finally {
        await way.close();
        await store.close();
      }
    }
  } finally {
    await service.close();
  }
  return results;
}
