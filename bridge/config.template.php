<?php
// Drawbridge: what the owner of this store allows. Change it freely; it is read anew, and as text, with every request.
return [
    // Who may ask: key id => secret. Two may be here while one is being replaced. Take a line out, and that key is dead.
    'keys' => [
        /* KEYS */
    ],

    // What may be read. Take out what should not be: 'catalog', 'orders', 'customers', 'settings', 'promotions', which is coupons
    // with their codes and what gift cards are worth (never their codes), and 'internal', which is what was written for the
    // staff alone: notes on orders that no shopper sees.
    'areas' => [/* AREAS */],

    // Fields of your own or of a plugin's that may be read too, each by its whole name, of 'product', 'category', 'order' and
    // 'customer', such as 'product' => ['_acme_serial'].
    'metafields' => [/* METAFIELDS */],

    // Whether anything in the store may ever be changed.
    'write' => /* WRITE */,

    // Addresses or CIDR blocks that may ask, IPv4 or IPv6, such as '203.0.113.7' or '2001:db8::/32'. Empty: any with a key.
    'allowed_ips' => [/* ALLOWED_IPS */],

    // Proxies in front of the store whose X-Forwarded-For and X-Forwarded-Proto are to be believed.
    'trusted_proxies' => [/* TRUSTED_PROXIES */],

    // Only where the store's own files do not say it plainly: its database, and what its tables' names begin with.
    // 'database' => ['host' => '127.0.0.1', 'port' => 3306, 'name' => '…', 'user' => '…', 'password' => '…'],
    // 'table_prefix' => '…',
];
