import { uuid } from '@qianmo/values/wire';
import { z } from 'zod';
import type { Database } from '../database/pool.ts';
import { enqueue } from './enqueue.ts';
import { defineJob, type Job, type JobContext } from './job.ts';

export type EventRecord = {
  readonly home: string;
  readonly id: string;
  /** `module.past-tense`, e.g. `calendar.changed`. */
  readonly kind: string;
  readonly subjectKind: string;
  readonly subject: string;
  readonly payload: Record<string, unknown>;
  readonly at: string;
};

/** Somebody who wants to hear of events. What it does through `context.db` happens once per event. */
export type EventConsumer = {
  readonly name: string;
  readonly kinds: readonly string[];
  receive(context: JobContext, event: EventRecord): Promise<void>;
};

const ROUTE = 'event.route';
const DELIVER = 'event.deliver';

/** Tells what happened, in the act's own transaction. Consumers hear of it later, each at least once; it cannot block. */
export async function publish(db: Database, event: EventRecord): Promise<void> {
  await db
    .insertInto('platform.event')
    .values({
      home: event.home,
      id: event.id,
      kind: event.kind,
      subject_kind: event.subjectKind,
      subject: event.subject,
      payload: JSON.stringify(event.payload),
      at: event.at,
    })
    .execute();
  await enqueue(db, {
    home: event.home,
    job: ROUTE,
    key: event.id,
    payload: { event: event.id },
    askedBy: 'system:events',
    now: event.at,
  });
}

/** The jobs that deliver events. One run per event and consumer, so that one that fails holds up none of the others. */
export function eventJobs(consumers: readonly EventConsumer[]): readonly Job[] {
  const byName = new Map(consumers.map((consumer) => [consumer.name, consumer]));
  if (byName.size !== consumers.length) throw new Error('two event consumers have one name');
  return [
    defineJob({ name: ROUTE, run: (context) => route(context, consumers) }),
    defineJob({ name: DELIVER, run: (context) => deliver(context, byName) }),
  ];
}

const routed = z.object({ event: uuid });
const delivered = z.object({ event: uuid, consumer: z.string() });

async function route(context: JobContext, consumers: readonly EventConsumer[]): Promise<void> {
  const { event: id } = routed.parse(context.payload);
  const event = await getEvent(context.db, context.home, id);
  for (const consumer of consumers.filter((each) => each.kinds.includes(event.kind))) {
    const key = `${id}:${consumer.name}`;
    await context.enqueue({ job: DELIVER, key, payload: { event: id, consumer: consumer.name } });
  }
}

async function deliver(context: JobContext, consumers: ReadonlyMap<string, EventConsumer>): Promise<void> {
  const { event: id, consumer: name } = delivered.parse(context.payload);
  const consumer = consumers.get(name);
  if (!consumer) return context.log(`consumer ${name} is gone; event ${id} is dropped for it`);
  const taken = await context.db
    .insertInto('platform.event_delivery')
    .values({ home: context.home, event: id, consumer: name, delivered_at: context.now })
    .onConflict((conflict) => conflict.columns(['home', 'event', 'consumer']).doNothing())
    .returning('event')
    .executeTakeFirst();
  if (taken) await consumer.receive(context, await getEvent(context.db, context.home, id));
}

async function getEvent(db: Database, home: string, id: string): Promise<EventRecord> {
  const row = await db
    .selectFrom('platform.event')
    .selectAll()
    .where('home', '=', home)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return {
    home: row.home,
    id: row.id,
    kind: row.kind,
    subjectKind: row.subject_kind,
    subject: row.subject,
    payload: z.record(z.string(), z.unknown()).parse(row.payload),
    at: row.at,
  };
}
