import { createHash, randomBytes } from 'node:crypto';
import type { Layout, PlatformStore } from './platform-store.js';

/** The hooks that the store's own modules are told of, each with its own line in `var/witness`. */
const hooks = [
  'actionUpdateQuantity',
  'actionProductUpdate',
  'actionObjectSpecificPriceAddAfter',
  'actionOrderStatusUpdate',
  'actionOrderStatusPostUpdate',
  'actionAdminOrdersTrackingNumberUpdate',
  'actionObjectCustomerMessageAddAfter',
] as const;

/** How a PrestaShop store is laid out, with a small module that notes which hooks ran. */
export function prestashopLayout(store: 'presta8', code: string): Layout {
  return {
    store,
    code,
    files: ({ login }) => {
      const bytes = Buffer.concat([Buffer.from('def00000', 'hex'), randomBytes(32)]);
      const parameters = {
        database_host: '127.0.0.1',
        database_port: '3306',
        database_name: login.database,
        database_user: login.user,
        database_password: login.password,
        database_prefix: 'ps_',
        database_engine: 'InnoDB',
        mailer_transport: 'smtp',
        mailer_host: '127.0.0.1',
        secret: 's'.repeat(56),
        ps_caching: 'CacheMemcache',
        ps_creation_date: '2026-11-23',
        locale: 'en-US',
        cookie_key: 'k'.repeat(64),
        cookie_iv: 'i'.repeat(32),
        // As its library holds keys: with its mark before, and its sum after.
        new_cookie_key: bytes.toString('hex') + createHash('sha256').update(bytes).digest('hex'),
        api_public_key: 'none',
        api_private_key: 'none',
      };
      const lines = Object.entries(parameters).map(([name, value]) => `'${name}' => '${value}',`);
      lines.push(
        "'ps_cache_enable' => false, 'use_debug_toolbar' => false, 'mailer_user' => null, 'mailer_password' => null,",
      );
      const methods = hooks.map((name) => `public function hook${name}($params) { $this->saw('${name}'); }`);
      return {
        'app/config/parameters.php': `<?php return ['parameters' => [\n${lines.join('\n')}\n]];\n`,
        'var/cache/.keep': '',
        'var/logs/.keep': '',
        'modules/dbwitness/dbwitness.php': `<?php
class DbWitness extends Module {
    public function __construct() {
        [$this->name, $this->version, $this->displayName] = ['dbwitness', '1.0.0', 'Witness'];
        parent::__construct();
    }
    private function saw($name) {
        file_put_contents(_PS_ROOT_DIR_ . '/var/witness', "$name\\n", FILE_APPEND);
        $mood = _PS_ROOT_DIR_ . '/var/mood';
        if (!is_file($mood)) return;
        [$at, $does] = explode(' ', trim(file_get_contents($mood)));
        if ($at !== $name) return;
        echo 'noise';
        if ($does === 'exit') exit('left');
        if ($does === 'throw') throw new Exception('a module fails');
        if ($does === 'fatal') missing_function_of_a_module();
    }
    ${methods.join('\n    ')}
}
`,
      };
    },
  };
}

/**
 * Makes the store's rows what such a store would have: its own address, its mail server, and of modules the witness alone, since those of
 * the release are in its package and not in its code.
 */
export function settle(store: PlatformStore, mailPort: number): void {
  const domain = new URL(store.url).host;
  const names = hooks.map((name) => `('${name}', '${name}', '')`).join(', ');
  const config = (name: string, value: string) => {
    return `delete from ps_configuration where name = '${name}'; insert into ps_configuration (name, value, date_add, date_upd)
      values ('${name}', '${value}', now(), now());`;
  };
  store.rows(`update ps_shop_url set domain = '${domain}', domain_ssl = '${domain}';
    ${config('PS_SHOP_DOMAIN', domain)} ${config('PS_SHOP_DOMAIN_SSL', domain)}
    ${config('PS_MAIL_METHOD', '2')} ${config('PS_MAIL_SERVER', '127.0.0.1')} ${config('PS_MAIL_SMTP_PORT', String(mailPort))}
    ${config('PS_MAIL_SMTP_ENCRYPTION', 'off')} ${config('PS_MAIL_USER', '')} ${config('PS_MAIL_PASSWD', '')}
    update ps_module set active = 0; delete from ps_module_shop; delete from ps_hook_module;
    insert into ps_module (name, active, version) values ('dbwitness', 1, '1.0.0');
    insert into ps_module_shop (id_module, id_shop, enable_device) select id_module, 1, 7 from ps_module where name = 'dbwitness';
    insert ignore into ps_hook (name, title, description) values ${names};
    insert into ps_hook_module (id_module, id_shop, id_hook, position) select m.id_module, 1, h.id_hook, 1 from ps_module m
      join ps_hook h on h.name in (${hooks.map((name) => `'${name}'`).join(', ')}) where m.name = 'dbwitness';`);
}
