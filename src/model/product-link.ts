import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';

export const ProductLinkKind = {
  RELATED: 'RELATED',
  UPSELL: 'UPSELL',
  CROSS_SELL: 'CROSS_SELL',
  ACCESSORY: 'ACCESSORY',
  GROUPED: 'GROUPED',
} as const;
export type ProductLinkKind = keyof typeof ProductLinkKind;
registerEnumType(ProductLinkKind, {
  name: 'ProductLinkKind',
  description: 'Why a product leads to another.',
  valuesConfig: {
    RELATED: { description: 'Shown beside it.' },
    UPSELL: { description: 'Offered in its place, as the better or dearer choice.' },
    CROSS_SELL: { description: 'Offered with it, once it is in the basket.' },
    ACCESSORY: { description: 'Goes with it.' },
    GROUPED: { description: 'One of those that it is a common page of.' },
  },
});

@ObjectType('ProductLink', {
  description: 'Something else that a product leads its shoppers to, as the merchant chose it.',
})
export class ProductLink {
  /** UUID of the store; always filled. */
  storeId: string;

  @Field(() => ProductLinkKind, { description: 'Why it leads there.' })
  kind: ProductLinkKind;

  @Field(() => ID, { description: 'The platform’s own id of the product or variant that it leads to.' })
  nativeId: string;
}
