import {
  type GraphQLNamedOutputType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLScalarType,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
} from 'graphql';
import type { Row } from '../model/page.js';
import { noScalar } from '../model/scalars.js';
import type { Selection } from '../model/selection.js';
import { FallbackError, ServiceError } from '../model/service-error.js';
import type { GraphContext } from './context.js';

/** A fact that could not be had and that must be: the error in its place, and where it is below the record. */
interface Fault {
  readonly error: ServiceError;
  readonly path: readonly string[];
}

/** A record of a store as a list holds it: read, or the error that kept all of it from being read. */
type Held<T> = T | ServiceError;

/**
 * The records among these that can be answered, by the position they had. One that lacks a fact which is selected and must not be
 * null would take its whole list with it; it is left out instead, and the answer's `errors` say which it is and what it lacks.
 */
export function wholeRecords<T>(
  records: readonly Held<T>[],
  of: {
    readonly type: GraphQLNamedOutputType;
    readonly selection: Selection;
    readonly path: readonly (string | number)[];
  },
  { report }: Pick<GraphContext, 'report'>,
): ReadonlyMap<number, T> {
  const whole = new Map<number, T>();
  const faultIn = checkFor(of.type, of.selection);
  for (const [i, record] of records.entries()) {
    const fault = faultIn(record);
    // What failed for the page as a whole is no fault of a record: the list says so itself.
    if (fault && !isOfPage(fault)) report(recordError(record, fault), of.path);
    else if (record instanceof ServiceError) throw record;
    else whole.set(i, record);
  }
  return whole;
}

/** As `wholeRecords`, for a field that is a list of records itself, such as a product's variants. */
export function wholeList<T>(
  records: readonly Held<T>[],
  info: GraphQLResolveInfo,
  selection: Selection,
  context: Pick<GraphContext, 'report'>,
): T[] {
  const of = { type: getNamedType(info.returnType), selection, path: pathOf(info) };
  return [...wholeRecords(records, of, context).values()];
}

/** The error that kept a store from answering all records of its page alike; null where each can be answered or not by itself. */
export function pageFault(
  records: Iterable<unknown>,
  { type, selection }: { readonly type: GraphQLNamedOutputType; readonly selection: Selection },
): ServiceError | null {
  const faultIn = checkFor(type, selection);
  for (const record of records) {
    const fault = faultIn(record);
    if (fault && isOfPage(fault)) return fault.error;
  }
  return null;
}

/** The row; where all of it is an error, one that says which record of which store it is of. */
export function namedRow<T>(row: Row<T>, storeId: string): Row<T> {
  const { node, at } = row;
  return node instanceof ServiceError ? { at, node: node.with({ nativeId: at.id, ...node.facts, storeId }) } : row;
}

/** Where a field is in the answer. */
export function pathOf(info: GraphQLResolveInfo): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let at: GraphQLResolveInfo['path'] | undefined = info.path; at; at = at.prev) keys.unshift(at.key);
  return keys;
}

/** Finds what would make a value null if it were answered as it is; null where nothing would. */
type Check = (value: unknown) => Fault | null;

const checks = new WeakMap<Selection, Map<GraphQLOutputType, Check>>();

function checkFor(type: GraphQLOutputType, selection: Selection): Check {
  const ofSelection = checks.get(selection) ?? new Map<GraphQLOutputType, Check>();
  checks.set(selection, ofSelection);
  const check = ofSelection.get(type) ?? checkOf(type, selection);
  ofSelection.set(type, check);
  return check;
}

/**
 * What would make a value of the type null if it were answered as it is, by GraphQL's own rule: an error in its place, or in a
 * selected field below it that is not nullable, and neither is what is between; nothing, or no value of its scalar, is as bad as an
 * error there.
 */
