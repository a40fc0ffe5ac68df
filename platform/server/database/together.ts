import type { Duplex } from 'node:stream';
import { type ClientBase, Query, type QueryResult } from 'pg';

/** One of our own statements, sent by name; parameters are what travels, so nothing is guessed about their types. */
export type Statement = {
  readonly name: string;
  readonly text: string;
  readonly values: readonly (string | Buffer | null)[];
};

// The driver's connection as its own queries use it; its type list leaves most of that out.
type Wire = {
  readonly stream: Duplex;
  readonly parsedStatements: Readonly<Record<string, string>>;
  bind(what: { statement: string; values: readonly (string | Buffer | null)[] }): void;
  describe(what: { type: 'P'; name: string }): void;
  execute(what: object): void;
  sync(): void;
};

function wireOf(client: ClientBase): Wire {
  return (client as unknown as { connection: Wire }).connection;
}

/**
 * Holds back what is sent on this client until the present turn of the event loop is over, so that statements sent
 * one after another leave in one write: each write wakes the database's process.
 */
export function gather(client: ClientBase): void {
  const { stream } = wireOf(client);
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

/**
 * Sends statements as one message group: the first that fails skips the rest, and PostgreSQL answers them all at once.
 * Where one of them is still unknown on this connection they go as queries of their own, which makes them known.
 */
export function sendTogether(client: ClientBase, statements: readonly Statement[]): Promise<QueryResult[]> {
  gather(client);
  const known = wireOf(client).parsedStatements;
  return statements.every(({ name, text }) => known[name] === text)
    ? sendGroup(client, statements)
    : sendEach(client, statements);
}

/** Awaits all, then throws the first failure: a pipelined statement must never be left without a listener. */
async function sendEach(client: ClientBase, statements: readonly Statement[]): Promise<QueryResult[]> {
  const sent = statements.map(({ name, text, values }) => client.query({ name, text, values: [...values] }));
  const settled = await Promise.allSettled(sent);
  return settled.map((each) => {
    if (each.status === 'rejected') throw each.reason;
    return each.value;
  });
}

function sendGroup(client: ClientBase, statements: readonly Statement[]): Promise<QueryResult[]> {
  return new Promise((resolve, reject) => {
    const query = new Query('', (error, results) => {
      if (error) reject(error);
      else resolve([results as unknown as QueryResult | QueryResult[]].flat());
    });
    query.submit = (connection) => {
      const wire = connection as unknown as Wire;
      for (const { name, values } of statements) {
        wire.bind({ statement: name, values });
        wire.describe({ type: 'P', name: '' });
        wire.execute({});
      }
      wire.sync();
    };
    client.query(query);
  });
}
