import { GraphQLError } from 'graphql';

/** How many lines the text of an operation may have. */
const mostLines = 2_000;

/**
 * Throws QUERY_TOO_COSTLY where the text of an operation has more lines than may be. For the place of every single error GraphQL goes
 * through all lines before it, and of 400,000 empty ones and a reference that is none for each third byte it would be busy for minutes.
 */
export function refuseLines(text: string): void {
  if (text.length <= mostLines) return;
  const lines = text.split(/\r\n|[\n\r]/).length;
  if (lines <= mostLines) return;
  throw new GraphQLError(`The query's text may have at most ${mostLines} lines, but got: ${lines}.`, {
    extensions: { code: 'QUERY_TOO_COSTLY', http: { status: 400 } },
  });
}
