import { ServiceError } from '../model/service-error.js';
import {
  type Parameter,
  type Plan,
  ReadRows,
  type Reference,
  resultsOf,
  type Statement,
  type StatementResult,
} from './plan.js';
import type { AskKind, JoinedPlans } from './store-connection.js';

/** The most bytes that a bridge reads of one request. */
export const maxRequestBytes = 1024 * 1024;
/** The most statements that a bridge takes in one request. */
export const maxStatements = 64;
/** Bytes of statements in one request; what is left of a request's limit is for what goes around them. */
const maxStatementBytes = maxRequestBytes - 4096;

/**
 * How statements travel to a bridge: plans are joined, in their order, into as few requests as its limits allow, mostly one. Equal
 * statements are sent once; only where that is not enough are statements folded, and only where that is not enough either is there
 * more than one request. A plan that fits into none stands in one by itself.
 */
export const statementKind: AskKind<Statement> = {
  requestsFor: (plans, { apart }) => requestsFor(plans, !apart).map(requestOf),
  answersTo: resultsOf,
};

function requestOf(joined: JoinedStatements): JoinedPlans<Statement> {
  return {
    plans: joined.plans,
    asks: joined.statements,
    refusal: fits(joined) ? null : tooLarge(joined),
    outcomesByPlan: (results) => resultsByPlan(joined, results),
  };
}

function tooLarge({ statements }: JoinedStatements): ServiceError {
  return new ServiceError(
    'REQUEST_TOO_LARGE',
    'One question to the store needs more statements than a bridge takes at once; ask for less.',
    { statements: statements.length },
  );
}

/** Plans joined into the statements of one request. */
interface JoinedStatements {
  readonly plans: readonly Plan<unknown>[];
  readonly statements: readonly Statement[];
  /** For each plan, the id that each of its statements has in the request. */
  readonly sentAs: readonly ReadonlyMap<string, string>[];
  /** The ids in the request whose rows may be those of several plans. */
  readonly folded: ReadonlySet<string>;
}

function requestsFor(plans: readonly Plan<unknown>[], mayFold: boolean): JoinedStatements[] {
  const placed = byDepth(plans);
  const plain = joinPlans(plans, placed, false);
  if (plans.length <= 1 || fits(plain)) return [plain];
  const folded = mayFold ? joinPlans(plans, placed, true) : plain;
  if (fits(folded)) return [folded];
  const half = Math.ceil(plans.length / 2);
  return [...requestsFor(plans.slice(0, half), mayFold), ...requestsFor(plans.slice(half), mayFold)];
}

/** Whether a bridge takes these statements in one request. */
function fits({ statements }: JoinedStatements): boolean {
  if (statements.length > maxStatements) return false;
  // Most are so short that they fit however they are written: no character takes more than six bytes.
  const characters = statements.reduce(
    (sum, { id, sql, parameters }) => sum + id.length + sql.length + JSON.stringify(parameters).length + 40,
    0,
  );
  return 6 * characters <= maxStatementBytes || Buffer.byteLength(JSON.stringify(statements)) <= maxStatementBytes;
}

/** A statement as it is sent: of each parameter that is a reference, the statements that it is to. */
interface Sent extends Statement {
  readonly sources: readonly (Set<string> | null)[];
}

/**
 * Joins plans into the statements of one request, each under an id that names its plan. With `fold`, statements that differ
 * only in the earlier statements they refer to become one that refers to all of these; its rows are then those of all. What does
 * not fit without is left as soon as that is known.
 */
function joinPlans(plans: readonly Plan<unknown>[], placed: readonly Placed[], fold: boolean): JoinedStatements {
  const sentAs = plans.map(() => new Map<string, string>());
  const statements: Sent[] = [];
  const bySql = new Map<string, { readonly foldable: boolean; readonly byTold: Map<string, Sent> }>();
  const folded = new Set<string>();
  for (const { plan, statement } of placed) {
    const { sql } = statement;
    const names = sentAs[plan] ?? new Map();
    const parameters = statement.parameters.map((one) => (isReference(one) ? renamed(one, names) : one));
    const alike = bySql.get(sql) ?? { foldable: fold && isFoldable(statement), byTold: new Map<string, Sent>() };
    bySql.set(sql, alike);
    const told = alike.foldable ? parameters.map((one) => (isReference(one) ? [one.column] : one)) : parameters;
    const key = JSON.stringify(told);
    let same = alike.byTold.get(key);
    if (same) {
      if (widened(same, parameters)) folded.add(same.id);
    } else {
      same = { id: `${plan}.${statement.id}`, sql, parameters, sources: parameters.map(sourceSet) };
      alike.byTold.set(key, same);
      statements.push(same);
      if (!fold && plans.length > 1 && statements.length > maxStatements) break;
    }
    if (parameters.some((one) => isReference(one) && sources(one).some((source) => folded.has(source))))
      folded.add(same.id);
    names.set(statement.id, same.id);
  }
  return { plans, statements: statements.map(asSent), sentAs, folded };
}

function sourceSet(parameter: Parameter): Set<string> | null {
  return isReference(parameter) ? new Set(sources(parameter)) : null;
}

