import type { Layout } from './platform-store.js';

/** How a Zen Cart store is laid out: its configure.php has the constants that its own installer writes. */
export function zencartLayout(code: string): Layout {
  return {
    store: 'zencart',
    code,
    files: ({ root, url, login }) => ({
      'includes/extra_configures/set_time_zone.php': `<?php\n$TZ = 'America/Chicago';\ndate_default_timezone_set($TZ);\n`,
      'includes/configure.php': `<?php
define('HTTP_SERVER', '${url.slice(0, -1)}');
define('HTTPS_SERVER', '${url.slice(0, -1)}');
define('ENABLE_SSL', 'false');
define('DIR_WS_CATALOG', '/');
define('DIR_WS_HTTPS_CATALOG', '/');
define('DIR_FS_CATALOG', '${root}/');
define('DB_TYPE', 'mysql');
define('DB_PREFIX', 'zen_');
define('DB_CHARSET', 'utf8mb4');
define('DB_SERVER', '127.0.0.1');
define('DB_SERVER_USERNAME', '${login.user}');
define('DB_SERVER_PASSWORD', '${login.password}');
define('DB_DATABASE', '${login.database}');
define('SQL_CACHE_METHOD', 'none');
define('SESSION_STORAGE', 'db');
`,
    }),
  };
}
