import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { Json } from '../model/scalars.js';

/**
 * Texts that may stand in an operation that is compiled. Compiling writes literals into a program: what is not plain, and the
 * names that the compiler marks special values with (they begin with two underscores), must never get there.
 */
const plainText = /^(?!.*__)[\w :/.,+@=-]*$/;

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
    Field: ({ name, alias }) => {
      // Introspection is the library's own; and a key of that name would be no key of a program's object.
      if ([name.value, alias?.value].some((one) => one?.startsWith('__') && one !== '__typename')) refuse();
    },
  });
  if (!isPlain) return null;
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  return { kind: Kind.DOCUMENT, definitions: [withAnyVariables(operation), ...fragments] };
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
