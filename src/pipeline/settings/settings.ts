import type { Setting } from '../../clinical/index.ts';

/** Everything that can change a result, and nothing else: the manifest holds them and their hash. */
export interface Settings {
  /** Overrides what the clinical file says; null leaves it to the file, then to `incidental`. */
  readonly setting: Setting | null;
  /** Goes on although scan and record name different patients; kept in the manifest. */
  readonly allowPatientMismatch: boolean;
}

export const DEFAULT_SETTINGS: Settings = { setting: null, allowPatientMismatch: false };
