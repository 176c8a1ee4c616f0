/** Folds and measures over runs. */
export { slope } from './statistics/slope.js';
export { type AnswerCourse, type AnswerVariety, answerVariety } from './evidence/conformity.js';
export { type Answer, type Answers, COMPARED_PEOPLE, type Distinctness, distinctness, type Options } from './talk/distinctness.js';
export * from './talk/drift.js';
export {
  type FieldKind,
  type FieldMeasure,
  fieldMeasures,
  type ListMeasure,
  listMeasures,
  measureNamed,
  type Moment,
  take,
} from './measures.js';
export { communitiesKept, edgesKept, graphBefore } from './network/persistence.js';
export { overNulls, rewired, shuffledEdges } from './network/nullGraphs.js';
export { type Graph, graphOf } from './network/graph.js';
export type { Trait } from './network/likeness.js';
export type { Reading } from './statistics/estimate.js';
export * from './outcomes/stability.js';
