import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** A request to a store, as far as it is counted. */
export interface CountedCall {
  readonly storeId: string;
  readonly platform: string;
  readonly verb: string;
  readonly statements: number;
  readonly sentBytes: number;
  readonly answerBytes: number;
  readonly phpMs: number | null;
  readonly databaseMs: number | null;
  readonly began: number;
  readonly ended: number;
  readonly outcome: string;
}

/** What is read when somebody looks. */
export interface LookedAt {
  readonly configCache: () => Readonly<Record<'hits' | 'staleHits' | 'misses' | 'failures' | 'entries', number>>;
  /** How many stores are left alone at this moment. */
  readonly restingStores: () => number;
  /** How many webhooks wait to be delivered; null where nobody knows now. */
  readonly waitingWebhooks: () => Promise<number | null>;
  readonly runningExports: () => number;
}

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** How many stores are counted apart, those that were called first; the others are `other`. */
const namedStores = 100;

/**
 * Figures for whoever watches the service, as Prometheus reads them: counts and times, by route, platform and code. No account, no
 * key, no address and no text is in any of them; stores are named by their ids, and only so many.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #stores = new Set<string>();
  readonly #answered: Histogram<'route' | 'status'>;
  readonly #operations: Histogram<'kind'>;
  readonly #errors: Counter<'code'>;
  readonly #steps: Counter<'step'>;
  readonly #joined: Counter;
  readonly #calls: Histogram<'platform' | 'outcome'>;
  readonly #php: Counter<'platform' | 'part'>;
  readonly #statements: Counter<'platform'>;
  readonly #bytes: Counter<'platform' | 'direction'>;
  readonly #storeCalls: Counter<'store' | 'outcome'>;

  constructor(looked: LookedAt) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    const name = (own: string) => `drawbridge_${own}`;
    this.#answered = new Histogram({
      name: name('http_request_seconds'),
      help: 'Requests answered, by route and status.',
      labelNames: ['route', 'status'],
      buckets: seconds,
      registers,
    });
    this.#operations = new Histogram({
      name: name('operation_seconds'),
      help: 'GraphQL operations answered, pages of exports included.',
      labelNames: ['kind'],
      buckets: seconds,
      registers,
    });
    this.#errors = new Counter({
      name: name('operation_errors_total'),
      help: 'Operations whose answer held an error of this code.',
      labelNames: ['code'],
      registers,
    });
    this.#steps = new Counter({
      name: name('operation_step_seconds_total'),
      help: "The service's own time on operations, by step.",
      labelNames: ['step'],
      registers,
    });
    this.#joined = new Counter({
      name: name('operations_joined_total'),
      help: 'Operations that the execution of an equal one of the same moment answered.',
      registers,
    });
    this.#calls = new Histogram({
      name: name('bridge_call_seconds'),
      help: 'Signed requests to stores, by platform and how they ended.',
      labelNames: ['platform', 'outcome'],
      buckets: seconds,
      registers,
    });
    this.#php = new Counter({
      name: name('bridge_told_seconds_total'),
      help: 'Time that bridges say they took: php in all, and database of that.',
      labelNames: ['platform', 'part'],
      registers,
    });
    this.#statements = new Counter({
      name: name('bridge_statements_total'),
      help: 'Statements sent to stores.',
      labelNames: ['platform'],
      registers,
    });
    this.#bytes = new Counter({
      name: name('bridge_bytes_total'),
      help: 'Bytes sent to stores and answered by them, as they travelled.',
      labelNames: ['platform', 'direction'],
      registers,
    });
    this.#storeCalls = new Counter({
      name: name('store_calls_total'),
      help: `Signed requests by store: the first ${namedStores} by id, the others together.`,
      labelNames: ['store', 'outcome'],
      registers,
    });
    new Gauge({
      name: name('config_cache'),
      help: "How often stores' configurations were at hand since the process began, and how many are kept.",
      labelNames: ['figure'],
      registers,
      collect() {
        for (const [figure, value] of Object.entries(looked.configCache())) this.set({ figure }, value);
      },
    });
    new Gauge({
      name: name('resting_stores'),
      help: 'Stores that are left alone because they timed out.',
      registers,
      collect() {
        this.set(looked.restingStores());
      },
    });
    new Gauge({
      name: name('waiting_webhooks'),
      help: 'Webhooks that wait to be delivered, by all instances.',
      registers,
      async collect() {
        const waiting = await looked.waitingWebhooks().catch(() => null);
        if (waiting === null) this.reset();
        else this.set(waiting);
      },
    });
    new Gauge({
      name: name('running_exports'),
      help: 'Exports under way.',
      registers,
      collect() {
        this.set(looked.runningExports());
      },
    });
  }

  /** Counts an answered request; `route` is the route's pattern. */
  answered(route: string, status: number, ms: number): void {
    this.#answered.observe({ route, status }, ms / 1000);
  }

  /** Counts an answered operation. */
  operation(kind: string, ms: number, steps: Readonly<Record<string, number>>, codes: readonly string[]): void {
    this.#operations.observe({ kind }, ms / 1000);
    for (const [step, spent] of Object.entries(steps)) this.#steps.inc({ step }, spent / 1000);
    for (const code of codes) this.#errors.inc({ code });
  }

  /** Counts an operation, answered and counted as any other, that had its answer from the execution of an equal one. */
  joined(): void {
    this.#joined.inc();
  }

  /** Counts a request to a store. */
  called(call: CountedCall): void {
    const { platform, outcome, storeId } = call;
    this.#calls.observe({ platform, outcome }, (call.ended - call.began) / 1000);
    if (call.phpMs !== null) this.#php.inc({ platform, part: 'php' }, call.phpMs / 1000);
    if (call.databaseMs !== null) this.#php.inc({ platform, part: 'database' }, call.databaseMs / 1000);
    this.#statements.inc({ platform }, call.statements);
    this.#bytes.inc({ platform, direction: 'sent' }, call.sentBytes);
    this.#bytes.inc({ platform, direction: 'answered' }, call.answerBytes);
    if (this.#stores.size < namedStores) this.#stores.add(storeId);
    this.#storeCalls.inc({ store: this.#stores.has(storeId) ? storeId : 'other', outcome });
  }

  /** All figures in Prometheus' text form, and its media type. */
  async text(): Promise<{ readonly type: string; readonly text: string }> {
    return { type: this.#registry.contentType, text: await this.#registry.metrics() };
  }
}
