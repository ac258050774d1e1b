const errors = 'userErrors { code field retryable }';

/** The mutations that change stores, each with `$changes`, and `$key` for the idempotency key. */
export const operations = {
  setInventory: `mutation ($changes: [InventoryChange!]!, $key: String) { setInventory(changes: $changes, idempotencyKey: $key) {
    results { id inventory { quantity } product { nativeId } variant { nativeId } ${errors} } } }`,
  setPrices: `mutation ($changes: [PriceChange!]!, $key: String) { setPrices(changes: $changes, idempotencyKey: $key) {
    results { product { price { amount } salePrice { amount } specialPrices { price { amount } startsAt endsAt } } ${errors} } } }`,
  updateProducts: `mutation ($changes: [ProductChange!]!, $key: String) { updateProducts(changes: $changes, idempotencyKey: $key) {
    results { product { name status sku gtin mpn weight { value } categories { nativeId } } ${errors} } } }`,
  updateOrders: `mutation ($changes: [OrderChange!]!, $key: String) { updateOrders(changes: $changes, idempotencyKey: $key) {
    results { order { status { nativeId } history { comment notified status { nativeId } } } ${errors} } } }`,
  createShipments: `mutation ($changes: [ShipmentInput!]!, $key: String) { createShipments(shipments: $changes, idempotencyKey: $key) {
    results { orderId shipment { nativeId carrier trackingNumber } order { status { nativeId } fulfillmentStatus } ${errors} } } }`,
  updateShipments: `mutation ($changes: [ShipmentChange!]!, $key: String) { updateShipments(shipments: $changes, idempotencyKey: $key) {
    results { orderId shipment { nativeId carrier trackingNumber } ${errors} } } }`,
} as const;
