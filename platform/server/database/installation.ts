import { mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { migrationsFolder } from '@qianmo/database';
import { Client, type ClientConfig } from 'pg';
import { type Embedded, findEmbedded, openEmbedded } from './embedded.ts';
import {
  ensureRecord,
  findRecord,
  type InstallationKind,
  type InstallationRecord,
  noteSchema,
} from './installation-record.ts';
import { ensureKeys, type InstallationKeys } from './keys.ts';
import { migrate, readMigrations } from './migrate.ts';
import { ensureQueueSchema, ensureRoles, type LoginRole } from './roles.ts';
import { typesConfig } from './types.ts';

export type Installation = {
  readonly folder: string;
  readonly filesFolder: string;
  readonly witnessFile: string;
  readonly record: InstallationRecord;
  readonly kind: InstallationKind;
  readonly keys: InstallationKeys;
  /** Where the embedded server keeps its data; null where the database is somebody else's server. */
  readonly dataFolder: string | null;
  /** The external server's address as given (with its password, if any: never print it); null for the embedded one. */
  readonly databaseUrl: string | null;
  /** The supervised server; null where another process or another machine runs it. */
  readonly embedded: Embedded | null;
  connection(role: LoginRole): ClientConfig;
  ownerConnection(): ClientConfig;
  /** A connected client of the owner; the caller ends it. */
  owner(): Promise<Client>;
  stop(): Promise<void>;
};

export type InstallationOptions = {
  readonly say: (message: string) => void;
  /** Now, as an ISO instant: stands in the record of a new installation. */
  readonly now: string;
  /** What a new installation is to be; an existing one keeps what it is and refuses another. */
  readonly kind?: InstallationKind;
  /** The owner's address of a PostgreSQL server, 15 or newer; without it the embedded one is started. */
  readonly databaseUrl?: string;
  /** Password of roles that the administrator made on that server; without it the owner makes them. */
  readonly rolePassword?: string;
  readonly fsync?: boolean;
  /** Other migrations than the house's, for tests. */
  readonly migrations?: string;
};

const OLDEST_POSTGRESQL = 150_000;

/**
 * Opens (first: makes) an installation: folders, keys, record, database, roles, migrations. Throws what `openEmbedded`,
 * `ensureKeys` and `migrate` throw, and `kind-fixed`, `record-forged`, `database-too-old`, `database-unreachable`.
 */
export async function openInstallation(folder: string, options: InstallationOptions): Promise<Installation> {
  const root = await makeFolders(folder);
  const embedded = options.databaseUrl
    ? null
    : await openEmbedded(path.join(root, 'db'), { say: options.say, fsync: options.fsync ?? true });
  try {
    const ownerConfig = embedded?.connection ?? externalConfig(options.databaseUrl ?? '');
    // A database in use without its keys here: new keys would make what it holds unreadable for ever.
    const mayMakeKeys = !(await findRecord(root)) && !(await isInUse(ownerConfig));
    const installation = await assemble(root, options, { embedded, running: embedded, ownerConfig, mayMakeKeys });
    const schema = await prepare(installation, options);
    await noteSchema(root, schema);
    return installation;
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

/**
 * The same installation for a short command: beside a running server it uses that one's database and changes nothing;
 * where none runs it opens it.
 */
export async function attachInstallation(folder: string, options: InstallationOptions): Promise<Installation> {
  const root = await realpath(folder).catch(() => undefined);
  if (root === undefined || !(await findRecord(root))) throw new Error(`no-installation: there is none in ${folder}`);
  const running = options.databaseUrl ? undefined : await findEmbedded(path.join(root, 'db'));
  if (!running) return openInstallation(root, options);
  return assemble(root, options, { embedded: null, running, ownerConfig: running.connection, mayMakeKeys: false });
}

async function makeFolders(folder: string): Promise<string> {
  // Others may pass through (the database's user must) but see nothing; what is secret is closed by itself.
  await mkdir(folder, { recursive: true, mode: 0o711 });
  const root = await realpath(folder);
  for (const name of ['keys', 'files', 'log']) await mkdir(path.join(root, name), { recursive: true, mode: 0o700 });
  return root;
}

type Ground = {
  readonly embedded: Embedded | null;
  readonly running: Pick<Embedded, 'connection' | 'dataFolder'> | null;
  readonly ownerConfig: ClientConfig;
  readonly mayMakeKeys: boolean;
};

async function assemble(root: string, options: InstallationOptions, ground: Ground): Promise<Installation> {
  const { embedded, running, ownerConfig } = ground;
  const keys = await ensureKeys(root, ground.mayMakeKeys);
  const record = await ensureRecord(root, keys, { kind: options.kind, now: options.now });
  const password = options.rolePassword ?? keys.rolePassword;
  const config = (extra: ClientConfig): ClientConfig => ({ ...ownerConfig, ...extra, types: typesConfig });
  const ownerConnection = () => config({ application_name: 'qianmo owner' });
  return {
    folder: root,
    filesFolder: path.join(root, 'files'),
    witnessFile: path.join(root, 'witness.log'),
    record,
    kind: record.kind,
    keys,
    dataFolder: running?.dataFolder ?? null,
    databaseUrl: running ? null : (options.databaseUrl ?? null),
    embedded,
    connection: (role) => config({ user: role, password, application_name: role }),
    ownerConnection,
    owner: () => connect(ownerConnection()),
    stop: async () => embedded?.stop(),
  };
}

async function isInUse(ownerConfig: ClientConfig): Promise<boolean> {
  const owner = await connect(ownerConfig);
  try {
    const { rows } = await owner.query<{ used: boolean }>(
      `select to_regclass('migration.applied') is not null as used`,
    );
    return rows[0]?.used ?? false;
  } finally {
    await owner.end();
  }
}

/**
 * Parts of an address, so that the user in it can be replaced; read by the driver itself, sockets included.
 * Throws `database-url-invalid`, without repeating the address: a password may stand in it.
 */
export function externalConfig(databaseUrl: string): ClientConfig {
  const { host, port, database, user, password, ssl } = parseAddress(databaseUrl);
  return {
    host,
    port,
    ssl,
    ...(database === undefined ? {} : { database }),
    ...(user === undefined ? {} : { user }),
    ...(password ? { password } : {}),
  };
}

function parseAddress(databaseUrl: string): Client {
  try {
    return new Client({ connectionString: databaseUrl });
  } catch {
    throw new Error('database-url-invalid: write postgresql://user:password@host:port/database, special signs as %XX');
  }
}

async function connect(config: ClientConfig): Promise<Client> {
  const client = new Client({ ...config, connectionTimeoutMillis: 10_000 });
  // A lost connection shows in the query that waits for it; without a listener it would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`database-unreachable: ${config.host}:${config.port} (${reason})`, { cause: error });
  }
  return client;
}

/** Roles, migrations, queue schema; returns the name of the last migration. */
async function prepare(installation: Installation, options: InstallationOptions): Promise<string> {
  const owner = await installation.owner();
  try {
    const { rows } = await owner.query<{ version: number }>(
      `select current_setting('server_version_num')::int as version`,
    );
    const version = rows[0]?.version ?? 0;
    if (version < OLDEST_POSTGRESQL) throw new Error(`database-too-old: ${version}; PostgreSQL 15 or newer is needed`);
    await ensureRoles(owner, options.rolePassword === undefined ? installation.keys.rolePassword : null);
    const migrations = await readMigrations(options.migrations ?? migrationsFolder);
    const done = await migrate(owner, migrations);
    if (done.length > 0) options.say(`database brought up to date: ${done.length} steps`);
    await ensureQueueSchema(owner);
    return migrations.at(-1)?.name ?? '';
  } finally {
    await owner.end();
  }
}
