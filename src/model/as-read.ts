import { ServiceError } from './service-error.js';

/** What names a thing; without it there would be none. */
type Identity = 'id' | 'storeId' | 'nativeId';

/**
 * A thing as it was read from a store: every field, however deep, is its value or the error that kept it from being read.
 * GraphQL reports an Error that it finds in a field at that field alone.
 */
export type AsRead<T> = T extends Date | ServiceError
  ? T
  : T extends readonly (infer Item)[]
    ? AsRead<Item>[]
    : T extends object
      ? { [Field in keyof T]: Field extends Identity ? T[Field] : AsRead<T[Field]> | ServiceError }
      : T;

/** The value of a field that was read; throws the error that kept it from being read. */
export function valueRead<T>(field: T): Exclude<T, ServiceError> {
  if (field instanceof ServiceError) throw field;
  return field as Exclude<T, ServiceError>;
}
