import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  isInputObjectType,
  isObjectType,
} from 'graphql';
import type { Scope } from '../model/scope.js';
import { plainName } from './graph-names.js';

/** Why something needs no scope of its own. */
interface Open {
  readonly open: string;
}
type Need = Scope | Open;

const value: Open = { open: 'a plain value of the thing that it is in, which has its own scope' };
const payload: Open = { open: 'the answer to a mutation, which has its own scope' };
const own: Open = { open: 'what was just changed; the mutation has its own scope' };
const byType: Open = { open: 'each thing needs the scope of its own type' };
const everybody: Open = { open: 'the same for everybody: nothing of an account is in it' };

/** What each object type needs, wherever it is reached from. Connections, edges and feeds need what their nodes do. */
const typeNeeds: Readonly<Record<string, Need>> = {
  Node: byType,
  Store: 'stores.read',
  StoreConfig: 'stores.read',
  StoreCounts: 'stores.read',
  StoreWarning: 'stores.read',
  StoreFailure: value,
  Bridge: 'stores.read',
  Channel: 'stores.read',
  Currency: 'stores.read',
  Language: 'stores.read',
  TaxClass: 'stores.read',
  TaxRate: 'stores.read',
  TaxZone: 'stores.read',
  ShippingZone: 'stores.read',
  ShippingMethod: 'stores.read',
  ShippingRate: 'stores.read',
  Place: value,
  CustomerGroup: value,
  OrderStatus: value,
  Platform: everybody,

  Product: 'catalog.read',
  ProductVariant: 'catalog.read',
  Category: 'catalog.read',
  ProductLink: 'catalog.read',
  ProductDownload: 'catalog.read',
  ProductAttribute: 'catalog.read',
  ProductOption: 'catalog.read',
  ProductOptionValue: 'catalog.read',
  ProductTranslation: 'catalog.read',
  SpecialPrice: 'catalog.read',
  Inventory: 'catalog.read',
  InventoryLevel: 'catalog.read',
  Brand: 'catalog.read',
  StoreAttribute: 'catalog.read',
  AttributeSet: 'catalog.read',
  StoreLocation: 'stores.read',
  Metafield: value,
  Image: value,
  Dimensions: value,
  Weight: value,
  Money: value,
  SelectedOption: value,

  Order: 'orders.read',
  LineItem: 'orders.read',
  LineQuantity: 'orders.read',
  OrderTotal: 'orders.read',
  OrderDiscount: 'orders.read',
  TaxLine: 'orders.read',
  Transaction: 'orders.read',
  Shipment: 'orders.read',
  Refund: 'orders.read',
  OrderEvent: 'orders.read',
  OrderStatistics: 'orders.read',
  OrderFigures: 'orders.read',
  OrderReturn: 'orders.read',
  ReturnItem: 'orders.read',

  Coupon: 'promotions.read',
  GiftCard: 'promotions.read',

  Customer: 'customers.read',
  Address: 'customers.read',
  Review: 'customers.read',
  NewsletterSubscriber: 'customers.read',
  Basket: 'customers.read',
  BasketLine: 'customers.read',
  WishList: 'customers.read',
  WishListItem: 'customers.read',

  Viewer: { open: 'whoever asks may know who they are' },
  ApiKey: 'keys.write',
  SupportAccess: 'support.write',
  AuditEntry: 'audit.read',
  WebhookEndpoint: 'webhooks.write',
  WebhookEndpointPayload: payload,
  CreateWebhookEndpointPayload: payload,
  DeleteWebhookEndpointPayload: payload,
  BridgePlacement: payload,
  PlacementStep: payload,

  ConnectStorePayload: payload,
  StorePayload: payload,
  IssueBridgePayload: payload,
  BridgeDownload: 'stores.write',
  CreateApiKeyPayload: payload,
  RevokeApiKeyPayload: payload,
  GrantSupportAccessPayload: payload,
  SupportAccessPayload: payload,
  UserError: payload,
  SetInventoryPayload: payload,
  SetPricesPayload: payload,
  UpdateProductsPayload: payload,
  UpdateOrdersPayload: payload,
  CreateShipmentsPayload: payload,
  UpdateShipmentsPayload: payload,
  InventoryResult: payload,
  PriceResult: payload,
  ProductResult: payload,
  OrderResult: payload,
  ShipmentResult: payload,
  PageInfo: { open: 'says where a page lies, nothing of what is on it' },
};

