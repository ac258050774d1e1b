import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  isLeafType,
  type OperationDefinitionNode,
  Source,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import { withRefusedArguments } from './argument-errors.js';
import { compilable, namesPlacesApart, openedFields, variablesNeverNull } from './compiled-operation.js';
import { withCausesAlone } from './error-causes.js';
import { interpretedWith } from './item-promises.js';
import { withUnwrittenNumbers } from './number-errors.js';

/** How operations are compiled that are asked often. */
export interface CompilingOptions {
  /** How many compiled operations are kept at most; 500 by default, 0: none is compiled. */
  readonly maxOperations?: number;
  /** About how many bytes the programs of all of them may have; 64 MiB by default. */
  readonly maxBytes?: number;
  /** The how manieth time that an operation is asked it is compiled; the second by default. */
  readonly compileAt?: number;
}

/** An operation as it is asked. */
export interface Asked<Context> {
  readonly document: DocumentNode;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly context: Context;
}

/** About how many bytes of program one field becomes. */
const bytesOfField = 1_500;
/** An operation of more fields, its fragments opened, is not compiled. */
const maxFields = 5_000;

/** What an operation was compiled into. */
interface Program {
  readonly run: CompiledQuery['query'];
  /** The variables that it must not be given null for: GraphQL itself refuses it where they stand, and a program does not. */
  readonly neverNull: readonly string[];
}

/**
 * Executes operations: what is asked again is compiled into a program that does just that, which takes a third of the time;
 * everything else, and all that does not compile, is executed by GraphQL itself. Both give the same data and the same errors at
 * the same paths; the order of errors, which nothing rules, may differ.
 */
export class Execution<Context extends object> {
  readonly #schema: GraphQLSchema;
  readonly #compileAt: number;
  readonly #compiled: LRUCache<
    OperationDefinitionNode,
    { readonly program: Program | null; readonly bytes: number }
  > | null;
  readonly #asked = new WeakMap<OperationDefinitionNode, number>();
  readonly #serializers: Record<string, (value: unknown) => unknown>;

  constructor(
    schema: GraphQLSchema,
    { maxOperations = 500, maxBytes = 64 * 2 ** 20, compileAt = 2 }: CompilingOptions,
  ) {
    this.#schema = schema;
    this.#compileAt = compileAt;
    this.#compiled =
      maxOperations === 0
        ? null
        : new LRUCache({ max: maxOperations, maxSize: maxBytes, sizeCalculation: ({ bytes }) => bytes });
    this.#serializers = failingWhole(schema);
  }

  /** Answers an operation that is valid. */
  async execute({ document, operationName, variables, context }: Asked<Context>): Promise<ExecutionResult> {
    const schema = this.#schema;
    const variableValues = { ...variables };
    const operation = getOperationAST(document, operationName);
    const program = operation && this.#programOf(document, operation);
    const coerced =
      program &&
      getVariableValues(schema, operation.variableDefinitions ?? [], variableValues, { maxErrors: 50 }).coerced;
    const result =
      coerced && program.neverNull.every((name) => coerced[name] !== null)
        ? await runCompiled(program.run, context, coerced, document)
        : await execute({ schema, document, operationName, variableValues, contextValue: interpretedWith(context) });
    if (!operation || !result.errors) return result;
    const of = { schema, document, operation };
    return withRefusedArguments(withUnwrittenNumbers(withCausesAlone(result, of), of));
  }

  /** The operation's program, made when it is asked often enough; null where it has none. */
  #programOf(document: DocumentNode, operation: OperationDefinitionNode): Program | null {
    if (!this.#compiled) return null;
    const known = this.#compiled.get(operation);
    if (known) return known.program;
    const times = (this.#asked.get(operation) ?? 0) + 1;
    this.#asked.set(operation, times);
    if (times < this.#compileAt) return null;
    const fields = openedFields(document, operation);
    const program = fields > maxFields ? null : this.#compile(document, operation);
    this.#compiled.set(operation, { program, bytes: program ? fields * bytesOfField : bytesOfField });
    return program;
  }

  #compile(document: DocumentNode, operation: OperationDefinitionNode): Program | null {
    const schema = this.#schema;
    const ready = compilable(document, operation);
    if (!ready || !namesPlacesApart(schema, document, operation)) return null;
    const made = compileQuery(schema, ready, operation.name?.value, {
      customSerializers: this.#serializers,
      disablingCapturingStackErrors: true,
    });
    if (!isCompiledQuery(made)) return null;
    return { run: made.query, neverNull: variablesNeverNull(schema, document, operation) };
  }
}

async function runCompiled(
  run: Program['run'],
  context: unknown,
  variables: Readonly<Record<string, unknown>>,
  document: DocumentNode,
): Promise<ExecutionResult> {
  // It looks for a variable that was not given in what an object inherits, and finds a function for one of the name `toString`.
  const result = await run(undefined, context, Object.assign(Object.create(null), variables));
  return result.errors ? { ...result, errors: result.errors.map((error) => located(error, document)) } : result;
}

/** What a value could not be written for, in the place of a message, because programs keep of such an error nothing else. */
class Unwritten {
  constructor(readonly message: unknown) {}
}

/** The ways to write the leaf types of a schema; what they throw comes out whole. */
function failingWhole(schema: GraphQLSchema): Record<string, (value: unknown) => unknown> {
  const leaves = Object.values(schema.getTypeMap()).filter(isLeafType);
  return Object.fromEntries(
    leaves.map((type) => {
      const write = (value: unknown) => {
        try {
          return type.serialize(value);
        } catch (error) {
          throw new Unwritten(error);
        }
      };
      return [type.name, write];
    }),
  );
}

/** A program's error as GraphQL itself would have made it. */
function located(error: GraphQLError, document: DocumentNode): GraphQLError {
  const held: unknown = error.message;
  const original = held instanceof Error ? held : (error.originalError ?? undefined);
  if (original instanceof GraphQLError && original.path) return original;
  const own = original instanceof GraphQLError && original.locations ? original : undefined;
  const source = document.loc?.source ?? new Source('');
  return new GraphQLError(original ? original.message : String(held), {
    source: own?.source ?? source,
    positions: own?.positions ?? error.locations?.map((place) => positionOf(source.body, place)),
    path: error.path,
    originalError: original,
  });
}

function positionOf(text: string, { line, column }: { readonly line: number; readonly column: number }): number {
  let start = 0;
  const ends = text.matchAll(/\r\n|[\n\r]/g);
  for (let passed = 1; passed < line; passed += 1) {
    const end = ends.next().value;
    if (!end) break;
    start = end.index + end[0].length;
  }
  return start + column - 1;
}
