import type { Ask, OutcomeOf, Plan, Statement } from './plan.js';
import type { AskKind, JoinedPlans } from './store-connection.js';

/** Asks a store: one outcome for each question, in order. */
export type Query<A extends Ask = Statement> = (asks: readonly A[]) => Promise<readonly OutcomeOf<A>[]>;

interface Waiting<A extends Ask> {
  readonly plan: Plan<unknown, A>;
  readonly resolve: (outcomes: readonly OutcomeOf<A>[]) => void;
  readonly reject: (error: unknown) => void;
  readonly sent?: () => void;
}

/**
 * Joins the plans that are asked of one store within a turn of the event loop into as few requests as their kind of question
 * allows, and gives each its own outcomes.
 *
 * A batch waits for two turns: promises settle within the first, and loaders that wait for a turn themselves before they ask
 * (such as those of entities by id) still join in the second.
 */
export class PlanBatcher<A extends Ask = Statement> {
  #waiting: Waiting<A>[] = [];

  constructor(
    private readonly kind: AskKind<A>,
    private readonly query: Query<A>,
  ) {}

  /**
   * What became of a plan's questions; a plan without any costs no request. Fails where the request as a whole failed. `sent` is told
   * when they have been asked.
   */
  async run(plan: Plan<unknown, A>, sent?: () => void): Promise<readonly OutcomeOf<A>[]> {
    if (plan.statements.length === 0) return [];
    return new Promise((resolve, reject) => {
      this.#waiting.push({ plan, resolve, reject, sent });
      if (this.#waiting.length === 1) setImmediate(() => setImmediate(() => this.#run()));
    });
  }

  /** Asks for all plans that wait. Nothing is kept of them once they are answered: a `DataLoader` would hold on to its last batch. */
  async #run(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    try {
      const requests = this.kind.requestsFor(
        waiting.map(({ plan }) => plan),
        { apart: false },
      );
      const sending = requests.map((request) => this.#send(request));
      for (const { sent } of waiting) sent?.();
      const answers = (await Promise.all(sending)).flat();
      for (const [i, { resolve, reject }] of waiting.entries()) {
        const answer = answers[i];
        if (!answer) reject(new Error('each plan must be answered'));
        else if (answer instanceof Error) reject(answer);
        else resolve(answer);
      }
    } catch (error) {
      for (const { reject } of waiting) reject(error);
    }
  }

  /** What became of each plan of one request; those that joining spoiled are asked for again, apart. */
  async #send(request: JoinedPlans<A>): Promise<(readonly OutcomeOf<A>[] | Error)[]> {
    try {
      if (request.refusal) throw request.refusal;
      const outcomes = request.outcomesByPlan(await this.query(request.asks));
      const spoiled = request.plans.filter((_, i) => outcomes[i] === null);
      if (spoiled.length === 0) return outcomes.filter((own) => own !== null);
      const requests = this.kind.requestsFor(spoiled, { apart: true });
      const again = await Promise.all(requests.map((one) => this.#send(one)));
      const answers = again.flat().values();
      return outcomes.map((own) => own ?? answers.next().value ?? []);
    } catch (error) {
      return request.plans.map(() =>
        error instanceof Error ? error : new Error('a query must fail with an Error', { cause: error }),
      );
    }
  }
}
