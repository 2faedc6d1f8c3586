import { serverErrors } from '../errors.ts';
import type { Endpoint } from './contract/endpoint.ts';
import { contract } from './contract/index.ts';
import { Refused } from './contract/shapes.ts';

/** The OpenAPI 3.1 description of every endpoint, made from the same schemas that validate requests. */
export function openApiDocument(): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [area, endpoints] of Object.entries(contract)) {
    for (const [name, endpoint] of Object.entries(endpoints)) {
      const url = endpoint.path.replace(/:([A-Za-z]+)/g, '{$1}');
      paths[url] = { ...paths[url], [endpoint.method.toLowerCase()]: operation(area, name, endpoint) };
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Holdfast',
      version: '1',
      description:
        'Every page of Holdfast uses these endpoints. State changes need an Origin header equal to the address of the installation. ' +
        'Refusals have one shape; `error` is a public name of the catalogue of errors.',
    },
    paths,
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: '__Host-holdfast_session' } },
      schemas: { Refused },
    },
  };
}

function operation(area: string, name: string, endpoint: Endpoint): Record<string, unknown> {
  return {
    operationId: `${area}.${name}`,
    tags: [area],
    summary: endpoint.summary,
    description: needs(endpoint),
    security: endpoint.needs === 'public' ? [] : [{ session: [] }],
    parameters: [...parameters('path', endpoint.params), ...parameters('query', endpoint.query)],
    ...(endpoint.body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: endpoint.body } } } }),
    responses: {
      ...(endpoint.answer === undefined
        ? { 204: { description: 'done' } }
        : { 200: { description: 'done', content: { 'application/json': { schema: endpoint.answer } } } }),
      ...refusals(endpoint),
    },
  };
}

function needs(endpoint: Endpoint): string {
  const who =
    endpoint.needs === 'public'
      ? 'Open to anybody.'
      : endpoint.needs === 'signed-in'
        ? 'Needs a session.'
        : `Needs the permission \`${endpoint.needs}\`.`;
  return endpoint.fresh === true ? `${who} Needs an assertion of the last five minutes.` : who;
}

type ObjectSchema = { readonly properties?: Record<string, unknown>; readonly required?: readonly string[] };

function parameters(where: 'path' | 'query', schema: unknown): readonly Record<string, unknown>[] {
  const { properties = {}, required = [] } = (schema ?? {}) as ObjectSchema;
  return Object.entries(properties).map(([name, each]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: each,
  }));
}

function refusals(endpoint: Endpoint): Record<string, unknown> {
  const codes = ['request.malformed', 'request.cross_site', 'request.too_many'] as const;
  const asked = endpoint.needs === 'public' ? codes : ([...codes, 'session.required'] as const);
  const statuses = new Set(asked.map((code) => serverErrors[code].status));
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Refused' } } };
  return Object.fromEntries([...statuses].sort().map((status) => [status, { description: 'refused', content }]));
}
