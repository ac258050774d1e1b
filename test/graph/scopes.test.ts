import {
  type GraphQLField,
  type GraphQLObjectType,
  GraphQLString,
  getNamedType,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
} from 'graphql';
import { subgraph } from '../../src/graph/schema.js';
import { scopedNames, scopeOfType, scopesOfField } from '../../src/graph/scopes.js';
import { scopes } from '../../src/model/scope.js';
import { ask, type ServiceUnderTest, startTestService } from '../support/test-service.js';

const { schema, sdl } = subgraph();
const objectTypes = Object.values(schema.getTypeMap()).filter(
  (type): type is GraphQLObjectType => isObjectType(type) && !isIntrospectionType(type) && !type.name.startsWith('_'),
);
const isRoot = ({ name }: GraphQLObjectType) => name === 'Query' || name === 'Mutation';
const fieldsOf = (type: GraphQLObjectType) => Object.values(type.getFields());

/** Fields by whose names alone one would say that a person is behind them. */
const personal = /^(email|phone|(first|last)name|(billing|shipping|default\w*)?address(es)?\d?|postcode|customers?)$/i;

describe('the table of scopes', () => {
  test('has a say on every object type and on every field of the roots', () => {
    for (const type of objectTypes) {
      if (!isRoot(type)) expect(() => scopeOfType(type.name)).not.toThrow();
      for (const field of fieldsOf(type)) expect(() => scopesOfField(type.name, field)).not.toThrow();
    }
  });

  test('refuses a type or a root field that nobody has thought about', () => {
    expect(() => scopeOfType('Secret')).toThrow('Secret must have a scope');
    expect(() => scopesOfField('Mutation', { name: 'newOne', type: GraphQLString })).toThrow(
      'Mutation.newOne must have a scope',
    );
  });

  test('names nothing that the schema does not have', () => {
    const known = scopedNames.filter((name) => {
      const [typeName = '', fieldName] = name.split('.');
      const type = schema.getType(typeName);
      if (!fieldName) return type !== undefined;
      return (isObjectType(type) || isInputObjectType(type)) && fieldName in type.getFields();
    });
    expect(scopedNames.filter((name) => !known.includes(name))).toEqual([]);
  });

  test('asks for customers.read before whatever is a person’s by its name, but for what is the account’s own', () => {
    const open = objectTypes.flatMap((type) =>
      fieldsOf(type)
        .filter(({ name }) => personal.test(name))
        .filter((field) => !needsOf(type, field).includes('customers.read'))
        .map(({ name }) => `${type.name}.${name}`),
    );
    // How to reach the merchant, where the merchant's shops are, and the address that a call came from.
    const ofShops = ['StoreLocation.address', 'StoreLocation.phone', 'StoreLocation.postcode'];
    expect(open.sort()).toEqual(['AuditEntry.address', 'StoreConfig.email', 'StoreConfig.phone', ...ofShops]);
  });

  test('is told in descriptions and to gateways', () => {
    for (const type of objectTypes) {
      for (const field of fieldsOf(type)) {
        for (const scope of scopesOfField(type.name, field)) expect(field.description).toContain(`Needs \`${scope}\`.`);
      }
      const scope = isRoot(type) ? null : scopeOfType(type.name);
      if (scope) {
        expect(type.description).toContain(`Needs \`${scope}\`.`);
        expect(sdl).toMatch(
          new RegExp(`^type ${type.name}\\s[^{]*@requiresScopes\\(scopes: \\[\\["${scope}"\\]\\]\\)`, 'm'),
        );
      }
    }
    expect(sdl).toContain('"@requiresScopes"]');
    expect(sdl).toContain('email: String @requiresScopes(scopes: [["customers.read"]])');
  });
});

/** What is needed at a field: what it asks for itself, and what the type does that it is in. */
function needsOf(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>): readonly string[] {
  const ofType = isRoot(type) ? null : scopeOfType(type.name);
  return [...(ofType ? [ofType] : []), ...scopesOfField(type.name, field)];
}

interface Path {
  readonly field: string;
  readonly text: string;
}

/**
 * Ways from a root field to every field that needs the scope itself: for each field that leads to the type that it is in, the
 * shortest way through that one.
 */
