<?php
// Prints, as JSON, every function of PHP's own that these files call or name in a text, so as to be called.
$own = array_flip(get_defined_functions()['internal']);
$found = [];
foreach (array_slice($argv, 1) as $file) {
    $tokens = array_values(array_filter(token_get_all(file_get_contents($file)), static fn ($token): bool =>
        !is_array($token) || !in_array($token[0], [T_WHITESPACE, T_COMMENT, T_DOC_COMMENT], true)));
    foreach ($tokens as $at => $token) {
        if (!is_array($token)) continue;
        $before = is_array($tokens[$at - 1] ?? null) ? $tokens[$at - 1][0] : null;
        $isCall = in_array($token[0], [T_STRING, T_NAME_FULLY_QUALIFIED], true) && ($tokens[$at + 1] ?? null) === '('
            && !in_array($before, [T_OBJECT_OPERATOR, T_DOUBLE_COLON, T_FUNCTION, T_NEW], true);
        $name = strtolower(trim($token[1], '\'"\\'));
        if (($isCall || $token[0] === T_CONSTANT_ENCAPSED_STRING) && isset($own[$name])) $found[$name] = true;
    }
}
ksort($found);
echo json_encode(array_keys($found));
