#!/usr/bin/env node
// `npm run knowledge:pages [-- folder]`: one page per cause and condition, every number with its basis, n and source, for a doubter to check.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { collect } from './build-knowledge.mjs';

const folder = process.argv[2] ?? join('dist', 'knowledge');
const { terms, conditions, diagnoses, kinds, references, background } = collect();
const kindOf = new Map(kinds.map((each) => [each.id, each]));
/** The rows a cause takes over from its kind: what neither it nor a condition says. */
const hung = new Set(conditions.flatMap((each) => (each.evidence ?? []).map((row) => row.finding)));
const taken = (cause) => {
  const said = new Set((cause.evidence ?? []).map((row) => row.finding));
  return Object.entries(kindOf.get(cause.kind)?.rows ?? {})
    .filter(([finding]) => !said.has(finding) && !hung.has(finding))
    .map(([finding, p]) => ({ finding, p, basis: 'expert-estimate', weight: 4 }));
};
const labels = new Map([...terms, ...conditions, ...diagnoses].map((each) => [each.id, each.label]));
const known = new Map(references.map((each) => [each.id, each]));
const base = new Map(background.map((each) => [each.finding, each.p]));

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const text = (value) => String(value ?? '').replace(/[&<>"]/g, (each) => escapes[each]);
/** Only addresses that open a page become links. */
const link = (url, words) => (/^https?:\/\//.test(url) ? `<a href="${text(url)}" rel="noreferrer">${text(words)}</a>` : text(words));
const source = (key) => {
  const reference = known.get(key);
  if (!reference) return text(key);
  if (reference.doi) return link(`https://doi.org/${reference.doi}`, reference.citation);
  if (reference.pmid) return link(`https://pubmed.ncbi.nlm.nih.gov/${reference.pmid}/`, reference.citation);
  if (reference.pmcid) return link(`https://pmc.ncbi.nlm.nih.gov/articles/${reference.pmcid}/`, reference.citation);
  return reference.url ? link(reference.url, reference.citation) : text(reference.citation);
};
const rowsTable = (rows) =>
  `<table><thead><tr><th>finding</th><th>P</th><th>elsewhere</th><th>basis</th><th>n</th><th>weight</th><th>source and note</th></tr></thead><tbody>${rows
    .map(
      (row) =>
        `<tr><td>${text(labels.get(row.finding) ?? row.finding)}<br><code>${text(row.finding)}</code></td><td>${row.p}</td><td>${base.get(row.finding) ?? ''}</td><td>${row.basis}</td><td>${row.n ?? ''}</td><td>${row.weight}</td><td>${[...(row.sources ?? []).map(source), ...(row.note ? [text(row.note)] : [])].join('<br>')}</td></tr>`,
    )
    .join('')}</tbody></table>`;
/** Said of a number that stands on no paper. */
const UNSOURCED = 'expert-estimate, no source';
const ages = (bands) => bands.map(({ band, weight }) => `${band[0]} to ${band[1]} y: ${(100 * weight).toFixed(1)} %`);
const list = (heading, items) =>
  items.length > 0 ? `<h2>${text(heading)}</h2><ul>${items.map((each) => `<li>${each}</li>`).join('')}</ul>` : '';
const page = (title, body) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${text(title)}</title><style>body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ccc;padding:.3rem .5rem;text-align:left;vertical-align:top}code{color:#555;font-size:.8em}</style><h1>${text(title)}</h1>${body}<p><small>Research and education software, not a medical device.</small></p></html>\n`;

mkdirSync(folder, { recursive: true });
for (const cause of diagnoses) {
  const { prior } = cause;
  const body = [
    `<p>${text(cause.description)}</p><p>Mechanism: ${text(cause.mechanism)}. Codes: ${text((cause.codes ?? []).join(', ')) || 'none'}.</p>`,
    list(
      'How often',
      [
        cause.frequency,
        `weights: incidental ${prior.incidental}, referral ${prior.referral}, paediatric ${prior.paediatric} (${prior.basis})`,
      ]
        .filter(Boolean)
        .map(text),
    ),
    list('Age and sex', [...ages(cause.age), `female: ${cause.femaleShare ?? 'not known'}`].map(text)),
    list(
      'Conditions of the patient',
      (cause.conditions ?? []).map(
        (each) => `${text(labels.get(each.condition))}: ${each.p} (${(each.sources ?? []).map(source).join('; ') || UNSOURCED})`,
      ),
    ),
    list('What tells it apart', (cause.discriminators ?? []).map(text)),
    list('What to ask next', (cause.nextTests ?? []).map(text)),
    list(
      'Mistaken for',
      (cause.confusedWith ?? []).map((id) => `<a href="${id}.html">${text(labels.get(id))}</a>`),
    ),
    `<h2>Every number</h2>${rowsTable(cause.evidence ?? [])}`,
    ...(cause.forms ?? []).map(
      (form) =>
        `<h2>${text(form.label)}: ${(100 * form.share).toFixed(0)} % of those referred (${UNSOURCED}), as above but for</h2>${list('Ages', form.age ? ages(form.age).map(text) : [])}${rowsTable(form.evidence)}`,
    ),
    `<h2>As for its kind: ${text(kindOf.get(cause.kind)?.label)}</h2>${rowsTable(taken(cause))}`,
    list('References', (cause.references ?? []).map(source)),
  ];
  writeFileSync(join(folder, `${cause.id}.html`), page(cause.label, body.join('')));
}
for (const condition of conditions)
  writeFileSync(
    join(folder, `condition-${condition.id}.html`),
    page(
      condition.label,
      `<p>Present in ${condition.baseRate} of those whose calcification has another cause (${(condition.baseRateSources ?? []).map(source).join('; ') || UNSOURCED}). Family: ${text(condition.family)}.</p>${rowsTable(condition.evidence ?? [])}`,
    ),
  );
const index = [...diagnoses]
  .sort((a, b) => (a.label < b.label ? -1 : 1))
  .map((each) => `<a href="${each.id}.html">${text(each.label)}</a> (${each.mechanism})`);
const others = conditions.map((each) => `<a href="condition-${each.id}.html">${text(each.label)}</a>`);
writeFileSync(
  join(folder, 'index.html'),
  page('What Calcimap knows', `${list('Causes of calcification', index)}${list('Conditions of the patient', others)}`),
);
process.stdout.write(`${diagnoses.length} causes and ${conditions.length} conditions in ${folder}\n`);
