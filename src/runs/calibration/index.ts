/** Calibrations, loaded when one is played. */
export { type Calibrated, calibrate } from './calibrate.js';
export type { CalibrateHost, CalibrationProgress } from './calibrationRuns.js';
export { calibrationOf, type CalibrationSpec } from './calibrationSpec.js';
export { reportOf } from './calibrationReport.js';
export { particleRows } from './particleRows.js';
export { calibrationText } from './calibrationText.js';
