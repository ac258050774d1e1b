import DataLoader from 'dataloader';
import { ServiceError } from '../model/service-error.js';
import type { Plan, Statement, StatementResult } from './plan.js';
import { fits, type JoinedPlans, requestsFor, resultsByPlan } from './statements.js';

/** Asks a store: one result for each statement, in order. */
export type Query = (statements: readonly Statement[]) => Promise<readonly StatementResult[]>;

/**
 * Joins the plans that are asked of one store within a turn of the event loop into one request, and gives each its own results.
 *
 * A batch waits for two turns: promises settle within the first, and loaders that wait for a turn themselves before they ask
 * (such as those of entities by id) still join in the second.
 */
export class PlanBatcher {
  readonly #loader: DataLoader<Plan<unknown>, readonly StatementResult[]>;

  constructor(private readonly query: Query) {
    this.#loader = new DataLoader((plans) => this.#run(plans), {
      cache: false,
      batchScheduleFn: (send) => setImmediate(() => setImmediate(send)),
    });
  }

  /** The results of a plan's statements; a plan without any costs no request. Fails where the request as a whole failed. */
  async run(plan: Plan<unknown>): Promise<readonly StatementResult[]> {
    return plan.statements.length === 0 ? [] : this.#loader.load(plan);
  }

  async #run(plans: readonly Plan<unknown>[]): Promise<(readonly StatementResult[] | Error)[]> {
    const answers = await Promise.all(requestsFor(plans, true).map((request) => this.#send(request)));
    return answers.flat();
  }

  /** What became of each plan of one request; those that folding spoiled are asked for again, unfolded. */
  async #send(request: JoinedPlans): Promise<(readonly StatementResult[] | Error)[]> {
    try {
      if (!fits(request)) throw tooLarge(request);
      const results = resultsByPlan(request, await this.query(request.statements));
      const spoiled = request.plans.filter((_, i) => results[i] === null);
      if (spoiled.length === 0) return results.filter((own) => own !== null);
      const again = await Promise.all(requestsFor(spoiled, false).map((one) => this.#send(one)));
      const answers = again.flat().values();
      return results.map((own) => own ?? answers.next().value ?? []);
    } catch (error) {
      return request.plans.map(() =>
        error instanceof Error ? error : new Error('a query must fail with an Error', { cause: error }),
      );
    }
  }
}

function tooLarge({ statements }: JoinedPlans): ServiceError {
  return new ServiceError(
    'REQUEST_TOO_LARGE',
    'One question to the store needs more statements than a bridge takes at once; ask for less.',
    { statements: statements.length },
  );
}
