import { readdirSync, readFileSync } from 'node:fs';
import {
  type GraphQLType,
  getOperationAST,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type NamedTypeNode,
  parse,
  specifiedRules,
  typeFromAST,
  validate,
} from 'graphql';
import { measureOperation, refuseExcess } from '../../src/graph/limits.js';
import { subgraph } from '../../src/graph/schema.js';
import { readSettings } from '../../src/infrastructure/config.js';

const folder = new URL('../../schema/operations/', import.meta.url);
const operations = readdirSync(folder, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.graphql'));
const { schema } = subgraph();

test('there are operations to paste', () => {
  expect(operations.length).toBeGreaterThan(10);
});

test.each(operations)('%s is valid, and allowed by the limits that nobody changed', (name) => {
  const document = parse(readFileSync(new URL(name, folder), 'utf8'));
  expect(validate(schema, document, specifiedRules)).toEqual([]);
  const operation = getOperationAST(document);
  expect(operation).toBeTruthy();
  if (!operation) return;
  const { limits } = readSettings({});
  const variables = (operation.variableDefinitions ?? []).map(({ variable, type }): [string, unknown] => {
    const name = variable.name.value;
    return [name, name === 'first' ? 250 : sample(typeFromAST(schema, type as NamedTypeNode))];
  });
  const measure = measureOperation(schema, document, operation, Object.fromEntries(variables));
  expect(measure.depth).toBeGreaterThan(0);
  expect(() => refuseExcess(measure, limits, 100)).not.toThrow();
});

/** Something that a variable which must be given can be. */
function sample(type: GraphQLType | undefined): unknown {
  if (!isNonNullType(type)) return null;
  const of = type.ofType;
  if (isListType(of)) return [sample(of.ofType)];
  if (isEnumType(of)) return of.getValues()[0]?.name;
  if (isInputObjectType(of)) {
    return Object.fromEntries(Object.values(of.getFields()).map((field) => [field.name, sample(field.type)]));
  }
  const plain: Record<string, unknown> = {
    Int: 1,
    Boolean: true,
    URL: 'https://shop.example/',
    DateTime: '2027-01-31T12:00:00Z',
  };
  return String(of) in plain ? plain[String(of)] : 'x';
}
