import {
  type DocumentNode,
  defaultFieldResolver,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { isCut } from '../model/cut-text.js';
import { ServiceError } from '../model/service-error.js';

/** What stands for NUL in the text of a query: itself, or an escape of it. */
const mayHoldNul = /\0|\\u0000|\\u\{0+\}/;

const holdsNul = (text: string) => text.includes('\0');

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
  const isQuery = operation?.operation !== 'mutation';
  const odd = textIn(variables, (text) => holdsNul(text) || (isQuery && isCut(text)));
  if (literals || (odd && holdsNul(odd))) refuse('Texts must not hold the character NUL (U+0000).');
  if (odd) refuse(cut);
}

const cut = 'Texts must not hold half a character (a surrogate of UTF-16 by itself).';

/**
 * Has every mutation throw BAD_USER_INPUT, naming the argument, where a text of its arguments holds half a character, of which nothing
 * could be kept as it is. Lists of changes tell of theirs one by one.
 */
export function refuseCutTexts(schema: GraphQLSchema): void {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const resolve = field.resolve ?? defaultFieldResolver;
    field.resolve = (root, args: Record<string, unknown>, context, info) => {
      for (const [argument, value] of Object.entries(args).flatMap(fieldsOf)) {
        if (textIn(value, isCut)) throw new ServiceError('BAD_USER_INPUT', cut, { argument });
      }
      return resolve(root, args, context, info);
    };
  }
}

/** An argument by its fields, where it has any; nothing of a list. */
function fieldsOf([name, value]: [string, unknown]): [string, unknown][] {
  if (Array.isArray(value)) return [];
  if (typeof value !== 'object' || value === null) return [[name, value]];
  return Object.entries(value).map(([field, below]) => [`${name}.${field}`, below]);
}

function refuse(message: string): never {
  throw new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } });
}

/** The first text in a value that is odd. */
function textIn(value: unknown, isOdd: (text: string) => boolean): string | undefined {
  // What came as JSON is a tree, and no deeper than its parser went.
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const one = waiting.pop();
    if (typeof one === 'string' && isOdd(one)) return one;
    if (typeof one !== 'object' || one === null) continue;
    for (const [key, below] of Object.entries(one)) {
      if (isOdd(key)) return key;
      waiting.push(below);
    }
  }
  return undefined;
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
