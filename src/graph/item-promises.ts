import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNullableType,
  isAbstractType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** The contexts of operations that GraphQL.js itself executes. */
const interpreted = new WeakSet<object>();

/** Says, before an operation is executed, that it is GraphQL.js which will do it, and no program. */
export function interpretedWith<Context extends object>(context: Context): Context {
  interpreted.add(context);
  return context;
}

/**
 * Has the lists of a schema give GraphQL.js their items as promises, where items may fail after a while. Of a list in which an item
 * fails at once, GraphQL.js 16 hears no more of the items before it, and Node ends a process in which a promise is rejected that nobody
 * hears of. Among promises none fails at once, and each is heard of. Programs hear of all by themselves.
 */
export function giveItemsAsPromises(schema: GraphQLSchema): void {
  const objects = Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType => isObjectType(type) && !isIntrospectionType(type),
  );
  const late = failingLate(schema, objects);
  for (const field of objects.flatMap((type) => Object.values(type.getFields()))) {
    const list = getNullableType(field.type);
    if (isListType(list) && late(list.ofType)) giveAsPromises(field as GraphQLField<unknown, object>);
  }
}

function giveAsPromises(field: GraphQLField<unknown, object>): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  const apart = (value: unknown) => (Array.isArray(value) ? value.map((item) => Promise.resolve(item)) : value);
  field.resolve = (root, args, context, info) => {
    const value = resolve(root, args, context, info);
    if (!interpreted.has(context)) return value;
    return value instanceof Promise ? value.then(apart) : apart(value);
  };
}

/**
 * Tells of which types a value may become null a while after it was given, and take with it what it is in: those that must not be null
 * and in which a resolver's field, at whatever depth, must not be null either.
 */
function failingLate(
  schema: GraphQLSchema,
  objects: readonly GraphQLObjectType[],
): (type: GraphQLOutputType) => boolean {
  const known = new Set<GraphQLObjectType>();
  const late = (type: GraphQLOutputType): boolean => {
    if (!isNonNullType(type)) return false;
    const bare: GraphQLOutputType = type.ofType;
    if (isListType(bare)) return late(bare.ofType);
    if (isAbstractType(bare)) return schema.getPossibleTypes(bare).some((one) => known.has(one));
    return isObjectType(bare) && known.has(bare);
  };
  for (let before = -1; before < known.size; ) {
    before = known.size;
    for (const type of objects) {
      const fields = Object.values(type.getFields());
      if (fields.some((field) => late(field.type) || (field.resolve && isNonNullType(field.type)))) known.add(type);
    }
  }
  return late;
}