/** Lets a statement refer to what these parameters of one like it refer to as well; whether it has more rows than either alone. */
function widened(sent: Sent, parameters: readonly Parameter[]): boolean {
  let isWider = false;
  for (const [i, parameter] of parameters.entries()) {
    const known = sent.sources[i];
    if (!known || !isReference(parameter)) continue;
    const [own, before] = [sources(parameter), known.size];
    for (const source of own) known.add(source);
    isWider ||= known.size > before || known.size > own.length;
  }
  return isWider;
}

function asSent({ id, sql, parameters, sources: all }: Sent): Statement {
  const united = (one: Parameter, i: number) => {
    const to = all[i];
    return to && isReference(one) ? referenceTo(to, one.column) : one;
  };
  return { id, sql, parameters: parameters.map(united) };
}

/** What became of each plan's own statements, or null for a plan that folding spoiled and that is to be asked for by itself. */
function resultsByPlan(joined: JoinedStatements, results: readonly StatementResult[]): (StatementResult[] | null)[] {
  const isShared = joined.plans.length > 1;
  const shared = (result: StatementResult): StatementResult =>
    isShared && !('error' in result) ? { ...result, read: new ReadRows() } : result;
  const byId = new Map(results.map((result) => [result.id, shared(result)]));
  const statements = new Map(joined.statements.map((statement) => [statement.id, statement]));
  return joined.plans.map((plan, i) => {
    const own: StatementResult[] = [];
    for (const { id } of plan.statements) {
      const sentId = joined.sentAs[i]?.get(id) ?? '';
      const result = byId.get(sentId);
      if (!result) throw new Error(`results must hold every statement that was sent, but got none for: ${sentId}`);
      if (joined.folded.has(sentId) && ('error' in result || result.truncated)) return null;
      own.push('error' in result ? { id, error: rootError(result, statements, byId) } : { ...result, id });
    }
    return own;
  });
}

/** Why a statement failed: where it is that an earlier one failed, that one's error. */
function rootError(
  failed: StatementResult & { error: ServiceError },
  statements: ReadonlyMap<string, Statement>,
  results: ReadonlyMap<string, StatementResult>,
): ServiceError {
  if (failed.error.facts.bridgeCode !== 'REFERENCE_INVALID') return failed.error;
  for (const parameter of statements.get(failed.id)?.parameters ?? []) {
    if (!isReference(parameter)) continue;
    for (const source of sources(parameter)) {
      const earlier = results.get(source);
      if (earlier && 'error' in earlier) return rootError(earlier, statements, results);
    }
  }
  return failed.error;
}

/** A statement of a plan, and over how many others it refers to those that refer to nothing. */
interface Placed {
  readonly plan: number;
  readonly statement: Statement;
  readonly depth: number;
}

/** All statements of all plans, those that refer to nothing first, then those that refer to these, and so on. */
function byDepth(plans: readonly Plan<unknown>[]): Placed[] {
  const placed: Placed[] = [];
  for (const [plan, { statements }] of plans.entries()) {
    const depths = new Map<string, number>();
    for (const statement of statements) {
      const below = statement.parameters
        .filter(isReference)
        .flatMap(sources)
        .map((source) => {
          const depth = depths.get(source);
          if (depth === undefined)
            throw new Error(`a reference must be to an earlier statement of the plan, but got: ${source}`);
          return depth;
        });
      if (depths.has(statement.id))
        throw new Error(`statement ids must be unique within a plan, but got twice: ${statement.id}`);
      const depth = Math.max(-1, ...below) + 1;
      depths.set(statement.id, depth);
      placed.push({ plan, statement, depth });
    }
  }
  return placed.sort((a, b) => a.depth - b.depth);
}

/**
 * Whether rows of other plans among a statement's own would do no harm: it refers to earlier statements, and gives neither a
 * number of rows counted over all it refers to nor one value made of them.
 */
function isFoldable({ sql, parameters }: Statement): boolean {
  if (!parameters.some(isReference)) return false;
  let outer = sql.replaceAll(/`[^`]*`/g, 'x');
  if (/\blimit\b/i.test(outer)) return false;
  for (let inner = ''; inner !== outer; ) {
    inner = outer;
    outer = outer.replaceAll(/\([^()]*\)/g, '[]');
  }
  return /\bgroup by\b/i.test(outer) || !/\b(?:count|sum|min|max)\s*\[/i.test(outer);
}

function isReference(parameter: Parameter): parameter is Reference {
  return typeof parameter === 'object' && parameter !== null;
}

function sources({ from }: Reference): readonly string[] {
  return typeof from === 'string' ? [from] : from;
}

function referenceTo(from: Iterable<string>, column: string): Reference {
  const ids = [...new Set(from)];
  return { from: ids.length === 1 && ids[0] !== undefined ? ids[0] : ids, column };
}

function renamed(reference: Reference, names: ReadonlyMap<string, string>): Reference {
  return referenceTo(
    sources(reference).map((source) => names.get(source) ?? source),
    reference.column,
  );
}
