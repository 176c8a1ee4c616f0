/** A network of a run over rounds as a script for RSiena: waves, who takes part in them, covariates, and an actor-oriented model. */
import type { GraphOver, Scalar } from '../../../core/formats/graphOver.js';
import { agentsIn, dataFrame, rName, remarks, vector } from './rText.js';

/** Waves where none are named: the beginning of the last three thirds of a run ends them. */
const WAVES = 3;

/** Waves of a run with this last round, evenly spaced, the last at its end. */
export const usualWaves = (last: number): readonly number[] => [
  ...new Set(Array.from({ length: WAVES }, (_, i) => Math.max(1, Math.round((last * (i + 1)) / WAVES)))),
];

/** `graph` has all rounds from 0; `waves` are rounds, ascending. */
export function* rsienaPieces(graph: GraphOver, network: string, waves: readonly number[]): Generator<string> {
  const { ids, names, attributes, values, here } = agentsIn(graph);
  const place = new Map(ids.map((id, i) => [id, i + 1]));
  const moments = waves.map((wave) => graph.rounds.indexOf(wave));
  const ties = [...graph.edges].flatMap(({ from, to, strength }) =>
    moments.flatMap((moment, wave) => (strength[moment] == null ? [] : [[wave + 1, place.get(from)!, place.get(to)!] as const])),
  );
  const name = rName(
    network,
    new Set(['agents', 'ties', 'waves', 'present', 'net', 'now', 'before', 'data', 'effects', 'algorithm', 'result', 'array']),
  );
  yield remarks([
    graph.about,
    `Waves are the ends of the rounds ${waves.join(', ')}. Run it with: Rscript FILE. It uses the package RSiena.`,
  ]);
  yield `waves <- `;
  yield* vector(waves);
  yield '\n';
  yield* dataFrame('agents', [['id', ids], ['name', names], ...attributes]);
  yield '\n# Ties of each wave, from a row of agents to a row of agents.\n';
  yield* dataFrame('ties', [
    ['wave', ties.map(([wave]) => wave)],
    ['from', ties.map(([, from]) => from)],
    ['to', ties.map(([, , to]) => to)],
  ]);
  yield '\n# Whether each agent takes part, by agent and wave.\npresent <- matrix(';
  yield* vector(here.flatMap((of) => moments.map((moment) => of[moment]!)));
  yield `, ncol = ${waves.length}, byrow = TRUE)\n`;
  const changing = [...values].filter(([, courses]) =>
    isNumeric(courses.flatMap((course) => moments.map((moment) => course[moment] ?? null))),
  );
  for (const [variable, courses] of changing) {
    yield `${variable} <- matrix(`;
    yield* vector(courses.flatMap((course) => moments.map((moment) => course[moment] ?? null)));
    yield `, ncol = ${waves.length}, byrow = TRUE)\n`;
  }
  yield* bodyOf(
    name,
    [...attributes].filter(([, list]) => isNumeric(list)).map(([key]) => key),
    changing.map(([key]) => key),
  );
}

/** Numbers that differ. */
const isNumeric = (list: readonly (Scalar | null)[]): boolean =>
  list.every((value) => value === null || typeof value === 'number') && new Set(list.filter((value) => value !== null)).size > 1;

function* bodyOf(name: string, constant: readonly string[], changing: readonly string[]): Generator<string> {
  yield `
# Rows send ties and columns receive them; 10 is a tie that cannot be, of an agent that does not take part.
net <- array(0, dim = c(nrow(agents), nrow(agents), length(waves)))
net[cbind(ties$from, ties$to, ties$wave)] <- 1
for (w in seq_along(waves)) {
  net[!present[, w], , w] <- net[, !present[, w], w] <- 10
  now <- net[, , w] == 1
  cat("round", waves[w], ":", sum(now), "ties")
  if (w > 1) cat("; Jaccard with the wave before:", round(sum(now & before) / max(1, sum(now | before)), 3))
  cat("\\n")
  before <- now
}

if (!requireNamespace("RSiena", quietly = TRUE)) {
  message("The package RSiena is not installed; no model is fitted.")
} else if (length(waves) < 2) {
  message("A model needs two waves.")
} else {
  library(RSiena)
  ${name} <- sienaDependent(net)
`;
  // A covariate that changes has no value for the last wave.
  const all = [
    ...constant.map((key) => [key, `coCovar(agents$${key})`] as const),
    ...changing.map((key) => [key, `if (length(waves) > 2) varCovar(${key}[, -length(waves)]) else coCovar(${key}[, 1])`] as const),
  ];
  yield `  data <- sienaDataCreate(
    ${[name, ...all.map(([key, made]) => `${key} = ${made}`)].join(',\n    ')}
  )
  effects <- getEffects(data)
  effects <- includeEffects(effects, transTrip, cycle3, inPop)
`;
  for (const [key] of all.slice(0, 2)) yield `  effects <- includeEffects(effects, simX, interaction1 = "${key}")\n`;
  yield `  algorithm <- sienaAlgorithmCreate(projname = NULL, seed = 1)
  result <- siena07(algorithm, data = data, effects = effects, batch = TRUE, verbose = FALSE)
  print(result)
}
`;
}
