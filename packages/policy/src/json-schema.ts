import { changeSettings, changesKey } from './change-settings.ts';
import { populationNamePattern, populationsMax, rootKey } from './parse-policy.ts';
import { settingKeys, settings } from './settings.ts';
import type { JsonSchema } from './shapes.ts';

/**
 * JSON Schema of a policy file, for editors. It cannot say everything: contradictions between keys and between entries
 * are found by `checkPolicy` only.
 */
export function policyJsonSchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Holdfast passkey policy',
    type: 'object',
    additionalProperties: false,
    required: [rootKey],
    properties: {
      [rootKey]: {
        type: 'object',
        description: 'One entry for each population.',
        minProperties: 1,
        maxProperties: populationsMax,
        propertyNames: { pattern: populationNamePattern.source },
        additionalProperties: { $ref: '#/$defs/population' },
      },
      [changesKey]: {
        type: 'object',
        description: 'What a change of this policy needs.',
        additionalProperties: false,
        properties: {
          second_person: {
            ...changeSettings.second_person.shape.schema,
            description: withDefault(changeSettings.second_person),
          },
        },
      },
    },
    $defs: {
      population: {
        type: 'object',
        additionalProperties: false,
        required: settingKeys.filter((key) => settings[key].fallback === null),
        properties: Object.fromEntries(
          settingKeys.map((key) => [key, { ...settings[key].shape.schema, description: withDefault(settings[key]) }]),
        ),
      },
    },
  };
}

type Described = { readonly meaning: string; readonly fallback: { readonly words: string } | null };

function withDefault({ meaning, fallback }: Described): string {
  return `${meaning} ${fallback === null ? 'Required.' : `Default: ${fallback.words}.`}`.replaceAll('`', '');
}
