import type { ServiceError } from '../model/service-error.js';
import type { Act, ActResult } from './acts.js';
import type { ObserveCall } from './call-times.js';
import type { Hello } from './hello.js';
import type { AnswersTo, Ask, OutcomeOf, Plan, Statement } from './plan.js';

/** What a store is asked with: a secret, and the name by which the store knows it. */
export interface Credential {
  /** Not secret. */
  readonly id: string;
  /** A `SecretBytes` wherever one is held, so that it is shown nowhere. */
  readonly secret: Uint8Array;
}

export interface CallOptions {
  /** Ends the call with STORE_TIMEOUT when given, before the connection's own time limit. */
  readonly signal?: AbortSignal;
  /** Told what each request took that the call became part of. */
  readonly observe?: ObserveCall;
}

/** One store as its session talks to it, in questions of one kind. */
export interface StoreConnection<A extends Ask = Statement> {
  /** How questions of this kind travel together. */
  readonly kind: AskKind<A>;
  /** Asks the store what it is. */
  greet(options?: CallOptions): Promise<Hello>;
  /** One outcome for each question, in order; no more of them than `kind` puts into one request. A failed one spoils no other. */
  run(asks: readonly A[], options?: CallOptions): Promise<readonly OutcomeOf<A>[]>;
  /**
   * Has the store changed, each act once; one result for each, in order. They are sent once: where no answer comes, their outcome
   * is unknown. Rejects only where none was begun. Absent: stores of this kind are only read.
   */
  act?(acts: readonly Act[], options?: Pick<CallOptions, 'observe'>): Promise<readonly ActResult[]>;
}

/** How plans of one kind of question share requests, and how what came back is read. */
export interface AskKind<A extends Ask> {
  /**
   * Joins plans into as few requests as a store takes. `apart` is for plans that joining spoiled before: each of their questions
   * then travels so that what the others ask cannot touch its answer.
   */
  requestsFor(plans: readonly Plan<unknown, A>[], options: { readonly apart: boolean }): readonly JoinedPlans<A>[];
  /** Reads a plan's own outcomes; `facts` go into every error that it throws. */
  answersTo(outcomes: readonly OutcomeOf<A>[], facts: ServiceError['facts']): AnswersTo<A>;
}

/** Plans that travel in one request. */
export interface JoinedPlans<A extends Ask> {
  readonly plans: readonly Plan<unknown, A>[];
  /** What is asked. */
  readonly asks: readonly A[];
  /** Why it cannot be asked, where no store would take it. */
  readonly refusal: ServiceError | null;
  /** What became of each plan's own questions, in its order; null for a plan that joining spoiled and that is to be asked apart. */
  outcomesByPlan(outcomes: readonly OutcomeOf<A>[]): readonly (readonly OutcomeOf<A>[] | null)[];
}
