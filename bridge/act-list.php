<?php
namespace Drawbridge;

// ---- The acts that can be asked for: whatever changes the store stands in this list ----

const MAX_ACTS = 250;

/**
 * Every act there is: the area that it is in, then its arguments and their forms (see isFormed); those that end
 * with ? may be left out. What is not here cannot be asked for, whoever holds the key.
 */
const ACTS = [
    'inventory' => ['catalog', ['product' => 'id?', 'variant' => 'id?', 'optionValue' => 'id?',
        'quantity' => 'decimal?', 'adjustBy' => 'decimal?', 'expectedQuantity' => 'decimal?']],
    'price' => ['catalog', ['product' => 'id?', 'variant' => 'id?', 'price' => 'decimal?', 'salePrice' => 'sale?',
        'expectedPrice' => 'decimal?']],
    'product' => ['catalog', ['product' => 'id', 'status' => 'word?', 'sku' => 'text?', 'gtin' => 'text?',
        'mpn' => 'text?', 'weight' => 'decimal?', 'translations' => 'translations?', 'categories' => 'ids?']],
    'order' => ['orders', ['order' => 'id', 'status' => 'id?', 'expectedStatus' => 'id?', 'comment' => 'text?',
        'notify' => 'flag?']],
    'shipment' => ['orders', ['order' => 'id', 'carrier' => 'text?', 'trackingNumber' => 'text?',
        'trackingUrl' => 'text?', 'lines' => 'lines?', 'notify' => 'flag?', 'status' => 'id?']],
    'tracking' => ['orders', ['order' => 'id', 'shipment' => 'id', 'carrier' => 'text?', 'trackingNumber' => 'text?',
        'trackingUrl' => 'text?', 'notify' => 'flag?']],
];

/** Whether this is a list of {"id","do","with"}, each id once, with arguments of the forms that ACTS gives. */
function areActs(array $asked): bool {
    $ids = [];
    foreach ($asked as $act) {
        $id = is_array($act) ? $act['id'] ?? null : null;
        $right = is_string($id) && preg_match('~^[A-Za-z0-9_-]{22,64}$~D', $id) && is_string($act['do'] ?? null);
        if (!$right || !is_array($act['with'] ?? null)) return false;
        $ids["id $id"] = true;
        foreach (ACTS[$act['do']][1] ?? [] as $name => $form) {
            $given = $act['with'][$name] ?? null;
            $may = substr($form, -1) === '?';
            // Only the end of a sale may be asked for by null.
            if ($given === null && (!array_key_exists($name, $act['with']) ? $may : $form === 'sale?')) continue;
            if (!isFormed($given, rtrim($form, '?'))) return false;
        }
    }
    $isList = $asked !== [] && $asked === array_values($asked);
    return $isList && count($ids) === count($asked) && count($asked) <= MAX_ACTS;
}

function isFormed($given, string $form): bool {
    if (in_array($form, ['ids', 'lines', 'translations'], true)) {
        $one = rtrim($form, 's');
        $right = is_array($given) && $given === array_values($given) && count($given) <= 1000;
        foreach ($right ? $given : [] as $each) $right = $right && isFormed($each, $one);
        return $right;
    }
    $parts = [
        'sale' => ['price' => 'decimal', 'startsAt' => 'moment?', 'endsAt' => 'moment?'],
        'line' => ['id' => 'id', 'quantity' => 'decimal'],
        'translation' => ['language' => 'word', 'name' => 'text?', 'description' => 'text?',
            'shortDescription' => 'text?'],
    ][$form] ?? null;
    if ($parts !== null) {
        if (!is_array($given) || array_diff_key($given, $parts)) return false;
        foreach ($parts as $name => $of) {
            $there = array_key_exists($name, $given);
            if ($there ? !isFormed($given[$name], rtrim($of, '?')) : substr($of, -1) !== '?') return false;
        }
        return true;
    }
    if ($form === 'flag') return is_bool($given);
    $forms = ['id' => '~^[^\x00-\x1f]{1,200}$~Du', 'word' => '~^[A-Za-z0-9_-]{1,40}$~D', 'text' => '~~u',
        'decimal' => '~^-?\d{1,40}(\.\d{1,40})?$~D',
        'moment' => '~^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$~D'];
    return is_string($given) && preg_match($forms[$form], $given) === 1;
}
