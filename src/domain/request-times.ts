import type { CallTimes } from '../bridge/call-times.js';
import type { StoreRecord } from './store-record.js';

/** A part of the service's own work on a request. */
export type Step = 'parse' | 'validate' | 'plan' | 'decode';

/** A request to a store, with what is known of that store beside its data. */
export interface StoreCall extends CallTimes {
  readonly storeId: string;
  /** The store's platform; `UNKNOWN` until it was first verified. */
  readonly platform: string;
}

/** How many calls of one request are kept for showing; the rest are counted. */
const maxCalls = 100;

/** What one request took, step by step: times and counts alone, never what was asked or answered. */
export class RequestTimes {
  readonly began = performance.now();
  readonly calls: StoreCall[] = [];
  /** Calls beyond those that are kept. */
  uncounted = 0;
  /** When execution began and ended, on the clock of `performance.now()`; null where it did not. */
  execution: { began: number; ended: number | null } | null = null;
  /** Milliseconds for which a reader was waited for, who had no room yet: no part of what the request took. */
  heldMs = 0;
  /** What the client's own trace is; see W3C's Trace Context. */
  readonly traceparent: string | null;
  /** Whether the execution that answers this request is counted for another that it answers too. */
  hasJoined = false;
  readonly #ms: Record<Step, number> = { parse: 0, validate: 0, plan: 0, decode: 0 };

  constructor(traceparent: string | null = null) {
    this.traceparent = traceparent;
  }

  /** Milliseconds that it took so far. */
  get tookMs(): number {
    return performance.now() - this.began - this.heldMs;
  }

  /** Adds the time of a step, in milliseconds. */
  add(step: Step, ms: number): void {
    this.#ms[step] += ms;
  }

  /** Takes a request to a store. */
  called(store: Pick<StoreRecord, 'id' | 'platformId'>, call: CallTimes): void {
    if (this.calls.length >= maxCalls) this.uncounted += 1;
    else this.calls.push({ ...call, storeId: store.id, platform: store.platformId ?? 'UNKNOWN' });
  }

  /** Takes what an execution took that answers this request and others. `hasJoined`: it is counted for another of them. */
  executedWith(shared: RequestTimes, hasJoined: boolean): void {
    this.calls.push(...shared.calls);
    this.uncounted += shared.uncounted;
    this.add('plan', shared.of('plan'));
    this.add('decode', shared.of('decode'));
    this.hasJoined = hasJoined;
  }

  /** Milliseconds of a step so far. */
  of(step: Step): number {
    return this.#ms[step];
  }

  /** What is to be counted: all of them, with execution and waiting for stores, in milliseconds; without what another is counted for. */
  get steps(): Readonly<Partial<Record<Step | 'execute' | 'stores', number>>> {
    const { parse, validate } = this.#ms;
    return this.hasJoined ? { parse, validate } : { ...this.#ms, execute: this.executeMs, stores: this.waitedMs };
  }

  /** For how many milliseconds at least one store was waited for. */
  get waitedMs(): number {
    let [waited, until] = [0, 0];
    for (const { began, ended } of [...this.calls].sort((a, b) => a.began - b.began)) {
      waited += Math.max(0, ended - Math.max(began, until));
      until = Math.max(until, ended);
    }
    return waited;
  }

  /** Milliseconds of execution in which neither a store was waited for nor a plan made or read. */
  get executeMs(): number {
    if (!this.execution) return 0;
    const whole = (this.execution.ended ?? performance.now()) - this.execution.began;
    return Math.max(0, whole - this.heldMs - this.waitedMs - this.#ms.plan - this.#ms.decode);
  }
}
