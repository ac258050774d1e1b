import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import {
  buildClientSchema,
  buildSchema,
  type GraphQLScalarType,
  type GraphQLSchema,
  getIntrospectionQuery,
  isObjectType,
  isScalarType,
} from 'graphql';
import { packageRoot } from '../../src/infrastructure/package-root.js';
import { ask, type ServiceUnderTest, startTestService } from '../support/test-service.js';

const run = promisify(execFile);
/** The files of the page on clients, by their names. */
const recipes = new Map(
  [...readFileSync(join(packageRoot, 'docs/clients.md'), 'utf8').matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```$/gm)].map(
    ([, name = '', text = '']) => [name, text],
  ),
);
const compilerOptions = {
  target: 'es2024',
  lib: ['es2024', 'dom'],
  module: 'nodenext',
  strict: true,
  noUncheckedIndexedAccess: true,
  allowImportingTsExtensions: true,
  erasableSyntaxOnly: true,
  skipLibCheck: true,
  noEmit: true,
  types: ['node'],
};

let folder: string;
let service: ServiceUnderTest;
let store: string;
let products: readonly { readonly name: string; readonly price: { readonly amount: string } }[];

/** Runs a tool of the packages in the folder. It must say nothing on standard error. */
async function tool(name: string, ...args: string[]): Promise<string> {
  // Without what jest sets, which has some tools keep silent.
  const options = { cwd: folder, env: { PATH: process.env.PATH } };
  const { stdout, stderr } = await run(join(packageRoot, 'node_modules/.bin', name), args, options);
  expect(stderr).toBe('');
  return stdout;
}

/** Runs a program of the folder against a service and reads what it printed. It must warn of nothing. */
async function program(file: string, args: readonly string[] = [], { url } = service): Promise<unknown> {
  const env = { PATH: process.env.PATH, DRAWBRIDGE_URL: url, DRAWBRIDGE_API_KEY: 'demo' };
  const { stdout, stderr } = await run(process.execPath, [file, ...args], { cwd: folder, env });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'drawbridge-clients-'));
  symlinkSync(join(packageRoot, 'node_modules'), join(folder, 'node_modules'));
  cpSync(join(packageRoot, 'schema/drawbridge-client.graphql'), join(folder, 'schema.graphql'));
  const include = ['*.ts', 'graphql', 'relay'];
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include }));
  for (const [name, text] of recipes) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const generated = Promise.all([
    tool('graphql-codegen', '--config', 'codegen.ts'),
    tool('relay-compiler', 'relay.config.json'),
  ]);
  service = await startTestService();
  await generated;
  const { data } = await ask(
    service,
    '{ stores { nodes { id products(first: 4) { nodes { name price { amount } } } } } }',
  );
  store = data.stores.nodes[0].id;
  products = data.stores.nodes[0].products.nodes;
});
afterAll(async () => {
  await service?.close();
  rmSync(folder, { recursive: true });
});

const names = () => products.map(({ name }) => name);

test('every file compiles, with what codegen and relay-compiler made of it', async () => {
  expect(recipes.size).toBeGreaterThan(10);
  expect(await tool('tsc', '-p', '.')).toBe('');
});

test('a decimal is text to the compiler, and a scalar that nobody mapped is a fault', async () => {
  writeFileSync(
    join(folder, 'wrong.ts'),
    "import type { ProductListQuery as Q } from './graphql/graphql.ts';\n" +
      "type Edge = NonNullable<NonNullable<Q['store']>['products']>['edges'][number];\n" +
      'export const amount = (edge: Edge): number | undefined => edge.node.price?.amount;\n',
  );
  const { stdout } = (await tool('tsc', '-p', '.').catch((fault: { readonly stdout: string }) => fault)) as {
    stdout: string;
  };
  rmSync(join(folder, 'wrong.ts'));
  expect(stdout).toContain("Type 'string' is not assignable to type 'number'");
  const unmapped = (recipes.get('codegen.ts') ?? '')
    .replace(/^ *Decimal:.*\n/m, '')
    .replace("'graphql/'", "'unmapped/'");
  writeFileSync(join(folder, 'unmapped.ts'), unmapped);
  await expect(tool('graphql-codegen', '--config', 'unmapped.ts')).rejects.toThrow(/Decimal/);
  rmSync(join(folder, 'unmapped.ts'));
});

test('graphql-request asks with typed documents', async () => {
  expect(await program('request.ts')).toEqual({
    store: expect.any(String),
    amounts: products.slice(0, 3).map(({ price }) => price.amount),
  });
});

test('Apollo Client joins pages, and reads a fragment on a type of Node out of its cache', async () => {
  expect(await program('apollo-pages.ts')).toEqual({ names: names(), status: 'ACTIVE' });
});

test('urql’s graphcache joins pages, and misses no key', async () => {
  expect(await program('urql-pages.ts')).toEqual({ names: names() });
});

test('Relay joins pages', async () => {
  expect(await program('relay/pages.ts', [store])).toEqual({ names: names() });
});

test('Apollo’s caches are told of every type that is a Node', () => {
  const schema = buildSchema(readFileSync(join(folder, 'schema.graphql'), 'utf8'));
  const node = schema.getType('Node') as Parameters<typeof schema.getPossibleTypes>[0];
  const told = /Node: \[(.*)\]/.exec(recipes.get('apollo.ts') ?? '')?.[1]?.match(/\w+/g);
  expect(told).toEqual(
    schema
      .getPossibleTypes(node)
      .map(({ name }) => name)
      .sort(),
  );
});

test('caches are told of every result of a change, whose id is no global one', () => {
  const schema = buildSchema(readFileSync(join(folder, 'schema.graphql'), 'utf8'));
  const results = Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && /Result$/.test(type.name) && 'id' in type.getFields())
    .map(({ name }) => name);
  for (const file of ['apollo.ts', 'relay/environment.ts']) {
    expect([file, [...new Set(recipes.get(file)?.match(/\b[A-Z]\w+Result\b/g))].sort()]).toEqual([
      file,
      results.sort(),
    ]);
  }
});

test('the manifest that generate-persisted-query-manifest writes is all that may be asked', async () => {
  await tool('generate-persisted-query-manifest');
  const listing = await startTestService({
    DRAWBRIDGE_OPERATIONS: join(folder, 'persisted-query-manifest.json'),
    DRAWBRIDGE_OPERATIONS_ONLY: 'on',
  });
  try {
    expect(await program('apollo-persisted.ts', [], listing)).toEqual({ names: [expect.any(String)] });
    const { status, errors } = await ask(listing, '{ stores { nodes { id } } }');
    expect([status, errors?.[0]?.extensions.code]).toEqual([403, 'OPERATION_NOT_LISTED']);
  } finally {
    await listing.close();
  }
});

const specifiedIn = (schema: GraphQLSchema, name: string) =>
  (schema.getType(name) as GraphQLScalarType).specifiedByURL ?? null;

test('the committed SDL is the one of the endpoint, but for what gateways ask for', async () => {
  const { data } = await ask(service, getIntrospectionQuery({ specifiedByUrl: true }));
  const committed = buildSchema(readFileSync(join(folder, 'schema.graphql'), 'utf8'));
  const ofEndpoint = buildClientSchema(data);
  const changes = await diff(committed, ofEndpoint);
  expect(changes.filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking)).toEqual([]);
  // Introspection tells where a scalar is specified, and not by which directive, which is all that is looked at.
  const told =
    /federation__|link__|_Any|_Entity|_Service|_entities|_service|[Dd]irective '?(key|link|requiresScopes|shareable|specifiedBy)\b/;
  expect(changes.map(({ message }) => message).filter((message) => !told.test(message))).toEqual([]);
  for (const type of Object.values(committed.getTypeMap()).filter(isScalarType)) {
    expect(specifiedIn(ofEndpoint, type.name)).toBe(specifiedIn(committed, type.name));
  }
});
