/**
 * The tie network of a run as a picture of lines, made without a page: laid out to its rest and named as the panel does it,
 * in the colours of the light theme. For pictures in docs; the same run gives the same picture on the same machine.
 */
import type { PanelSnapshot } from '../../src/protocol/course.js';
import { createModel, edgeCount, edgeOf, type PanelModel, nameOf } from '../../webview/state/model.js';
import { labelText } from '../../webview/state/names.js';
import { type Grouping, groupAgents, huesOf, initials } from '../../webview/ui/palette.js';
import type { Theme } from '../../webview/ui/theme.js';
import { words } from '../../webview/ui/strings.js';
import { groundOf, NO_TIES, radiiOf, tiesOf } from '../../webview/network/graph/graph.js';
import { LabelMaker, type Measuring } from '../../webview/network/painting/labelMaker.js';
import { FIRST_LOOKS, weightsOf } from '../../webview/network/graph/viewOptions.js';
import { givenOf } from '../../webview/network/graph/pastTies.js';
import type { Scene } from '../../webview/network/painting/scene.js';
import { isMoving, newSimulation, retie, tick } from '../../webview/network/layout/simulation.js';
import { type Area, boxOf, frameFor, stretchFor } from '../../webview/network/graph/walk.js';
import { besideCourses } from './networkCourses.js';
import { footOf, svgOf } from '../../webview/network/save/svg.js';
import { provenance } from '../../webview/network/save/graphFiles.js';

const PAPER: Theme = {
  ...{ kind: 'light', background: '#ffffff', foreground: '#3b3b3b', muted: '#6a717b', focus: '#005fb8' },
  ...{ font: 'system-ui, "Segoe UI", "DejaVu Sans", sans-serif', hues: huesOf('light') },
};
/** Maximum scale of a fitted picture. */
const CLOSEST = 1.5;
/** Usual width of a character in labels, in pixels. */
const SIGN = 6.8;

/** Without a canvas the width of a name is estimated from the usual width of its characters. */
const byLength: Measuring = { font: '', measureText: (text) => ({ width: [...text].length * SIGN }) };

/** With more ties than this, the marks of those that the file gave would hide the rest. */
const MARKED = 120;

/**
 * The network at the end of a run, as SVG of that size and a foot with its source; next to it, for the `measures`
 * of the run, the curves of the first three.
 */
export function stillOf(snapshot: PanelSnapshot, size: Area, measures: readonly string[] = []): string {
  const model = createModel(snapshot);
  const grouping = groupAgents(model.agents);
  const bare = sceneOf(model, grouping, size);
  const scene = { ...bare, labels: new LabelMaker().make(byLength, bare) };
  const from = provenance(model);
  const network = svgOf(scene, grouping.legend, words.networkLabel(model.agents.length, edgeCount(model)), from);
  const taken = measures.flatMap((id) => snapshot.measures.filter((one) => one.id === id)).slice(0, 3);
  const courses = taken.map(({ id, title, values }) => ({ name: title || words.measure(id), values }));
  const height = size.height + footOf(size.width, grouping.legend, from).height;
  const svg = courses.length === 0 ? network : besideCourses(network, { width: size.width, height }, courses, PAPER);
  // A tenth of a pixel is enough for a small picture, and a page has many.
  return svg.replace(/ (?:d|x|y|cx|cy)="[^"]*"/g, (part) => part.replace(/(\.\d)\d/g, '$1'));
}

function sceneOf(model: PanelModel, { hue }: Grouping, size: Area): Omit<Scene, 'labels'> {
  const [ties, radii] = [tiesOf(model, FIRST_LOOKS.least), radiiOf(model, weightsOf(model, FIRST_LOOKS.size))];
  const { x, y } = placed(model, radii, size);
  return {
    ...{ ...size, x, y, camera: frameFor(boxOf(x, y, radii), size, CLOSEST), radii, ties, hue },
    ...{
      given: ties.count > MARKED ? new Uint8Array(ties.count) : givenOf(model, ties),
      ghosts: NO_TIES,
      edge: edgeOf(model),
      theme: PAPER,
    },
    names: model.agents.map((_, agent) => labelText(nameOf(model, agent))),
    initials: model.agents.map((_, agent) => initials(nameOf(model, agent))),
    ...{ focus: null, selected: null, cursor: null, pulses: [], flights: [], pinned: new Set<number>(), lasso: [], hasty: false, ratio: 1 },
  };
}

/** Final positions of the agents, stretched to the shape of the picture. */
function placed(model: PanelModel, radii: Float32Array, size: Area): { readonly x: Float32Array; readonly y: Float32Array } {
  const simulation = newSimulation(model.agents.length, null);
  const ground = groundOf(model);
  retie(simulation, ground.tied, ground.radii, true);
  while (isMoving(simulation)) tick(simulation);
  const [x, y] = [Float32Array.from(simulation.x), Float32Array.from(simulation.y)];
  const stretch = stretchFor(boxOf(x, y, radii), size);
  return { x: x.map((at) => at * stretch), y: y.map((at) => at / stretch) };
}
