import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { Json } from '../model/scalars.js';
import { type Place, placesOf } from './error-causes.js';

/**
 * Texts that may stand in an operation that is compiled. Compiling writes literals into a program: what is not plain, and the
 * names that the compiler marks special values with (they begin with two underscores), must never get there.
 */
const plainText = /^(?!.*__)[\w :/.,+@=-]*$/;

/** What may stand in the names that the compiler makes of places, beside the keys of the answer: indexes of lists, and types. */
const index = /^idx\d+$/;

/** The operation of this node as it may be compiled; null where only GraphQL's own execution is sure to answer it rightly. */
export function compilable(document: DocumentNode, operation: OperationDefinitionNode): DocumentNode | null {
  if (operation.operation !== 'query') return null;
  let isPlain = true;
  const refuse = () => {
    isPlain = false;
  };
  visit(document, {
    // Which fields there are would depend on variables.
    Directive: refuse,
    StringValue: ({ value }) => (plainText.test(value) ? undefined : refuse()),
    Field: ({ name, alias, arguments: given }) => {
      // Of a literal that a scalar reads by itself, the library leaves the variables out.
      if (name.value === '_entities' && given?.some(({ value }) => value.kind !== Kind.VARIABLE)) refuse();
      // Introspection is the library's own; and a key of that name would be no key of a program's object.
      if ([name.value, alias?.value].some((one) => one?.startsWith('__') && one !== '__typename')) refuse();
    },
  });
  if (!isPlain) return null;
  return { kind: Kind.DOCUMENT, definitions: [withAnyVariables(operation), ...fragmentsOf(document)] };
}

function fragmentsOf(document: DocumentNode): FragmentDefinitionNode[] {
  return document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
}

/**
 * Whether each place of an operation's answer has a name of its own in its program. The compiler joins the keys that lead to a place
 * by `_`, and what it knows of `first` in `store` it would take for what it knows of `first_store`.
 */
export function namesPlacesApart(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): boolean {
  const ofTypes = new Set(Object.keys(schema.getTypeMap()).flatMap((name) => name.split('_')));
  const partsOf = (key: string) => key.split('_').filter((part) => !index.test(part) && !ofTypes.has(part));
  const names = new Set<string>();
  const areApart = (fields: Place['fields'], above: readonly string[]): boolean =>
    [...fields].every(([key, place]) => {
      const parts = [...partsOf(key), ...above];
      const name = parts.join('_');
      if (names.has(name)) return false;
      names.add(name);
      return areApart(place.fields, parts);
    });
  return areApart(placesOf(schema, document, operation).fields, []);
}

/** The variables of an operation that may be null and yet stand where null may not, such as for a default of their own. */
export function variablesNeverNull(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): readonly string[] {
  const nullable = new Set(
    operation.variableDefinitions?.flatMap(({ type, variable }) =>
      type.kind === Kind.NON_NULL_TYPE ? [] : [variable.name.value],
    ),
  );
  const found = new Set<string>();
  if (nullable.size === 0) return [];
  const types = new TypeInfo(schema);
  const definitions = [{ ...operation, variableDefinitions: [] }, ...fragmentsOf(document)];
  visit(
    { kind: Kind.DOCUMENT, definitions },
    visitWithTypeInfo(types, {
      Variable: ({ name }) => {
        if (nullable.has(name.value) && isNonNullType(types.getInputType())) found.add(name.value);
      },
    }),
  );
  return [...found];
}

/** GraphQL itself reads variables; the compiled program takes them as they are read, whatever their types. */
function withAnyVariables(operation: OperationDefinitionNode): OperationDefinitionNode {
  const name = { kind: Kind.NAME, value: Json.name } as const;
  return {
    ...operation,
    variableDefinitions: operation.variableDefinitions?.map(({ kind, variable }) => ({
      kind,
      variable,
      type: { kind: Kind.NAMED_TYPE, name },
    })),
  };
}

/** How many fields an operation has once its fragments are opened wherever they are spread: what it takes to compile it. */
export function openedFields(document: DocumentNode, operation: OperationDefinitionNode): number {
  const fragments = new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
    ),
  );
  const known = new Map<FragmentDefinitionNode, number>();
  const ofFragment = (fragment: FragmentDefinitionNode): number => {
    const before = known.get(fragment);
    if (before !== undefined) return before;
    const count = ofSelections(fragment.selectionSet);
    known.set(fragment, count);
    return count;
  };
  const ofSelections = ({ selections }: SelectionSetNode): number =>
    selections.reduce((sum, node) => {
      if (node.kind === Kind.FIELD) return sum + 1 + (node.selectionSet ? ofSelections(node.selectionSet) : 0);
      if (node.kind === Kind.INLINE_FRAGMENT) return sum + ofSelections(node.selectionSet);
      const fragment = fragments.get(node.name.value);
      return sum + (fragment ? ofFragment(fragment) : 0);
    }, 0);
  return ofSelections(operation.selectionSet);
}
