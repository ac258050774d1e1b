import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import {
  InventoryChange,
  OrderChange,
  PriceChange,
  ProductChange,
  type SalePriceInput,
  ShipmentChange,
  ShipmentInput,
} from '../model/writing-inputs.js';
import {
  CreateShipmentsPayload,
  SetInventoryPayload,
  SetPricesPayload,
  UpdateOrdersPayload,
  UpdateProductsPayload,
  UpdateShipmentsPayload,
} from '../model/writing-results.js';
import { invalid, makeChanges } from './changes.js';
import type { GraphContext } from './context.js';

const key =
  'The same key with the same arguments answers what the first call answered, and changes nothing more, for 24 hours; with other ' +
  'arguments it is refused with IDEMPOTENCY_KEY_REUSED. 1 to 255 characters; null: every call is one of its own.';
const list = '1 to 250, each thing once, of one store or of many.';
const inOrder =
  ' Each store is sent its changes in one signed request, in order, and each change has its own result: one that cannot be made ' +
  'spoils no other. A list that is not well formed is refused with BAD_USER_INPUT, and nothing is changed.';

const KeyArg = () => Arg('idempotencyKey', () => String, { nullable: true, description: key });

/** A product or variant as an act names it. */
const goods = ({ type, nativeId }: { readonly type: string; readonly nativeId: string }) =>
  type === 'ProductVariant' ? { variant: nativeId } : { product: nativeId };

@Resolver()
export class WritingResolver {
  @Mutation(() => SetInventoryPayload, { description: `Changes stock.${inOrder}` })
  async setInventory(
    @Arg('changes', () => [InventoryChange], { description: list }) changes: InventoryChange[],
    @KeyArg() idempotencyKey: string | null,
    @Ctx() context: GraphContext,
  ): Promise<SetInventoryPayload> {
    const made = await makeChanges(
      {
        argument: 'changes',
        idField: 'id',
        types: ['Product', 'ProductVariant'],
        idempotencyKey: idempotencyKey ?? null,
        asked: ['setInventory', changes],
        changes: changes.map(({ id, optionValueId, quantity, adjustBy, expectedQuantity }) => ({
          id,
          part: optionValueId,
          fault:
            (quantity == null) === (adjustBy == null)
              ? invalid('It must be either a quantity or a number to adjust by.', 'quantity')
              : null,
          act: (of) => ({
            do: 'inventory',
            with: { ...goods(of), optionValue: optionValueId, quantity, adjustBy, expectedQuantity },
          }),
        })),
      },
      context,
    );
    return { results: made.map((one, i) => ({ ...one, id: changes[i]?.id ?? '' })) };
  }

  @Mutation(() => SetPricesPayload, { description: `Changes regular prices and sales.${inOrder}` })
  async setPrices(
    @Arg('changes', () => [PriceChange], { description: list }) changes: PriceChange[],
    @KeyArg() idempotencyKey: string | null,
    @Ctx() context: GraphContext,
  ): Promise<SetPricesPayload> {
    const made = await makeChanges(
      {
        argument: 'changes',
        idField: 'id',
        types: ['Product', 'ProductVariant'],
        idempotencyKey: idempotencyKey ?? null,
        asked: ['setPrices', changes],
        changes: changes.map((change) => ({
          id: change.id,
          fault: faultOfPrices(change),
          act: (of) => ({
            do: 'price',
            with: {
              ...goods(of),
              price: change.price,
              salePrice: change.salePrice && sale(change.salePrice),
              expectedPrice: change.expectedPrice,
            },
          }),
        })),
      },
      context,
    );
    return { results: made.map((one, i) => ({ ...one, id: changes[i]?.id ?? '' })) };
  }

  @Mutation(() => UpdateProductsPayload, {
    description: `Changes status, codes, weight, texts and categories of products.${inOrder}`,
  })
  async updateProducts(
    @Arg('changes', () => [ProductChange], { description: list }) changes: ProductChange[],
    @KeyArg() idempotencyKey: string | null,
    @Ctx() context: GraphContext,
  ): Promise<UpdateProductsPayload> {
    const made = await makeChanges(
      {
        argument: 'changes',
        idField: 'id',
        types: ['Product'],
        idempotencyKey: idempotencyKey ?? null,
        asked: ['updateProducts', changes],
        changes: changes.map((change) => {
          const { id, status, sku, gtin, mpn, weight, translations, categoryIds } = change;
          const languages = translations?.map(({ language }) => language.toLowerCase()) ?? [];
          const texts = translations?.map((text) => withoutNull({ ...text }));
          return {
            id,
            fault:
              new Set(languages).size < languages.length ? invalid('Each language stands once.', 'translations') : null,
            act: ({ nativeId }) => ({
              do: 'product',
              with: { product: nativeId, status, sku, gtin, mpn, weight, translations: texts, categories: categoryIds },
            }),
          };
        }),
      },
      context,
    );
    return { results: made.map((one, i) => ({ ...one, id: changes[i]?.id ?? '' })) };
  }

