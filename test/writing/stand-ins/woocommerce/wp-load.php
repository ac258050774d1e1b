<?php
// Stands in for WordPress and WooCommerce where their code is not: the few entry points that acts go through, over the same
// tables, so that what is tested is the acts' own part. What the real code does besides is tested against the real code.
define('ABSPATH', __DIR__ . '/');
require ABSPATH . 'wp-config.php';
