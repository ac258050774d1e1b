import type { Act, ActResult } from '../bridge/acts.js';
import { PlanBatcher } from '../bridge/batcher.js';
import type { CallTimes } from '../bridge/call-times.js';
import { beforeDeadline, type Limit, limitOf } from '../bridge/deadline.js';
import { invalidAnswer, timeoutError } from '../bridge/errors.js';
import type { Hello } from '../bridge/hello.js';
import { type Answers, type Ask, type OutcomeOf, type Plan, resultsOf } from '../bridge/plan.js';
import type { CallOptions, StoreConnection } from '../bridge/store-connection.js';
import { storeGlobalId } from '../model/ids.js';
import { ServiceError } from '../model/service-error.js';
import { type AnyPlatform, Columns, type StoreView } from '../platforms/platform.js';
import type { StoreCircuits } from './store-circuits.js';
import type { CachedConfig, FreshConfig, StoreConfigCache } from './store-config-cache.js';
import type { StoreRecord } from './store-record.js';

/** What the sessions of one request are made of. */
export interface StoreSessionParts {
  /** Opens the store's credential and connects to the store; rejects with a ServiceError. */
  readonly connect: (store: StoreRecord) => Promise<StoreConnection<Ask>>;
  /** Told of stores that are about to be asked, so that their credentials can be opened together. */
  readonly foresee?: (stores: readonly StoreRecord[]) => void;
  readonly configCache: StoreConfigCache;
  readonly platformById: (id: string) => AnyPlatform | undefined;
  /** Leaves stores alone that timed out; none are where it is not given. */
  readonly circuits?: StoreCircuits;
  readonly now: () => Date;
  /** Milliseconds that one store may take for everything that one request asks of it; 10,000 by default. */
  readonly deadlineMs?: number;
  /** Ends everything when given, as when the client has gone. */
  readonly signal?: AbortSignal;
  /** Told of what a platform could not read of an answer and did not foresee: perhaps a bug, perhaps what no store should hold. */
  onUnreadable?(storeId: string, error: unknown): void;
  /** Told what every request took, as far as this one waited for it. */
  observe?(store: StoreRecord, call: CallTimes): void;
  /** Takes the milliseconds that were spent on making plans, and on reading what came of them. */
  spent?(step: 'plan' | 'decode', ms: number): void;
  /** Told of every request before it is sent, with its questions; none where the store is asked what it is. */
  onCall?(storeId: string, asks: readonly Ask[]): void;
}

/** Makes a plan for a store of whatever platform; whoever knows its platform may make one for that kind of platform alone. */
interface Planner<T> {
  plan(platform: AnyPlatform, view: StoreView): Plan<T, Ask>;
}

/** What is told of a plan on its way. */
export interface Told {
  /** Its questions have been asked. */
  sent(): void;
  /** They are answered; nothing of the answers is read before this resolves, and nothing at all where it rejects. */
  answered(answers: Answers): Promise<void>;
}

/** A store's configuration with the times between which the copy is fresh. */
export type DatedConfig = Pick<CachedConfig, 'config' | 'fetchedAt' | 'expiresAt'>;

/** What one request has to say to stores: one session for each, made for one request and never shared. */
export class StoreSessions {
  readonly #sessions = new Map<string, StoreSession>();

  constructor(private readonly parts: StoreSessionParts) {}

  /** Prepares for asking these stores; where there are many of them, their credentials are opened together. */
  foresee(stores: readonly StoreRecord[]): void {
    this.parts.foresee?.(stores);
  }

  /** The session with a store; the same one each time. */
  of(store: StoreRecord): StoreSession {
    const known = this.#sessions.get(store.id);
    if (known) return known;
    const session = new StoreSession(store, this.parts);
    this.#sessions.set(store.id, session);
    return session;
  }
}

/** How long a configuration must have been kept before a statement that fails is taken for a sign that the store has changed. */
const trustedMs = 60_000;

/**
 * What one request has to say to one store. Plans that are asked within a turn of the event loop travel in one request,
 * and all of them share one deadline. Every ServiceError that leaves it names the store in its facts, as `storeId`.
 */
export class StoreSession {
  readonly #storeId: string;
  #connection: Promise<StoreConnection<Ask>> | undefined;
  #batcher: Promise<PlanBatcher<Ask>> | undefined;
  #config: Promise<CachedConfig> | undefined;
  #limit: Limit | undefined;
  /** How many milliseconds the store may still take, how many questions it is being asked, and since when it is. */
  #leftMs: number;
  #waiting = 0;
  #since = 0;

