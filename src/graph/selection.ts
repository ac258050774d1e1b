import {
  type FieldNode,
  GraphQLIncludeDirective,
  type GraphQLNamedType,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  type SelectionNode,
} from 'graphql';
import { Selection, type SelectionTree } from '../model/selection.js';
import type { GraphContext } from './context.js';
import { plainName, typeNamed } from './graph-names.js';
import { type Refusals, refusalsOf } from './refusals.js';

type Tree = { [field: string]: Tree };
type Asked = Pick<GraphQLResolveInfo, 'schema' | 'fragments' | 'variableValues' | 'fieldNodes' | 'returnType'>;

/** Selections by the name of the type that they are of. */
type Selections = Map<string, Selection>;

/** Those that are the same in each execution of their operation. */
const fixed = new WeakMap<readonly FieldNode[], Selections>();

// By the variables of one execution, so that a compiled query with other variables is read anew.
const known = new WeakMap<object, WeakMap<readonly FieldNode[], Selections>>();

/**
 * What is selected below the field being resolved, for a thing of the named type (by default the field's own): fragments
 * opened where their type condition fits, `@skip` and `@include` obeyed, aliases merged. What is refused is left out, so that no
 * store is asked for it.
 */
export function selectionBelow(
  context: Pick<GraphContext, 'refusals'>,
  info: Asked,
  typeName = plainName(getNamedType(info.returnType)),
): Selection {
  const refusals = refusalsOf(context);
  const ofRequest = known.get(info.variableValues)?.get(info.fieldNodes);
  const before = (refusals.areNone && fixed.get(info.fieldNodes)?.get(typeName)) || ofRequest?.get(typeName);
  if (before) return before;

  const type = typeNamed(info.schema, typeName);
  if (!type) throw new Error(`typeName must be a type of the schema, but got: ${typeName}`);
  const { schema, fragments, variableValues } = info;
  const collecting: Collecting = { schema, fragments, variableValues, refusals, isFixed: refusals.areNone };
  const tree: Tree = {};
  for (const node of info.fieldNodes) collect(collecting, type, node.selectionSet?.selections ?? [], tree);
  const selection = new Selection(tree);
  selectionsIn(collecting.isFixed ? fixed : ofExecution(info), info.fieldNodes).set(typeName, selection);
  return selection;
}

function ofExecution({ variableValues }: Asked): WeakMap<readonly FieldNode[], Selections> {
  const held = known.get(variableValues) ?? new WeakMap<readonly FieldNode[], Selections>();
  known.set(variableValues, held);
  return held;
}

function selectionsIn(held: WeakMap<readonly FieldNode[], Selections>, fieldNodes: readonly FieldNode[]): Selections {
  const ofField = held.get(fieldNodes) ?? new Map<string, Selection>();
  held.set(fieldNodes, ofField);
  return ofField;
}

const ofNodes = new WeakMap<Selection, Selection>();

/** What is selected of the things of a connection, whether below `nodes` or below `edges { node }`. */
export function selectionOfNodes(connection: Selection): Selection {
  const before = ofNodes.get(connection);
  if (before) return before;
  const ofEdges = connection.at('edges').at('node');
  const nodes = withFields(connection.at('nodes'), treeOf(ofEdges));
  ofNodes.set(connection, nodes);
  return nodes;
}

/** The selection with more fields in it. */
export function withFields(selection: Selection, more: SelectionTree): Selection {
  const tree = treeOf(selection);
  merge(tree, more);
  return new Selection(tree);
}

/** A selection of one field, with this one below it. */
export function under(field: string, below: Selection): Selection {
  return new Selection({ [field]: treeOf(below) });
}

function treeOf(selection: Selection): Tree {
  return Object.fromEntries(selection.fields.map((field) => [field, treeOf(selection.at(field))]));
}

function merge(into: Tree, more: SelectionTree): void {
  for (const [field, below] of Object.entries(more)) {
    const own = into[field] ?? {};
    into[field] = own;
    merge(own, below);
  }
}

interface Collecting extends Pick<Asked, 'schema' | 'fragments' | 'variableValues'> {
  readonly refusals: Refusals;
  /** Whether what was collected so far hangs on nothing but the operation. */
  isFixed: boolean;
}

function collect(info: Collecting, type: GraphQLNamedType, nodes: readonly SelectionNode[], tree: Tree): void {
  for (const node of nodes) {
    if (node.directives?.length) info.isFixed = false;
    if (!isWanted(node, info.variableValues)) continue;
    if (node.kind === 'Field') {
      const name = node.name.value;
      const fields = isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
      const field = fields[name];
      if (!field || info.refusals.has(node)) continue;
      const below = tree[name] ?? {};
      tree[name] = below;
      collect(info, getNamedType(field.type), node.selectionSet?.selections ?? [], below);
    } else {
      const fragment = node.kind === 'FragmentSpread' ? info.fragments[node.name.value] : node;
      if (!fragment) continue;
      const condition = fragment.typeCondition && info.schema.getType(fragment.typeCondition.name.value);
      if (!condition || fits(info, type, condition)) collect(info, type, fragment.selectionSet.selections, tree);
    }
  }
}

/** Whether a thing of the type can be one of the condition's. */
function fits({ schema }: Pick<Asked, 'schema'>, type: GraphQLNamedType, condition: GraphQLNamedType): boolean {
  return type === condition || (isAbstractType(condition) && isObjectType(type) && schema.isSubType(condition, type));
}

/** Whether a selection is wanted, by its `@skip` and `@include`. */
export function isWanted(node: SelectionNode, variables: Readonly<Record<string, unknown>>): boolean {
  if (!node.directives?.length) return true;
  return (
    getDirectiveValues(GraphQLSkipDirective, node, variables)?.if !== true &&
    getDirectiveValues(GraphQLIncludeDirective, node, variables)?.if !== false
  );
}