/** What a field needs in place of what its type does. Every field of the roots is here, or gives a type that has a scope. */
const fieldNeeds: Readonly<Record<string, Need>> = {
  'Query.node': byType,
  'Query.nodes': byType,
  'Query._entities': byType,
  'Query._service': everybody,
  'Query.viewer': { open: 'whoever asks may know who they are' },
  'Query.platforms': everybody,
  'Viewer.supportAccess': { open: 'whoever asks may know who they are' },

  'Mutation.connectStore': 'stores.write',
  'Mutation.verifyStore': 'stores.write',
  'Mutation.issueBridge': 'stores.write',
  'Mutation.rotateStoreKey': 'stores.write',
  'Mutation.refreshStoreConfig': 'stores.write',
  'Mutation.disconnectStore': 'stores.write',
  'Mutation.installBridge': 'stores.write',
  'Mutation.uninstallBridge': 'stores.write',
  'Mutation.updateStore': 'stores.write',
  'Mutation.createWebhookEndpoint': 'webhooks.write',
  'Mutation.updateWebhookEndpoint': 'webhooks.write',
  'Mutation.deleteWebhookEndpoint': 'webhooks.write',
  'Mutation.testWebhookEndpoint': 'webhooks.write',
  'Mutation.setInventory': 'catalog.write',
  'Mutation.setPrices': 'catalog.write',
  'Mutation.updateProducts': 'catalog.write',
  'Mutation.updateOrders': 'orders.write',
  'Mutation.createShipments': 'orders.write',
  'Mutation.updateShipments': 'orders.write',
  'Query.egressAddresses': everybody,
  'Mutation.createApiKey': 'keys.write',
  'Mutation.revokeApiKey': 'keys.write',
  'Mutation.grantSupportAccess': 'support.write',
  'Mutation.revokeSupportAccess': 'support.write',

  'ConnectStorePayload.store': own,
  'StorePayload.store': own,
  'IssueBridgePayload.store': own,

  'Store.tags': 'catalog.read',
  'StoreCounts.products': 'catalog.read',
  'StoreCounts.variants': 'catalog.read',
  'StoreCounts.categories': 'catalog.read',
  'StoreCounts.orders': 'orders.read',
  'StoreCounts.customers': 'customers.read',

  // What an order says of whoever placed it; its addresses and its customer are so by their types.
  'Order.email': 'customers.read',
  'Order.phone': 'customers.read',
  'OrderEvent.comment': 'customers.read',
  'OrderReturn.comment': 'customers.read',
};

/** What a condition needs: whether somebody has ordered is as much theirs as their address. */
const inputNeeds: Readonly<Record<string, Scope>> = {
  'OrderFilter.email': 'customers.read',
  'OrderFilter.customerId': 'customers.read',
  'OrderFilter.search': 'customers.read',
  // And whether a customer has ordered is of the orders.
  'CustomerFilter.hasOrders': 'orders.read',
  'BasketFilter.ordered': 'orders.read',
};

/** What a type needs, wherever it is reached from; throws for one that nobody has thought about. */
export function scopeOfType(name: string): Scope | null {
  const node = /^(\w+?)(?:Connection|Edge|Feed|FeedEdge)$/.exec(name)?.[1];
  const need = typeNeeds[name] ?? (node && typeNeeds[node]);
  if (!need) throw new Error(`${name} must have a scope in typeNeeds, or say there why it needs none`);
  return typeof need === 'string' ? need : null;
}

type AnyField = Pick<GraphQLField<unknown, unknown>, 'name' | 'type'> &
  Partial<Pick<GraphQLField<unknown, unknown>, 'extensions'>>;

// Fields are those of the schema, which is there as long as the process.
const known = new WeakMap<AnyField, readonly Scope[]>();

/** What a field needs beyond what the type needs that it is in: empty, or one scope. Throws for a root field without a say. */
export function scopesOfField(typeName: string, field: AnyField): readonly Scope[] {
  const scopes = known.get(field) ?? needOfField(typeName, field);
  known.set(field, scopes);
  return scopes;
}

function needOfField(typeName: string, field: AnyField): readonly Scope[] {
  const need = fieldNeeds[`${typeName}.${plainName(field)}`];
  if (need) return typeof need === 'string' ? [need] : [];
  const type = getNamedType(field.type);
  const isRoot = typeName === 'Query' || typeName === 'Mutation';
  const ofType = isObjectType(type) ? scopeOfType(plainName(type)) : null;
  if (isRoot && ofType === null) {
    throw new Error(`${typeName}.${field.name} must have a scope in fieldNeeds, or say there why it needs none`);
  }
  return ofType !== null && (isRoot || ofType !== scopeOfType(typeName)) ? [ofType] : [];
}

/** What conditions need that are given in a field's arguments, however deep. */
export function scopesOfArguments(
  args: readonly GraphQLArgument[],
  given: Readonly<Record<string, unknown>>,
): Set<Scope> {
  const scopes = new Set<Scope>();
  for (const arg of args) collectInput(arg.type, given[arg.name], scopes);
  return scopes;
}

function collectInput(type: GraphQLInputType, given: unknown, scopes: Set<Scope>): void {
  const named = getNamedType(type);
  if (!isInputObjectType(named) || given === null || given === undefined) return;
  if (Array.isArray(given)) {
    for (const one of given) collectInput(named, one, scopes);
    return;
  }
  for (const field of Object.values(named.getFields())) {
    const value = (given as Record<string, unknown>)[field.name];
    if (value === null || value === undefined) continue;
    const need = inputNeeds[`${plainName(named)}.${field.name}`];
    if (need) scopes.add(need);
    collectInput(field.type, value, scopes);
  }
}

/** Whether a field may need a scope, by itself or by conditions in its arguments. */
export function mayNeedScope(typeName: string, field: GraphQLField<unknown, unknown>): boolean {
  const known = mayNeed.get(field) ?? (scopesOfField(typeName, field).length > 0 || hasGuardedArguments(field.args));
  mayNeed.set(field, known);
  return known;
}

const mayNeed = new WeakMap<AnyField, boolean>();

function hasGuardedArguments(args: readonly GraphQLArgument[]): boolean {
  return args.some(({ type }) => {
    const named = getNamedType(type);
    return isInputObjectType(named) && Object.keys(inputNeeds).some((name) => name.startsWith(`${plainName(named)}.`));
  });
}

/** The names in the tables, for the test that looks whether they are the schema's. */
export const scopedNames: readonly string[] = [
  ...Object.keys(typeNeeds),
  ...Object.keys(fieldNeeds),
  ...Object.keys(inputNeeds),
];