function waysTo(scope: string): Path[] {
  const query = schema.getQueryType();
  const order = schema.getType('Order');
  if (!query || !isObjectType(order)) throw new Error('the schema must have a query type and orders');
  const found: Path[] = [];
  const open = (type: GraphQLObjectType, way: readonly string[]): void => {
    for (const field of fieldsOf(type)) {
      if (!scopesOfField(type.name, field).includes(scope as never)) continue;
      const call = `${field.name}${argumentsOf(type, field)}`;
      const leaf = isObjectType(getNamedType(field.type)) ? `${call} { __typename }` : call;
      found.push({ field: field.name, text: [...way, leaf].reduceRight((inner, outer) => `${outer} { ${inner} }`) });
    }
  };
  const seen = new Set<string>();
  const queue: { readonly type: GraphQLObjectType; readonly way: readonly string[] }[] = [{ type: query, way: [] }];
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { type, way } = next;
    if (seen.has(type.name)) continue;
    seen.add(type.name);
    if (type === query) open(type, way);
    for (const field of fieldsOf(type)) {
      const below = getNamedType(field.type);
      if (!isObjectType(below) || scopesOfField(type.name, field).includes(scope as never)) continue;
      const on = [...way, `${field.name}${argumentsOf(type, field)}`];
      open(below, on);
      queue.push({ type: below, way: on });
    }
  }
  for (const root of ['node(id: $order)', 'nodes(ids: [$order])', '_entities(representations: [$orderReference])']) {
    open(order, [root, '... on Order']);
  }
  return found;
}

function argumentsOf(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>): string {
  const names = field.args.map(({ name }) => name);
  if (names.includes('nativeId')) return `(nativeId: $${getNamedType(field.type).name.toLowerCase()}Native)`;
  if (names.includes('first')) return '(first: 2)';
  if (type.name === 'Query' && names.includes('id')) return `(id: $${field.name})`;
  return '';
}

