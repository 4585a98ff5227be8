import { useContext, useState } from 'react';
import { type AnalysisGroup, findingWords, labelOf } from '../../../src/report/index.ts';
import { useAnswer } from '../thinking/ask.tsx';
import { BaseContext, ReaderContext } from '../thinking/context.tsx';
import type { Changes } from '../thinking/messages.ts';
import { CauseList } from './causes.tsx';
import { CauseDetail } from './evidence.tsx';
import { MechanismBar } from './mechanism.tsx';
import { NextTests } from './next-tests.tsx';
import { PathDrawing } from './path.tsx';
import { ReaderAnswered, ReaderForm } from './reader.tsx';
import type { Dictionary } from './references.tsx';
import { WhatIf } from './what-if.tsx';

type Reasoned = Pick<
  AnalysisGroup,
  | 'verdict'
  | 'pattern'
  | 'findings'
  | 'mechanism'
  | 'differential'
  | 'systematicPath'
  | 'disagreement'
  | 'nextTests'
  | 'safetyGates'
  | 'unexplained'
>;

function Gates({ group, words }: { group: Reasoned; words: Dictionary }) {
  if (!group.safetyGates.length) return null;
  return (
    <section className="gates" aria-label="Not to be missed">
      <h4>Not to be missed</h4>
      <ul>
        {group.safetyGates.map((each) => (
          <li key={each.gate}>
            <b>{labelOf(words.labels, each.gate)}</b>: {each.action}{' '}
            <span className="soft">({each.why.map((id) => findingWords(words.labels, group, id)).join(', ')})</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Ranking, evidence both ways, the systematic path, what to ask next and what if, of one group or case. */
export function Reasoning({
  group,
  words,
  before,
}: {
  group: Reasoned & { readonly id?: string };
  words: Dictionary;
  before: Reasoned | null;
}) {
  const base = useContext(BaseContext);
  const { answer } = useContext(ReaderContext);
  const [open, setOpen] = useState<string | null>(null);
  const [changes, setChanges] = useState<Changes>({});
  const groupId = group.id ?? null;
  const turned = Object.keys(changes).length > 0;
  const instead = useAnswer('what-if', base && turned ? { base: { ...base, groupId }, changes } : null);
  if (group.verdict === 'not-asked') return <p className="soft">Expected calcification: no cause is asked for.</p>;
  const { differential } = group;
  const chosen = differential.find((each) => each.diagnosis === open) ?? differential[0];
  const rival = chosen === differential[0] ? differential[1] : differential[0];
  return (
    <div className="reasoning">
      <div className="ranking-part">
        <Gates group={group} words={words} />
        {group.verdict === 'not-enough-information' && (
          <p className="notice">
            <b>Not enough information to rank causes.</b> What follows leans on how common they are.
          </p>
        )}
        {answer && <ReaderAnswered answer={answer} group={group} />}
        <p className="soft pattern">
          Pattern <b>{group.pattern === 'none' ? 'not named' : group.pattern}</b>
        </p>
        <MechanismBar mechanism={group.mechanism} before={before?.mechanism ?? null} instead={instead?.mechanism ?? null} />
        <CauseList
          causes={differential}
          before={before?.differential ?? null}
          instead={instead}
          chosen={chosen?.diagnosis ?? null}
          onChoose={setOpen}
        />
        {group.unexplained.length > 0 && (
          <p className="soft small">No cause says anything about: {group.unexplained.map((id) => labelOf(words.labels, id)).join(', ')}.</p>
        )}
      </div>
      <div className="detail-part">
        {chosen && (
          <CauseDetail key={chosen.diagnosis} cause={chosen} rival={rival ?? null} group={group} groupId={groupId} words={words} />
        )}
        {base && <WhatIf group={group} words={words} changes={changes} instead={instead} onChange={setChanges} />}
      </div>
      <div className="next-part">
        <NextTests group={group} words={words} />
      </div>
      <PathDrawing group={group} words={words} />
    </div>
  );
}

/** In place of the ranking while it is hidden. Safety gates are not hidden: they say what must not wait. */
export function HiddenReasoning({ group, words, onShow }: { group: Reasoned | null; words: Dictionary | null; onShow: () => void }) {
  return (
    <div className="hidden-ranking">
      {group && words && <Gates group={group} words={words} />}
      <p className="notice">
        The ranking is hidden, so that it does not steer what you see. Look, enter what you know, and give your own answer first.
      </p>
      <ReaderForm ready={group !== null} />
      <p>
        <button type="button" className="quiet" onClick={onShow}>
          Show the ranking without an answer <kbd>D</kbd>
        </button>
      </p>
    </div>
  );
}
