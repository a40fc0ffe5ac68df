/** One field of a shape, nested ones with their path (`items[].name`). */
export type ApiField = { readonly path: string; readonly type: string; readonly needed: boolean };

export type ApiOperation = {
  readonly name: string;
  readonly tag: string;
  readonly summary: string;
  readonly method: string;
  readonly path: string;
  readonly permission: string;
  readonly writes: boolean;
  readonly rejections: readonly string[];
  readonly input: readonly ApiField[];
  readonly result: readonly ApiField[];
};

type Node = Readonly<Record<string, unknown>>;

/** Reads the description the server gives of itself; what is missing in it is left out. */
export function readOpenApi(description: unknown): readonly ApiOperation[] {
  const paths = Object.entries(nodeIn(nodeOf(description), 'paths'));
  return paths
    .flatMap(([path, methods]) =>
      Object.entries(nodeOf(methods)).map(([method, found]) => readOperation(path, method, nodeOf(found))),
    )
    .sort((left, right) => left.name.localeCompare(right.name));
}

function readOperation(path: string, method: string, found: Node): ApiOperation {
  const name = textIn(found, 'operationId');
  const parameters = listIn(found, 'parameters').map(nodeOf);
  const body = schemaIn(nodeIn(found, 'requestBody'));
  const query = parameters
    .filter((parameter) => textIn(parameter, 'in') === 'query')
    .map((parameter) => ({
      path: textIn(parameter, 'name'),
      type: typeOf(nodeIn(parameter, 'schema')),
      needed: parameter.required === true,
    }));
  return {
    name,
    tag: name.split('.')[0] ?? '',
    summary: textIn(found, 'summary'),
    method: method.toUpperCase(),
    path,
    permission: textIn(found, 'x-permission'),
    writes: parameters.some((parameter) => textIn(parameter, 'name') === 'Idempotency-Key'),
    rejections: listIn(found, 'x-rejections').map(String),
    input: [...query, ...fieldsOf(body, '')],
    result: fieldsOf(schemaIn(nodeIn(nodeIn(found, 'responses'), '200')), ''),
  };
}

const deepest = 4;

function fieldsOf(schema: Node, prefix: string, depth = 0): ApiField[] {
  if (depth > deepest) return [];
  const needed = new Set(listIn(schema, 'required').map(String));
  return Object.entries(nodeIn(schema, 'properties')).flatMap(([key, value]) => {
    const field = nodeOf(value);
    const path = prefix + key;
    const items = nodeIn(field, 'items');
    const below =
      field.type === 'array' ? fieldsOf(items, `${path}[].`, depth + 1) : fieldsOf(field, `${path}.`, depth + 1);
    return [{ path, type: typeOf(field), needed: needed.has(key) }, ...below];
  });
}

function typeOf(schema: Node): string {
  const choices = listIn(schema, 'enum');
  if (choices.length > 0) return choices.map((choice) => JSON.stringify(choice)).join(' | ');
  if ('const' in schema) return JSON.stringify(schema.const);
  const variants = [...listIn(schema, 'anyOf'), ...listIn(schema, 'oneOf')].map(nodeOf);
  if (variants.length > 0) return variants.map(typeOf).join(' | ');
  const type = schema.type;
  if (type === 'array') return `${typeOf(nodeIn(schema, 'items'))}[]`;
  const format = textIn(schema, 'format');
  return `${Array.isArray(type) ? type.join(' | ') : String(type ?? 'any')}${format ? ` (${format})` : ''}`;
}

function schemaIn(found: Node): Node {
  return nodeIn(nodeIn(nodeIn(found, 'content'), 'application/json'), 'schema');
}

function nodeOf(value: unknown): Node {
  return typeof value === 'object' && value !== null ? (value as Node) : {};
}

function nodeIn(node: Node, key: string): Node {
  return nodeOf(node[key]);
}

function listIn(node: Node, key: string): readonly unknown[] {
  const found = node[key];
  return Array.isArray(found) ? found : [];
}

function textIn(node: Node, key: string): string {
  const found = node[key];
  return typeof found === 'string' ? found : '';
}
