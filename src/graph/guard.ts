import {
  type DocumentNode,
  defaultFieldResolver,
  type FieldDefinitionNode,
  type GraphQLField,
  type GraphQLSchema,
  isIntrospectionType,
  isObjectType,
  Kind,
  type ObjectTypeDefinitionNode,
  visit,
} from 'graphql';
import type { Scope } from '../model/scope.js';
import type { GraphContext } from './context.js';
import { directive } from './federation.js';
import { plainName } from './graph-names.js';
import { refusalsOf, refuse } from './refusals.js';
import { mayNeedScope, scopeOfType, scopesOfField } from './scopes.js';

/**
 * Has every field that may need a scope answer with FORBIDDEN where it was refused. What is refused was decided over the whole
 * operation before (`measureOperation`), so that no resolver above such a field has asked for what is below it.
 */
export function refuseFields(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type) || type.name.startsWith('_')) continue;
    for (const field of Object.values(type.getFields())) {
      if (mayNeedScope(plainName(type), field)) refuseWhereTold(field as GraphQLField<unknown, GraphContext>);
    }
  }
}

function refuseWhereTold(field: GraphQLField<unknown, GraphContext>): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (root, args, context, info) => {
    refuse(refusalsOf(context).ofField(info.fieldNodes));
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
          const scopes = known ? scopesOfField(name.value, known) : [];
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
  return { ...node, description: { kind: Kind.STRING, value: text, block: true } };
}

function directed<T extends Marked>(node: T, scopes: readonly Scope[]): T {
  // A list within a list: all of these scopes.
  const needs = directive('requiresScopes', { scopes: [scopes] });
  return { ...described(node, scopes), directives: [...(node.directives ?? []), needs] };
}
