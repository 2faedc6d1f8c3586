import { err, ok, refuse } from '@holdfast/kernel';
import { certificationLevels } from '@holdfast/trust';
import type { Static } from 'typebox';
import { errorEntry } from '../errors.ts';
import type { Queries } from '../store/database.ts';
import { type TrustHeading, trustDocumentKinds, trustHistory } from '../store/trust-documents.ts';
import { trustSourceNames } from '../store/trust-sources.ts';
import { asPerson } from '../use-cases/acting.ts';
import { changesForUs } from '../use-cases/trust/changes-for-us.ts';
import { compareDocuments } from '../use-cases/trust/compare-documents.ts';
import { type ImportedDocument, importDocument } from '../use-cases/trust/import-document.ts';
import { listModels, type ModelSummary, type ModelView, readModel } from '../use-cases/trust/read-models.ts';
import { type DocumentView, readTrust } from '../use-cases/trust/read-trust.ts';
import { refreshNow } from '../use-cases/trust/refresh-now.ts';
import {
  trustContract as contract,
  type ImportedShape,
  type TrustDocumentShape,
  type TrustHistoryShape,
  type TrustModelPageShape,
  type TrustModelShape,
} from './contract/trust.ts';
import { decodeCursor, LIMIT_DEFAULT, pageAnswer, parseListQuery } from './list-query.ts';
import { type Route, route } from './route.ts';

const historyFilters = { kind: trustDocumentKinds } as const;
const modelFilters = {
  kind: ['security-key', 'platform', 'synced'],
  source: ['metadata', 'organisation'],
  status: ['problem', 'good'],
  certification: ['none', 'FIDO_CERTIFIED', ...certificationLevels],
  ours: ['yes', 'no'],
} as const;

export const trustRoutes: readonly Route[] = [
  route(contract.read, async (ports, { at }) => {
    const view = await readTrust(ports, at);
    return ok({ body: { ...view, sources: [...view.sources], documents: view.documents.map(documentShape) } });
  }),
  route(contract.refresh, async (ports, call) => {
    const name = trustSourceNames.find((known) => known === call.params.source);
    if (name === undefined) return err(refuse('trust.source_unknown'));
    const source = await refreshNow(ports, asPerson(call), name);
    return source.ok ? ok({ body: { source: source.value } }) : source;
  }),
  route(contract.import, async (ports, call) => {
    const { text, name = null, dryRun = false, evenIfEmptier = false } = call.body;
    const imported = await importDocument(ports, asPerson(call), { text, name, isDryRun: dryRun, evenIfEmptier });
    if (!imported.ok) return imported;
    const documents = await Promise.all(
      imported.value.map((document) => importedShape(ports.database.queries, document)),
    );
    return ok({ body: { dryRun, documents } });
  }),
  route(contract.history, async ({ database }, { query }) => {
    const wanted = parseListQuery(query.q, historyFilters);
    if (!wanted.ok) return wanted;
    const after = decodeCursor(query.cursor, ['string']);
    if (!after.ok) return after;
    const { words, filters } = wanted.value;
    const limit = query.limit ?? LIMIT_DEFAULT;
    const found = await trustHistory(database.queries, words, filters.kind ?? [], { after: after.value, limit });
    return ok({ body: pageAnswer(found, historyShape) });
  }),
  route(contract.changes, async (ports, { at, query }) => {
    const compared = await compareDocuments(ports, query.from, query.to, at);
    if (!compared.ok) return compared;
    const changes = await changesForUs(ports.database.queries, compared.value.changes);
    return ok({ body: { changes, total: compared.value.total } });
  }),
  route(contract.models, async (ports, { query }) => {
    const wanted = parseListQuery(query.q, modelFilters);
    if (!wanted.ok) return wanted;
    const after = decodeCursor(query.cursor, ['string', 'string']);
    if (!after.ok) return after;
    const found = await listModels(ports, wanted.value, { after: after.value, limit: query.limit ?? LIMIT_DEFAULT });
    return ok({ body: pageAnswer({ ...found, totalIsExact: true }, modelShape) });
  }),
  route(contract.model, async (ports, { params }) => {
    const found = await readModel(ports, params.key);
    return found === null ? err(refuse('trust.model_not_found')) : ok({ body: modelPageShape(found) });
  }),
];

