import { isDeepStrictEqual } from 'node:util';
import type { ExecutionResult, OperationDefinitionNode } from 'graphql';
import { whenAllAreGone } from '../bridge/deadline.js';
import { RequestTimes } from '../domain/request-times.js';
import { createContext, type GraphContext } from './context.js';
import type { Asked, Execution } from './execution.js';
import { shareData } from './shared-data.js';

type AskedOperation = Asked<GraphContext>;

/** Which operation is asked: the one that was found in the document, and the document's text with its hash. */
export interface OperationText {
  readonly operation?: OperationDefinitionNode;
  readonly source?: string;
  readonly queryHash?: string;
}

/** An operation that waits to be executed. */
interface Waiting {
  readonly asked: AskedOperation;
  readonly source: string | undefined;
  answer(result: ExecutionResult): void;
  fail(error: unknown): void;
}

/** Equal operations: how many executions of them are under way, and which wait for the next. */
interface Equals {
  underWay: number;
  waiting: Waiting[];
}

/**
 * Answers equal queries of one caller that come within the same moment by one execution. It begins only after all of them have come,
 * so that nobody is answered with what was read before they asked. Whoever comes while none is under way waits for two turns of the
 * event loop; while one is, for some milliseconds.
 */
export class SharedOperations {
  readonly #equals = new Map<string, Equals>();

  /** `windowMs`: how long an operation waits at most while an equal one is under way; 0: none is shared, and none waits. */
  constructor(
    private readonly execution: Pick<Execution<GraphContext>, 'execute'>,
    private readonly windowMs: number,
  ) {}

  /** Answers an operation that is valid, and that was found to be within all limits. */
  answer(asked: AskedOperation, text: OperationText): Promise<ExecutionResult> {
    const key = this.windowMs === 0 ? null : keyOf(asked, text);
    if (key === null) return this.execution.execute(asked);
    const equals = this.#equals.get(key) ?? { underWay: 0, waiting: [] };
    const [first] = equals.waiting;
    const { source } = text;
    if (first && !isSame(first, { asked, source })) return this.execution.execute(asked);
    this.#equals.set(key, equals);
    return new Promise((answer, fail) => {
      equals.waiting.push({ asked, source, answer, fail });
      if (first) return;
      const begin = () => this.#begin(key, equals);
      if (equals.underWay === 0) setImmediate(() => setImmediate(begin));
      else setTimeout(begin, this.windowMs);
    });
  }

  async #begin(key: string, equals: Equals): Promise<void> {
    const { waiting } = equals;
    equals.waiting = [];
    equals.underWay += 1;
    const all = waiting.map(({ asked }) => asked);
    for (const { context } of all) if (context.times?.execution) context.times.execution.began = performance.now();
    try {
      const result = await this.#execute(all);
      for (const { answer } of waiting) answer(result);
    } catch (error) {
      for (const { fail } of waiting) fail(error);
    } finally {
      equals.underWay -= 1;
      if (equals.underWay === 0 && equals.waiting.length === 0) this.#equals.delete(key);
    }
  }

  async #execute(all: readonly AskedOperation[]): Promise<ExecutionResult> {
    const [first] = all;
    if (!first) return {};
    if (all.length === 1) return this.execution.execute(first);
    const times = new RequestTimes();
    const context = contextOfAll(all, first, times);
    const result = await this.execution.execute({ ...first, context });
    if (result.data) shareData(result.data, all.length);
    for (const asked of all) {
      asked.context.times?.executedWith(times, asked !== first);
      for (const { error, path } of context.reported) asked.context.report(error, path);
    }
    return result;
  }
}

/** A context for all of these, as that of one of them, in which nothing was read yet and which ends once all of them have gone. */
function contextOfAll(all: readonly AskedOperation[], { context }: AskedOperation, times: RequestTimes): GraphContext {
  const gone = whenAllAreGone(all.map((asked) => asked.context.together?.signal));
  const sessions = context.together?.sessions(gone, times) ?? context.sessions;
  return Object.assign(createContext({ ...context, sessions, times }), { refusals: context.refusals });
}

/** Variables that nest more deeply are compared with none: no operation here has such, and a stack ends. */
const mostLevels = 32;

function nestsDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((one) => nestsDeeper(one, levels - 1));
}

/** What equal operations have alike, as a text; null for an operation that is answered by itself. */
function keyOf({ context, variables }: AskedOperation, { operation, queryHash }: OperationText): string | null {
  if (operation?.operation !== 'query' || !context.together || nestsDeeper(variables, mostLevels)) return null;
  return JSON.stringify([queryHash, operation.name?.value, variables, context.caller]);
}

/** Whether operations of one key are equal: the texts of `-0`, of numbers that are too large and of nothing are one in JSON. */
function isSame(one: Pick<Waiting, 'asked' | 'source'>, other: Pick<Waiting, 'asked' | 'source'>): boolean {
  const caller = (of: AskedOperation) => of.context.caller;
  return (
    one.source === other.source &&
    isDeepStrictEqual(one.asked.variables, other.asked.variables) &&
    isDeepStrictEqual(caller(one.asked), caller(other.asked))
  );
}
