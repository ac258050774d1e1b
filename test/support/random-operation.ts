import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import type { Random } from '../../demo/random.js';

/** Values that arguments of these names are given, as literals; an argument that is not here is left out. */
export type ArgumentValues = Readonly<Record<string, readonly string[]>>;

/** Makes a query that is valid and cheap: some fields of some things, with aliases, fragments and type names here and there. */
export function randomQuery(
  schema: GraphQLSchema,
  random: Random,
  values: ArgumentValues,
  roots: readonly string[],
): string {
  const fragments: string[] = [];
  let aliases = 0;

  const argumentsOf = (args: readonly GraphQLArgument[]): string | null => {
    const written: string[] = [];
    for (const arg of args) {
      const known = values[arg.name];
      if (isRequiredArgument(arg) && !known) return null;
      if (known && (isRequiredArgument(arg) || arg.name === 'first' || random.chance(0.3))) {
        written.push(`${arg.name}: ${random.pick(known)}`);
      }
    }
    return written.length > 0 ? `(${written.join(', ')})` : '';
  };

  const fieldOf = (field: GraphQLField<unknown, unknown>, depth: number): string | null => {
    const type = getNamedType(field.type);
    const args = argumentsOf(field.args);
    if (args === null) return null;
    const below = isLeafType(type) ? '' : depth > 0 ? selectionsOf(type, depth - 1) : null;
    if (below === null) return null;
    // An alias of its own keeps two selections of one field with other arguments from meeting.
    const isAliased = args !== '' || random.chance(0.1);
    aliases += isAliased ? 1 : 0;
    return `${isAliased ? `a${aliases}: ` : ''}${field.name}${args}${below}`;
  };

  const selectionsOf = (type: GraphQLNamedType, depth: number): string => {
    const parts: string[] = random.chance(0.2) ? ['__typename'] : [];
    if (isObjectType(type) || isInterfaceType(type)) {
      const fields = random.some(Object.values(type.getFields()), random.between(1, 7));
      parts.push(...fields.map((field) => fieldOf(field, depth)).filter((part) => part !== null));
    }
    if (isAbstractType(type)) {
      for (const one of random.some([...schema.getPossibleTypes(type)], 2)) {
        parts.push(`... on ${one.name} ${selectionsOf(one, depth)}`);
      }
    }
    if (parts.length === 0) parts.push('__typename');
    const spread = parts.splice(random.between(0, parts.length - 1));
    if (isAbstractType(type) || random.chance(0.5)) return `{ ${[...parts, ...spread].join(' ')} }`;
    if (random.chance(0.5)) return `{ ${parts.join(' ')} ... on ${type.name} { ${spread.join(' ')} } }`;
    const name = `f${fragments.length}`;
    fragments.push(`fragment ${name} on ${type.name} { ${spread.join(' ')} }`);
    return `{ ${parts.join(' ')} ...${name} }`;
  };

  const query = schema.getQueryType()?.getFields() ?? {};
  const asked = random
    .some(roots, random.between(1, 2))
    .map((name) => query[name])
    .flatMap((field) => (field ? [fieldOf(field, 5)] : []))
    .filter((part) => part !== null);
  return [`query Random { ${asked.join(' ') || '__typename'} }`, ...fragments].join('\n');
}
