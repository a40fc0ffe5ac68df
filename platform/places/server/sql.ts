import { CompiledQuery, type Kysely } from 'kysely';

/** The least that a store of places needs: pg's Client and a Kysely transaction (through fromKysely) both give it. */
export type Sql = {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[]; rowCount: number | null }>;
};

/** Runs place statements inside a Kysely transaction, on its connection. */
export function fromKysely<Tables>(db: Kysely<Tables>): Sql {
  return {
    async query(text, values = []) {
      const { rows, numAffectedRows } = await db.executeQuery(CompiledQuery.raw(text, values));
      return { rows, rowCount: numAffectedRows === undefined ? rows.length : Number(numAffectedRows) };
    },
  };
}
