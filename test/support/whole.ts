import { ServiceError } from '../../src/model/service-error.js';

/** What was read, without the errors that it could hold. */
export type Whole<T> = T extends Date
  ? T
  : T extends ServiceError
    ? never
    : T extends ReadonlyMap<infer Key, infer Value>
      ? ReadonlyMap<Key, Whole<Value>>
      : T extends (infer Item)[]
        ? Whole<Item>[]
        : T extends readonly (infer Item)[]
          ? readonly Whole<Item>[]
          : T extends object
            ? { [Field in keyof T]: Whole<T[Field]> }
            : T;

/** What was read, all of it; throws the first error that it holds in place of a value. */
export function whole<T>(read: T): Whole<T> {
  const look = (value: unknown): void => {
    if (value instanceof ServiceError) throw value;
    if (value instanceof Map) for (const one of value.values()) look(one);
    else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) look(one);
  };
  look(read);
  return read as Whole<T>;
}
