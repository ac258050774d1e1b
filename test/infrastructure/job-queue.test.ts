import { PgBoss } from 'pg-boss';
import { openDatabase } from '../../src/infrastructure/database.js';
import { JobQueue } from '../../src/infrastructure/job-queue.js';
import { describeError } from '../../src/infrastructure/logger.js';
import { ServiceError } from '../../src/model/service-error.js';
import { describeOnEveryDatabase } from '../support/registry-places.js';

interface Job {
  readonly number: number;
}

describeOnEveryDatabase('jobs that an instance took and did not end', (open) => {
  test('are done by another once their lease is over, each once', async () => {
    const { database, run, close } = await open();
    const faults: unknown[] = [];
    const queue = new JobQueue<Job>({
      run,
      name: 'leased',
      retry: { retries: 3, firstDelaySeconds: 1, maxDelaySeconds: 1 },
      pollSeconds: 0.5,
      leaseSeconds: 1,
      reportBug: (error) => faults.push(error),
    });
    await queue.start();
    await queue.add(database, [{ number: 1 }, { number: 2 }]);
    // The instance that dies: it takes both and is never heard of again.
    const dying = new PgBoss({
      db: { executeSql: async (text, values) => ({ rows: [...(await run(text, values))] }) },
      schema: 'jobs',
      schedule: false,
      supervise: false,
    });
    await dying.start();
    const taken = await dying.fetch<Job>('leased', { batchSize: 2 });
    expect(taken.map(({ data }) => data.number).sort()).toEqual([1, 2]);
    await dying.stop({ graceful: false });

    const done: number[] = [];
    await queue.work(async ({ number }) => {
      done.push(number);
    });
    expect(done).toEqual([]);
    for (let waited = 0; waited < 20_000 && done.length < 2; waited += 100) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await queue.close();
    await close();
    expect(done.sort()).toEqual([1, 2]);
    expect(faults).toEqual([]);
  }, 60_000);
});

test('says of a database that does not answer what its error was', async () => {
  const faults: unknown[] = [];
  const { database, run, close } = await openDatabase('memory');
  let isAway = false;
  const queue = new JobQueue<Job>({
    run: async (text, values) => {
      if (isAway) throw new ServiceError('REGISTRY_UNAVAILABLE', 'It does not answer.');
      return run(text, values);
    },
    name: 'away',
    retry: { retries: 0, firstDelaySeconds: 1, maxDelaySeconds: 1 },
    pollSeconds: 0.5,
    reportBug: (fault) => faults.push(fault),
  });
  await queue.start();
  await queue.add(database, []);
  await queue.work(async () => undefined);
  isAway = true;
  for (let waited = 0; waited < 10_000 && faults.length === 0; waited += 100) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  isAway = false;
  await queue.close();
  await close();
  expect(faults.length).toBeGreaterThan(0);
  for (const fault of faults) expect(describeError(fault)).toMatchObject({ code: 'REGISTRY_UNAVAILABLE' });
}, 60_000);
