import { type KeyboardEvent, useRef } from 'react';
import { BODY, type BodySite, type BodyView, nextSite } from '../model/body.ts';
import type { EnteredState } from '../model/entry.ts';

const SAID: Readonly<Record<EnteredState, string>> = { present: 'calcification present', absent: 'looked at, none', unknown: 'not known' };
const SIDES: Readonly<Record<BodyView, readonly [string, string]>> = { front: ['R', 'L'], back: ['L', 'R'] };

function Figure(props: { view: BodyView; stateOf: (id: string) => EnteredState; onSite: ((site: BodySite) => void) | null }) {
  const { view, stateOf, onSite } = props;
  const drawing = useRef<SVGSVGElement>(null);
  const sites = BODY[view];
  const press = (event: KeyboardEvent<SVGElement>, site: BodySite): void => {
    if (event.key === 'Enter' || event.key === ' ') onSite?.(site);
    else {
      const next = nextSite(sites, site, event.key);
      if (!next) return;
      drawing.current?.querySelector<SVGElement>(`[data-site="${next.id}"]`)?.focus();
    }
    event.preventDefault();
  };
  const moveStop = (chosen: string): void => {
    for (const each of drawing.current?.querySelectorAll<SVGElement>('[data-site]') ?? [])
      each.setAttribute('tabindex', each.dataset['site'] === chosen ? '0' : '-1');
  };
  return (
    <figure className="figure">
      <figcaption>{view === 'front' ? 'Front' : 'Back'}</figcaption>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing is no fieldset */}
      <svg ref={drawing} viewBox="0 0 200 452" role="group" aria-label={`${view} of the body`} data-arrows>
        <title>{view === 'front' ? 'The body from the front' : 'The body from the back'}</title>
        <text x="14" y="20" className="side-letter">
          {SIDES[view][0]}
        </text>
        <text x="186" y="20" textAnchor="end" className="side-letter">
          {SIDES[view][1]}
        </text>
        {sites.map((site, index) => {
          const state = stateOf(site.id);
          const shape = { className: `site ${state}`, d: site.path, transform: site.mirrored ? 'translate(200 0) scale(-1 1)' : undefined };
          const [x, y] = site.centre;
          return (
            // biome-ignore lint/a11y/useSemanticElements: SVG has no button
            <g
              key={site.id}
              data-site={site.id}
              role="button"
              tabIndex={index === 0 ? 0 : -1}
              aria-pressed={state === 'present' ? true : state === 'absent' ? 'mixed' : false}
              aria-label={`${site.label}: ${SAID[state]}`}
              aria-disabled={onSite === null}
              onClick={() => onSite?.(site)}
              onFocus={() => moveStop(site.id)}
              onKeyDown={(event) => press(event, site)}
            >
              <title>{`${site.label}: ${SAID[state]}`}</title>
              <path {...shape} />
              {state === 'present' && <circle className="mark" cx={x} cy={y} r="3.2" />}
              {state === 'absent' && <path className="mark" d={`M${x - 3.5} ${y} L${x + 3.5} ${y}`} />}
            </g>
          );
        })}
      </svg>
    </figure>
  );
}

/** Sites by click, or by arrows and Space: present, then looked at and none, then not known again. */
export function BodyMap({ stateOf, onSite }: { stateOf: (id: string) => EnteredState; onSite: ((site: BodySite) => void) | null }) {
  return (
    <div className="body-map">
      <p className="hint">
        The patient faces you in the front view: <b>the patient's right is on your left</b>. In the back view the patient's right is on your
        right.
      </p>
      <div className="figures">
        <Figure view="front" stateOf={stateOf} onSite={onSite} />
        <Figure view="back" stateOf={stateOf} onSite={onSite} />
      </div>
      {onSite && (
        <p className="hint">
          Click: <b>●</b> calcification, again <b>−</b> looked at and none, again not known. Sites inside the body: find them by name.
        </p>
      )}
    </div>
  );
}
