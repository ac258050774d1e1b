import {
  type DocumentNode,
  type ExecutionResult,
  GraphQLError,
  GraphQLInt,
  type GraphQLSchema,
  getNullableType,
  type OperationDefinitionNode,
} from 'graphql';
import { noScalar } from '../model/scalars.js';
import { typeAt } from './error-causes.js';

/**
 * The answer in which a number of a store's that GraphQL cannot write as Int, such as a count beyond 2^31, is told as a fault of that
 * store's, as the scalars of this graph tell it by themselves.
 */
export function withUnwrittenNumbers(
  result: ExecutionResult,
  of: { schema: GraphQLSchema; document: DocumentNode; operation: OperationDefinitionNode },
): ExecutionResult {
  const errors = result.errors?.map((error) => {
    const { originalError, path, nodes, source, positions } = error;
    const isOfValue = originalError instanceof GraphQLError && !originalError.nodes && !originalError.extensions.code;
    if (!path || !isOfValue || getNullableType(typeAt(path, of)) !== GraphQLInt) return error;
    const fault = noScalar(GraphQLInt.name);
    return new GraphQLError(fault.message, { nodes, source, positions, path, originalError: fault });
  });
  return errors ? { ...result, errors } : result;
}
