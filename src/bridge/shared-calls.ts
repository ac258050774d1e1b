import { ServiceError } from '../model/service-error.js';
import { whenAllAreGone } from './deadline.js';
import type { Plan, Statement, StatementResult } from './plan.js';
import type { CallOptions, JoinedPlans, StoreConnection } from './store-connection.js';

/** What a call has to say and who waits for it. */
interface Waiting {
  readonly asks: readonly Statement[];
  readonly options: CallOptions;
  readonly connection: StoreConnection;
  answer(results: readonly StatementResult[]): void;
  fail(error: unknown): void;
}

/** Calls of one form to one store: how many are under way, and which wait. */
interface Form {
  underWay: number;
  waiting: Waiting[];
}

/** Errors of a store as a whole, which each of several callers would have met alone. */
const ofEverybody: ReadonlySet<string> = new Set(['STORE_UNREACHABLE', 'STORE_RESTING', 'STORE_KEY_REFUSED']);

/** How many calls are joined at most: about as many as fit into one request, each with a statement of its own. */
const maxJoined = 50;

/**
 * Joins the calls of different requests that ask one store the same statements with other values: while one is under way, those that
 * come within a few milliseconds travel together, and equal statements are asked once. Only what is of one form is joined, so that
 * nobody waits for a question much heavier than their own. Each caller keeps its own deadline, and where a joined call fails for
 * a reason that may be another's, each is asked again by itself.
 */
export class SharedCalls {
  readonly #forms = new Map<string, Form>();

  /** How long a call waits at most for others to join it, in milliseconds; 0: none is joined. */
  constructor(private readonly windowMs: number) {}

  /** The same connection; `scope` names the account, the store and the key: nothing is shared beyond it. */
  over(scope: string, connection: StoreConnection): StoreConnection {
    if (this.windowMs === 0) return connection;
    return {
      ...connection,
      run: (asks, options = {}) =>
        new Promise<readonly StatementResult[]>((answer, fail) =>
          this.#add(`${scope}\n${asks.map(({ sql }) => sql).join('\n')}`, { asks, options, connection, answer, fail }),
        ),
    };
  }

  #add(name: string, call: Waiting): void {
    const form = this.#forms.get(name) ?? { underWay: 0, waiting: [] };
    this.#forms.set(name, form);
    form.waiting.push(call);
    // Whoever comes while nothing is under way waits for nobody.
    if (form.underWay === 0 && form.waiting.length === 1) this.#send(name, form);
    else if (form.waiting.length === 1) setTimeout(() => this.#send(name, form), this.windowMs);
  }

  #send(name: string, form: Form): void {
    const { waiting } = form;
    form.waiting = [];
    const calls = waiting.filter(({ options }) => !options.signal?.aborted);
    for (const { options, fail } of waiting) if (options.signal?.aborted) fail(options.signal.reason);
    form.underWay += 1;
    const groups = Array.from({ length: Math.ceil(calls.length / maxJoined) }, (_, i) =>
      joined(calls.slice(i * maxJoined, (i + 1) * maxJoined)),
    );
    Promise.all(groups).finally(() => {
      form.underWay -= 1;
      if (form.underWay === 0 && form.waiting.length === 0) this.#forms.delete(name);
    });
  }
}

async function joined(calls: readonly Waiting[]): Promise<void> {
  const [first] = calls;
  if (!first || calls.length === 1) return void (await Promise.all(calls.map(alone)));
  const callOf = new Map<Plan<unknown>, Waiting>();
  for (const call of calls) callOf.set({ statements: call.asks, decode: () => undefined }, call);
  const requests = first.connection.kind.requestsFor([...callOf.keys()], { apart: false });
  await Promise.all(
    requests.map((request) =>
      together(
        request,
        request.plans.flatMap((plan) => callOf.get(plan) ?? []),
      ),
    ),
  );
}

async function together(request: JoinedPlans<Statement>, calls: readonly Waiting[]): Promise<void> {
  const [first] = calls;
  if (!first || calls.length === 1 || request.refusal) return void (await Promise.all(calls.map(alone)));
  try {
    const results = await first.connection.run(request.asks, {
      signal: whenAllAreGone(calls.map(({ options }) => options.signal)),
      observe: (took) => {
        for (const { options } of calls) options.observe?.(took);
      },
    });
    const own = request.outcomesByPlan(results);
    await Promise.all(calls.map((call, i) => (own[i] ? call.answer(own[i]) : alone(call))));
  } catch (error) {
    const isOfEverybody = error instanceof ServiceError && ofEverybody.has(error.code);
    await Promise.all(calls.map((call) => (isOfEverybody ? call.fail(error) : alone(call))));
  }
}

async function alone({ connection, asks, options, answer, fail }: Waiting): Promise<void> {
  try {
    answer(await connection.run(asks, options));
  } catch (error) {
    fail(error);
  }
}
