import { execute, type FieldNode, getOperationAST, type OperationDefinitionNode, parse } from 'graphql';
import { createContext, type GraphContext } from '../../src/graph/context.js';
import { measureOperation } from '../../src/graph/limits.js';
import { Refusals } from '../../src/graph/refusals.js';
import { subgraph } from '../../src/graph/schema.js';
import { scopes } from '../../src/model/scope.js';
import { caller, inMemoryRegistry, noAdministration, noConnections, noWriting } from '../support/graph-run.js';

const { schema } = subgraph();
const narrow = scopes.filter((scope) => scope !== 'customers.read');

/** What is refused of an operation, by response names and the scope that is lacking. */
function refusedOf(query: string, variables: Record<string, unknown> = {}, held: readonly string[] = narrow): string[] {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('the query must hold one operation');
  const { looked } = measureOperation(schema, document, operation, variables, held);
  const named = ([node, scope]: [FieldNode, string | null]) => `${(node.alias ?? node.name).value}: ${scope}`;
  return [...looked]
    .filter(([, scope]) => scope !== null)
    .map(named)
    .sort();
}

describe('what is refused of an operation', () => {
  test('is found wherever it stands, below links, in fragments and under aliases, once for each selection', () => {
    const query = `{
      stores { nodes { orders { nodes { ...O mail: email } } } }
      orders { edges { node { ...O } } }
    } fragment O on Order { number customer { email } ... { phone } }`;
    expect(refusedOf(query)).toEqual(['customer', 'mail', 'phone'].map((name) => `${name}: customers.read`));
    expect(refusedOf(query, {}, ['*'])).toEqual([]);
    expect(refusedOf(query, {}, [...scopes])).toEqual([]);
  });

  test('is what is highest: nothing below it is asked for at all', () => {
    expect(refusedOf('{ stores { nodes { orders { nodes { email } } } } }', {}, ['stores.read'])).toEqual([
      'orders: orders.read',
    ]);
  });

  test('is found by the variables as they come to be, their defaults among them', () => {
    const query =
      'query ($filter: OrderFilter = { email: "a@shop.example" }) { orders(filter: $filter) { nodes { id } } }';
    expect(refusedOf(query)).toEqual(['orders: customers.read']);
    expect(refusedOf(query, { filter: { customerId: '7' } })).toEqual(['orders: customers.read']);
    for (const filter of [null, { email: null }, { numbers: ['1'] }]) expect(refusedOf(query, { filter })).toEqual([]);
    const inside = 'query ($email: String) { orders(filter: { email: $email }) { nodes { id } } }';
    expect(refusedOf(inside, { email: 'a@shop.example' })).toEqual(['orders: customers.read']);
    expect(refusedOf(inside)).toEqual([]);
  });

  test('is not what is skipped, by a variable’s default as well', () => {
    const query = `query ($with: Boolean = false) {
      orders { nodes { number email @include(if: $with) ... @skip(if: true) { phone } } }
    }`;
    expect(refusedOf(query)).toEqual([]);
    expect(refusedOf(query, { with: true })).toEqual(['email: customers.read']);
  });

  test('is found in what a gateway asks for of a type, and in mutations', () => {
    const entities = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Order { number email } } }`;
    expect(refusedOf(entities, { r: [{ __typename: 'Order', id: 'x' }] })).toEqual(['email: customers.read']);
    const change = 'mutation { verifyStore(id: "x") { store { id } } }';
    expect(refusedOf(change, {}, ['stores.read'])).toEqual(['verifyStore: stores.write']);
  });
});

describe('an operation that nobody looked through', () => {
  const context = () =>
    createContext({
      caller: { ...caller, scopes: narrow },
      registry: inMemoryRegistry([]),
      connections: noConnections,
      administration: noAdministration,
      writing: noWriting,
      platforms: [],
      sessions: {
        foresee: () => undefined,
        of: () => {
          throw new Error('nothing may be asked of a store');
        },
      },
    });
  const document = parse('{ stores { nodes { id } } }');
  const messages = async (contextValue: GraphContext) => {
    const { data, errors } = await execute({ schema, document, contextValue });
    expect(data).toBeNull();
    return errors?.map(({ message }) => message);
  };

  test('is not answered, whoever executes it', async () => {
    expect(await messages(context())).toEqual(['an operation must be measured before it is executed']);
  });

  test('is not answered by what was found out about another document, though it reads the same', async () => {
    const same = parse('{ stores { nodes { id } } }');
    const { looked } = measureOperation(schema, same, getOperationAST(same) as OperationDefinitionNode, {}, narrow);
    const contextValue = { ...context(), refusals: new Refusals(narrow, looked) };
    expect(await messages(contextValue)).toEqual(['an operation must be measured before it is executed']);
    const answered = await execute({ schema, document: same, contextValue });
    expect(answered.errors).toBeUndefined();
  });
});
