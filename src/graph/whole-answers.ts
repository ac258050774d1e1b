import type { ApolloServerPlugin } from '@apollo/server';
import { type ASTNode, GraphQLError, type ValidationRule } from 'graphql';
import { ServiceError } from '../model/service-error.js';

const streaming: ReadonlySet<string> = new Set(['defer', 'stream']);

/** Refuses what would have an answer come in parts, saying what to do instead: subscriptions, `@defer` and `@stream`. */
export const wholeAnswersOnly: ValidationRule = (context) => ({
  OperationDefinition: (node) => {
    if (node.operation !== 'subscription') return;
    const message =
      'Subscriptions are not supported: ask again with updatedAfter, or be told of changes by a webhook endpoint.';
    context.reportError(refusal(message, node));
    // One sentence is enough: what the operation selects is of no type then.
    return false;
  },
  Directive: (node) => {
    if (!streaming.has(node.name.value)) return;
    context.reportError(
      refusal(`@${node.name.value} is not supported: an answer comes whole. Ask in two queries.`, node),
    );
  },
});

/** Leaves that sentence alone in the answer: beside it GraphQL.js says that it knows no directive `@defer`, or where it may not stand. */
export const refusedForPartsAlone = {
  async requestDidStart() {
    return {
      async willSendResponse({ response: { body } }) {
        if (body.kind !== 'single') return;
        const { errors } = body.singleResult;
        const refused = errors?.filter(({ extensions }) => extensions?.code === 'OPERATION_NOT_SUPPORTED') ?? [];
        if (refused.length > 0) body.singleResult.errors = refused;
      },
    };
  },
} satisfies ApolloServerPlugin;

function refusal(message: string, node: ASTNode): GraphQLError {
  return new GraphQLError(message, {
    nodes: node,
    originalError: new ServiceError('OPERATION_NOT_SUPPORTED', message),
  });
}
