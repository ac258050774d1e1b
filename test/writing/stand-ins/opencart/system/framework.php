<?php
// What starts OpenCart: it leaves its registry in the scope that includes it, and shows the page that its route names.
$registry = new StandInRegistry();
foreach (['db' => new StandInDatabase(), 'config' => new StandInConfig(), 'cache' => new StandInCache(), 'load' => $registry] as $name => $one) {
    $registry->set($name, $one);
}
$registry->set('session', new StandInSession($registry->get('db')));
$registry->get('config')->load($registry->get('db'), (int) ($_GET['store_id'] ?? 0));
date_default_timezone_set($registry->get('config')->get('config_timezone'));
setcookie('OCSESSID', $registry->get('session')->getId());
set_error_handler(function () {
    header('Location: https://elsewhere.example/');
    exit('An error');
});
witness('startup');
// Whoever sees the bridge's own request, or a page in maintenance that is none of its interface's, ends here.
$isClosed = $registry->get('config')->get('config_maintenance') && strpos($_GET['route'], 'api') !== 0;
if ($isClosed || $_POST || $_COOKIE || strpos($_SERVER['SCRIPT_NAME'], 'drawbridge') !== false) exit('Maintenance');
if (VERSION >= '4') {
    $class = 'Opencart\Catalog\Controller\\' . implode('\\', array_map('ucfirst', explode('/', $_GET['route'])));
    class_exists($class) ? (new $class($registry))->index() : witness('error/not_found');
} else {
    witness($_GET['route']);
}
// What a page prints is nobody's business.
echo '{"error":"Warning: You do not have permission to access the API!"}';
