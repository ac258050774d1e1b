import { type DocumentNode, GraphQLError, Kind, type OperationDefinitionNode, visit } from 'graphql';

/** What stands for NUL in the text of a query: itself, or an escape of it. */
const mayHoldNul = /\0|\\u0000|\\u\{0+\}/;

const holdsNul = (text: string) => text.includes('\0');

/** Whether a text holds half of a pair of UTF-16: no letter, and JSON with one is none for PHP. */
export const isCut = (text: string) => /\p{Surrogate}/u.test(text);

/**
 * Throws BAD_USER_INPUT where any text of an operation's arguments holds NUL, whatever they are of: no database takes it, and no text
 * that anybody means has it. So it does where one of a query holds half a character, as where an emoji was cut in two: no bridge takes
 * that, and all that is asked of a store beside it would be refused. Literals cannot hold it, and changes tell of it one by one.
 */
export function refuseOddTexts(
  document: DocumentNode,
  operation: OperationDefinitionNode | undefined,
  variables: unknown,
): void {
  const source = document.loc?.source.body;
  const literals = (source === undefined || mayHoldNul.test(source)) && hasLiteralWithNul(document);
  if (literals || isAnywhere(holdsNul, variables)) refuse('Texts must not hold the character NUL (U+0000).');
  if (operation?.operation !== 'mutation' && isAnywhere(isCut, variables)) {
    refuse('Texts must not hold half a character (a surrogate of UTF-16 by itself).');
  }
}

function refuse(message: string): never {
  throw new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } });
}

function isAnywhere(isOdd: (text: string) => boolean, value: unknown): boolean {
  // What came as JSON is a tree, and no deeper than its parser went.
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const one = waiting.pop();
    if (typeof one === 'string' && isOdd(one)) return true;
    if (typeof one !== 'object' || one === null) continue;
    for (const [key, below] of Object.entries(one)) {
      if (isOdd(key)) return true;
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
