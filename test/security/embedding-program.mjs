// A program that embeds the graph and does nothing about promises that nobody hears of, which Node ends it for. Of each list that is
// asked for, the items fail after a while but for the last, which fails at once. It prints what is answered.
import { setTimeout as pause } from 'node:timers/promises';
import { createDrawbridge } from '../../dist/src/embedded.js';
import { CategoryResolver } from '../../dist/src/graph/category-resolver.js';

const store = { id: '7c0c6ac1-6d4b-4b34-9d9c-6c3b8b0d4a51', url: 'https://shop.example/', name: 'Shop' };
const { schema, fetch } = await createDrawbridge({
  stores: { all: async () => [store], keyOf: async () => ({ id: 'k', secret: Buffer.alloc(32, 1) }) },
  authenticate: () => ({ accountId: 'acme', scopes: ['*'] }),
  settings: { DRAWBRIDGE_COMPILED_OPERATIONS: process.argv[2] },
});

const { Store, Category, Product } = schema.getTypeMap();
const things = () => [{ ok: true }, { ok: true }, { ok: false }];
Store.getFields().products.resolve = () => ({
  nodes: things(),
  edges: things().map((node) => ({ node, cursor: 'c' })),
});
Store.getFields().category.resolve = () => ({ ok: true });
CategoryResolver.prototype.children = async () => things();
for (const type of [Product, Category]) {
  type.getFields().name.resolve = ({ ok }) => {
    if (!ok) throw new Error('fails at once');
    return 'a name';
  };
}
Product.getFields().variants.resolve = Category.getFields().store.resolve = async () => {
  await pause(10);
  throw new Error('fails later');
};

const answers = [];
for (const asked of [
  'products { nodes { name variants { sku } } }',
  'products { edges { node { name variants { sku } } } }',
  'category(nativeId: "1") { name children { name store { name } } }',
]) {
  for (let time = 0; time < 3; time += 1) {
    const answer = await fetch(
      new Request('http://shops.internal/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: `{ stores { nodes { name ${asked} } } }` }),
      }),
    );
    const { data, errors } = await answer.json();
    answers.push({ data, errors: errors?.map(({ path, extensions }) => [path.join('.'), extensions.code]) });
    await pause(50);
  }
}
process.stdout.write(JSON.stringify(answers), () => process.exit(0));