function checkOf(type: GraphQLOutputType, selection: Selection): Check {
  const within = checkWithin(getNullableType(type), selection);
  return (value) => {
    if (!(value instanceof Error)) return within(value);
    if (value instanceof FallbackError) return null;
    return value instanceof ServiceError ? { error: value, path: [] } : within(value);
  };
}

const sound: Check = () => null;

function checkWithin(bare: GraphQLOutputType, selection: Selection): Check {
  if (isListType(bare)) {
    if (!isNonNullType(bare.ofType) || isRecord(bare.ofType)) return sound;
    const ofItem = checkOf(bare.ofType, selection);
    return (value) => {
      if (!Array.isArray(value)) return null;
      for (const item of value) {
        const fault = ofItem(item);
        if (fault) return fault;
      }
      return null;
    };
  }
  if (isScalarType(bare)) return scalarCheck(bare);
  if (!isObjectType(bare)) return sound;
  const fields = bare.getFields();
  const needed = selection.fields.flatMap((name) => {
    const type = fields[name]?.type;
    if (!type || !isNonNullType(type)) return [];
    const isText = isScalarType(type.ofType) && written.has(type.ofType.name);
    return [{ name, isText, check: checkOf(type, selection.at(name)) }];
  });
  return (value) => {
    if (typeof value !== 'object' || value === null) return null;
    for (const { name, isText, check } of needed) {
      const held = (value as Readonly<Record<string, unknown>>)[name];
      if (isText && typeof held === 'string') continue;
      // What is not there at all is another resolver's to find.
      const fault = held === null ? { error: noFact(), path: [] } : check(held);
      if (fault) return { error: fault.error, path: [name, ...fault.path] };
    }
    return null;
  };
}

function noFact(): ServiceError {
  return new ServiceError('STORE_RECORD_INVALID', 'The store holds nothing here, where something must be.');
}

/** The texts and switches of GraphQL, which any value can be written as. */
const written = new Set(['ID', 'String', 'Boolean']);

/** Tells of values that they can be written as their scalar, for less than it takes to write them. */
const surely: Readonly<Record<string, (value: unknown) => boolean>> = {
  DateTime: (value) => value instanceof Date && !Number.isNaN(value.getTime()),
  Int: (value) => typeof value === 'number' && (value | 0) === value,
};

function scalarCheck(scalar: GraphQLScalarType): Check {
  if (written.has(scalar.name)) return sound;
  const isSound = surely[scalar.name];
  return isSound
    ? (value) => (isSound(value) ? null : scalarFault(scalar, value))
    : (value) => scalarFault(scalar, value);
}

/** What keeps a value that the store holds from being written as its scalar, such as a number that is none. */
function scalarFault(scalar: GraphQLScalarType, value: unknown): Fault | null {
  if (value === undefined || value === null) return null;
  try {
    scalar.serialize(value);
    return null;
  } catch (error) {
    return { error: error instanceof ServiceError ? error : noScalar(scalar.name), path: [] };
  }
}

/** Whether things of the type have global ids: lists of them leave broken ones out by themselves. */
function isRecord(type: GraphQLOutputType): boolean {
  const named = getNamedType(type);
  return isInterfaceType(named) ? named.name === 'Node' : isObjectType(named) && named.getInterfaces().some(isNode);
}

function isNode({ name }: { readonly name: string }): boolean {
  return name === 'Node';
}

/** A statement's failure is that of every record which it was to be read for. */
function isOfPage({ error }: Fault): boolean {
  return 'statement' in error.facts;
}

function recordError(record: unknown, { error, path }: Fault): ServiceError {
  const { storeId, nativeId } = record as { readonly storeId?: string; readonly nativeId?: string };
  const known = {
    ...(storeId !== undefined && { storeId }),
    ...(nativeId !== undefined && { nativeId }),
    ...(path.length > 0 && { field: path.join('.') }),
  };
  return new ServiceError('STORE_RECORD_INVALID', error.message, { ...error.facts, ...known }, { cause: error });
}
