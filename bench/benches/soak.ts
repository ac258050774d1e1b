import { rounded } from '../measure.js';
import type { Result } from '../result.js';
import { runSoak } from '../soak.js';
import { openStore } from '../store.js';
import type { Surroundings } from '../surroundings.js';

/** Twenty stores of which five are sick, and a registry whose connections are cut every 30 seconds; a fifth of the time without the sick. */
export async function soak({ database, minutes, say }: Surroundings): Promise<Result[]> {
  const store = await openStore('opencart4', await database());
  try {
    const report = await runSoak({
      storeRoot: store.root,
      wellSeconds: minutes * 12,
      sickSeconds: minutes * 60,
      cutEverySeconds: 30,
      healthy: 15,
      postgresPort: 5432,
    });
    process.stderr.write(`${JSON.stringify(report, null, 2)}\n`);
    const { wellP99Ms, sickP99Ms, longestTurnMs, memoryMb, stuck, failed, registryCut, asked, wellAfterwards } = report;
    const work = `20 stores, ${minutes} min`;
    const lost = Object.values(failed).reduce((sum, one) => sum + one, 0);
    const line = (
      what: string,
      figure: number,
      unit: Result['unit'],
      most: number,
      parts: Result['parts'] = {},
    ): Result => ({
      bench: 'soak',
      work: `${work}: ${what}`,
      figure: rounded(figure),
      unit,
      target: { most },
      parts,
    });
    const results = [
      line('p99 of those that are well, over that without the sick', sickP99Ms / wellP99Ms, '×', 1.5, {
        with: rounded(sickP99Ms),
        without: rounded(wellP99Ms),
      }),
      line('longest turn of the event loop', longestTurnMs / 1_000, 's', 0.1),
      line('memory of the last minute over the third', (memoryMb[1] ?? 0) / (memoryMb[0] ?? 1), '×', 1.1, {
        MB: rounded(memoryMb[1] ?? 0, 0),
      }),
      line('not answered, or failed without need', ((stuck + lost + (wellAfterwards ? 0 : 1)) * 100) / asked, '%', 0, {
        stuck,
        failed: lost,
        'cut with the registry': registryCut,
        asked,
      }),
    ];
    for (const result of results) say(result);
    return results;
  } finally {
    await store.close();
  }
}
