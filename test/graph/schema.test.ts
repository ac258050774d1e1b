import { readFileSync } from 'node:fs';
import {
  buildSchema,
  findBreakingChanges,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  printType,
} from 'graphql';
import { subgraph } from '../../src/graph/schema.js';
import { readGraphSettings } from '../../src/infrastructure/config.js';
import { nodeTypes } from '../../src/model/ids.js';
import { describeWhere, sharedFolder } from '../support/machine.js';

const { schema, sdl, clientSdl } = subgraph();
const committed = new URL('../../schema/drawbridge.graphql', import.meta.url);

test('the committed schema is what the code says', () => {
  expect(readFileSync(committed, 'utf8')).toBe(sdl);
});

test('everything has a description', () => {
  expect(undescribed(schema)).toEqual([]);
});

test('every thing with a global id of its own is an entity', () => {
  const entities = [...sdl.matchAll(/^type (\w+) [^{]*@key\(fields: "id"\)/gm)].map(([, name]) => name);
  expect(entities.sort()).toEqual([...nodeTypes].sort());
});

test.each([
  [{}, 'v2.5', ['@key', '@shareable', '@requiresScopes']],
  [{ tellsScopes: false }, 'v2.0', ['@key', '@shareable']],
  [{ tellsCosts: true }, 'v2.9', ['@key', '@shareable', '@requiresScopes', '@listSize']],
])('the SDL links to the lowest version of federation that serves %j', (options, version, directives) => {
  expect(subgraph(options).sdl).toContain(
    `@link(url: "https://specs.apollo.dev/federation/${version}", import: ${JSON.stringify(directives).replaceAll(',', ', ')})`,
  );
});

test('what is prepared for a service without settings is the graph that it presents then, and no other', () => {
  const { prepared } = subgraph();
  expect(subgraph(readGraphSettings({})).prepared).toEqual(prepared);
  expect(Object.values(prepared).join('')).toContain('_service: _Service!');
  for (const other of [{ prefix: 'Shop' }, { hasNode: false }, { tellsScopes: false }, { hasAccounts: false }]) {
    expect(Object.keys(subgraph(other).prepared)).not.toEqual(Object.keys(prepared));
  }
});

test('the SDL for clients is the same graph without federation, and is committed', () => {
  expect(readFileSync(new URL('../../schema/drawbridge-client.graphql', import.meta.url), 'utf8')).toBe(clientSdl);
  const client = buildSchema(clientSdl);
  const ofGateways = /^_|__/;
  const ours = Object.values(schema.getTypeMap()).filter(({ name }) => !ofGateways.test(name) && name !== 'Query');
  for (const type of ours) expect(printType(client.getType(type.name) as GraphQLNamedType)).toBe(printType(type));
  expect(Object.keys(client.getTypeMap()).filter((name) => !schema.getType(name))).toEqual([]);
  const fields = Object.keys(schema.getQueryType()?.getFields() ?? {}).filter((name) => !ofGateways.test(name));
  expect(Object.keys(client.getQueryType()?.getFields() ?? {})).toEqual(fields);
});

describeWhere(['the contract in ../shared/contract'], 'the contract', () => {
  const directives = 'directive @key(fields: String!) repeatable on OBJECT | INTERFACE\n';
  const contractText = ['schema', 'accounts']
    .map((name) => readFileSync(`${sharedFolder}contract/${name}.graphql`, 'utf8'))
    .join('\n');
  const kinds = [
    'Product',
    'Category',
    'Order',
    'Customer',
    'Store',
    'ApiKey',
    'SupportAccess',
    'AuditEntry',
    'WebhookEndpoint',
  ];

  test('is in the schema with the same names, types and nullability', () => {
    const contract = buildSchema(connectionsToo(`${directives}${contractText}`), { assumeValidSDL: true });
    // What findBreakingChanges lets pass because it is safe for clients, the contract still fixes: types must be equal.
    expect(differences(contract, schema)).toEqual([]);
    expect(findBreakingChanges(contract, schema).filter(({ type }) => type !== 'DIRECTIVE_REMOVED')).toEqual([]);
  });

  /** What the contract says of connections in prose: `XConnection { edges { cursor node } nodes pageInfo totalCount }`. */
  function connectionsToo(text: string): string {
    const types = kinds.map(
      (kind) =>
        `type ${kind}Edge { cursor: String! node: ${kind}! }
        type ${kind}Connection { edges: [${kind}Edge!]! nodes: [${kind}!]! pageInfo: PageInfo! totalCount: Int }`,
    );
    const pageInfo =
      'type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }';
    return [text, ...types, pageInfo].join('\n');
  }
});

/** Where the schema does not have a field, argument or value of the contract, or has it with another type. */
function differences(contract: GraphQLSchema, actual: GraphQLSchema): string[] {
  return ownTypes(contract).flatMap((type) => {
    const own = actual.getType(type.name);
    if (own?.constructor.name !== type.constructor.name) return [`${type.name} is missing or of another kind`];
    const expected = members(type);
    const found = members(own as GraphQLNamedType);
    return [...expected].flatMap(([name, kind]) =>
      found.get(name) === kind ? [] : [`${name} must be ${kind}, but is ${found.get(name) ?? 'missing'}`],
    );
  });
}

/** Each field, argument and value with its type as text. */
function members(type: GraphQLNamedType): Map<string, string> {
  const found = new Map<string, string>();
  if (isObjectType(type) || isInterfaceType(type)) {
    for (const face of type.getInterfaces()) found.set(`${type.name} implements ${face.name}`, 'yes');
  }
  if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) {
    for (const field of Object.values(type.getFields())) {
      found.set(`${type.name}.${field.name}`, String(field.type));
      for (const arg of 'args' in field ? field.args : [])
        found.set(`${type.name}.${field.name}(${arg.name})`, String(arg.type));
    }
  }
  if (isEnumType(type)) for (const { name } of type.getValues()) found.set(`${type.name}.${name}`, 'a value');
  return found;
}

function undescribed(of: GraphQLSchema): string[] {
  return ownTypes(of).flatMap((type) => {
    const missing = type.description ? [] : [type.name];
    if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        if (field.name.startsWith('_')) continue;
        if (!field.description) missing.push(`${type.name}.${field.name}`);
        for (const arg of 'args' in field ? field.args : []) {
          if (!arg.description) missing.push(`${type.name}.${field.name}(${arg.name})`);
        }
      }
    }
    if (isEnumType(type)) {
      for (const value of type.getValues()) if (!value.description) missing.push(`${type.name}.${value.name}`);
    }
    return missing;
  });
}

/** The types of a schema but for GraphQL's own, federation's, and the roots, which speak for themselves. */
function ownTypes(of: GraphQLSchema): GraphQLNamedType[] {
  return Object.values(of.getTypeMap()).filter(
    (type) =>
      !/^(_|link__|federation__)/.test(type.name) && !isSpecifiedScalarType(type) && !type.name.startsWith('__'),
  );
}
