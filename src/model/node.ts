import 'reflect-metadata';
import { Field, ID, InterfaceType } from 'type-graphql';
import { parseGlobalId } from './ids.js';

@InterfaceType('Node', {
  description:
    'A thing with a global id, which `Query.node` finds again. The id is stable for as long as the thing exists.',
  resolveType: (value: { id: string }) => parseGlobalId(value.id)?.type,
})
export abstract class Node {
  @Field(() => ID, { description: 'Global id: opaque, unique over all stores, stable.' })
  id: string;
}
