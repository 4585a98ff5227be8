import type { Setting } from '../../clinical/index.ts';
import { digest } from '../../core/index.ts';

/** Everything that can change a result, and nothing else; its hash stands in the manifest. */
export interface Settings {
  /** Overrides what the clinical file says; null leaves it to the file, then to `incidental`. */
  readonly setting: Setting | null;
  /** Goes on although scan and record name different patients; kept in the manifest. */
  readonly allowPatientMismatch: boolean;
}

export const DEFAULT_SETTINGS: Settings = { setting: null, allowPatientMismatch: false };

/** SHA-256 over the settings in key order. */
export const settingsHash = (settings: Settings): string =>
  digest(JSON.stringify(Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1))));
