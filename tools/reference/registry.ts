/** A file of the repository that is made from code, so that the two cannot say different things. */
export type Generated = {
  /** Relative to the root. */
  readonly file: string;
  /** Loads what it is made from only when asked, so that one broken source does not hide the others. */
  readonly make: () => Promise<string>;
};

/** A new generated file is one more row. */
export const registry: readonly Generated[] = [
  {
    file: 'docs/reference/policy.md',
    make: async () => (await import('@holdfast/policy')).policyReferenceMarkdown(),
  },
  {
    file: 'docs/reference/policy.schema.json',
    make: async () => json((await import('@holdfast/policy')).policyJsonSchema()),
  },
  {
    file: 'docs/reference/policy-cases.schema.json',
    make: async () => json((await import('@holdfast/policy')).policyCasesJsonSchema()),
  },
  {
    file: 'docs/reference/errors.md',
    make: async () => {
      const [{ errorsPage }, { chapters }] = await Promise.all([import('./errors-page.ts'), import('./catalogues.ts')]);
      return errorsPage(chapters);
    },
  },
  {
    file: 'docs/differences.md',
    make: async () => (await import('../differential/differences-page.ts')).differencesPage(),
  },
  {
    file: 'docs/spec-map.md',
    make: async () => (await import('../spec-map/spec-map-page.ts')).specMapPage(),
  },
  {
    file: 'docs/reference/openapi.json',
    make: async () => json((await import('../../apps/server/src/http/openapi.ts')).openApiDocument()),
  },
  {
    file: 'docs/reference/evidence-file.schema.json',
    make: async () => json((await import('../../apps/server/src/http/contract/evidence.ts')).evidenceJsonSchema()),
  },
  {
    file: 'docs/reference/settings.md',
    make: async () => (await import('../../apps/server/src/config.ts')).settingsReference(),
  },
  {
    file: 'docs/reference/schema.sqlite.sql',
    make: async () => (await import('./schemas.ts')).sqliteSchema(),
  },
  {
    file: 'docs/reference/schema.postgres.sql',
    make: async () => (await import('./schemas.ts')).postgresSchema(),
  },
];

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
