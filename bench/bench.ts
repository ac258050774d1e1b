import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { answer } from './benches/answer.js';
import { burst } from './benches/burst.js';
import { coldStart } from './benches/cold-start.js';
import { distance } from './benches/distance.js';
import { exported } from './benches/export.js';
import { fanOut } from './benches/fan-out.js';
import { large } from './benches/large.js';
import { page } from './benches/page.js';
import { restApi } from './benches/rest-api.js';
import { soak } from './benches/soak.js';
import { watching } from './benches/watching.js';
import { type MariaDb, startMariaDb } from './maria-db.js';
import { hasPostgres, type Postgres, startPostgres } from './postgres.js';
import { projectRoot } from './processes.js';
import { type Result, tableOf } from './result.js';
import { stores as storesThatAreThere } from './store.js';
import type { Surroundings } from './surroundings.js';

const benches: Readonly<Record<string, (surroundings: Surroundings) => Promise<Result[]>>> = {
  answer,
  page,
  burst,
  'cold-start': coldStart,
  distance,
  'fan-out': fanOut,
  export: exported,
  watching,
  large,
  'rest-api': restApi,
  soak,
};

/** Run only where it is named: it takes its time. */
const onlyNamed = new Set(['soak']);

const usage = `npm run bench -- [NAME…] [--rounds N] [--stores a,b] [--minutes N]   NAME is one of ${Object.keys(benches).join(', ')}; all but soak by default`;

/** Runs the benches that are named, prints their table and writes `bench/results.json`. */
async function main(args: readonly string[]): Promise<void> {
  const names: string[] = [];
  let rounds = 30;
  let stores = storesThatAreThere;
  let minutes = Number(process.env.DRAWBRIDGE_BENCH_MINUTES ?? 10);
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i] ?? '';
    if (arg === '--rounds') rounds = Number(args[++i]);
    else if (arg === '--minutes') minutes = Number(args[++i]);
    else if (arg === '--stores') stores = (args[++i] ?? '').split(',');
    else if (arg in benches) names.push(arg);
    else throw new Error(`${usage}; but got: ${arg}`);
  }
  let database: Promise<MariaDb> | undefined;
  let postgres: Promise<Postgres> | undefined;
  let registries = 0;
  const surroundings: Surroundings = {
    database: () => {
      database ??= startMariaDb();
      return database;
    },
    registry: async (): Promise<Readonly<Record<string, string>>> => {
      if (!hasPostgres()) return {};
      postgres ??= startPostgres();
      const name = `registry_${++registries}`;
      (await postgres).run(`create database ${name}`);
      return {
        DATABASE_URL: (await postgres).url(name),
        DRAWBRIDGE_MASTER_KEY: randomBytes(32).toString('base64'),
      };
    },
    rounds,
    minutes,
    stores,
    say: ({ work, figure, unit }) => process.stderr.write(`${work}: ${figure} ${unit}\n`),
  };
  const results: Result[] = [];
  try {
    for (const name of names.length > 0 ? names : Object.keys(benches).filter((one) => !onlyNamed.has(one))) {
      results.push(...((await benches[name]?.(surroundings)) ?? []));
    }
  } finally {
    await (await database)?.close();
    await (await postgres)?.close();
  }
  process.stdout.write(`${tableOf(results)}\n`);
  const machine = `${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`;
  const file = path.join(projectRoot, 'bench/results.json');
  // A bench alone puts its own lines in place of those it had; the others stay.
  const earlier = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')).results as readonly Result[]) : [];
  const kept = earlier.filter((old) => !results.some(({ bench, work }) => bench === old.bench && work === old.work));
  const all = [...kept, ...results].sort((a, b) => a.bench.localeCompare(b.bench));
  writeFileSync(file, `${JSON.stringify({ machine, at: new Date().toISOString(), results: all }, null, 2)}\n`);
}

await main(process.argv.slice(2));
process.exit(0);