  @Mutation(() => UpdateOrdersPayload, { description: `Changes the status of orders and comments on them.${inOrder}` })
  async updateOrders(
    @Arg('changes', () => [OrderChange], { description: list }) changes: OrderChange[],
    @KeyArg() idempotencyKey: string | null,
    @Ctx() context: GraphContext,
  ): Promise<UpdateOrdersPayload> {
    const made = await makeChanges(
      {
        argument: 'changes',
        idField: 'id',
        types: ['Order'],
        idempotencyKey: idempotencyKey ?? null,
        asked: ['updateOrders', changes],
        changes: changes.map(({ id, statusId, expectedStatusId, comment, notifyCustomer }) => ({
          id,
          act: ({ nativeId }) => ({
            do: 'order',
            with: {
              order: nativeId,
              status: statusId,
              expectedStatus: expectedStatusId,
              comment,
              notify: notifyCustomer ?? false,
            },
          }),
        })),
      },
      context,
    );
    return { results: made.map((one, i) => ({ ...one, id: changes[i]?.id ?? '' })) };
  }

  @Mutation(() => CreateShipmentsPayload, { description: `Records parcels of orders.${inOrder}` })
  async createShipments(
    @Arg('shipments', () => [ShipmentInput], { description: '1 to 250, each order once, of one store or of many.' })
    shipments: ShipmentInput[],
    @KeyArg() idempotencyKey: string | null,
    @Ctx() context: GraphContext,
  ): Promise<CreateShipmentsPayload> {
    const made = await makeChanges(
      {
        argument: 'shipments',
        idField: 'orderId',
        types: ['Order'],
        idempotencyKey: idempotencyKey ?? null,
        asked: ['createShipments', shipments],
        changes: shipments.map(({ orderId, lineItems, notifyCustomer, statusId, ...carried }) => ({
          id: orderId,
          act: ({ nativeId }) => ({
            do: 'shipment',
            with: {
              order: nativeId,
              ...carried,
              lines: lineItems?.map((line) => ({ id: line.nativeId, quantity: line.quantity })),
              notify: notifyCustomer ?? false,
              status: statusId,
            },
          }),
        })),
      },
      context,
    );
    return { results: made.map((one, i) => ({ ...one, orderId: shipments[i]?.orderId ?? '' })) };
  }

  @Mutation(() => UpdateShipmentsPayload, { description: `Changes what is recorded of parcels.${inOrder}` })
  async updateShipments(
    @Arg('shipments', () => [ShipmentChange], { description: '1 to 250, each shipment once, of one store or of many.' })
    shipments: ShipmentChange[],
    @KeyArg() idempotencyKey: string | null,
    @Ctx() context: GraphContext,
  ): Promise<UpdateShipmentsPayload> {
    const made = await makeChanges(
      {
        argument: 'shipments',
        idField: 'orderId',
        types: ['Order'],
        idempotencyKey: idempotencyKey ?? null,
        asked: ['updateShipments', shipments],
        changes: shipments.map(({ orderId, shipmentId, notifyCustomer, ...carried }) => ({
          id: orderId,
          part: shipmentId,
          act: ({ nativeId }) => ({
            do: 'tracking',
            with: { order: nativeId, shipment: shipmentId, ...carried, notify: notifyCustomer ?? false },
          }),
        })),
      },
      context,
    );
    return { results: made.map((one, i) => ({ ...one, orderId: shipments[i]?.orderId ?? '' })) };
  }
}

function faultOfPrices({ price, salePrice }: PriceChange) {
  if (price == null && salePrice === undefined) return invalid('There is nothing to change.', 'price');
  if (price?.startsWith('-')) return invalid('A price is not below zero.', 'price');
  if (salePrice?.price.startsWith('-')) return invalid('A price is not below zero.', 'salePrice', 'price');
  const { startsAt, endsAt } = salePrice ?? {};
  if (startsAt && endsAt && endsAt <= startsAt) return invalid('It must end after it starts.', 'salePrice', 'endsAt');
  return null;
}

function sale({ price, startsAt, endsAt }: SalePriceInput) {
  return withoutNull({ price, startsAt: startsAt?.toISOString(), endsAt: endsAt?.toISOString() });
}

function withoutNull(given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value != null));
}
