import { readPostings } from '@qianmo/organisation/server';
import type { Role } from '@qianmo/platform/contract';
import {
  type Bound,
  type Clock,
  createActorSource,
  createApp,
  createLimiter,
  createPipe,
  createPool,
  type FileBytes,
  type HomeTree,
  type LoginRole,
  mergeGrants,
  type OidcSettings,
  openFileBytes,
  type PersonalKeys,
  type Pipe,
  readHomes,
  registerOidc,
  registerPartRoute,
} from '@qianmo/platform/server';
import type { FastifyInstance } from 'fastify';
import type { ClientConfig, Pool } from 'pg';
import { boundsOf, policies } from './modules.ts';

/** What the composed server needs of the installation it runs on. */
export type ServerParts = {
  readonly connection: (role: LoginRole) => ClientConfig;
  readonly kind: 'real' | 'demo' | 'test';
  readonly clock: Clock;
  readonly secrets: { readonly device: Buffer; readonly totp: Buffer; readonly personal: PersonalKeys };
  readonly trustProxy: string | boolean;
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null;
  readonly logger: boolean;
  readonly poolSize: number;
  /** Where evidence stands: a folder, or `s3://key:secret@host/bucket`. */
  readonly files: string;
  /** Sign-in through the office's own identity provider, where there is one. */
  readonly oidc?: OidcSettings;
  /** No rate limits: for the bench, whose one session makes every request. */
  readonly unlimited?: boolean;
  /** Operations beside those of the house, or in place of the same-named, with what grants them: tests bring theirs. */
  readonly extra?: { readonly bounds: readonly Bound[]; readonly grants: Readonly<Record<string, readonly Role[]>> };
};

export type ComposedServer = {
  readonly app: FastifyInstance;
  readonly pool: Pool;
  readonly bounds: readonly Bound[];
  readonly files: FileBytes;
  /** For acts of the server itself; everybody else's come by HTTP. */
  readonly pipe: Pipe;
  readonly homes: () => HomeTree;
  /** Reads the tree of homes again, after the register of places has changed. */
  reloadHomes(): Promise<void>;
  stop(): Promise<void>;
};

/** Puts platform and modules together into one HTTP server. */
export async function composeServer(parts: ServerParts): Promise<ComposedServer> {
  const pool = createPool(parts.connection('qianmo_app'), parts.poolSize);
  const authPool = createPool(parts.connection('qianmo_auth'), 4);
  const homes = await homesOf(pool);
  const grants = mergeGrants([...policies, parts.extra?.grants ?? {}]);
  const files = openFileBytes(parts.files);
  const bounds = withExtra(boundsOf(parts, grants, homes.current, files), parts.extra?.bounds ?? []);
  const hashKey = parts.secrets.personal.lookup;
  const pipe = createPipe({ pool, authPool, clock: parts.clock, grants, homes: homes.current, hashKey });
  const app = await createHouseApp(parts, { bounds, pipe, files, authPool });
  return {
    app,
    pool,
    bounds,
    files,
    pipe,
    homes: homes.current,
    reloadHomes: homes.reload,
    stop: async () => {
      await app.close();
      await Promise.all([pool.end(), authPool.end()]);
    },
  };
}

/** Operations that a test brings stand in place of the same-named of the house. */
function withExtra(house: readonly Bound[], extra: readonly Bound[]): Bound[] {
  const replaced = new Set(extra.map((bound) => bound.operation.name));
  return [...house.filter((bound) => !replaced.has(bound.operation.name)), ...extra];
}

type Inside = Pick<ComposedServer, 'bounds' | 'pipe' | 'files'> & { readonly authPool: Pool };

async function createHouseApp(parts: ServerParts, inside: Inside): Promise<FastifyInstance> {
  const { bounds, pipe, files, authPool } = inside;
  const { clock, secrets, trustProxy, logger, tls } = parts;
  const routes = {
    pipe,
    actors: createActorSource(authPool, clock, readPostings),
    limit: parts.unlimited ? () => undefined : createLimiter(clock),
    secureCookies: tls !== null || trustProxy !== false,
  };
  const app = await createApp({ ...routes, bounds, title: 'Qianmo', trustProxy, logger, tls });
  registerPartRoute(app, bounds, routes, files);
  if (parts.oidc) {
    const settings = parts.oidc;
    const more = {
      settings,
      authPool,
      clock,
      cookieSecret: secrets.device,
      postings: readPostings,
      landing: '/console/',
    };
    registerOidc(app, { ...routes, ...more });
  }
  return app;
}

async function homesOf(pool: Pool): Promise<{ current: () => HomeTree; reload: () => Promise<void> }> {
  const read = async () => {
    const client = await pool.connect();
    try {
      return await readHomes(client);
    } finally {
      client.release();
    }
  };
  let tree = await read();
  return {
    current: () => tree,
    reload: async () => {
      tree = await read();
    },
  };
}
