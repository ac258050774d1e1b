import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type OpenDatabase, openDatabase } from '../../src/infrastructure/database.js';
import { describeWhere } from './machine.js';

const server = 'postgres://postgres@127.0.0.1:5432';

/** Runs the same tests on the embedded database and, where one answers, on a fresh database of a PostgreSQL server. */
export function describeOnEveryDatabase(title: string, tests: (open: () => Promise<OpenDatabase>) => void): void {
  describe(`${title} (PGlite)`, () => tests(() => openDatabase('memory')));
  describeWhere(['a PostgreSQL on 127.0.0.1:5432 that trusts its user postgres'], `${title} (PostgreSQL)`, () => {
    const name = `drawbridge_test_${randomUUID().replaceAll('-', '')}`;
    beforeAll(() => onServer(`create database ${name}`));
    afterAll(() => onServer(`drop database ${name} with (force)`));
    tests(() => openDatabase({ url: `${server}/${name}` }));
  });
}

/** A fresh database of the PostgreSQL server for the tests of a description, and a way to ask it. */
export function withPostgres(): { readonly url: string; query(statement: string): Promise<Record<string, unknown>[]> } {
  const name = `drawbridge_test_${randomUUID().replaceAll('-', '')}`;
  const url = `${server}/${name}`;
  beforeAll(() => onServer(`create database ${name}`));
  afterAll(() => onServer(`drop database ${name} with (force)`));
  return {
    url,
    async query(statement) {
      const client = new pg.Client(url);
      await client.connect();
      try {
        return (await client.query(statement)).rows;
      } finally {
        await client.end();
      }
    },
  };
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client(`${server}/postgres`);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
