import type { FieldNode } from 'graphql';
import { holds, type Scope } from '../model/scope.js';
import { ServiceError } from '../model/service-error.js';
import type { GraphContext } from './context.js';
import { scopeOfType } from './scopes.js';

/** What of one operation whoever asks may not have, known before anything is asked of the registry or a store. */
export class Refusals {
  #areNone: boolean | undefined;

  /**
   * `held` is what whoever asks may do; `looked` the selections of fields that may need a scope, each with one that is lacking or
   * with null.
   */
  constructor(
    private readonly held: readonly string[],
    private readonly looked: ReadonlyMap<FieldNode, Scope | null>,
  ) {}

  /**
   * The scope that is lacking for a field that may need one, selected by these nodes; undefined where none is. Throws where none of
   * them was looked at, as when another document is executed than was measured.
   */
  ofField(nodes: readonly FieldNode[]): Scope | undefined {
    if (this.held.includes('*')) return undefined;
    let seen = false;
    for (const node of nodes) {
      const scope = this.looked.get(node);
      if (scope) return scope;
      seen ||= scope === null;
    }
    if (!seen) throw new Error(notMeasured);
    return undefined;
  }

  /** Whether nothing is refused at all. */
  get areNone(): boolean {
    this.#areNone ??= [...this.looked.values()].every((scope) => scope === null);
    return this.#areNone;
  }

  /** Whether a selection is refused. */
  has(node: FieldNode): boolean {
    return Boolean(this.looked.get(node));
  }

  /** The scope that is lacking for things of a type, asked for by their ids; undefined where none is. */
  ofThing(typeName: string): Scope | undefined {
    const scope = scopeOfType(typeName);
    return scope && !holds(this.held, scope) ? scope : undefined;
  }
}

const notMeasured = 'an operation must be measured before it is executed';

/** What is refused of the operation under way. An operation that was not looked through is not answered, whoever executes it. */
export function refusalsOf({ refusals }: Pick<GraphContext, 'refusals'>): Refusals {
  if (!refusals) throw new Error(notMeasured);
  return refusals;
}

/** Throws FORBIDDEN, naming the scope that is lacking, where there is one. */
export function refuse(scope: Scope | undefined): void {
  if (!scope) return;
  throw new ServiceError('FORBIDDEN', `This needs the scope ${scope}, which the key does not have.`, { scope });
}
