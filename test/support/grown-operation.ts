import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
} from 'graphql';

/** Gives numbers from 0 up to 1, the same ones for the same seed. */
export type Random = () => number;

/** Numbers as random as a test needs them (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What a random operation is made of. */
export interface OperationMaterial {
  /** What stands where an id is wanted. */
  readonly ids: readonly string[];
  /** What stands where any other text is wanted. */
  readonly texts: readonly string[];
  /** How many of the operations are mutations, from 0 to 1. */
  readonly mutations?: number;
  /** Fields that are never selected, as `Type.field`. */
  readonly without?: ReadonlySet<string>;
  readonly maxDepth?: number;
}

/** An operation that the schema takes, with values for its variables. */
export interface GrownOperation {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

/** Grows an operation out of the schema: fields, aliases, fragments, directives, arguments written out and as variables. */
export function grownOperation(schema: GraphQLSchema, random: Random, material: OperationMaterial): GrownOperation {
  return new Growing(schema, random, material).operation();
}

class Growing {
  readonly #declared: string[] = [];
  readonly #fragments: string[] = [];
  readonly #variables: Record<string, unknown> = {};
  /** How many fields may still be selected. */
  #room: number;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly random: Random,
    private readonly material: OperationMaterial,
  ) {
    this.#room = 4 + Math.floor(random() * 30);
  }

  operation(): GrownOperation {
    const isMutation = this.random() < (this.material.mutations ?? 0);
    const kind = isMutation ? 'mutation' : 'query';
    const root = isMutation ? this.schema.getMutationType() : this.schema.getQueryType();
    if (!root) throw new Error('the schema must have the root that was wanted');
    const selected = this.#selections(root, this.material.maxDepth ?? 7);
    const declared = this.#declared.length > 0 ? `(${this.#declared.join(', ')})` : '';
    const query = [`${kind} Random${declared} ${selected}`, ...this.#fragments].join('\n');
    return { query, variables: this.#variables };
  }

  #selections(type: GraphQLNamedType, depth: number): string {
    if (isUnionType(type) || isInterfaceType(type)) {
      const possible = this.#one(this.schema.getPossibleTypes(type));
      const own = isInterfaceType(type)
        ? Object.keys(type.getFields()).filter((name) => this.#isPlain(type, name))
        : [];
      return `{ __typename ${own.slice(0, 2).join(' ')} ... on ${possible.name} ${this.#selections(possible, depth)} }`;
    }
    if (!isObjectType(type)) return '';
    const fields = Object.values(type.getFields()).filter(
      (field) =>
        !this.material.without?.has(`${type.name}.${field.name}`) &&
        (depth > 1 || isLeafType(getNamedType(field.type))),
    );
    const wanted = new Map<string, string>();
    const count = 1 + Math.floor(this.random() * 4);
    for (let i = 0; i < count && fields.length > 0 && this.#room > 0; i += 1) {
      const field = this.#one(fields);
      this.#room -= 1;
      // Each under a name of its own, so that no two of them clash.
      const key = wanted.has(field.name) || this.random() < 0.1 ? `a${wanted.size}_${depth}` : field.name;
      const alias = key === field.name ? '' : `${key}: `;
      const below = this.#selections(getNamedType(field.type), depth - 1);
      wanted.set(key, `${alias}${field.name}${this.#arguments(field)}${this.#directive()}${below && ` ${below}`}`);
    }
    if (wanted.size === 0 || this.random() < 0.1) wanted.set('__typename', '__typename');
    const body = `{ ${[...wanted.values()].join(' ')} }`;
    const how = this.random();
    if (how < 0.06) return `{ ... on ${type.name} ${body} }`;
    if (how < 0.12) {
      const name = `F${this.#fragments.length}`;
      this.#fragments.push(`fragment ${name} on ${type.name} ${body}`);
      return `{ ...${name} }`;
    }
    return body;
  }

  #isPlain(type: GraphQLNamedType, name: string): boolean {
    return isInterfaceType(type) && isLeafType(getNamedType(type.getFields()[name]?.type as never));
  }

  #directive(): string {
    if (this.random() > 0.04) return '';
    const name = this.random() < 0.5 ? 'include' : 'skip';
    return ` @${name}(if: ${this.random() < 0.5})`;
  }

  #arguments(field: GraphQLField<unknown, unknown>): string {
    const given = field.args.flatMap((arg) =>
      isRequiredArgument(arg) || this.random() < 0.5 ? [`${arg.name}: ${this.#argument(arg)}`] : [],
    );
    return given.length > 0 ? `(${given.join(', ')})` : '';
  }

  #argument(arg: GraphQLArgument): string {
    const value = this.#value(arg.type, 4);
    if (this.random() < 0.6) return literal(value, arg.type);
    const name = `v${this.#declared.length}`;
    const hasDefault = !isNonNullType(arg.type) && this.random() < 0.3;
    this.#declared.push(`$${name}: ${arg.type}${hasDefault ? ` = ${literal(value, arg.type)}` : ''}`);
    if (!hasDefault || this.random() < 0.5) this.#variables[name] = value;
    return `$${name}`;
  }

  /** A value that the type takes, as JSON has it. */
  #value(type: GraphQLInputType, depth: number): unknown {
    if (isNonNullType(type)) return this.#value(type.ofType, depth);
    if (isListType(type)) {
      const item = type.ofType;
      return Array.from({ length: Math.floor(this.random() * 3) }, () => this.#value(item, depth - 1));
    }
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(
        (field: GraphQLInputField) => isRequiredInputField(field) || (depth > 0 && this.random() < 0.5),
      );
      return Object.fromEntries(fields.map((field) => [field.name, this.#value(field.type, depth - 1)]));
    }
    if (isEnumType(type)) return this.#one(type.getValues()).name;
    const { name } = type as GraphQLNamedType;
    if (name === 'Int') return this.#one(numbers);
    if (name === 'Float') return this.#one([0, -1.5, 1e10]);
    if (name === 'Boolean') return this.random() < 0.5;
    if (name === 'ID') return this.#one(this.material.ids);
    if (name === '_Any')
      return { __typename: this.#one(['Product', 'Order', 'Store', 'None']), id: this.#one(this.material.ids) };
    return this.#one(this.material.texts);
  }

  #one<T>(of: readonly T[]): T {
    return of[Math.floor(this.random() * of.length)] as T;
  }
}

const numbers = [-1, 0, 1, 2, 3, 5, 20, 250, 251, 5_000, 2 ** 31 - 1, -(2 ** 31)];

/** The value as it is written in an operation. */
function literal(value: unknown, type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(value, type.ofType);
  if (Array.isArray(value)) {
    const item = isListType(type) ? type.ofType : type;
    return `[${value.map((one) => literal(one, item)).join(', ')}]`;
  }
  if (isEnumType(type)) return String(value);
  if (typeof value === 'object' && value !== null) {
    const fields = isInputObjectType(type) ? type.getFields() : {};
    const parts = Object.entries(value).map(
      ([name, one]) => `${name}: ${literal(one, (fields[name]?.type ?? type) as never)}`,
    );
    return `{ ${parts.join(', ')} }`;
  }
  return JSON.stringify(value);
}
