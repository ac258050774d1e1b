<?php
// The made-up shop's own code, as full of surprises as shops are: the file "mood" says which.
namespace ActShop;

const FOLDER = __DIR__;

function mood(): string
{
    return trim((string) @file_get_contents(FOLDER . '/mood'));
}

function stock(int $id): ?int
{
    $all = json_decode((string) file_get_contents(FOLDER . '/stock.json'), true);
    return $all[$id] ?? null;
}

function setStock(int $id, int $quantity): void
{
    file_put_contents(FOLDER . '/calls', "$id $quantity\n", FILE_APPEND);
    $mood = mood();
    if ($mood === 'throw before') throw new \RuntimeException('SHOPPER-DATA before');
    if ($mood === 'exit before') exit('SHOPPER-DATA');
    if ($mood === 'redirect before') {
        header('Location: https://elsewhere.example/', true, 302);
        exit;
    }
    if ($mood === 'slow') usleep(300000);
    write($id, $mood === 'something else' ? $quantity + 1000 : $quantity);
    if ($mood === 'noise') {
        echo 'SHOPPER-DATA';
        trigger_error('SHOPPER-DATA', E_USER_WARNING);
        setcookie('session', 'SHOPPER-DATA');
        header('X-Shop: SHOPPER-DATA');
        http_response_code(503);
    }
    if ($mood === 'throw after') throw new \RuntimeException('SHOPPER-DATA after');
    if ($mood === 'exit after') exit;
    if ($mood === 'fatal after') (static function (): void { noSuchFunction(); })();
    if ($mood === 'memory after') {
        ini_set('memory_limit', '64M');
        $all = [];
        while (true) $all[] = str_repeat('x', 1048576);
    }
}

function write(int $id, int $quantity): void
{
    $all = json_decode((string) file_get_contents(FOLDER . '/stock.json'), true);
    $all[$id] = $quantity;
    // Whole or not at all, as a database would.
    file_put_contents(FOLDER . '/stock.' . getmypid(), json_encode($all));
    rename(FOLDER . '/stock.' . getmypid(), FOLDER . '/stock.json');
}

function rollBack(): void
{
    file_put_contents(FOLDER . '/calls', "rollback\n", FILE_APPEND);
}

file_put_contents(FOLDER . '/seen.json', json_encode([
    'get' => $_GET, 'post' => $_POST, 'cookie' => $_COOKIE, 'server' => $_SERVER, 'folder' => getcwd(),
    'global' => isset($GLOBALS['drawbridge']) && !isset($this),
]));
if (mood() === 'exit at start') exit('SHOPPER-DATA');
if (mood() === 'throw at start') throw new \RuntimeException('SHOPPER-DATA at start');
if (mood() === 'fatal at start') noSuchFunction();
if (mood() === 'noise') {
    echo 'SHOPPER-DATA';
    register_shutdown_function(static function (): void { echo 'SHOPPER-DATA at the end'; });
}
