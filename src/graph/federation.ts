import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type TypeNode,
} from 'graphql';

/** Plain values that mean the same in everybody's graph: two subgraphs may both have them. */
export const shareable: readonly string[] = ['PageInfo', 'Money', 'UserError'];

/** The directives that only composers and gateways know. */
export const federationDirectives: ReadonlySet<string> = new Set(['key', 'shareable', 'requiresScopes', 'listSize']);

/** Imports directives in the lowest version of federation that has them all: older composers and gateways take the SDL too. */
export function federationLink(directives: readonly string[]): DocumentNode {
  const version = directives.includes('@listSize') ? '2.9' : directives.includes('@requiresScopes') ? '2.5' : '2.0';
  return parse(
    `extend schema @link(url: "https://specs.apollo.dev/federation/v${version}", import: ${JSON.stringify(directives)})`,
  );
}

/** A directive as it stands in a schema's document; its arguments are texts, truth values and lists of these. */
export function directive(name: string, args: Readonly<Record<string, unknown>> = {}): ConstDirectiveNode {
  const given = Object.entries(args).map(([argument, value]) => `${argument}: ${JSON.stringify(value)}`);
  const document = parse(`type T @${name}${given.length > 0 ? `(${given.join(', ')})` : ''}`, { noLocation: true });
  const [found] = (document.definitions[0] as ObjectTypeDefinitionNode).directives ?? [];
  if (!found) throw new Error(`name must be that of a directive, but got: ${name}`);
  return found;
}

/** A paged list with what tells a router how long it gets: as long as `first` or `last` says. Nothing for a field that is none. */
export function sizedList(node: FieldDefinitionNode, schema: GraphQLSchema): FieldDefinitionNode | undefined {
  const slicing = ['first', 'last'].filter((name) => node.arguments?.some((argument) => argument.name.value === name));
  const type = schema.getType(namedTypeOf(node.type));
  if (slicing.length === 0 || !isObjectType(type)) return undefined;
  const sized = directive('listSize', {
    slicingArguments: slicing,
    sizedFields: ['nodes', 'edges'].filter((field) => field in type.getFields()),
    requireOneSlicingArgument: false,
  });
  return { ...node, directives: [...(node.directives ?? []), sized] };
}

function namedTypeOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedTypeOf(type.type);
}
