import { err, ok, refuse } from '@holdfast/kernel';
import { evidenceCase } from '../use-cases/inspect/evidence-case.ts';
import { type InspectReport, inspectText } from '../use-cases/inspect/index.ts';
import { inspectContract as contract, type Report } from './contract/inspect.ts';
import { type Route, route } from './route.ts';

export const inspectRoutes: readonly Route[] = [
  route(contract.inspect, async (_, { at, body }) => {
    const inspected = inspectText(body.text, at);
    if (inspected.ok) return ok({ body: { report: reportShape(inspected.value), notInspected: null } });
    const { message, problems } = inspected.error;
    return ok({ body: { report: null, notInspected: { message, problems: [...problems] } } });
  }),
  route(contract.evidence, async (ports, { params }) => {
    const given = await evidenceCase(ports, params.credentialId);
    return given === null ? err(refuse('credential.not_found')) : ok({ body: given });
  }),
];

function reportShape({ verdict, attestation, notCompared, steps, tree, ...rest }: InspectReport): Report {
  return {
    ...rest,
    verdict: { ...verdict, values: [...verdict.values] },
    attestation: attestation === null ? null : { ...attestation, reasons: [...attestation.reasons] },
    notCompared: [...notCompared],
    steps: [...steps],
    tree: [...tree],
  };
}
