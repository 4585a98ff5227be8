#!/usr/bin/env node
// `npm run knowledge`: what the knowledge covers and where it is thin. Reads the YAML alone; nothing is built. `--json` for the numbers alone.
import { collect } from './build-knowledge.mjs';

const knowledge = collect();
const { terms, conditions, diagnoses, kinds, references, background } = knowledge;
const owners = [...diagnoses.map((each) => ['cause', each]), ...conditions.map((each) => ['condition', each])];
const rows = owners.flatMap(([kind, owner]) =>
  [...(owner.evidence ?? []), ...(owner.forms ?? []).flatMap((form) => form.evidence)].map((row) => ({ kind, owner: owner.id, ...row })),
);
const count = (list, key) =>
  Object.fromEntries([...new Set(list.map(key))].sort().map((name) => [name, list.filter((each) => key(each) === name).length]));
const category = (id) => id.slice(0, id.indexOf('-'));
const spoken = new Set(rows.map((row) => row.finding));
const labelOf = new Map([...terms, ...diagnoses, ...conditions].map((each) => [each.id, each.label]));

/** Expert estimates that weigh most: far from the background, so that a wrong one would turn a ranking. */
const base = new Map(background.map((each) => [each.finding, each.p]));
const weighty = rows
  .filter(
    (row) =>
      row.kind === 'cause' &&
      row.basis !== 'seen' &&
      !(row.sources ?? []).length &&
      base.has(row.finding) &&
      /^(hx|ex|lab|drug|proc|img)-/.test(row.finding),
  )
  .map((row) => ({ ...row, log10: Math.log10(row.p / base.get(row.finding)) }))
  .sort((a, b) => b.log10 - a.log10);

const confusions = new Map(diagnoses.map((each) => [each.id, new Set(each.confusedWith ?? [])]));
const asymmetric = [...confusions].flatMap(([id, others]) =>
  [...others].filter((other) => !confusions.get(other)?.has(id)).map((other) => `${id} names ${other}, not the other way round`),
);
const lacks = (prefix) => diagnoses.filter((each) => !each.evidence.some((row) => row.finding.startsWith(prefix))).map((each) => each.id);

const report = {
  causes: diagnoses.length,
  byMechanism: count(diagnoses, (each) => each.mechanism),
  conditions: conditions.length,
  findings: terms.length,
  findingsByCategory: count(terms, (each) => category(each.id)),
  tests: knowledge.tests.length,
  references: {
    all: references.length,
    withDoi: references.filter((each) => each.doi).length,
    withPmid: references.filter((each) => each.pmid).length,
    withPmcidOnly: references.filter((each) => !each.doi && !each.pmid && each.pmcid).length,
    withNone: count(
      references.filter((each) => !each.doi && !each.pmid && !each.pmcid),
      (each) => each.noId ?? 'not said',
    ),
  },
  rows: {
    causes: rows.filter((row) => row.kind === 'cause').length,
    conditions: rows.filter((row) => row.kind === 'condition').length,
    background: background.length,
    kinds: kinds.reduce((sum, each) => sum + Object.keys(each.rows).length, 0),
  },
  kinds: kinds.length,
  forms: diagnoses.reduce((sum, each) => sum + (each.forms ?? []).length, 0),
  causesWithoutKind: diagnoses.filter((each) => !each.kind).map((each) => each.id),
  rowsByBasis: count(rows, (row) => row.basis),
  rowsWithSource: rows.filter((row) => (row.sources ?? []).length > 0).length,
  causesWithoutSeenRow: diagnoses.filter((each) => !each.evidence.some((row) => row.basis === 'seen')).map((each) => each.id),
  causesWithoutReference: diagnoses.filter((each) => !(each.references ?? []).length).map((each) => each.id),
  causesWithoutCompartment: lacks('compartment-'),
  causesWithoutMorphology: lacks('morph-'),
  causesWithoutSite: lacks('site-'),
  findingsWithoutParent: count(
    terms.filter((each) => !(each.parents ?? []).length),
    (each) => category(each.id),
  ),
  findingsNoCauseSpeaksOf: terms.filter((each) => !spoken.has(each.id)).length,
  findingsWithCode: terms.filter((each) => (each.codes ?? []).length > 0).length,
  asymmetricConfusions: asymmetric,
  weightiestEstimatesWithoutSource: weighty
    .slice(0, 30)
    .map((row) => `${row.owner}: ${labelOf.get(row.finding)} ${row.p}, ${row.log10.toFixed(1)} decades above background`),
};

if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
else {
  const show = (value) =>
    Array.isArray(value)
      ? value.length === 0
        ? 'none'
        : `${value.length}\n    ${value.join('\n    ')}`
      : typeof value === 'object'
        ? Object.entries(value)
            .map(([key, each]) => `${key} ${typeof each === 'object' ? `(${show(each)})` : each}`)
            .join(', ')
        : String(value);
  const words = (key) => key.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  for (const [key, value] of Object.entries(report)) process.stdout.write(`${words(key)}: ${show(value)}\n`);
}
