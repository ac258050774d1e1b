import { readdirSync, readFileSync } from 'node:fs';
import { getOperationAST, parse, specifiedRules, validate } from 'graphql';
import { measureOperation, refuseExcess } from '../../src/graph/limits.js';
import { subgraph } from '../../src/graph/schema.js';
import { readSettings } from '../../src/infrastructure/config.js';

const folder = new URL('../../schema/operations/', import.meta.url);
const operations = readdirSync(folder).filter((name) => name.endsWith('.graphql'));
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
  expect(() => refuseExcess(measureOperation(schema, document, operation, { first: 250 }), limits)).not.toThrow();
});