describe('a key without customers.read', () => {
  let service: ServiceUnderTest;
  let ids: Record<string, unknown>;
  let email: string;
  let known: string[];
  let key: string;

  const create = `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret userErrors { code } } }`;
  const keyWith = async (held: readonly string[]): Promise<string> => {
    const { data } = await ask(service, create, { input: { name: 'narrow', scopes: held } });
    expect(data.createApiKey.userErrors).toEqual([]);
    return data.createApiKey.secret;
  };
  const declared =
    '($store: ID! $product: ID! $order: ID! $customer: ID! $category: ID! $productNative: ID! $orderNative: ID! ' +
    '$customerNative: ID! $categoryNative: ID! $productvariantNative: ID! $orderReference: _Any!)';
  /** An operation with the variables that it uses. */
  const operation = (text: string): string => {
    const used = [...declared.matchAll(/\$(\w+): \S+?!/g)].filter(([, name]) => new RegExp(`\\$${name}\\b`).test(text));
    return `query ${used.length > 0 ? `(${used.map(([one]) => one).join(' ')})` : ''} { ${text} }`;
  };

  beforeAll(async () => {
    service = await startTestService();
    const { data } = await ask(
      service,
      `{ stores { nodes { id products(first: 1) { nodes { id nativeId } } categories(first: 1) { nodes { id nativeId } }
         variants(first: 1) { nodes { nativeId } }
         orders(first: 50) { nodes { id nativeId email customer { id nativeId email firstName lastName phone addresses { address1 } } } } } } }`,
    );
    const [store] = data.stores.nodes;
    const order = store.orders.nodes.find((one: { customer: unknown }) => one.customer !== null);
    const { customer } = order;
    email = order.email;
    ids = {
      store: store.id,
      product: store.products.nodes[0].id,
      productNative: store.products.nodes[0].nativeId,
      productvariantNative: store.variants.nodes[0].nativeId,
      category: store.categories.nodes[0].id,
      categoryNative: store.categories.nodes[0].nativeId,
      order: order.id,
      orderNative: order.nativeId,
      orderReference: { __typename: 'Order', id: order.id },
      customer: customer.id,
      customerNative: customer.nativeId,
    };
    known = store.orders.nodes.flatMap((one: { email: string; customer: typeof customer }) =>
      [
        one.email,
        one.customer?.phone,
        ...(one.customer?.addresses.map((at: { address1: string }) => at.address1) ?? []),
      ].filter(Boolean),
    );
    key = await keyWith(scopes.filter((scope) => scope !== 'customers.read'));
  });
  afterAll(() => service?.close());

  const ways = waysTo('customers.read');

  test('there are ways to try', () => {
    expect(ways.length).toBeGreaterThan(25);
    for (const field of ['email', 'shippingAddress', 'customer', 'customers', 'comment']) {
      expect(ways.some((way) => way.field === field)).toBe(true);
    }
  });

  test('gets no customer’s data by any of them, and is told why', async () => {
    const fruitless: string[] = [];
    for (const { text, field } of ways) {
      const [whole, narrow] = [await ask(service, operation(text), ids), await ask(service, operation(text), ids, key)];
      expect([text, whole.errors]).toEqual([text, undefined]);
      const told = JSON.stringify(narrow);
      for (const one of known) expect(told).not.toContain(one);
      if (!JSON.stringify(whole.data).includes(`"${field}":`)) fruitless.push(text);
      else {
        const reasons = new Set(narrow.errors?.map(({ extensions }) => `${extensions.code} ${extensions.scope}`));
        expect([text, [...reasons]]).toEqual([text, ['FORBIDDEN customers.read']]);
      }
    }
    // Where the demo has nothing on the way, there is nothing to be refused: no store of it fails to answer, and so on.
    expect(fruitless.length).toBeLessThan(ways.length / 3);
  });

  test.each([
    '_entities(representations: [$reference]) { __typename }',
    'node(id: $customer) { __typename }',
    'node(id: $customer) { id }',
    'nodes(ids: [$customer]) { ... on Customer { email } }',
    'customer(id: $customer) { id }',
  ])('does not even learn whether a customer is there by %s', async (text) => {
    const gone = String(ids.customer).replace(/\d+$/, '999999999');
    const answers = await Promise.all(
      [String(ids.customer), gone].map(async (customer) => {
        const variables = { customer, reference: { __typename: 'Customer', id: customer } };
        const query = text.includes('$reference') ? `query ($reference: _Any!) { ${text} }` : operation(text);
        service.calls.length = 0;
        const { data, errors } = await ask(service, query, variables, key);
        expect(service.calls).toEqual([]);
        return { data, codes: errors?.map(({ extensions }) => [extensions.code, extensions.scope]) };
      }),
    );
    expect(answers[0]?.codes).toEqual([['FORBIDDEN', 'customers.read']]);
    expect(answers[1]).toEqual(answers[0]);
  });

  test('cannot find out by a filter whether somebody has ordered', async () => {
    const byFilter =
      'query ($filter: OrderFilter) { orders(filter: $filter) { nodes { id } } stores { nodes { id } } }';
    for (const filter of [{ email }, { customerId: String(ids.customerNative) }]) {
      expect((await ask(service, byFilter, { filter })).data.orders.nodes.length).toBeGreaterThan(0);
      const { errors } = await ask(service, byFilter, { filter }, key);
      expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', scope: 'customers.read' } }]);
    }
    expect((await ask(service, byFilter, { filter: { numbers: ['1'] } }, key)).errors).toBeUndefined();
    const literal = `{ stores { nodes { name orders(filter: { email: "${email}" }) { nodes { id } } } } }`;
    const { data, errors } = await ask(service, literal, {}, key);
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', scope: 'customers.read' } }]);
    expect(data.stores.nodes).toEqual([{ name: expect.any(String), orders: null }]);
  });

  test('costs its own field and nothing else, and the store is not asked for what is not shown', async () => {
    const query = '{ stores { nodes { name orders(first: 3) { nodes { number email total { amount } } } } } }';
    const whole = await ask(service, query);
    service.calls.length = 0;
    const narrow = await ask(service, query, {}, key);
    expect(narrow.errors?.map(({ extensions }) => extensions.scope)).toEqual(Array(3).fill('customers.read'));
    const blank = structuredClone(whole.data);
    for (const order of blank.stores.nodes[0].orders.nodes) order.email = null;
    expect(narrow.data).toEqual(blank);
    expect(JSON.stringify(service.calls)).not.toMatch(/email/i);
  });

  test('each scope opens what it names, and none of the others', async () => {
    const fields: Record<string, string> = {
      'stores.read': '{ stores { totalCount } }',
      'catalog.read': '{ products { nodes { id } } }',
      'orders.read': '{ orders { nodes { id } } }',
      'keys.write': '{ apiKeys { totalCount } }',
      'support.write': '{ supportAccess { totalCount } }',
      'audit.read': '{ auditLog { totalCount } }',
    };
    for (const held of Object.keys(fields)) {
      const narrow = await keyWith([held]);
      for (const [scope, query] of Object.entries(fields)) {
        const { errors } = await ask(service, query, {}, narrow);
        expect([held, scope, errors?.map(({ extensions }) => extensions.scope)]).toEqual([
          held,
          scope,
          scope === held ? undefined : [scope],
        ]);
      }
      expect((await ask(service, '{ viewer { scopes } platforms { id } }', {}, narrow)).data.viewer.scopes).toEqual([
        held,
      ]);
    }
  });
});
