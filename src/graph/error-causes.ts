import {
  type DocumentNode,
  type ExecutionResult,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

type Path = readonly (string | number)[];

/** A place of an answer, whatever index of a list it is at. */
export interface Place {
  /** Which of its object's fields it is, as they are answered. */
  readonly order: number;
  readonly type: GraphQLOutputType;
  readonly fields: Map<string, Place>;
}

/**
 * The answer with one error for each place that became null by one below it: the error that made it so, the first of them as fields
 * are answered. What else went wrong below there is of nothing that the answer holds, and how much of it was found out hangs
 * on how the operation was executed.
 */
export function withCausesAlone(
  result: ExecutionResult,
  {
    schema,
    document,
    operation,
  }: { schema: GraphQLSchema; document: DocumentNode; operation: OperationDefinitionNode },
): ExecutionResult {
  const { errors, data } = result;
  if (!errors || errors.length < 2) return result;
  const root = placesOf(schema, document, operation);
  const causes = new Map<string, GraphQLError>();
  const below = new Map<GraphQLError, string>();
  for (const error of errors) {
    const depth = error.path ? lostAt(data, error.path) : null;
    if (!error.path || depth === null) continue;
    const key = JSON.stringify(error.path.slice(0, depth));
    below.set(error, key);
    if (!propagates(root, error.path, depth)) continue;
    const other = causes.get(key);
    if (!other?.path || isBefore(root, error.path, other.path)) causes.set(key, error);
  }
  const told = errors.filter((error) => {
    const place = below.get(error);
    return place === undefined || (causes.get(place) ?? error) === error;
  });
  return { ...result, errors: told };
}

/** How many steps of a path lead to what became null above its end; null where nothing did. */
export function lostAt(data: unknown, path: Path): number | null {
  let at: unknown = data;
  for (let depth = 0; depth < path.length; depth += 1) {
    if (at === null || at === undefined) return depth;
    at = (at as Record<string | number, unknown>)[path[depth] ?? ''];
  }
  return null;
}

/** Whether an error at the end of a path makes what is after so many steps null: all between must not be null themselves. */
function propagates(root: Place, path: Path, depth: number): boolean {
  const types = typesAlong(root, path);
  return types.slice(depth).every((type) => type !== undefined && isNonNullType(type));
}

/** The type of what is at a path of an operation's answer; undefined where nothing can be there. */
export function typeAt(
  path: Path,
  of: { schema: GraphQLSchema; document: DocumentNode; operation: OperationDefinitionNode },
): GraphQLOutputType | undefined {
  return typesAlong(placesOf(of.schema, of.document, of.operation), path).at(-1);
}

/** The type after each step of a path. */
function typesAlong(root: Place, path: Path): (GraphQLOutputType | undefined)[] {
  let place: Place | undefined = root;
  let type: GraphQLOutputType | undefined;
  return path.map((step) => {
    if (typeof step === 'string') {
      place = place?.fields.get(step);
      type = place?.type;
    } else {
      const list: GraphQLOutputType | undefined = type && getNullableType(type);
      type = isListType(list) ? list.ofType : undefined;
    }
    return type;
  });
}

function isBefore(root: Place, path: Path, other: Path): boolean {
  let place: Place | undefined = root;
  for (const [i, step] of path.entries()) {
    const against = other[i];
    if (step !== against) {
      if (typeof step === 'number' || typeof against === 'number') return Number(step) < Number(against);
      return (place?.fields.get(step)?.order ?? 0) < (place?.fields.get(against ?? '')?.order ?? 0);
    }
    if (typeof step === 'string') place = place?.fields.get(step);
  }
  return false;
}

/** All places of an operation's answer, below that of the data as a whole. */
export function placesOf(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): Place {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const one of document.definitions) if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
  const collect = ({ selections }: SelectionSetNode, typeName: string, fields: Place['fields']): void => {
    for (const node of selections) {
      if (node.kind === Kind.FIELD) {
        const type = schema.getType(typeName);
        const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
        if (!field) continue;
        const key = node.alias?.value ?? node.name.value;
        const place = fields.get(key) ?? { order: fields.size, type: field.type, fields: new Map() };
        fields.set(key, place);
        if (node.selectionSet) collect(node.selectionSet, getNamedType(field.type).name, place.fields);
      } else {
        const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : node;
        if (fragment) collect(fragment.selectionSet, fragment.typeCondition?.name.value ?? typeName, fields);
      }
    }
  };
  const rootType = schema.getRootType(operation.operation);
  const fields: Place['fields'] = new Map();
  if (rootType) collect(operation.selectionSet, rootType.name, fields);
  // Data as a whole may become null.
  return { order: 0, type: rootType as GraphQLOutputType, fields };
}
