import { z } from 'zod';
import type { Operation } from '../../contract/operation.ts';
import { pipeCodes, problem } from '../../contract/problem.ts';

type Json = Record<string, unknown>;

/** Describes the operations as OpenAPI 3.1, from the same shapes that validate them. */
export function openApi(operations: readonly Operation[], title: string): Json {
  const paths: Record<string, Json> = {};
  for (const operation of operations) {
    const path = operation.path.replace(':home', '{home}');
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describe(operation) };
  }
  return {
    openapi: '3.1.0',
    info: { title, version: '0.1.0', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: {
      schemas: { Problem: schemaOf(problem, 'output') },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'qianmo_session' },
        token: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}

function describe(operation: Operation): Json {
  return {
    operationId: operation.name,
    summary: operation.summary,
    tags: [operation.name.split('.')[0]],
    'x-permission': operation.permission,
    'x-rejections': [...operation.rejections, ...pipeCodes],
    'x-version': operation.version,
    ...(operation.permission === 'public' ? {} : { security: [{ session: [] }, { token: [] }] }),
    parameters: parametersOf(operation),
    ...(operation.method === 'POST'
      ? { requestBody: { required: true, content: json(operation.input, 'input') } }
      : {}),
    responses: {
      200: { description: 'Done', content: json(operation.result, 'output') },
      default: {
        description: 'Problem',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function json(shape: z.ZodType, io: 'input' | 'output'): Json {
  return { 'application/json': { schema: schemaOf(shape, io) } };
}

function parametersOf(operation: Operation): Json[] {
  const home: Json = {
    name: 'home',
    in: 'path',
    required: true,
    schema: { type: 'string' },
    description: 'Code of the division that keeps the record',
  };
  const id: Json = {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    schema: { type: 'string', format: 'uuid' },
    description: 'UUIDv7 made by the client; the same id gets the same answer',
  };
  return [
    ...(operation.home === 'path' ? [home] : []),
    ...(operation.kind === 'write' && !operation.unrecorded ? [id] : []),
    ...(operation.method === 'GET' ? queryParameters(operation) : []),
  ];
}

function queryParameters(operation: Operation): Json[] {
  const { properties = {}, required = [] } = schemaOf(operation.input, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function schemaOf(shape: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dropped, ...schema } = z.toJSONSchema(shape, {
    io,
    unrepresentable: 'any',
    override: bigintAsText,
  });
  return schema;
}

/** 64-bit integers travel as decimal text. */
function bigintAsText(context: { zodSchema: { _zod: { def: { type: string } } }; jsonSchema: Json }): void {
  if (context.zodSchema._zod.def.type === 'bigint')
    Object.assign(context.jsonSchema, { type: 'string', pattern: '^-?\\d+$' });
}
