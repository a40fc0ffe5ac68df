import type { Client } from 'pg';

/** Login roles and what each is for; `qianmo_audit` only owns the log and never signs in. */
export const loginRoles = ['qianmo_app', 'qianmo_auth', 'qianmo_job', 'qianmo_seal', 'qianmo_worker'] as const;
export type LoginRole = (typeof loginRoles)[number];

/**
 * Creates the roles that are missing and gives the login roles `password` (one secret per installation: the roles
 * separate duties inside one server process, they are not people). Needs a superuser or CREATEROLE; where roles
 * are given by the database's administrator and may not be altered, pass `password: null` and only their presence is checked.
 */
export async function ensureRoles(owner: Client, password: string | null): Promise<void> {
  const { rows } = await owner.query<{ rolname: string }>(
    `select rolname from pg_roles where rolname like 'qianmo\\_%'`,
  );
  const present = new Set(rows.map((row) => row.rolname));
  const missing = [...loginRoles, 'qianmo_audit'].filter((role) => !present.has(role));
  if (missing.length > 0 && password === null) throw new Error(`roles-missing: ${missing.join(', ')}`);
  for (const role of missing) await owner.query(`create role ${role} ${role === 'qianmo_audit' ? 'nologin' : 'login'}`);
  if (password !== null) {
    for (const role of loginRoles) {
      await owner.query(`alter role ${role} login password ${owner.escapeLiteral(password)}`);
      await owner.query(`alter role ${role} set statement_timeout = '${role === 'qianmo_app' ? '20s' : '10min'}'`);
      await owner.query(`alter role ${role} set idle_in_transaction_session_timeout = '60s'`);
      await owner.query(`alter role ${role} set lock_timeout = '10s'`);
      await owner.query(`alter role ${role} set timezone = 'Asia/Shanghai'`);
    }
    await owner.query('grant qianmo_audit to current_user');
  }
  await owner.query(
    `do $$ begin execute format('grant connect on database %I to ${loginRoles.join(', ')}', current_database()); end $$`,
  );
}

/** The queue's role owns its own schema and nothing else. Runs after the migrations. */
export async function ensureQueueSchema(owner: Client): Promise<void> {
  await owner.query('grant qianmo_worker to current_user');
  await owner.query('create schema if not exists graphile_worker authorization qianmo_worker');
}
