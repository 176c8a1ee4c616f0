/** A network of a run as a script for statnet: it makes a `network` with its attributes, describes it, and fits a random graph model. */
import type { GraphOver, Scalar } from '../../../core/formats/graphOver.js';
import { agentsIn, dataFrame, remarks } from './rText.js';

/** Attributes with at most this many values, of which some agents share one, become terms of homophily. */
const MOST_GROUPS = 8;

export function* statnetPieces(graph: GraphOver): Generator<string> {
  const { ids, names, attributes, values } = agentsIn(graph);
  const place = new Map(ids.map((id, i) => [id, i + 1]));
  const edges = [...graph.edges].map(({ from, to, strength }) => [place.get(from)!, place.get(to)!, strength.at(-1) ?? null] as const);
  const columns = [...attributes, ...[...values].map(([name, courses]) => [name, courses.map((course) => course.at(-1) ?? null)] as const)];
  yield remarks([graph.about, 'Run it with: Rscript FILE. It uses the packages network, sna and ergm.']);
  yield* dataFrame('agents', [['id', ids], ['name', names], ...columns]);
  yield '\n# Ties from a row of agents to a row of agents.\n';
  yield* dataFrame('ties', [
    ['from', edges.map(([from]) => from)],
    ['to', edges.map(([, to]) => to)],
    ['strength', edges.map(([, , strength]) => strength)],
  ]);
  const groups = columns.filter(([, list]) => isGroup(list)).map(([name]) => name);
  yield BODY.replace(
    'MODEL',
    ['edges', 'mutual', 'gwesp(0.5, fixed = TRUE)', ...groups.slice(0, 1).map((name) => `nodematch("${name}")`)].join(' + '),
  );
}

/** Words that divide the agents into some groups. */
function isGroup(list: readonly (Scalar | null)[]): boolean {
  const kinds = new Set(list);
  return list.every((value) => typeof value === 'string') && kinds.size > 1 && kinds.size <= Math.min(MOST_GROUPS, list.length / 2);
}

const BODY = `
suppressPackageStartupMessages(library(network))
net <- network.initialize(nrow(agents), directed = TRUE)
for (column in names(agents)) set.vertex.attribute(net, column, agents[[column]])
network.vertex.names(net) <- agents$id
if (nrow(ties) > 0) add.edges(net, ties$from, ties$to, rep(list("strength"), nrow(ties)), as.list(ties$strength))
cat("agents:", network.size(net), " ties:", network.edgecount(net), "\\n")

if (requireNamespace("sna", quietly = TRUE)) {
  print(c(density = sna::gden(net), reciprocity = sna::grecip(net, measure = "edgewise"), transitivity = sna::gtrans(net)))
  print(sna::triad.census(net))
} else message("The package sna is not installed.")

if (requireNamespace("ergm", quietly = TRUE)) {
  suppressPackageStartupMessages(library(ergm))
  set.seed(1)
  fit <- ergm(net ~ MODEL)
  print(summary(fit))
  print(gof(fit))
} else message("The package ergm is not installed. No model is fitted.")
`;
