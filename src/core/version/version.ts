export const VERSION = '0.1.0';
export const ANALYSIS_SCHEMA = 'calcimap/analysis/1';
export const LABEL = 'research and education, not a medical device';
export const DISCLAIMER =
  'Calcimap is research and education software. It is not a medical device, has not been cleared by any authority, and must not be the basis of diagnosis or treatment. Results need review by a qualified reader.';
