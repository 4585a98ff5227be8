import type { Vector3 } from '../../../src/core/index.ts';
import type { StudyVolume } from '../model/workbench.ts';
import type { Overlay } from './overlays.ts';

export default function Scene3d(_props: {
  volume: StudyVolume;
  overlays: readonly Overlay[];
  cross: Vector3;
  onSelect: (lesionId: string | null) => void;
}) {
  return <div className="pane" />;
}
