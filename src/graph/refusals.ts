import type { FieldNode } from 'graphql';
import { holds, type Scope } from '../model/scope.js';
import { ServiceError } from '../model/service-error.js';
import type { GraphContext } from './context.js';
import { scopeOfType } from './scopes.js';

/** What of one operation whoever asks may not have, known before anything is asked of the registry or a store. */
export class Refusals {
  readonly #fields: ReadonlyMap<FieldNode, Scope>;

  /** `held` is what whoever asks may do; `fields` the selections that need a scope beside that, each with one that is lacking. */
  constructor(
    private readonly held: readonly string[],
    fields: ReadonlyMap<FieldNode, Scope>,
  ) {
    this.#fields = fields;
  }

  /** The scope that is lacking for a field, selected by these nodes; undefined where none is. */
  ofField(nodes: readonly FieldNode[]): Scope | undefined {
    if (this.#fields.size === 0) return undefined;
    for (const node of nodes) {
      const scope = this.#fields.get(node);
      if (scope) return scope;
    }
    return undefined;
  }

  /** The scope that is lacking for things of a type, asked for by their ids; undefined where none is. */
  ofThing(typeName: string): Scope | undefined {
    const scope = scopeOfType(typeName);
    return scope && !holds(this.held, scope) ? scope : undefined;
  }
}

/** What is refused of the operation under way. An operation that was not looked through is not answered, whoever executes it. */
export function refusalsOf({ refusals }: Pick<GraphContext, 'refusals'>): Refusals {
  if (!refusals) throw new Error('an operation must be measured before it is executed');
  return refusals;
}

/** Throws FORBIDDEN, naming the scope that is lacking, where there is one. */
export function refuse(scope: Scope | undefined): void {
  if (!scope) return;
  throw new ServiceError('FORBIDDEN', `This needs the scope ${scope}, which the key does not have.`, { scope });
}
