<?php
// Stands in for Magento 1 where its code is not: what starts it and the models that acts call, over the store's own tables.
require dirname(__DIR__) . '/witness.php';
require __DIR__ . '/stand-in-model.php';
require __DIR__ . '/stand-in-catalog.php';
require __DIR__ . '/stand-in-sales.php';

final class Mage
{
    private static $singletons = [];

    public static function getVersionInfo()
    {
        return ['major' => '1', 'minor' => '9', 'revision' => '4', 'patch' => '5', 'stability' => '', 'number' => ''];
    }

    public static function getOpenMageVersionInfo()
    {
        return ['major' => '20', 'minor' => '0', 'patch' => '20', 'stability' => '', 'number' => ''];
    }

    public static function app($code = '', $type = 'store')
    {
        // Who sees the bridge's own request, or would start a session, ends here.
        $isOwn = $_GET === [] && $_POST === [] && $_COOKIE === [] && strpos($_SERVER['SCRIPT_NAME'], 'drawbridge') === false;
        if (!$isOwn || !isset($_SESSION)) exit('A front page');
        return self::getSingleton('core/app');
    }

    public static function getSingleton($name, $given = null)
    {
        return self::$singletons["_singleton/$name"] = self::$singletons["_singleton/$name"] ?? self::getModel($name, $given);
    }

    public static function unregister($key)
    {
        unset(self::$singletons[$key]);
    }

    public static function getModel($name, $given = null)
    {
        $class = 'StandIn_' . strtr(ucwords(strtr($name, '/_', '  ')), ' ', '_');
        return new $class($given);
    }

    public static function getResourceModel($name)
    {
        return self::getSingleton('core/resource');
    }

    public static function helper($name)
    {
        return self::getSingleton("$name/helper");
    }

    public static function getStoreConfig($path, $store = null)
    {
        $id = is_object($store) ? $store->getId() : (int) $store;
        return self::getSingleton('core/resource')->cell("select value from core_config_data where path = '$path' and (scope = 'default'"
            . " or scope = 'stores' and scope_id = $id) order by scope desc limit 1");
    }

    public static function dispatchEvent($name)
    {
        witness($name);
    }
}

final class StandIn_Core_App
{
    /** Its parts are those that acts ask for: the observers of all areas and of the back office. */
    public function loadAreaPart($area, $part)
    {
        witness("$area $part");
    }

    public function getStores()
    {
        $rows = Mage::getSingleton('core/resource')->rows('select * from core_store where store_id > 0 order by store_id');
        return array_map(static fn ($row) => new StandIn_Data(['id' => $row['store_id']]), $rows);
    }

    public function getDefaultStoreView()
    {
        return $this->getStores()[0];
    }
}

final class StandIn_Shipping_Config
{
    public function getAllCarriers()
    {
        return ['ups' => $this];
    }

    public function isTrackingAvailable()
    {
        return true;
    }

    public function getConfigData($key)
    {
        return 'United Parcel Service';
    }
}
