import type { StatedWindow } from '../../../src/core/index.ts';
import { LAYOUT_WORDS, LAYOUTS, type LayoutName, type Look } from './state.ts';
import { TOOL_WORDS, TOOLS, type Tool } from './tools.ts';
import { PRESETS, windowsOf } from './windows.ts';

const EDITING: readonly Tool[] = ['paint', 'erase', 'grow'];

/** Windows, tools and what is drawn over the images; every one has its key too. */
export function Toolbar(props: {
  look: Look;
  /** Those of the file. */
  stated: readonly StatedWindow[];
  overlay: boolean;
  canEdit: boolean;
  onLook: (change: (before: Look) => Look) => void;
  onOverlay: () => void;
  /** null where a prior is open already, or cannot be. */
  onPrior: (() => void) | null;
}) {
  const { look, overlay, canEdit, onLook, onOverlay } = props;
  return (
    <div className="tools" role="toolbar" aria-label="Images">
      <span className="set">
        {windowsOf(props.stated).map((each, preset) => (
          <button
            key={each.name}
            type="button"
            aria-pressed={look.preset === preset}
            title={`Window ${each.widthHu}, level ${each.levelHu} (${Math.min(preset, PRESETS.length) + 1})`}
            onClick={() => onLook((before) => ({ ...before, preset, window: { widthHu: each.widthHu, levelHu: each.levelHu } }))}
          >
            {each.name}
          </button>
        ))}
      </span>
      <span className="set">
        {TOOLS.filter((each) => canEdit || !EDITING.includes(each)).map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={look.tool === each}
            onClick={() => onLook((before) => ({ ...before, tool: each }))}
          >
            {TOOL_WORDS[each]}
          </button>
        ))}
        {(look.tool === 'paint' || look.tool === 'erase') && (
          <label>
            Brush {look.brushMm.toFixed(1)} mm
            <input
              type="range"
              min={0.5}
              max={20}
              step={0.5}
              value={look.brushMm}
              onChange={(event) => onLook((before) => ({ ...before, brushMm: Number(event.target.value) }))}
            />
          </label>
        )}
      </span>
      <span className="set">
        <button type="button" aria-pressed={overlay} onClick={onOverlay}>
          Outlines
        </button>
        <label>
          Fill
          <input
            type="range"
            min={0}
            max={0.8}
            step={0.05}
            value={look.fillShare}
            onChange={(event) => onLook((before) => ({ ...before, fillShare: Number(event.target.value) }))}
          />
        </label>
        <button
          type="button"
          aria-pressed={look.slabMm > 0}
          onClick={() => onLook((before) => ({ ...before, slabMm: before.slabMm > 0 ? 0 : 10 }))}
        >
          MIP {look.slabMm > 0 ? `${look.slabMm} mm` : ''}
        </button>
        <button type="button" aria-pressed={look.cine} onClick={() => onLook((before) => ({ ...before, cine: !before.cine }))}>
          Cine
        </button>
        <label>
          <span className="hidden">Layout</span>
          <select value={look.layout} onChange={(event) => onLook((before) => ({ ...before, layout: event.target.value as LayoutName }))}>
            {LAYOUTS.map((each) => (
              <option key={each} value={each}>
                {LAYOUT_WORDS[each]}
              </option>
            ))}
          </select>
        </label>
        {props.onPrior && (
          <button type="button" onClick={props.onPrior}>
            Prior …
          </button>
        )}
      </span>
    </div>
  );
}
