/** The network at the moment shown as files that other programs read: GraphML, GEXF and CSV. No page. */
import { edgeOf, type Model, nameOf } from '../../model.js';
import { words } from '../../words.js';
import { xmlText } from '../../../src/core/xml.js';

export interface GraphFile {
  readonly extension: string;
  readonly text: string;
}

type Tie = readonly [number, number, number];

/** Ties from the least strength on, by agent. */
function tiesFrom({ shown }: Model, least: number): readonly Tie[] {
  return shown.out.flatMap((ties, from) =>
    [...ties]
      .filter(([to, strength]) => strength >= least && !shown.away.has(from) && !shown.away.has(to))
      .map(([to, strength]): Tie => [from, to, strength]),
  );
}

/** What is shown, of which run, and that nobody said or did any of it. */
export const provenance = (model: Model): string =>
  words.provenance(
    `${model.run.networks[model.shown.network]?.name ?? ''}, ${words.place(model.shown.round, model.run.rounds, model.shown.seq + 1, model.seq + 1)}`,
    model.run,
  );

const present = (model: Model): readonly number[] => [...model.agents.keys()].filter((agent) => !model.shown.away.has(agent));

/** GraphML 1.0 (graphml.graphdrawing.org): directed, with names, and the strength of each tie as `weight`. */
export function graphml(model: Model, least = edgeOf(model)): GraphFile {
  const nodes = present(model).map(
    (agent) => `    <node id="${xmlText(model.agents[agent]!.id)}"><data key="name">${xmlText(nameOf(model, agent))}</data></node>`,
  );
  const edges = tiesFrom(model, least).map(
    ([from, to, strength]) =>
      `    <edge source="${xmlText(model.agents[from]!.id)}" target="${xmlText(model.agents[to]!.id)}"><data key="weight">${strength}</data></edge>`,
  );
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <desc>${xmlText(provenance(model))}</desc>
  <key id="name" for="node" attr.name="name" attr.type="string"/>
  <key id="weight" for="edge" attr.name="weight" attr.type="double"/>
  <graph edgedefault="directed">
${[...nodes, ...edges].join('\n')}
  </graph>
</graphml>
`;
  return { extension: 'graphml', text };
}

/** GEXF 1.3 (gexf.net). */
export function gexf(model: Model, least = edgeOf(model)): GraphFile {
  const nodes = present(model).map(
    (agent) => `      <node id="${xmlText(model.agents[agent]!.id)}" label="${xmlText(nameOf(model, agent))}"/>`,
  );
  const edges = tiesFrom(model, least).map(
    ([from, to, strength], i) =>
      `      <edge id="${i}" source="${xmlText(model.agents[from]!.id)}" target="${xmlText(model.agents[to]!.id)}" weight="${strength}"/>`,
  );
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3">
  <meta><description>${xmlText(provenance(model))}</description></meta>
  <graph defaultedgetype="directed">
    <nodes>
${nodes.join('\n')}
    </nodes>
    <edges>
${edges.join('\n')}
    </edges>
  </graph>
</gexf>
`;
  return { extension: 'gexf', text };
}

/** A line for each tie. */
export const tieTable = (
  model: Model,
  least = edgeOf(model),
): { readonly head: readonly string[]; readonly rows: readonly (readonly (string | number)[])[] } => ({
  head: ['from', 'to', 'strength'],
  rows: tiesFrom(model, least).map(([from, to, strength]) => [model.agents[from]!.id, model.agents[to]!.id, strength]),
});