  constructor(
    readonly store: StoreRecord,
    private readonly parts: StoreSessionParts,
  ) {
    this.#storeId = storeGlobalId(store.id);
    this.#leftMs = parts.deadlineMs ?? 10_000;
  }

  /** The store's configuration, as of now or from the cache. */
  async config(): Promise<DatedConfig> {
    const { config, fetchedAt, expiresAt } = await this.#named(() => this.#known());
    return { config, fetchedAt, expiresAt };
  }

  /** Forgets the cached configuration and reads it anew. */
  async refresh(): Promise<DatedConfig> {
    this.parts.configCache.drop(this.store.id);
    this.#config = undefined;
    return this.config();
  }

  /** Asks the store what it is; never answered from the cache, and asked of stores that were not verified yet, too. */
  async hello(): Promise<Hello> {
    return this.#named(() => this.#timed((options) => this.#hello(options)));
  }

  /**
   * The answer to a plan that the store's platform makes. Rejects with the ServiceError of a store that cannot be asked, and
   * with STORE_ANSWER_INVALID where its answer is of a form that the plan's `decode` does not know.
   */
  async ask<T>(makePlan: Planner<T>['plan'], told?: Told): Promise<T> {
    return this.#named(async () => {
      const known = await this.#known();
      const plan = this.#planned(() => makePlan(known.platform, this.#view(known)));
      const { outcomes, answers } = await this.#run(plan, told);
      if (!this.#hasChanged(known, outcomes)) {
        await told?.answered(answers);
        return this.#decoded(plan, answers);
      }

      const current = await this.#replaced(known);
      const again = this.#planned(() => makePlan(current.platform, this.#view(current)));
      const newer = await this.#run(again, told);
      await told?.answered(newer.answers);
      return this.#decoded(again, newer.answers);
    });
  }

  /** The store's platform, as of now or from the cache. */
  async platform(): Promise<AnyPlatform> {
    return (await this.#named(() => this.#known())).platform;
  }

  /**
   * Has the store changed; what was sent is waited for, whoever goes meanwhile. Rejects with the ServiceError of a store that
   * cannot be asked, and then nothing was changed.
   */
  async act(acts: readonly Act[]): Promise<readonly ActResult[]> {
    return this.#named(async () => {
      const connection = await this.#connect();
      if (!connection.act) {
        throw new ServiceError('STORE_REFUSED', 'Stores of this kind are only read.', { bridgeCode: 'READ_ONLY' });
      }
      const { act } = connection;
      return this.#attempt(() => act(acts, this.#observed));
    });
  }

  /** Whether statements failed that were planned with a configuration old enough for the store to have been upgraded since. */
  #hasChanged(known: CachedConfig, outcomes: readonly OutcomeOf<Ask>[]): boolean {
    if (this.parts.now().getTime() - known.fetchedAt.getTime() < trustedMs) return false;
    return outcomes.some((outcome) => 'error' in outcome && outcome.error.code === 'STORE_STATEMENT_FAILED');
  }

  /** A newer configuration than this one; read once, however many plans failed with the old. */
  async #replaced(old: CachedConfig): Promise<CachedConfig> {
    const current = await this.#known();
    if (current !== old) return current;
    // Others may have found the same before: what they have read since is new enough.
    const { configCache } = this.parts;
    if (configCache.peek(this.store.id) === old) configCache.drop(this.store.id);
    this.#config = undefined;
    return this.#known();
  }

  #view({ config, native, columns }: CachedConfig): StoreView {
    return { storeId: this.store.id, url: this.store.url, config, native, columns, now: this.parts.now() };
  }

  /** The configuration that this request goes by; one and the same throughout, unless the store turns out to have changed. */
  async #known(): Promise<CachedConfig> {
    const { status, lastVerifiedAt, id } = this.store;
    if (status === 'DISCONNECTED' || lastVerifiedAt === null) throw notReady(status);
    // Others may wait already for what this store does not tell; whoever comes later need not join them.
    if (!this.parts.configCache.peek(id)) this.parts.circuits?.refuseResting(id);
    // What is read is for everyone who waits for it, so it does not end with this request's deadline; waiting for it does.
    this.#config ??= this.parts.configCache.get(id, () => this.#readConfig());
    const reading = this.#config;
    return this.#timed(() => reading);
  }

  async #readConfig(): Promise<FreshConfig> {
    const hello = await this.#hello({});
    const platform = this.parts.platformById(hello.platform);
    if (!platform) {
      throw new ServiceError('STORE_PLATFORM_UNKNOWN', "The service does not know the store's platform.", {
        platform: hello.platform.slice(0, 40),
      });
    }
    const plan = this.#read(() => platform.config(hello, { storeId: this.store.id, url: this.store.url }));
    const connection = await this.#connect();
    const batcher = new PlanBatcher(connection.kind, (asks) => this.#query(connection, asks, {}));
    const answers = connection.kind.answersTo(await batcher.run(plan), { storeId: this.#storeId });
    return {
      hello,
      platform,
      ...this.#decoded(plan, answers),
      columns: new Columns(hello.relations, hello.metafields),
    };
  }

  #planned<T>(make: () => T): T {
    const began = performance.now();
    try {
      return this.#read(make);
    } finally {
      this.parts.spent?.('plan', performance.now() - began);
    }
  }

  get #observed(): Pick<CallOptions, 'observe'> {
    const { observe } = this.parts;
    return observe ? { observe: (call) => observe(this.store, call) } : {};
  }

  /** A plan's answer. */
  #decoded<T>(plan: Plan<T, Ask>, answers: Answers): T {
    // Where nothing was asked the store had no part in it.
    const began = performance.now();
    try {
      return plan.statements.length === 0 ? plan.decode(answers) : this.#read(() => plan.decode(answers));
    } finally {
      this.parts.spent?.('decode', performance.now() - began);
    }
  }

  /**
   * What a platform makes of what the store sent: an answer, or a plan that rests on the store's configuration. What a store sent is
   * the store's, so reading it may fail that store alone, whoever is at fault.
   */
  #read<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof ServiceError) throw error;
      this.parts.onUnreadable?.(this.#storeId, error);
      throw invalidAnswer('its values are not of the form that its platform gives them');
    }
  }

  /** What became of a plan's questions; those that are asked together travel together. */
  async #run(
    plan: Plan<unknown, Ask>,
    told?: Told,
  ): Promise<{ readonly outcomes: readonly OutcomeOf<Ask>[]; readonly answers: Answers }> {
    if (plan.statements.length === 0) return { outcomes: [], answers: resultsOf([]) };
    this.#batcher ??= this.#connect().then(
      (connection) =>
        new PlanBatcher(connection.kind, (asks) => this.#timed((options) => this.#query(connection, asks, options))),
    );
    const batching = this.#batcher;
    const batcher = await this.#timed(() => batching);
    const outcomes = await batcher.run(plan, told?.sent);
    const { kind } = await this.#connect();
    return { outcomes, answers: kind.answersTo(outcomes, { storeId: this.#storeId }) };
  }

  async #hello(options: CallOptions): Promise<Hello> {
    const connection = await this.#connect();
    return this.#attempt(() => {
      this.parts.onCall?.(this.store.id, []);
      return connection.greet({ ...options, ...this.#observed });
    });
  }

  #query(connection: StoreConnection<Ask>, asks: readonly Ask[], options: CallOptions) {
    return this.#attempt(() => {
      this.parts.onCall?.(this.store.id, asks);
      return connection.run(asks, { ...options, ...this.#observed });
    });
  }

  #attempt<T>(work: () => Promise<T>): Promise<T> {
    const { circuits, signal } = this.parts;
    return circuits ? circuits.attempt(this.store.id, work, signal) : work();
  }

  #connect(): Promise<StoreConnection<Ask>> {
    if (this.store.status === 'DISCONNECTED') return Promise.reject(notReady(this.store.status));
    this.#connection ??= this.parts.connect(this.store);
    return this.#connection;
  }

  /** Does what must be done before the store has used up what it may take; time runs only while the store is waited for. */
  async #timed<T>(work: (options: CallOptions) => Promise<T>): Promise<T> {
    if (this.#waiting === 0 || !this.#limit) {
      this.#limit = limitOf(Math.max(0, Math.ceil(this.#leftMs)), this.parts.signal);
      this.#since = performance.now();
    }
    const deadline = this.#limit.signal;
    this.#waiting += 1;
    const { signal, circuits } = this.parts;
    const tooLate = () => {
      // What is still under way may end much later, or be waited for by others too: that the store was too slow is known now.
      if (!signal?.aborted) circuits?.timedOut(this.store.id);
      return timeoutError();
    };
    try {
      return await beforeDeadline(work({ signal: deadline }), deadline, tooLate);
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) {
        this.#limit.end();
        this.#leftMs -= performance.now() - this.#since;
      }
    }
  }

  async #named<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw error instanceof ServiceError ? error.with({ storeId: this.#storeId }) : error;
    }
  }
}

function notReady(status: StoreRecord['status']): ServiceError {
  return new ServiceError(
    'STORE_NOT_READY',
    status === 'DISCONNECTED'
      ? 'The store is disconnected; connect it again first.'
      : 'The bridge of the store was not verified yet; install it, then call verifyStore.',
  );
}
