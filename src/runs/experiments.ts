/** Experiments: a room of their own, loaded when one is played. */
export { armed, type Cell, type Compared, comparisonsOf, type Difference, playExperiment, type Played, seedsOf } from './experiment.js';
