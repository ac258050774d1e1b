import { registerEnumType } from 'type-graphql';

export const ProductType = {
  SIMPLE: 'SIMPLE',
  VARIABLE: 'VARIABLE',
  GROUPED: 'GROUPED',
  BUNDLE: 'BUNDLE',
  VIRTUAL: 'VIRTUAL',
  DOWNLOADABLE: 'DOWNLOADABLE',
  EXTERNAL: 'EXTERNAL',
} as const;
export type ProductType = keyof typeof ProductType;
registerEnumType(ProductType, {
  name: 'ProductType',
  description: 'What kind of thing a product is.',
  valuesConfig: {
    SIMPLE: { description: 'One thing, sold as it is or with options.' },
    VARIABLE: { description: 'Sold in variants, each with a price and stock of its own.' },
    GROUPED: { description: 'Several products shown together, each bought by itself.' },
    BUNDLE: { description: 'Several products bought as one.' },
    VIRTUAL: { description: 'Nothing is shipped.' },
    DOWNLOADABLE: { description: 'Files to download.' },
    EXTERNAL: { description: 'Shown here, sold elsewhere.' },
  },
});

export const ProductStatus = { ACTIVE: 'ACTIVE', DISABLED: 'DISABLED', DRAFT: 'DRAFT', ARCHIVED: 'ARCHIVED' } as const;
export type ProductStatus = keyof typeof ProductStatus;
registerEnumType(ProductStatus, {
  name: 'ProductStatus',
  description: 'Whether shoppers see a product.',
  valuesConfig: {
    ACTIVE: { description: 'On sale.' },
    DISABLED: { description: 'Switched off by the merchant.' },
    DRAFT: { description: 'Not yet published.' },
    ARCHIVED: { description: 'Put away, such as into the trash.' },
  },
});
