import { figuresOf, rounded } from '../measure.js';
import { hasPostgres, startPostgres } from '../postgres.js';
import { processorTimeOf } from '../processes.js';
import type { Result } from '../result.js';
import { startService } from '../service.js';
import type { Surroundings } from '../surroundings.js';

const masterKey = Buffer.alloc(32, 7).toString('base64');
const demo = { DRAWBRIDGE_DEMO: 'on', DRAWBRIDGE_API_KEYS: '', DRAWBRIDGE_DATA_DIR: '' };

/** Processor time of the service from the start of its process to its first answer. */
export async function coldStart({ say }: Surroundings): Promise<Result[]> {
  const postgres = hasPostgres() ? await startPostgres() : null;
  postgres?.run('create database registry');
  const places: { work: string; settings: Readonly<Record<string, string>>; most: number }[] = [
    ...(postgres
      ? [
          {
            work: 'registry in PostgreSQL, its tables there but for the first of four starts, to the first answer',
            settings: { DATABASE_URL: postgres.url('registry'), DRAWBRIDGE_MASTER_KEY: masterKey },
            most: 0.7,
          },
        ]
      : []),
    { work: 'registry in the data folder, to the first answer', settings: {}, most: 2 },
    { work: 'demo, to the first answer', settings: demo, most: 3 },
  ];
  const results: Result[] = [];
  for (const { work, settings, most } of places) {
    const seconds: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      const service = await startService(settings);
      await service.ask('{ stores(first: 3) { nodes { name products(first: 3) { nodes { name } } } } }');
      seconds.push(processorTimeOf(service.pid) / 1000);
      await service.close();
    }
    const { p50, p25, p75 } = figuresOf(seconds);
    const result: Result = {
      bench: 'cold-start',
      work,
      figure: rounded(p50),
      unit: 's',
      spread: [rounded(p25), rounded(p75)],
      target: { most },
    };
    results.push(result);
    say(result);
  }
  await postgres?.close();
  return results;
}
