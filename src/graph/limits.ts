import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';
import type { ErrorCode } from '../model/service-error.js';
import { defaultPageSize, maxLevels } from './paging.js';

/** How much one operation may ask for. */
export interface OperationLimits {
  /** How deep fields may nest. */
  readonly maxDepth: number;
  /** How many aliases it may use, those in fragments counted each time they are spread. */
  readonly maxAliases: number;
  /** How many things it could return at most. */
  readonly maxCost: number;
}

interface Measure {
  readonly depth: number;
  readonly aliases: number;
  readonly cost: number;
}

type Variables = Readonly<Record<string, unknown>>;

/**
 * How deep an operation is, how many aliases it uses and how many things it could return. One thing costs one; what is below a
 * list that is paged counts once for each row that may come, and below `ids` or `representations` once for each of those. A list
 * over many stores costs one more for each store, of which `allStores` says how many the account has. Introspection counts for
 * nothing.
 */
export function measureOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
  allStores = 0,
): Measure {
  const fragments = new Map(
    document.definitions.flatMap((one) => (one.kind === 'FragmentDefinition' ? [[one.name.value, one] as const] : [])),
  );
  const root = schema.getRootType(operation.operation);
  if (!root) return nothing;
  return new Measuring(schema, fragments, variables, allStores).selections(operation.selectionSet, root, 1);
}

/** Throws an error with a code where an operation asks for more than it may. */
export function refuseExcess(measure: Measure, limits: OperationLimits): void {
  check('QUERY_TOO_DEEP', 'The query may nest fields', measure.depth, limits.maxDepth, 'deep');
  check('QUERY_TOO_MANY_ALIASES', 'The query may use', measure.aliases, limits.maxAliases, 'aliases');
  check('QUERY_TOO_COSTLY', 'The query may cost', measure.cost, limits.maxCost, 'things that it could return');
}

function check(code: ErrorCode, rule: string, found: number, limit: number, unit: string): void {
  if (found <= limit) return;
  const shown = Number.isSafeInteger(found) ? String(found) : 'far more';
  throw new GraphQLError(`${rule} at most ${limit} ${unit}, but got: ${shown}.`, {
    extensions: { code, http: { status: 400 } },
  });
}

/** Whether an operation has a list over all of an account's stores, so that its cost depends on how many these are. */
export function asksAllStores(...operation: Parameters<typeof measureOperation>): boolean {
  const [schema, document, of, variables] = operation;
  const cost = (stores: number) => measureOperation(schema, document, of, variables, stores).cost;
  return cost(1) > cost(0);
}

const nothing: Measure = { depth: 0, aliases: 0, cost: 0 };

/** Measures selections. A fragment is measured once for each number of rows it is below, so spreading it often is cheap to find out. */
class Measuring {
  readonly #known = new Map<string, Measure>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly variables: Variables,
    private readonly allStores: number,
  ) {}

  /** `rows` is how often each list directly below may hold what is selected; 1 where the thing above is not paged. */
  selections({ selections }: SelectionSetNode, type: GraphQLNamedType, rows: number): Measure {
    const parts = selections.map((node) => {
      if (node.kind === 'Field') return this.#field(node, type, rows);
      const fragment = node.kind === 'FragmentSpread' ? this.fragments.get(node.name.value) : node;
      if (!fragment) return nothing;
      const condition = fragment.typeCondition && this.schema.getType(fragment.typeCondition.name.value);
      if (fragment.kind === 'InlineFragment') return this.selections(fragment.selectionSet, condition ?? type, rows);
      const key = `${fragment.name.value} ${rows}`;
      const known = this.#known.get(key) ?? this.selections(fragment.selectionSet, condition ?? type, rows);
      this.#known.set(key, known);
      return known;
    });
    return {
      depth: Math.max(0, ...parts.map(({ depth }) => depth)),
      aliases: parts.reduce((sum, { aliases }) => sum + aliases, 0),
      cost: parts.reduce((sum, { cost }) => sum + cost, 0),
    };
  }

  #field(node: FieldNode, type: GraphQLNamedType, rows: number): Measure {
    const name = node.name.value;
    if (name.startsWith('__')) return nothing;
    const aliases = node.alias && node.alias.value !== name ? 1 : 0;
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    if (!field || !node.selectionSet) return { depth: 1, aliases, cost: 0 };
    const times = (isListType(getNullableType(field.type)) ? rows : 1) * this.#entries(node, field);
    const below = this.selections(node.selectionSet, getNamedType(field.type), this.#rows(node, field));
    return {
      depth: below.depth + 1,
      aliases: below.aliases + aliases,
      cost: times * (1 + below.cost) + this.#stores(node, field),
    };
  }

  /** How many rows a paged list may bring. */
  #rows(node: FieldNode, { args }: GraphQLField<unknown, unknown>): number {
    if (!args.some((arg) => arg.name === 'first')) return 1;
    const wanted = this.#argument(node, 'first') ?? this.#argument(node, 'last') ?? defaultPageSize;
    return typeof wanted === 'number' && wanted >= 1 ? Math.min(wanted, maxLevels) : 1;
  }

  /** How many stores a list over many is asked of. */
  #stores(node: FieldNode, { args }: GraphQLField<unknown, unknown>): number {
    if (!args.some((arg) => arg.name === 'storeIds')) return 0;
    const given = this.#argument(node, 'storeIds');
    return Array.isArray(given) ? given.length : this.allStores;
  }

  /** How many things a field is asked for by name. */
  #entries(node: FieldNode, { args }: GraphQLField<unknown, unknown>): number {
    const list = args.find((arg) => arg.name === 'ids' || arg.name === 'representations');
    const given = list && this.#argument(node, list.name);
    return Array.isArray(given) ? Math.max(given.length, 1) : 1;
  }

  #argument(node: FieldNode, name: string): unknown {
    const value = node.arguments?.find((argument) => argument.name.value === name)?.value;
    return value && valueFromASTUntyped(value, this.variables);
  }
}