function headingShape({ id, kind, number, digest, arrivedAt, madeAt, nextUpdateAt, entries, ...rest }: TrustHeading) {
  const { sizeBytes, origin, source, notes } = rest;
  const { problemsTotal = 0, changesTotal = 0 } = notes;
  return {
    ...{ id, kind, number, digest, arrivedAt, madeAt, nextUpdateAt, entries, sizeBytes, origin, source },
    problemsTotal,
    changesTotal,
  };
}

function documentShape({ heading, freshness, isFromFile }: DocumentView): Static<typeof TrustDocumentShape> {
  const {
    signer = null,
    signerValidUntil = null,
    problems = [],
    revocation = 'not_asked',
    revocationNote = null,
  } = heading.notes;
  return {
    ...headingShape(heading),
    isFromFile,
    freshness: freshness.state,
    freshUntil: freshness.until,
    signer,
    signerValidUntil,
    signerRevocation: revocation,
    signerRevocationNote: revocationNote,
    problems: [...problems],
  };
}

function historyShape(row: Awaited<ReturnType<typeof trustHistory>>['rows'][number]): Static<typeof TrustHistoryShape> {
  return { ...headingShape(row), by: row.byUsername, isCurrent: row.isCurrent, isBodyKept: row.isBodyKept };
}

async function importedShape(
  queries: Queries,
  { problems, changes, code, ...rest }: ImportedDocument,
): Promise<Static<typeof ImportedShape>> {
  const message = code === null ? null : errorEntry(code).operator;
  return { ...rest, code, message, problems: [...problems], changes: await changesForUs(queries, changes) };
}

function modelShape({ keyProtection, ...rest }: ModelSummary): Static<typeof TrustModelShape> {
  return { ...rest, keyProtection: [...keyProtection] };
}

function modelPageShape(view: ModelView): Static<typeof TrustModelPageShape> {
  const { icon, keyIdentifiers, statement, problems, resolved, reports, roots, syncsBecause, ...summary } = view;
  return {
    ...modelShape(summary),
    icon,
    keyIdentifiers: [...keyIdentifiers],
    syncsBecause,
    statement: statement === null ? null : statementShape(statement),
    problems: [
      ...problems.map((problem) => ({ ...problem, fixedIn: null })),
      ...resolved.map(({ isFirmwareKnown: _, ...problem }) => problem),
    ],
    reports: reports.map((report) => ({
      status: report.status,
      effectiveAt: report.effectiveAt,
      sunsetAt: report.sunsetAt,
      isInEffect: report.isInEffect,
      authenticatorVersion: report.authenticatorVersion,
      batches: report.certificates.length,
      url: report.url,
      certificateNumber: report.certificateNumber,
      certificationProfiles: [...report.certificationProfiles],
      fipsRevision: report.fipsRevision,
      fipsPhysicalSecurityLevel: report.fipsPhysicalSecurityLevel,
    })),
    roots: [...roots],
  };
}

function statementShape(
  statement: NonNullable<ModelView['statement']>,
): NonNullable<Static<typeof TrustModelPageShape>['statement']> {
  return {
    description: statement.description,
    protocolFamily: statement.protocolFamily,
    authenticatorVersion: statement.authenticatorVersion,
    attestationTypes: [...statement.attestationTypes],
    matcherProtection: [...statement.matcherProtection],
    attachmentHint: [...statement.attachmentHint],
    userVerification: statement.userVerificationDetails.map((methods) => [...methods]),
    multiDeviceCredentialSupport: statement.multiDeviceCredentialSupport,
    keyScope: statement.keyScope,
  };
}
