import { DummyDriver, Kysely, MysqlAdapter, MysqlIntrospector, MysqlQueryCompiler } from 'kysely';

/**
 * A query builder over a platform's relations that compiles to MySQL and runs nothing: what it builds becomes statements of a
 * plan. `Relations` names each relation as the bridge does, without the store's table prefix.
 */
export function queriesOver<Relations>(): Kysely<Relations> {
  return new Kysely<Relations>({
    dialect: {
      createAdapter: () => new MysqlAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new MysqlIntrospector(db),
      createQueryCompiler: () => new MysqlQueryCompiler(),
    },
  });
}
