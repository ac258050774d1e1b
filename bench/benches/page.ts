import { clockMs, figuresOf, interleaved, pagesToWarmUp, rounded } from '../measure.js';
import { operation } from '../operations.js';
import type { Result } from '../result.js';
import { startService } from '../service.js';
import { openStore } from '../store.js';
import type { Surroundings } from '../surroundings.js';

const kinds = ['products', 'orders'] as const;

/** A page of 100 with everything that hangs on it, over a bare PHP script in the same root that runs the same statements. */
export async function page({ database, rounds, stores, say }: Surroundings): Promise<Result[]> {
  const db = await database();
  const service = await startService();
  const results: Result[] = [];
  try {
    for (const name of stores) {
      const store = await openStore(name, db);
      try {
        const id = await service.connect(store.url, store.root);
        for (const kind of kinds) {
          const ask = () => service.ask(operation(kind), { store: id, first: 100 });
          await store.layFloor(kind, ask);
          for (const atOnce of [1, 8]) {
            const many = (work: () => Promise<unknown>) => () =>
              medianMs(Array.from({ length: atOnce }, () => clockMs(work)));
            const measured = await interleaved(
              { floor: many(() => store.askFloor(kind)), service: many(ask) },
              {
                rounds: Math.max(4, Math.round(rounds / Math.sqrt(atOnce))),
                warmUp: Math.ceil(pagesToWarmUp / atOnce),
              },
            );
            const over = measured.floor.p50;
            const result: Result = {
              bench: 'page',
              work: `${name} ${kind}, ${atOnce} at once, over the floor`,
              figure: rounded(measured.service.p50 / over),
              unit: '×',
              spread: [rounded(measured.service.p25 / over), rounded(measured.service.p75 / over)],
              target: { most: 1.5 },
              parts: { service: rounded(measured.service.p50, 1), floor: rounded(over, 1) },
            };
            results.push(result);
            say(result);
          }
        }
      } finally {
        await store.close();
      }
    }
  } finally {
    await service.close();
  }
  return results;
}

async function medianMs(measured: readonly Promise<number>[]): Promise<number> {
  return figuresOf(await Promise.all(measured)).p50;
}
