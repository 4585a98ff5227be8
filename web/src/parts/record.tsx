import type { Analysis } from '../../../src/report/index.ts';

/** What the clinical file said when the study was analysed; what the reader enters is added to it. */
export function RecordPart({ clinical, labels }: { clinical: Analysis['clinical']; labels: Analysis['labels'] }) {
  const { patient, setting, conditions, facts, labs } = clinical;
  const who = [patient.ageYears === null ? null : `${patient.ageYears} y`, patient.sex, setting].filter(Boolean).join(', ');
  const named = [...conditions.map((each) => ({ id: each.condition, absent: each.state === 'absent' }))];
  for (const each of facts) named.push({ id: each.finding, absent: each.state === 'absent' });
  if (!who && !named.length && !labs.length) return null;
  return (
    <details className="record">
      <summary>
        From the record{who && `: ${who}`}
        <span className="soft">
          {' '}
          ({named.length} findings, {labs.length} results)
        </span>
      </summary>
      <ul className="items" aria-label="Findings and conditions of the record">
        {named.map(({ id, absent }) => (
          <li key={id} className={absent ? 'absent' : 'present'}>
            {absent ? 'no ' : ''}
            {labels[id] ?? id}
          </li>
        ))}
      </ul>
      {labs.length > 0 && (
        <ul className="labs" aria-label="Laboratory results of the record">
          {labs.map((each) => (
            <li key={`${each.test} ${each.date} ${each.where}`}>
              {labels[each.test] ?? each.test} {each.value ?? each.flag} {each.unit} <span className="soft">{each.grade}</span>
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}
