import { type ExecutionResult, GraphQLError, isValueNode } from 'graphql';
import { ServiceError } from '../model/service-error.js';

/**
 * The answer in which a value that its argument cannot have is told as the caller's fault. What is wrong with a query is mostly found
 * before it is executed; but a variable that may be null, for it has a default, may stand where null may not be.
 */
export function withRefusedArguments(result: ExecutionResult): ExecutionResult {
  const errors = result.errors?.map((error) => {
    const { originalError, message, path, nodes, source, positions } = error;
    const isOfArgument = originalError instanceof GraphQLError && originalError.nodes?.some(isValueNode);
    if (!isOfArgument) return error;
    const fault = new ServiceError('BAD_USER_INPUT', message);
    return new GraphQLError(message, { nodes, source, positions, path, originalError: fault });
  });
  return errors ? { ...result, errors } : result;
}
