import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getArgumentValues,
  getIntrospectionQuery,
  getNamedType,
  isObjectType,
  Kind,
  parse,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql';
import { isWanted } from './selection.js';

/** What is looked at before an introspection counts as too costly whatever it comes to. */
const maxSteps = 15_000;

/** What a question about the schema asks for. */
export interface IntrospectionMeasure {
  /** How deep it nests; `ofType` is not counted, as it unwraps one and the same type. */
  readonly depth: number;
  readonly aliases: number;
  /** How many things of the schema it returns. */
  readonly schemaThings: number;
}

const wholes = new WeakMap<GraphQLSchema, IntrospectionMeasure>();

/** What the question comes to by which tools read a whole schema, which must pass whatever the limits are. */
export function wholeIntrospection(schema: GraphQLSchema): IntrospectionMeasure {
  const known = wholes.get(schema);
  if (known) return known;
  const { definitions } = parse(getIntrospectionQuery(everyOption));
  const fragments = new Map<string, FragmentDefinitionNode>();
  let root: FieldNode | undefined;
  for (const one of definitions) {
    if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
    else if (one.kind === Kind.OPERATION_DEFINITION) root = one.selectionSet.selections[0] as FieldNode;
  }
  const measure = (root && new IntrospectionCost(schema, fragments, {}).of(root)) ?? {
    depth: 0,
    aliases: 0,
    schemaThings: 0,
  };
  wholes.set(schema, measure);
  return measure;
}

const everyOption = {
  descriptions: true,
  specifiedByUrl: true,
  directiveIsRepeatable: true,
  schemaDescription: true,
  inputValueDeprecation: true,
  oneOf: true,
} as const;

/**
 * Counts what `__schema` or `__type` would return, exactly: the schema is there to be asked. What the same selection comes to of the same
 * thing is found out once, so that this takes far less time than answering.
 */
export class IntrospectionCost {
  readonly #known = new Map<SelectionSetNode, Map<unknown, Counted>>();
  readonly #given = new Map<FieldNode, Readonly<Record<string, unknown>>>();
  #steps = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly variables: Readonly<Record<string, unknown>>,
  ) {}

  /** What a field of the query's root comes to; null where it is none of introspection's. */
  of(node: FieldNode): IntrospectionMeasure | null {
    const field = [SchemaMetaFieldDef, TypeMetaFieldDef].find(({ name }) => name === node.name.value);
    if (!field) return null;
    const { things, depth, aliases } = this.#field(node, field, undefined);
    return { depth, aliases, schemaThings: things };
  }

  #selections(node: SelectionSetNode, typeName: string, source: unknown): Counted {
    const ofNode = this.#known.get(node) ?? new Map<unknown, Counted>();
    this.#known.set(node, ofNode);
    const known = ofNode.get(source);
    this.#steps += 1;
    if (known) return known;
    const total = { things: 0, depth: 0, aliases: 0 };
    if (this.#steps > maxSteps) return { ...total, things: Number.MAX_SAFE_INTEGER };
    const type = this.schema.getType(typeName);
    for (const selection of node.selections) {
      if (!isWanted(selection, this.variables)) continue;
      let part: Counted | null = null;
      if (selection.kind === 'Field') {
        const field = isObjectType(type) ? type.getFields()[selection.name.value] : undefined;
        if (field) part = this.#field(selection, field, source);
      } else {
        const fragment = selection.kind === 'FragmentSpread' ? this.fragments.get(selection.name.value) : selection;
        if (fragment) part = this.#selections(fragment.selectionSet, typeName, source);
      }
      if (!part) continue;
      total.things += part.things;
      total.aliases += part.aliases;
      total.depth = Math.max(total.depth, part.depth);
    }
    ofNode.set(source, total);
    return total;
  }

  #field(node: FieldNode, field: GraphQLField<unknown, unknown>, source: unknown): Counted {
    const name = node.name.value;
    const own = name === 'ofType' ? 0 : 1;
    const aliases = node.alias && node.alias.value !== name ? 1 : 0;
    if (!node.selectionSet) return { things: 0, depth: own, aliases };
    const total = { things: 0, depth: own, aliases };
    for (const one of this.#values(node, field, source)) {
      const below = this.#selections(node.selectionSet, getNamedType(field.type).name, one);
      total.things += 1 + below.things;
      total.depth = Math.max(total.depth, own + below.depth);
      total.aliases = Math.max(total.aliases, aliases + below.aliases);
    }
    return total;
  }

  /** What the field gives, by GraphQL's own resolver of it. */
  #values(node: FieldNode, field: GraphQLField<unknown, unknown>, source: unknown): readonly unknown[] {
    try {
      const args = this.#given.get(node) ?? getArgumentValues(field, node, this.variables);
      this.#given.set(node, args);
      const value = field.resolve?.(source, args, undefined, { schema: this.schema } as GraphQLResolveInfo);
      return Array.isArray(value) ? value : value === null || value === undefined ? [] : [value];
    } catch {
      // Arguments that do not fit: the field will be an error.
      return [];
    }
  }
}

interface Counted {
  readonly things: number;
  readonly depth: number;
  readonly aliases: number;
}
