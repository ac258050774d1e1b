import { Field, ID, Int, ObjectType } from 'type-graphql';

@ObjectType('ProductDownload', {
  description:
    'A file that whoever bought the product may fetch. Where it lies is never told, nor what it is called there.',
})
export class ProductDownload {
  @Field(() => ID, { description: 'The platform’s own id of the file on this product.' })
  nativeId: string;

  @Field(() => String, { description: 'What shoppers know it by, in the store’s default language, as plain text.' })
  name: string;

  @Field(() => Int, {
    nullable: true,
    description: 'How often each buyer may fetch it; null where as often as they like.',
  })
  limit: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'For how many days after the order it may be fetched; null where it may be for ever.',
  })
  expiresAfterDays: number | null;
}
