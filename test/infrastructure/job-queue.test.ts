import { PgBoss } from 'pg-boss';
import { JobQueue } from '../../src/infrastructure/job-queue.js';
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
