import type { Call, DraftStore, Session } from '@qianmo/client';
import { isPermitted, mayActAt, ProblemError } from '@qianmo/client';
import type { InputOf, Operation, Shape } from '@qianmo/platform/contract';
import { uuidV7 } from '@qianmo/values/id';
import { keepPreviousData, type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from 'react';
import type { z } from 'zod';

export type ProgrammeChoice = {
  readonly programme: string;
  readonly home: string;
  readonly homeName: string;
  readonly name: string;
  readonly year: string;
  readonly state: 'upcoming' | 'running' | 'ended';
};

export type Scope = {
  /** Key of the programme in the URL; empty on pages that belong to none. */
  readonly programme: string;
  readonly programmeName: string;
  /** Division whose records are shown: the programme's home, else the person's first posting. */
  readonly home: string;
  readonly homeName: string;
  /** County or township the person narrowed to. */
  readonly place: string | null;
  /** A past day being looked at; null is today. */
  readonly asOf: string | null;
  /** The server's day, `YYYY-MM-DD`; the machine's own clock is never believed. */
  readonly today: string;
  /** A past day is shown: nothing can be changed. */
  readonly readOnly: boolean;
  /** Whether some posting permits it at this home. */
  can(permission: string): boolean;
  /** `can`, and not in history. */
  mayAct(permission: string): boolean;
};

export type Office = {
  readonly call: Call;
  readonly session: Session;
  readonly scope: Scope;
  readonly drafts: DraftStore;
  readonly programmes: readonly ProgrammeChoice[];
};

const OfficeContext = createContext<Office | null>(null);

export function OfficeProvider({ office, children }: { office: Office; children: ReactNode }) {
  return <OfficeContext value={office}>{children}</OfficeContext>;
}

export function useOffice(): Office {
  const office = useContext(OfficeContext);
  if (!office) throw new Error('a page must stand inside OfficeProvider');
  return office;
}

export const useScope = (): Scope => useOffice().scope;
export const useCall = (): Call => useOffice().call;
export const useSession = (): Session => useOffice().session;

export type QueryOptions = {
  /** Another division than that of the scope. */
  readonly home?: string;
  readonly enabled?: boolean;
  /** Keep showing the last answer while the next is fetched (type-ahead, paging). */
  readonly keepPrevious?: boolean;
  /** Ask again every so often while the page is in front. */
  readonly everyMs?: number;
};

/** Reads an operation; asked again when the scope or the input changes, or after any act. */
export function useQueryOp<I extends Shape, R extends z.ZodType>(
  operation: Operation<I, R>,
  input: InputOf<Operation<I, R>>,
  options: QueryOptions = {},
): UseQueryResult<z.output<R>> {
  const { call, scope } = useOffice();
  const home = operation.home === 'path' ? (options.home ?? scope.home) : '-';
  const found = useQuery<unknown>({
    queryKey: [operation.name, home, input],
    queryFn: ({ signal }) => call(operation, { input: input as z.input<I>, home, signal }),
    enabled: options.enabled ?? true,
    ...(options.everyMs ? { refetchInterval: options.everyMs } : {}),
    ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
  return found as UseQueryResult<z.output<R>>;
}

export type Act<I, R> = {
  /** Sends the act. Answers undefined where it failed; `error` then says why. */
  run(input: I): Promise<R | undefined>;
  readonly busy: boolean;
  readonly error: unknown;
  readonly result: R | undefined;
  /** Number of the act that was done. */
  readonly id: string | null;
  reset(): void;
};

type ActState<R> = { busy: boolean; error: unknown; result: R | undefined; id: string | null };

/**
 * One act of the person. An act whose answer was lost is sent again under the same id; after a refusal the corrected
 * one gets a new id. When it is done every figure on the page is asked for anew.
 */
export function useAct<I extends Shape, R extends z.ZodType>(
  operation: Operation<I, R>,
  options: { readonly home?: string; readonly onDone?: (result: z.output<R>) => void } = {},
): Act<z.input<I>, z.output<R>> {
  const { call, scope } = useOffice();
  const queries = useQueryClient();
  const [state, setState] = useState<ActState<z.output<R>>>(idle);
  const open = useRef<{ text: string; id: string } | null>(null);
  const { onDone } = options;
  const home = options.home ?? scope.home;
  const run = useCallback(
    async (input: z.input<I>) => {
      const text = JSON.stringify(input);
      const id = open.current?.text === text ? open.current.id : uuidV7(Date.now());
      open.current = { text, id };
      setState({ ...idle, busy: true });
      try {
        const result = await call(operation, { input, home, id });
        open.current = null;
        setState({ busy: false, error: null, result, id });
        await queries.invalidateQueries();
        onDone?.(result);
        return result;
      } catch (error) {
        if (error instanceof ProblemError) open.current = null;
        setState({ ...idle, error });
        return undefined;
      }
    },
    [call, operation, home, queries, onDone],
  );
  return { run, ...state, reset: () => setState(idle) };
}

const idle = { busy: false, error: null, result: undefined, id: null } as const;

/** Rights of a session at the home of the scope, as functions for pages. */
export function rightsOf(session: Session, home: string, readOnly: boolean): Pick<Scope, 'can' | 'mayAct'> {
  return {
    can: (permission) => isPermitted(session, permission, home),
    mayAct: (permission) => !readOnly && mayActAt(session, permission, home),
  };
}
