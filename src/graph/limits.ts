import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getNullableType,
  getVariableValues,
  isInterfaceType,
  isListType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { holds, type Scope } from '../model/scope.js';
import type { ErrorCode } from '../model/service-error.js';
import { plainName } from './graph-names.js';
import { IntrospectionCost, wholeIntrospection } from './introspection-cost.js';
import { defaultPageSize, maxLevels } from './paging.js';
import { mayNeedScope, scopesOfArguments, scopesOfField } from './scopes.js';
import { isWanted } from './selection.js';

/**
 * How much one operation may ask for. graphql-armor counts each of these alone and knows neither pages (`first`, its default and what
 * a variable gives it) nor introspection's own price; one walk here measures all, and scopes too.
 */
export interface OperationLimits {
  /** How deep fields may nest. */
  readonly maxDepth: number;
  /** How many aliases it may use, those in fragments counted each time they are spread. */
  readonly maxAliases: number;
  /** How many things it could return at most. */
  readonly maxCost: number;
}

/** How much an operation, or a part of one, asks for. */
export interface Measure {
  readonly depth: number;
  readonly aliases: number;
  readonly cost: number;
  /** What it costs beside that for each store that the account has: lists over many stores are asked of all of them. */
  readonly costPerStore: number;
  /** How many types, fields and other things of the schema itself it asks for. */
  readonly schemaThings: number;
}

/** An operation, measured and looked through. */
export interface MeasuredOperation extends Measure {
  /**
   * The fields that may need a scope, each with one that is not held, or with null; what is below a refused one is asked of nobody.
   * Not looked at for who may do everything.
   */
  readonly looked: ReadonlyMap<FieldNode, Scope | null>;
}

type Variables = Readonly<Record<string, unknown>>;

/**
 * How deep an operation is, how many aliases it uses and how many things it could return; and what of it is refused to whoever
 * holds these scopes. One thing costs one; what is below a list that is paged counts once for each row that may come, and below
 * `ids` or `representations` once for each of those. A list over many stores costs one more for each store. What is refused or
 * skipped costs nothing more; a thing of the schema costs one
 * as well, beyond what it takes to read all of it once. Variables are as they were given; where they do not fit what the operation
 * declares, nothing will be executed, and nothing is measured.
 */
export function measureOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
  held: readonly string[] = ['*'],
): MeasuredOperation {
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  const asked = coerced ? askedOf(coerced, held) : null;
  const before = lastMeasured.get(operation);
  const isSame = before?.schema === schema && before.document === document && before.asked === asked;
  if (isSame) return before.measured;
  const { measured, hangsOnTexts } = measuredAnew(schema, document, operation, coerced, held);
  if (asked !== null && !hangsOnTexts) lastMeasured.set(operation, { schema, document, asked, measured });
  return measured;
}

/** How each operation was measured last: clients ask the same page after page. */
const lastMeasured = new WeakMap<
  OperationDefinitionNode,
  {
    readonly schema: GraphQLSchema;
    readonly document: DocumentNode;
    readonly asked: string;
    readonly measured: MeasuredOperation;
  }
>();

/**
 * All that a measure hangs on beside the operation, as a text: the variables, in which it matters only where texts stand and not what
 * they say (but where a text is the name of a type, see `hangsOnTexts`), and the scopes. Null where there are lists or objects among
 * the variables.
 */
function askedOf(coerced: Variables, held: readonly string[]): string | null {
  let asked = held.join(' ');
  for (const [name, value] of Object.entries(coerced)) {
    if (typeof value === 'object' && value !== null) return null;
    asked += ` $${name}:${typeof value === 'string' ? '' : value}`;
  }
  return asked;
}

function measuredAnew(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  coerced: Variables | undefined,
  held: readonly string[],
): { readonly measured: MeasuredOperation; readonly hangsOnTexts: boolean } {
  const fragments = new Map(
    document.definitions.flatMap((one) => (one.kind === 'FragmentDefinition' ? [[one.name.value, one] as const] : [])),
  );
  const root = schema.getRootType(operation.operation);
  const looked = new Map<FieldNode, Scope | null>();
  if (!root || !coerced) return { measured: { ...nothing, looked }, hangsOnTexts: false };
  const measuring = new Measuring(schema, fragments, coerced, held, looked);
  const measure = measuring.selections(operation.selectionSet, root, 1);
  const { hangsOnTexts } = measuring;
  if (measure.schemaThings === 0) return { measured: { ...measure, looked }, hangsOnTexts };
  const beyond = Math.max(0, measure.schemaThings - wholeIntrospection(schema).schemaThings);
  return { measured: { ...measure, cost: measure.cost + beyond, looked }, hangsOnTexts };
}

/** What an operation costs an account with so many stores. */
export function costOf({ cost, costPerStore }: Measure, stores: number): number {
  return stores === 0 ? cost : cost + stores * costPerStore;
}

/** Throws an error with a code where an operation asks for more than it may, of an account with so many stores. */
export function refuseExcess(measure: Measure, limits: OperationLimits, stores = 0): void {
  check('QUERY_TOO_DEEP', 'The query may nest fields', measure.depth, limits.maxDepth, 'deep');
  check('QUERY_TOO_MANY_ALIASES', 'The query may use', measure.aliases, limits.maxAliases, 'aliases');
  check(
    'QUERY_TOO_COSTLY',
    'The query may cost',
    costOf(measure, stores),
    limits.maxCost,
    'things that it could return',
  );
}

