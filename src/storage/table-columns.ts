import { type Kysely, sql } from 'kysely';
import type { Tables } from './schema.ts';

/** A column as the database has it. */
export interface TableColumn {
  readonly name: string;
  readonly kind: 'text' | 'integer' | 'bytes';
  readonly isNullable: boolean;
}

/** The tables that the database has now, by name, whatever version made them; in PostgreSQL those of the schema in use. */
export async function readTableColumns(db: Kysely<Tables>): Promise<ReadonlyMap<string, readonly TableColumn[]>> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  const schema = tables.some((table) => table.schema !== undefined) ? await currentSchema(db) : undefined;
  return new Map(
    tables
      .filter((table) => table.schema === schema)
      .map(({ name, columns }) => [
        name,
        columns.map((column) => ({
          name: column.name,
          kind: kindOf(column.dataType.toLowerCase()),
          isNullable: column.isNullable,
        })),
      ]),
  );
}

function kindOf(dataType: string): TableColumn['kind'] {
  if (dataType === 'blob' || dataType === 'bytea') return 'bytes';
  return dataType.startsWith('int') ? 'integer' : 'text';
}

async function currentSchema(db: Kysely<Tables>): Promise<string | undefined> {
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(db);
  return rows[0]?.schema;
}
