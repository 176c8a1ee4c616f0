/** Folds and measures over runs. */
export { type Cascade, cascades, largestCascade } from './outcomes/cascade.js';
export {
  type CommonsMeasures,
  commonsMeasures,
  type CommonsRules,
  type CommonsRun,
  survivalRate,
  sustainable,
  sustainableShare,
} from './outcomes/commons.js';
export { donationShare, finalResources, slope } from './outcomes/cooperation.js';
export { type Described, type Diversity, diversity, type FieldDiversity } from './talk/diversity.js';
export { type Answer, type Answers, COMPARED_PEOPLE, type Distinctness, distinctness, type Options } from './talk/distinctness.js';
export * from './talk/drift.js';
export { entropyOfCounts, gini } from './statistics/inequality.js';
export { named, similarity, words, wordsInOrder } from './talk/lexical.js';
export {
  type FieldKind,
  type FieldMeasure,
  fieldMeasures,
  type ListMeasure,
  listMeasures,
  type Measure,
  measureNamed,
  measures,
  type Moment,
  STANDARD,
  take,
} from './measures.js';
export { density, edgeCount, neighbours, reciprocity } from './network/network.js';
export { hits, pageRank, topShare } from './network/centrality.js';
export { communitiesKept, edgesKept, graphBefore, mutualInformation } from './network/persistence.js';
export { overNulls, rewired, shuffledEdges } from './network/nullGraphs.js';
export { averageClustering, transitivity, triangles } from './network/clustering.js';
export { type Communities, conductances, louvain, modularity } from './network/communities.js';
export { componentCount, components, largestComponent } from './network/components.js';
export { type Attachment, distribution, ksDistance, newEdges, type PowerLaw, powerLaw, topAttachment } from './network/degrees.js';
export { degreesOf, type Graph, graphOf, graphOfEdges, nodesOf } from './network/graph.js';
export { choicesOf, MOST_CANDIDATES, offersOf, topChoices } from './network/choices.js';
export { homophily, likeness, type Trait } from './network/likeness.js';
export { preferentialDistance, rewiring } from './network/reference.js';
export { conditionalLogit, type Logit } from './statistics/logit.js';
export { assortativity, degreeAssortativity, friendshipParadox, type Label, numericAssortativity, type Paradox } from './network/mixing.js';
export { meanPath } from './network/paths.js';
export { ngrams, turnover } from './talk/ngrams.js';
export { campCount, camps, mean, polarisation, spread, spreadChange, stateCounts } from './outcomes/opinion.js';
export { differentiation, profiles } from './talk/profile.js';
export { EXACT_LIMIT, type Reading } from './statistics/estimate.js';
export * from './outcomes/stability.js';
export { engagement, postsBy, type Transcript, transcriptOf } from './talk/transcript.js';
export { cosine, crossSimilarity, pairwiseSimilarity, tfidf, type Vector } from './talk/vectors.js';
