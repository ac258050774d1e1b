import {
  type DocumentNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  Kind,
  type NameNode,
  specifiedScalarTypes,
  visit,
} from 'graphql';

/**
 * The names that nobody renames: those of the language, of federation, and those that every graph of Relay's kind shares, so
 * that two subgraphs mean the same thing by them.
 */
const shared: ReadonlySet<string> = new Set([
  ...specifiedScalarTypes.map(({ name }) => name),
  ...['Query', 'Mutation', 'Subscription', 'Node', 'PageInfo', 'DateTime', 'URL', 'JSON'],
]);

/** Root fields that Relay names; `_entities` and `_service` are federation's and are in no document of ours. */
const sharedFields: ReadonlySet<string> = new Set(['node', 'nodes']);

/**
 * The names that a graph has under a prefix, so that it composes with another that has a Product, a Money or a `stores` of its
 * own: with `Shop`, Product is ShopProduct and `stores` is `shopStores`. Without a prefix everything is as it is called here.
 */
export class GraphNames {
  readonly #fieldPrefix: string;

  constructor(private readonly prefix: string) {
    this.#fieldPrefix = prefix.charAt(0).toLowerCase() + prefix.slice(1);
  }

  type(plain: string): string {
    return shared.has(plain) ? plain : `${this.prefix}${plain}`;
  }

  rootField(plain: string): string {
    if (this.prefix === '' || sharedFields.has(plain)) return plain;
    return `${this.#fieldPrefix}${plain.charAt(0).toUpperCase()}${plain.slice(1)}`;
  }

  /** What a root field of the graph is called here. */
  plainRootField(name: string): string {
    if (this.prefix === '' || !name.startsWith(this.#fieldPrefix)) return name;
    const rest = name.slice(this.prefix.length);
    return rest.charAt(0).toLowerCase() + rest.slice(1);
  }

  /** What is called so here by a name of the graph; null where it has no such name. */
  plainType(name: string): string | null {
    if (shared.has(name)) return name;
    return name.startsWith(this.prefix) ? name.slice(this.prefix.length) : null;
  }

  /** A schema's document under these names. */
  rename(types: DocumentNode): DocumentNode {
    if (this.prefix === '') return types;
    const renamed = (name: NameNode, value: string): NameNode => ({ ...name, value });
    const definition = <T extends { readonly name: NameNode }>(node: T): T => ({
      ...node,
      name: renamed(node.name, this.type(node.name.value)),
    });
    return visit(types, {
      NamedType: definition,
      InterfaceTypeDefinition: definition,
      UnionTypeDefinition: definition,
      EnumTypeDefinition: definition,
      InputObjectTypeDefinition: definition,
      ScalarTypeDefinition: definition,
      ObjectTypeDefinition: (node) => {
        const isRoot = node.name.value === 'Query' || node.name.value === 'Mutation';
        if (!isRoot) return definition(node);
        const fields = node.fields?.map((field) => ({
          ...field,
          name: renamed(field.name, this.rootField(field.name.value)),
        }));
        return { ...node, fields };
      },
    });
  }

  /** An operation that is written in the names used here, under these names; what comes is called as it is here. */
  renameOperation(operation: DocumentNode): DocumentNode {
    if (this.prefix === '') return operation;
    return visit(operation, {
      NamedType: (node) => ({ ...node, name: { ...node.name, value: this.type(node.name.value) } }),
      OperationDefinition: (node) => {
        const selections = node.selectionSet.selections.map((one) =>
          one.kind === Kind.FIELD
            ? { ...one, alias: one.alias ?? one.name, name: { ...one.name, value: this.rootField(one.name.value) } }
            : one,
        );
        return { ...node, selectionSet: { ...node.selectionSet, selections } };
      },
    });
  }

  /** Resolvers of a schema's types under these names. */
  renameResolvers<T>(
    resolvers: Readonly<Record<string, Readonly<Record<string, T>>>>,
  ): Record<string, Record<string, T>> {
    const fieldsOf = (type: string, of: Readonly<Record<string, T>>) =>
      type === 'Query' || type === 'Mutation'
        ? Object.fromEntries(Object.entries(of).map(([field, resolve]) => [this.rootField(field), resolve]))
        : { ...of };
    return Object.fromEntries(Object.entries(resolvers).map(([type, of]) => [this.type(type), fieldsOf(type, of)]));
  }

  /** Notes in a schema what its types and root fields are called here, for `plainName` and `typeNamed`. */
  note(schema: GraphQLSchema): void {
    const types = new Map<string, GraphQLNamedType>();
    for (const type of Object.values(schema.getTypeMap())) {
      const plain = this.plainType(type.name);
      if (plain === null) continue;
      type.extensions = { ...type.extensions, [plainNameKey]: plain };
      types.set(plain, type);
    }
    typesByPlainName.set(schema, types);
    for (const root of [schema.getQueryType(), schema.getMutationType()]) {
      for (const field of Object.values(root?.getFields() ?? {})) {
        field.extensions = { ...field.extensions, [plainNameKey]: this.plainRootField(field.name) };
      }
    }
  }
}

const plainNameKey = 'drawbridge.plainName';
const typesByPlainName = new WeakMap<GraphQLSchema, ReadonlyMap<string, GraphQLNamedType>>();

/** What a type or a root field is called here, whatever prefix its graph has. */
export function plainName(named: { readonly name: string; readonly extensions?: object | null }): string {
  const plain = (named.extensions as Readonly<Record<string, unknown>> | null | undefined)?.[plainNameKey];
  return typeof plain === 'string' ? plain : named.name;
}

/** The type of a schema that is called so here, whatever prefix its graph has. */
export function typeNamed(schema: GraphQLSchema, plain: string): GraphQLNamedType | undefined {
  return typesByPlainName.get(schema)?.get(plain) ?? schema.getType(plain);
}
