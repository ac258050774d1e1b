import { setTimeout } from 'node:timers/promises';
import { CompiledQuery } from 'kysely';
import type { JobResult, PgBoss } from 'pg-boss';
import type { OpenDatabase, RegistryDatabase } from './database.js';

/** How often a job that fails is tried again. */
export interface RetryPolicy {
  readonly retries: number;
  /** Seconds before the first retry; each later one waits about twice as long, at most `maxDelaySeconds`. */
  readonly firstDelaySeconds: number;
  readonly maxDelaySeconds: number;
}

/** What a queue of jobs is made of. */
export interface JobQueueParts extends Pick<OpenDatabase, 'run'> {
  readonly name: string;
  readonly retry: RetryPolicy;
  /** How often the database is asked for new jobs, in seconds; at least 0.5. */
  readonly pollSeconds: number;
  /**
   * How long an instance has for the jobs that it took, in whole seconds, 60 by default: those of one that died go to another after that,
   * once that is looked for, which is as often.
   */
  readonly leaseSeconds?: number;
  readonly reportBug: (error: unknown) => void;
}

/** Says that a job could not be done now, as is to be expected at times; it is tried again later. Its message is kept with the job. */
export class JobFailure extends Error {
  override readonly name: string = 'JobFailure';
}

/** How many jobs are taken at once; more are asked for at once where so many were there. */
const batchSize = 20;

/** How often the queue is opened before that is given up. */
const startTries = 5;

/** Days that a job which was done, or never could be, is kept. */
const keptDays = 1;

/** Jobs kept in the registry's database, each done at least once by whichever instance comes first (pg-boss). */
export class JobQueue<Job extends object> {
  #opened: PgBoss | null = null;
  #started: Promise<void> | null = null;
  #ended = false;

  constructor(private readonly parts: JobQueueParts) {}

  get #boss(): PgBoss {
    if (!this.#opened) throw new Error('a queue must be started before jobs are added, but was not');
    return this.#opened;
  }

  /** Makes the queue's tables where there are none; resolves once jobs can be added. */
  start(): Promise<void> {
    this.#started ??= this.#start().catch((error: unknown) => {
      // Whoever wants it next tries again.
      this.#started = null;
      throw error;
    });
    return this.#started;
  }

  /** Adds jobs within a database or transaction: where that does not commit they never were. */
  async add(database: RegistryDatabase, jobs: readonly Job[]): Promise<void> {
    if (jobs.length === 0) return;
    await this.start();
    const db = {
      executeSql: async (text: string, values: unknown[] = []) => {
        const { rows } = await database.executeQuery(CompiledQuery.raw(text, values));
        return { rows: [...rows] };
      },
    };
    for (const job of jobs) await this.#boss.send(this.parts.name, job, { db });
  }

  /**
   * Does jobs from now on, some at a time; one that rejects is tried again later, and reported unless with a JobFailure. Where the
   * queue cannot be opened yet, that is tried until it can.
   */
  async work(handle: (job: Job) => Promise<void>): Promise<void> {
    while (!this.#ended) {
      try {
        await this.start();
        break;
      } catch (error) {
        this.parts.reportBug(error);
        await setTimeout(this.parts.pollSeconds * 1000, undefined, { ref: false });
      }
    }
    if (this.#ended) return;
    const options = {
      pollingIntervalSeconds: this.parts.pollSeconds,
      localConcurrency: 2,
      batchSize,
      burstWhenBatchFull: true,
      perJobResults: true,
    } as const;
    await this.#boss.work<Job, unknown, typeof options>(this.parts.name, options, (jobs) =>
      Promise.all(jobs.map(async ({ id, data }) => ({ id, ...(await this.#done(handle(data))) }))),
    );
  }

  async #done(work: Promise<void>): Promise<Pick<JobResult, 'status' | 'output'>> {
    try {
      await work;
      return { status: 'completed' };
    } catch (error) {
      if (error instanceof JobFailure) return { status: 'failed', output: { message: error.message } };
      this.parts.reportBug(error);
      return { status: 'failed', output: { message: 'A bug.' } };
    }
  }

  /** How many jobs wait; null where the queue was not opened yet. */
  async waiting(): Promise<number | null> {
    if (!this.#started) return null;
    await this.#started;
    return (await this.#boss.getQueueStats(this.parts.name)).at(-1)?.queuedCount ?? null;
  }

  /** Ends once the jobs under way are done. */
  async close(): Promise<void> {
    this.#ended = true;
    if (!this.#started) return;
    await this.#started.catch(() => undefined);
    await this.#boss.stop({ graceful: true, timeout: 10_000 });
  }

  /** Two instances that begin at once may both want to make the tables: who loses finds them there the next time. */
  async #startBoss(): Promise<void> {
    this.#opened ??= await this.#open();
    for (let tries = 1; ; tries += 1) {
      try {
        await this.#boss.start();
        return;
      } catch (error) {
        if (tries === startTries) throw error;
        await setTimeout(tries * 100);
      }
    }
  }

  /** The library is loaded by the first who needs it. */
  async #open(): Promise<PgBoss> {
    const { PgBoss } = await import('pg-boss');
    const { run, reportBug, leaseSeconds = 60 } = this.parts;
    // No schedules, no statistics and no care for indexes: a few jobs a minute need none of it.
    const boss = new PgBoss({
      db: { executeSql: async (text, values) => ({ rows: [...(await run(text, values))] }) },
      schema: 'jobs',
      schedule: false,
      superviseIntervalSeconds: leaseSeconds,
      monitorIntervalSeconds: leaseSeconds,
      reindex: false,
      monitorVacuum: false,
    });
    // Some of its errors are objects with what an error has, of which a log would tell nothing.
    boss.on('error', (fault: object) => reportBug(fault instanceof Error ? fault : Object.assign(new Error(), fault)));
    return boss;
  }

  async #start(): Promise<void> {
    const { name, retry, leaseSeconds = 60 } = this.parts;
    await this.#startBoss();
    await this.#boss.createQueue(name, {
      retryLimit: retry.retries,
      retryDelay: retry.firstDelaySeconds,
      retryBackoff: true,
      retryDelayMax: retry.maxDelaySeconds,
      expireInSeconds: leaseSeconds,
      retentionSeconds: 14 * 86_400,
      deleteAfterSeconds: keptDays * 86_400,
    });
  }
}
