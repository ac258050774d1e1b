import { Arg, FieldResolver, Resolver, Root } from 'type-graphql';
import { type AsRead, valueRead } from '../model/as-read.js';
import { Category } from '../model/category.js';
import { Customer } from '../model/customer.js';
import { Metafield } from '../model/metafield.js';
import { Order } from '../model/order.js';
import { Product, ProductVariant } from '../model/product.js';

interface Owner {
  readonly metafields?: Metafield[];
}

/** Offers the fields of things of one type that the store's owner opened. */
function metafieldsOf(type: new () => Owner, kind: string) {
  @Resolver(() => type)
  class MetafieldsResolver {
    // Nullable, so that what fails here ends here: GraphQL.js 16 leaves a rejection alone where a thing beside it in a list fails at once.
    @FieldResolver(() => [Metafield], {
      nullable: true,
      description:
        `Fields of its own that the store’s owner opened by their names under \`${kind}\` in the bridge’s \`config.php\`, each as often ` +
        'as the store holds it; those that hold nothing are left out. Empty where none is opened, and where the platform has no such ' +
        'fields; null, with the reason in `errors`, where they cannot be read.',
    })
    metafields(
      @Root() { metafields }: AsRead<Owner>,
      @Arg('keys', () => [String], {
        nullable: true,
        description: 'The names of the fields wanted; null: all that are open.',
      })
      keys: string[] | null,
    ): AsRead<Owner>['metafields'] {
      return Array.isArray(metafields) && keys
        ? metafields.filter(({ key }) => keys.includes(valueRead(key)))
        : metafields;
    }
  }
  return MetafieldsResolver;
}

export const metafieldsResolvers = [
  metafieldsOf(Product, 'product'),
  metafieldsOf(ProductVariant, 'product'),
  metafieldsOf(Category, 'category'),
  metafieldsOf(Order, 'order'),
  metafieldsOf(Customer, 'customer'),
];