function check(code: ErrorCode, rule: string, found: number, limit: number, unit: string): void {
  if (found <= limit) return;
  const shown = Number.isSafeInteger(found) ? String(found) : 'far more';
  throw new GraphQLError(`${rule} at most ${limit} ${unit}, but got: ${shown}.`, {
    extensions: { code, http: { status: 400 } },
  });
}

const nothing: Measure = { depth: 0, aliases: 0, cost: 0, costPerStore: 0, schemaThings: 0 };

/** Measures selections. A fragment is measured once for each number of rows it is below, so spreading it often is cheap to find out. */
class Measuring {
  readonly #known = new Map<string, Measure>();
  readonly #introspection: IntrospectionCost;
  /** Whether something was measured that hangs on what a text says: what a type holds that is asked for by its name. */
  hangsOnTexts = false;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly variables: Variables,
    private readonly held: readonly string[],
    private readonly looked: Map<FieldNode, Scope | null>,
  ) {
    this.#introspection = new IntrospectionCost(schema, fragments, variables);
  }

  /** `rows` is how often each list directly below may hold what is selected; 1 where the thing above is not paged. */
  selections({ selections }: SelectionSetNode, type: GraphQLNamedType, rows: number): Measure {
    const parts = selections.map((node) => {
      if (!isWanted(node, this.variables)) return nothing;
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
      costPerStore: parts.reduce((sum, { costPerStore }) => sum + costPerStore, 0),
      schemaThings: parts.reduce((sum, { schemaThings }) => sum + schemaThings, 0),
    };
  }

  #field(node: FieldNode, type: GraphQLNamedType, rows: number): Measure {
    const name = node.name.value;
    if (name.startsWith('__')) return this.#introspected(node);
    const aliases = node.alias && node.alias.value !== name ? 1 : 0;
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    // As text, which gateways read, the whole schema is as much as in its parts.
    const isSchema = type.name === '_Service' && name === 'sdl';
    const schemaThings = isSchema ? wholeIntrospection(this.schema).schemaThings : 0;
    const leaf = { ...nothing, depth: 1, aliases, schemaThings };
    if (!field) return leaf;
    const args = this.#arguments(node, field);
    const lacking = this.#lacking(node, plainName(type), field, args);
    if (lacking || !node.selectionSet) return leaf;
    const times = (isListType(getNullableType(field.type)) ? rows : 1) * entriesOf(args);
    const below = this.selections(node.selectionSet, getNamedType(field.type), rowsOf(field, args));
    const overStores = field.args.some((arg) => arg.name === 'storeIds');
    const named = args.storeIds;
    return {
      depth: below.depth + 1,
      aliases: below.aliases + aliases,
      cost:
        times * (1 + below.cost + (heavier[`${plainName(type)}.${name}`] ?? 0)) +
        (overStores && Array.isArray(named) ? named.length : 0),
      schemaThings: times * below.schemaThings,
      costPerStore: times * below.costPerStore + (overStores && !Array.isArray(named) ? 1 : 0),
    };
  }

  /** The scope that is lacking for a field; null where none is. */
  #lacking(node: FieldNode, typeName: string, field: GraphQLField<unknown, unknown>, args: Variables): Scope | null {
    if (this.held.includes('*') || !mayNeedScope(typeName, field)) return null;
    const needed = [...scopesOfField(typeName, field), ...scopesOfArguments(field.args, args)];
    const lacking = needed.find((scope) => !holds(this.held, scope)) ?? null;
    this.looked.set(node, lacking);
    return lacking;
  }

  /** Reading the whole schema must pass however narrow the limits are, and so it is not deep. */
  #introspected(node: FieldNode): Measure {
    if (node.name.value !== '__typename') this.hangsOnTexts = true;
    const measure = this.#introspection.of(node);
    if (!measure) return nothing;
    const isDeep = measure.depth > wholeIntrospection(this.schema).depth;
    return { ...nothing, ...measure, depth: isDeep ? measure.depth : 0 };
  }

  /** The arguments as the field will get them; none where they do not fit, and it will get none. */
  #arguments(node: FieldNode, field: GraphQLField<unknown, unknown>): Variables {
    if (field.args.length === 0) return noArguments;
    try {
      return getArgumentValues(field, node, this.variables);
    } catch {
      return noArguments;
    }
  }
}

const noArguments: Variables = {};

/** What a field costs a store beside what it could return: many rows are read for it. */
const heavier: Readonly<Record<string, number>> = {
  'Store.orderStatistics': 100,
  'Store.brands': 50,
  'Store.tags': 50,
  'Store.attributes': 10,
  'Store.attributeSets': 10,
  'Store.locations': 10,
  'Store.shippingZones': 10,
  'Store.shippingMethods': 50,
};

/** How many rows a paged list may bring. */
function rowsOf({ args }: GraphQLField<unknown, unknown>, given: Variables): number {
  if (!args.some((arg) => arg.name === 'first')) return 1;
  const wanted = given.first ?? given.last ?? defaultPageSize;
  return typeof wanted === 'number' && wanted >= 1 ? Math.min(wanted, maxLevels) : 1;
}

/** How many things a field is asked for by name. */
function entriesOf({ ids, representations }: Variables): number {
  const given = ids ?? representations;
  return Array.isArray(given) ? Math.max(given.length, 1) : 1;
}
