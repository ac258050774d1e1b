import {
  type ConstDirectiveNode,
  type DocumentNode,
  defaultFieldResolver,
  type FieldDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isIntrospectionType,
  isObjectType,
  Kind,
  type ObjectTypeDefinitionNode,
  visit,
} from 'graphql';
import type { Scope } from '../model/scope.js';
import type { GraphContext } from './context.js';
import { demand, hasGuardedArguments, scopeOfType, scopesOfArguments, scopesOfField } from './scopes.js';

/**
 * Puts what the table of scopes says before every field that needs one, so that no path leads around it: whatever a thing is
 * reached from, and whoever executes the operation, the field itself asks.
 */
export function guardFields(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type) || type.name.startsWith('_')) continue;
    for (const field of Object.values(type.getFields())) guard(type, field as GraphQLField<unknown, GraphContext>);
  }
}

function guard(type: GraphQLObjectType, field: GraphQLField<unknown, GraphContext>): void {
  const scopes = scopesOfField(type.name, field);
  const guardsArguments = hasGuardedArguments(field.args);
  if (scopes.length === 0 && !guardsArguments) return;
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (root, args, context, info) => {
    for (const scope of scopes) demand(context.caller.scopes, scope);
    if (guardsArguments) {
      for (const scope of scopesOfArguments(field.args, args)) demand(context.caller.scopes, scope);
    }
    return resolve(root, args, context, info);
  };
}

/** Says in descriptions and, where wanted, to gateways with `@requiresScopes` what scopes types and fields need. */
export function markScopes(document: DocumentNode, schema: GraphQLSchema, tellsGateways: boolean): DocumentNode {
  const marked = tellsGateways ? directed : described;
  return visit(document, {
    ObjectTypeDefinition: {
      leave: (node): ObjectTypeDefinitionNode => {
        const { name } = node;
        const type = schema.getType(name.value);
        if (!isObjectType(type)) return node;
        const fields = node.fields?.map((field) => {
          const known = type.getFields()[field.name.value];
          const scopes = known ? scopesOfField(type.name, known) : [];
          return scopes.length === 0 ? field : marked(field, scopes);
        });
        const isRoot = name.value === 'Query' || name.value === 'Mutation';
        const scope = isRoot ? null : scopeOfType(name.value);
        return scope === null ? { ...node, fields } : { ...marked(node, [scope]), fields };
      },
    },
  });
}

type Marked = ObjectTypeDefinitionNode | FieldDefinitionNode;

function described<T extends Marked>(node: T, scopes: readonly Scope[]): T {
  const said = scopes.map((scope) => `\`${scope}\``).join(' and ');
  const text = `${node.description?.value ?? ''} Needs ${said}.`.trim();
  return { ...node, description: { kind: Kind.STRING, value: text } };
}

function directed<T extends Marked>(node: T, scopes: readonly Scope[]): T {
  return { ...described(node, scopes), directives: [...(node.directives ?? []), requiresScopes(scopes)] };
}

/** `@requiresScopes(scopes: [["a", "b"]])`: a and b. */
function requiresScopes(scopes: readonly Scope[]): ConstDirectiveNode {
  const all = { kind: Kind.LIST, values: scopes.map((value) => ({ kind: Kind.STRING, value }) as const) } as const;
  const name = (text: string) => ({ kind: Kind.NAME, value: text }) as const;
  const value = { kind: Kind.LIST, values: [all] } as const;
  return {
    kind: Kind.DIRECTIVE,
    name: name('requiresScopes'),
    arguments: [{ kind: Kind.ARGUMENT, name: name('scopes'), value }],
  };
}
