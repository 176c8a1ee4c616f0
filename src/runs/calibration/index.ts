/** Calibrations, loaded when one is played. */
export { type Calibrated, type CalibrateHost, calibrate, type CalibrationProgress } from './calibrate.js';
export { calibrationOf, type CalibrationSpec } from './calibrationSpec.js';
export { reportOf } from './calibrationReport.js';
export { particleRows } from './particleRows.js';
export { calibrationText } from './calibrationText.js';
