<?php
/**
 * What the modules of a store do: each hook that runs is noted in the file `witness`, and the file `mood`, with a hook and what it is to do,
 * makes a module misbehave there.
 */
function witness(string $hook): void
{
    file_put_contents(__DIR__ . '/witness', "$hook\n", FILE_APPEND);
    [$at, $does] = explode(' ', trim((string) @file_get_contents(__DIR__ . '/mood')) . ' ');
    if ($at !== $hook) return;
    echo 'SHOPPER-DATA';
    if ($does === 'exit') exit('SHOPPER-DATA');
    if ($does === 'throw') throw new Exception('SHOPPER-DATA');
    if ($does === 'missing') missing_function_of_a_module();
    if ($does === 'notice') trigger_error('SHOPPER-DATA', E_USER_WARNING);
    // Nothing can catch this one.
    if ($does === 'memory') str_repeat('x', (int) ini_set('memory_limit', '64M') + (1 << 27));
    // A buffer that nobody may end.
    if ($does === 'keep') ob_start(null, 0, 0);
}
