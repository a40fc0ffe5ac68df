import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Actor } from '../../contract/actor.ts';
import type { Finding } from '../../contract/finding.ts';
import type { Operation, Shape } from '../../contract/operation.ts';
import type { Clock } from '../clock/clock.ts';
import type { Database } from '../database/pool.ts';

/** What a handler is given. Everything it reads or writes stands in this one transaction and scope. */
export type Context = {
  readonly db: Database;
  readonly actor: Actor;
  /** The division whose records are at hand; `000000` for operations of the whole installation. */
  readonly home: string;
  /** Id of the act; empty for reads. */
  readonly operation: string;
  /** Instant (ISO, UTC) and day (Asia/Shanghai) at which the act happened; for a read, now. */
  readonly now: string;
  readonly today: string;
  readonly clock: Clock;
  /** Homes this request may read, from the path's home downwards. */
  readonly readable: readonly string[];
  can(permission: string): boolean;
  reject(
    code: string,
    detail?: { status?: number; findings?: readonly Finding[]; params?: Record<string, string | number> },
  ): never;
  stale(params?: Record<string, string | number>): never;
  /** What sign-in needs of the connection; absent for acts that did not come by HTTP. */
  readonly http: HttpSide | null;
  /** Runs after the commit, never before: waking workers, dropping caches. */
  afterCommit(task: () => void | Promise<void>): void;
};

export type HttpSide = {
  readonly address: string;
  readonly userAgent: string;
  readonly deviceCookie: string | null;
  /** `seconds` from now: the browser's clock is not ours, least of all in a demo. */
  setSession(token: string | null, seconds?: number): void;
  setDevice(cookie: string): void;
};

export type Handler<I extends Shape, R extends z.ZodType> = (
  context: Context,
  input: z.output<I>,
) => Promise<z.input<R>>;

export type Bound = {
  readonly operation: Operation;
  readonly handle: (context: Context, input: never) => Promise<unknown>;
  /** For downloads: turns the result into what leaves instead of JSON, after the transaction has ended. */
  readonly render?: (result: never) => Promise<Download>;
};

/** What the browser is to save. `bytes` is null where the length is not known beforehand. */
export type Download = {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number | null;
  readonly body: Buffer | Readable;
};

/** Binds an operation of a contract to its handler; the server's list of these is all it can do. */
export function on<I extends Shape, R extends z.ZodType>(operation: Operation<I, R>, handle: Handler<I, R>): Bound {
  return { operation: operation as unknown as Operation, handle: handle as Bound['handle'] };
}

/** Binds an operation whose result leaves as a file; refusals are problems like everywhere. */
export function onDownload<I extends Shape, R extends z.ZodType>(
  operation: Operation<I, R>,
  handle: Handler<I, R>,
  render: (result: z.output<R>) => Promise<Download>,
): Bound {
  return { ...on(operation, handle), render: render as NonNullable<Bound['render']> };
}
