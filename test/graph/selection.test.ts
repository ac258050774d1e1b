import { buildSchema, execute, type FieldNode, type GraphQLResolveInfo, parse, visit } from 'graphql';
import { Refusals } from '../../src/graph/refusals.js';
import { selectionBelow, selectionOfNodes, withFields } from '../../src/graph/selection.js';
import type { Scope } from '../../src/model/scope.js';
import { Selection } from '../../src/model/selection.js';

const schema = buildSchema(`
  interface Node { id: ID! }
  type Image { url: String alt: String }
  type Product implements Node { id: ID! name: String image: Image images: [Image!] related(first: Int): ProductConnection }
  type Order implements Node { id: ID! number: String }
  type ProductEdge { cursor: String node: Product }
  type ProductConnection { edges: [ProductEdge] nodes: [Product] totalCount: Int }
  type Query { product: Product node: Node products: ProductConnection }
`);

/** What is selected below a root field of a query, as the field's resolver sees it. */
function selected(
  query: string,
  variables: Record<string, unknown> = {},
  type?: string,
  refused: readonly string[] = [],
): Selection[] {
  const document = parse(query);
  const fields = new Map<FieldNode, Scope>();
  visit(document, {
    Field: (node) => {
      if (refused.includes(node.name.value)) fields.set(node, 'catalog.read');
    },
  });
  const refusals = new Refusals([], fields);
  const seen: Selection[] = [];
  const resolve = (_args: unknown, _context: unknown, info: GraphQLResolveInfo) => {
    seen.push(selectionBelow({ refusals }, info, type));
    return null;
  };
  const rootValue = { product: resolve, node: resolve, products: resolve };
  const { errors } = execute({ schema, document, variableValues: variables, rootValue }) as {
    errors?: unknown;
  };
  expect(errors).toBeUndefined();
  return seen;
}

const keyOf = (query: string, variables?: Record<string, unknown>, type?: string) =>
  selected(query, variables, type)[0]?.key;

test('fields are read as a tree, without __typename', () => {
  expect(keyOf('{ product { id image { url } __typename } }')).toBe(new Selection({ id: {}, image: { url: {} } }).key);
});

test('aliases of one field are merged', () => {
  expect(keyOf('{ product { a: image { url } b: image { alt } } }')).toBe(
    new Selection({ image: { url: {}, alt: {} } }).key,
  );
});

test('the same field selected twice is merged', () => {
  expect(keyOf('{ product { image { url } } product { name image { alt } } }')).toBe(
    new Selection({ name: {}, image: { url: {}, alt: {} } }).key,
  );
});

test('fragments are opened, named and inline', () => {
  const query =
    '{ product { ...A ... { name } ... on Node { id } } } fragment A on Product { image { ...B } } fragment B on Image { alt }';
  expect(keyOf(query)).toBe(new Selection({ id: {}, name: {}, image: { alt: {} } }).key);
});

test('of an interface, only what the type in question can have is selected', () => {
  const query = '{ node { id ... on Product { name } ... on Order { number } } }';
  expect(keyOf(query, {}, 'Product')).toBe(new Selection({ id: {}, name: {} }).key);
  expect(keyOf(query, {}, 'Order')).toBe(new Selection({ id: {}, number: {} }).key);
});

test('@skip and @include are obeyed, on fields and fragments, by this request’s variables', () => {
  const query = `query ($yes: Boolean!, $no: Boolean!) { product {
    id @skip(if: $no) name @include(if: $no)
    ... @include(if: $yes) { image { url } } ...F @skip(if: $yes)
  } } fragment F on Product { images { url } }`;
  expect(keyOf(query, { yes: true, no: false })).toBe(new Selection({ id: {}, image: { url: {} } }).key);
  expect(keyOf(query, { yes: false, no: true })).toBe(new Selection({ name: {}, images: { url: {} } }).key);
});

test('the things of a connection are selected below nodes and below edges', () => {
  const [connection = Selection.none] = selected(
    '{ products { totalCount nodes { name } edges { cursor node { image { url } } } } }',
  );
  expect(selectionOfNodes(connection).key).toBe(new Selection({ name: {}, image: { url: {} } }).key);
});

test('fields can be added without changing what was selected', () => {
  const selection = new Selection({ image: { url: {} } });
  expect(withFields(selection, { name: {}, image: { alt: {} } }).key).toBe(
    new Selection({ name: {}, image: { alt: {}, url: {} } }).key,
  );
  expect(selection.key).toBe(new Selection({ image: { url: {} } }).key);
});

test('what is refused is left out, with all that is below it', () => {
  const [narrow] = selected('{ node { id ... on Product { name image { url } } } }', {}, 'Product', ['image']);
  expect(narrow?.key).toBe(new Selection({ id: {}, name: {} }).key);
  const [page] = selected(
    '{ products { nodes { ...F } totalCount } } fragment F on Product { id images { url } }',
    {},
    undefined,
    ['images'],
  );
  expect(page?.key).toBe(new Selection({ nodes: { id: {} }, totalCount: {} }).key);
});
