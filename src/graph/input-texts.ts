import { type DocumentNode, GraphQLError, Kind, visit } from 'graphql';

/** What stands for NUL in the text of a query: itself, or an escape of it. */
const mayHoldNul = /\0|\\u0000|\\u\{0+\}/;

/**
 * Throws BAD_USER_INPUT where any text of an operation's arguments holds NUL, whatever they are of: no database takes it, and no text
 * that anybody means has it.
 */
export function refuseNul(document: DocumentNode, variables: unknown): void {
  const source = document.loc?.source.body;
  if (holdsNul(variables) || ((source === undefined || mayHoldNul.test(source)) && hasLiteralWithNul(document))) {
    throw new GraphQLError('Texts must not hold the character NUL (U+0000).', {
      extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
    });
  }
}

function holdsNul(value: unknown): boolean {
  // What came as JSON is a tree, and no deeper than its parser went.
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const one = waiting.pop();
    if (typeof one === 'string' && one.includes('\0')) return true;
    if (typeof one !== 'object' || one === null) continue;
    for (const [key, below] of Object.entries(one)) {
      if (key.includes('\0')) return true;
      waiting.push(below);
    }
  }
  return false;
}

function hasLiteralWithNul(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    [Kind.STRING]: ({ value }) => {
      found ||= value.includes('\0');
    },
  });
  return found;
}
