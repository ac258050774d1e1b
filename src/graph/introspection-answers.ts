import type { ApolloServerPlugin, GraphQLRequestContextResponseForOperation } from '@apollo/server';
import type { DocumentNode, FormattedExecutionResult, OperationDefinitionNode, SelectionSetNode } from 'graphql';
import { LRUCache } from 'lru-cache';

/** Characters of answers, as JSON, that are kept at most. */
const keptCharacters = 4_000_000;
/** Characters that the variables of an operation may have whose answer is kept. */
const keyCharacters = 1_000;

/** Answers what asks for the schema alone from what was answered before: the schema is the same for everybody and never changes. */
export function introspectionAnswers<Context extends object>(): ApolloServerPlugin<Context> {
  const kept = new LRUCache<string, FormattedExecutionResult>({ maxSize: keptCharacters });
  const keys = new WeakMap<object, string>();
  return {
    async requestDidStart() {
      return {
        async responseForOperation(request) {
          const key = keyOf(request);
          if (key === null) return null;
          const known = kept.get(key);
          if (!known) {
            keys.set(request.contextValue, key);
            return null;
          }
          // A copy, since an answer is emptied once it is written.
          return { http: request.response.http, body: { kind: 'single', singleResult: { data: { ...known.data } } } };
        },
        async willSendResponse({ contextValue, response: { body } }) {
          const key = keys.get(contextValue);
          if (key === undefined || body.kind !== 'single' || body.singleResult.errors) return;
          const answer = { data: { ...body.singleResult.data } };
          kept.set(key, answer, { size: key.length + JSON.stringify(answer).length });
        },
      };
    },
  };
}

/** What an answer is kept under; null where the operation asks for anything but the schema. */
function keyOf<Context extends object>({
  document,
  operation,
  queryHash,
  request,
}: Pick<GraphQLRequestContextResponseForOperation<Context>, 'document' | 'operation' | 'queryHash' | 'request'>):
  | string
  | null {
  if (!queryHash || !asksSchemaAlone(document, operation)) return null;
  const variables = JSON.stringify(request.variables ?? {});
  return variables.length > keyCharacters ? null : `${queryHash} ${operation.name?.value ?? ''} ${variables}`;
}

function asksSchemaAlone(document: DocumentNode, operation: OperationDefinitionNode): boolean {
  if (operation.operation !== 'query') return false;
  const seen = new Set<string>();
  const alone = ({ selections }: SelectionSetNode): boolean =>
    selections.every((one) => {
      if (one.kind === 'Field') return one.name.value.startsWith('__');
      if (one.kind === 'InlineFragment') return alone(one.selectionSet);
      if (seen.has(one.name.value)) return true;
      seen.add(one.name.value);
      const fragment = document.definitions.find(
        (definition) => definition.kind === 'FragmentDefinition' && definition.name.value === one.name.value,
      );
      return fragment?.kind === 'FragmentDefinition' && alone(fragment.selectionSet);
    });
  return alone(operation.selectionSet);
}
