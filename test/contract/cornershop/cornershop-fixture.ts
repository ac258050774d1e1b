import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { assembleBridge } from '../../../bridge/assemble.js';
import { renderBridgeConfig } from '../../../bridge/package.js';
import { servePhp } from '../../../demo/php-host.js';
import { type BridgedStore, bridgedStore } from '../bridged-store.js';
import { tableSql } from '../sqlite-store.js';
import { platform } from './cornershop.js';

const connector = fileURLToPath(new URL('./connector.php', import.meta.url));

const count = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const cents = (number: number) => (number / 100).toFixed(2);
const day = (number: number) =>
  `2026-0${1 + (number % 5)}-${String(1 + (number % 28)).padStart(2, '0')} 10:${String(number % 60).padStart(2, '0')}:00`;

function sql(): string {
  const shelves = count(1, 30).map((id) => [
    id,
    id > 5 ? 1 + (id % 5) : 0,
    `Shelf ${id}`,
    id % 7,
    id % 4 === 0 ? 0 : 1,
  ]);
  const items = count(1, 60).map((id) => {
    const [price, pieces] = [cents(199 + 37 * (id % 23)), id % 6 === 0 ? 0 : id];
    return [
      id,
      1 + (id % 30),
      `C-${id}`,
      `Jam & tea ${id}`,
      `<p>No. ${id}</p>`,
      price,
      pieces,
      id % 9 === 0 ? 0 : 1,
      day(id),
      day(id + 3),
      `${id}.png`,
    ];
  });
  const buyers = count(1, 40).map((id) => {
    const names = [`Ann${id % 8}`, `Miller${id % 11}`];
    return [
      id,
      `ann${id}@corner.example`,
      ...names,
      `+44 20 ${1000 + id}`,
      `${id} High Street`,
      'Leeds',
      `LS${id}`,
      id % 2,
      day(id),
      day(id + 1),
    ];
  });
  const sales = count(1, 80).map((id) => {
    const [price, pieces, who] = [199 + 37 * (id % 23), 1 + (id % 4), id % 10 === 0 ? null : 1 + (id % 40)];
    const mail = who === null ? `guest${id}@corner.example` : `ann${who}@corner.example`;
    const total = cents(price * pieces + 350);
    return [
      id,
      who,
      mail,
      1 + (id % 60),
      `Jam & tea ${1 + (id % 60)}`,
      pieces,
      cents(price),
      '3.50',
      total,
      id % 3,
      day(id),
      day(id + 2),
    ];
  });
  return [
    tableSql('setting', 'name text, value text', [
      ['name', 'Corner & Sons'],
      ['mail', 'shop@corner.example'],
    ]),
    tableSql('shelf', 'id integer primary key, above int, title text, place int, shown int', shelves),
    tableSql(
      'item',
      'id integer primary key, shelf int, code text, title text, about text, price decimal(10,2), pieces int, shown int, made datetime, changed datetime, picture text',
      items,
    ),
    tableSql(
      'buyer',
      'id integer primary key, mail text, first text, last text, phone text, street text, town text, zip text, news int, joined datetime, changed datetime',
      buyers,
    ),
    tableSql(
      'sale',
      'id integer primary key, buyer int, mail text, item int, title text, pieces int, price decimal(10,2), postage decimal(10,2), total decimal(10,2), state int, placed datetime, changed datetime',
      sales,
    ),
  ].join('');
}

/** Opens a store of the made-up platform, behind a bridge that is assembled with its connector. */
export async function openCornerShop(): Promise<BridgedStore> {
  const root = mkdtempSync(path.join(tmpdir(), 'drawbridge-cornershop-'));
  const key = { id: 'contract', secret: randomBytes(32) };
  const database = new DatabaseSync(path.join(root, 'cornershop.sqlite'));
  database.exec(sql());
  database.close();
  mkdirSync(path.join(root, 'drawbridge'));
  writeFileSync(path.join(root, 'drawbridge/bridge.php'), assembleBridge([connector], [platform]));
  const config = renderBridgeConfig({ keys: { [key.id]: key.secret.toString('base64url') } });
  writeFileSync(path.join(root, 'drawbridge/config.php'), config);
  const host = await servePhp({ root });
  const stop = async () => {
    await host.close();
    rmSync(root, { recursive: true, force: true });
  };
  return bridgedStore(host.url, key, stop, (id) => (id === platform.id ? platform : undefined));
}
