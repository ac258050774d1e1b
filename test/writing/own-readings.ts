import type { PlatformStore } from './platform-store.js';

/** What a platform's own classes say of a product; what is left out, they do not tell. */
export interface OwnProduct {
  readonly quantity?: string | number;
  readonly price?: string | number;
  readonly name?: string;
  readonly sku?: string;
  readonly active?: boolean;
}

/** What a platform's own classes say of some products and of the statuses of some orders, each in the order of its ids. */
export interface OwnReading {
  readonly products: readonly OwnProduct[];
  readonly statuses: readonly string[];
}

/** PHP for a page that starts the platform as it starts itself, then `$product` and `$status`: functions of an id. */
const pages: Readonly<Record<string, string>> = {
  openmage: `error_reporting(0); require 'app/Mage.php'; Mage::app();
    $product = function ($id) {
      $it = Mage::getModel('catalog/product')->setStoreId(Mage::app()->getDefaultStoreView()->getId())->load($id);
      $stock = Mage::getModel('cataloginventory/stock_item')->loadByProduct($id);
      return ['quantity' => $stock->getQty(), 'price' => $it->getPrice(), 'name' => $it->getName(), 'sku' => $it->getSku(), 'active' => $it->getStatus() == 1];
    };
    $status = function ($id) { return Mage::getModel('sales/order')->load($id)->getStatus(); };`,
  presta8: `error_reporting(0); require 'config/config.inc.php';
    $product = function ($id) {
      $it = new Product($id, false, (int) Configuration::get('PS_LANG_DEFAULT'), 1);
      return ['quantity' => StockAvailable::getQuantityAvailableByProduct($id, 0, 1), 'price' => $it->price, 'name' => $it->name,
        'sku' => $it->reference, 'active' => (bool) $it->active];
    };
    $status = function ($id) { return (new Order($id))->current_state; };`,
  zencart: `$loaderPrefix = 'webhook'; define('TOPMOST_CATEGORY_PARENT_ID', '0'); require 'includes/application_top.php';
    require_once DIR_WS_CLASSES . 'order.php';
    $product = function ($id) {
      return ['quantity' => zen_get_products_stock($id), 'price' => zen_products_lookup($id, 'products_price'), 
        // Its pages print names as HTML.
        'name' => html_entity_decode(zen_get_products_name($id), ENT_QUOTES, 'UTF-8'),
        'sku' => zen_products_lookup($id, 'products_model'), 'active' => zen_products_lookup($id, 'products_status') == 1];
    };
    $status = function ($id) { return (new order($id))->info['orders_status'] ?? null; };`,
  opencart4: opencart(
    `$_GET = ['route' => 'apisales/go'];
    spl_autoload_register(static function ($class) {
      if ($class !== 'Opencart\\\\Catalog\\\\Controller\\\\Apisales\\\\Go') return;
      class_alias(get_class(new class($GLOBALS['registry']) extends \\Opencart\\System\\Engine\\Controller { public function index(): void {} }), $class);
    });
    require DIR_SYSTEM . 'startup.php'; require DIR_SYSTEM . 'framework.php';`,
  ),
  opencart3: opencart(
    `$_GET = ['route' => 'api/currency']; $application_config = 'catalog';
    require DIR_SYSTEM . 'startup.php'; require modification(DIR_SYSTEM . 'framework.php');`,
  ),
  woo: woocommerce(),
  woolegacy: woocommerce(),
};

/** Its model of products knows only those that are for sale. */
function opencart(start: string): string {
  return `require 'config.php'; preg_match("/define\\('VERSION', '([^']+)'/", file_get_contents('index.php'), $found); define('VERSION', $found[1]);
    ${start}
    foreach (['catalog/product', 'checkout/order'] as $model) $registry->get('load')->model($model);
    $product = function ($id) use ($registry) {
      $it = $registry->get('model_catalog_product')->getProduct($id);
      return $it ? ['quantity' => $it['quantity'], 'price' => $it['price'], 'name' => html_entity_decode($it['name'], ENT_QUOTES, 'UTF-8'), 'active' => true] : ['active' => false];
    };
    $status = function ($id) use ($registry) { return $registry->get('model_checkout_order')->getOrder($id)['order_status_id']; };`;
}

function woocommerce(): string {
  return `define('DOING_CRON', true); require 'wp-load.php';
    $product = function ($id) {
      $it = wc_get_product($id);
      // Its pages print names as HTML.
      $name = html_entity_decode($it->get_name(), ENT_QUOTES, 'UTF-8');
      return ['quantity' => $it->get_stock_quantity(), 'price' => $it->get_regular_price(), 'name' => $name, 'sku' => $it->get_sku(),
        'active' => $it->get_status() === 'publish'];
    };
    $status = function ($id) { return 'wc-' . wc_get_order($id)->get_status(); };`;
}

/** What the store's own code says. */
export async function readByOwnCode(
  name: string,
  store: PlatformStore,
  products: readonly string[],
  orders: readonly string[],
): Promise<OwnReading> {
  const text = await store.page(
    'reads.php',
    `<?php ${pages[name]}
    echo '<<', json_encode(['products' => array_map($product, [${products}]), 'statuses' => array_map('strval', array_map($status, [${orders}]))]), '>>';`,
  );
  const said = /<<(.*)>>/s.exec(text)?.[1];
  if (said === undefined) throw new Error(`the store's code must say something, but got: ${text.slice(0, 500)}`);
  return JSON.parse(said);
}
