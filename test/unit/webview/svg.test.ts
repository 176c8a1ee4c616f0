import assert from 'node:assert/strict';
import { DOMParser } from '@xmldom/xmldom';
import { describe, it } from 'mocha';
import type { PanelTie } from '../../../src/protocol/course.js';
import { fakeRun, snapshotAfter } from '../../support/webviewDemo/fakeRun.js';
import { createModel, edgeOf, type PanelModel, nameOf } from '../../../webview/state/model.js';
import { labelText } from '../../../webview/state/names.js';
import { radiiOf, tiesOf } from '../../../webview/network/graph/graph.js';
import { provenance } from '../../../webview/network/save/graphFiles.js';
import { footOf, svgOf } from '../../../webview/network/save/svg.js';
import { weightsOf } from '../../../webview/network/graph/viewOptions.js';
import { ghostsOf, givenOf } from '../../../webview/network/graph/pastTies.js';
import type { Scene } from '../../../webview/network/painting/scene.js';
import { groupAgents, huesOf, initials } from '../../../webview/ui/palette.js';

const run = fakeRun({ agents: 20, rounds: 8, hostile: true, seed: 4 });

/** The run, at the end of which some ties are gone. */
function model(): PanelModel {
  const snapshot = snapshotAfter(run, run.deltas.length);
  const gone: PanelTie[] = [
    [snapshot.seq, 0, 0, 1, 0],
    [snapshot.seq, 0, 4, 6, 0],
  ];
  return createModel({ ...snapshot, course: { ...snapshot.course, ties: [...snapshot.course.ties, ...gone] } });
}

const theme = {
  ...{ kind: 'dark' as const, background: '#1f1f1f', foreground: '#ccc', muted: '#999', focus: '#07d' },
  ...{ font: '"Segoe WPC", <b>sans</b>', hues: huesOf('dark') },
};

/** Agents on a circle, all named. */
function sceneOf(now: PanelModel): Scene {
  const place = (by: (angle: number) => number): Float32Array =>
    Float32Array.from(now.agents, (_, i) => 400 + 300 * by((i * 2 * Math.PI) / 20));
  const [x, y] = [place(Math.cos), place(Math.sin)];
  const ties = tiesOf(now);
  return {
    ...{ width: 800, height: 800, camera: { k: 1, x: 0, y: 0 }, x, y, radii: radiiOf(now, weightsOf(now, 'in')) },
    ...{ ties, given: givenOf(now, ties), ghosts: ghostsOf(now), edge: edgeOf(now), hue: groupAgents(now.agents).hue, theme },
    names: now.agents.map((_, agent) => labelText(nameOf(now, agent))),
    initials: now.agents.map((_, agent) => initials(nameOf(now, agent))),
    labels: now.agents.map((_, agent) => ({ agent, side: 'below' as const, x: x[agent]!, y: y[agent]!, width: 60, height: 15 })),
    ...{ focus: null, selected: null, cursor: null, pulses: [], flights: [], pinned: new Set<number>(), lasso: [], hasty: false, ratio: 1 },
  };
}

interface Read {
  /** How often there is which element. */
  readonly tags: Map<string, number>;
  readonly attributes: Set<string>;
  /** Texts by the element in which they stand. */
  readonly texts: (readonly [string, string])[];
}

/** What an XML parser finds in it; it throws at whatever is not well formed. */
function read(text: string): Read {
  const errorHandler = (_: string, message: string): never => assert.fail(message);
  const root = new DOMParser({ errorHandler }).parseFromString(text, 'image/svg+xml').documentElement;
  const found: Read = { tags: new Map(), attributes: new Set(), texts: [] };
  const visit = (element: Element): void => {
    found.tags.set(element.tagName, (found.tags.get(element.tagName) ?? 0) + 1);
    for (const { name } of Array.from(element.attributes)) found.attributes.add(name);
    for (const child of Array.from(element.childNodes)) {
      if (child.nodeType === child.ELEMENT_NODE) visit(child as Element);
      else found.texts.push([element.tagName, child.nodeValue ?? '']);
    }
  };
  visit(root);
  return found;
}

describe('the network as an SVG picture', () => {
  it('is well formed and has only lines and text, whatever the names of people', () => {
    const now = model();
    const { tags, attributes, texts } = read(svgOf(sceneOf(now), groupAgents(now.agents).legend, 'Tie network', provenance(now)));
    assert.deepEqual([...tags.keys()].sort(), ['circle', 'desc', 'g', 'path', 'rect', 'svg', 'text', 'title']);
    assert.ok(
      [...attributes].every((name) => !name.startsWith('on') && !name.includes('href')),
      [...attributes].join(),
    );
    for (const [agent, name] of sceneOf(now).names.entries())
      assert.ok(
        texts.some(([, text]) => text === name),
        `${agent} ${name}`,
      );
  });

  it('shows each agent and each tie, initial ones with their mark, and removed ones', () => {
    const now = model();
    const scene = sceneOf(now);
    const text = svgOf(scene, [], 'Tie network', '');
    const given = scene.given.filter((one) => one === 1).length;
    assert.equal(text.match(/<circle/g)?.length, 20 + given);
    assert.equal(text.match(/stroke-dasharray/g)?.length ?? 0, scene.ghosts.count);
    assert.ok(given > 0 && scene.ghosts.count > 0, 'the run has both');
    assert.equal(text.match(/ d="M[^"]*Q/g)?.length, scene.ties.count + scene.ghosts.count);
  });

  it('leaves out agents that are away', () => {
    const now = model();
    now.shown.away.add(3);
    const scene = { ...sceneOf(now), labels: [] };
    assert.ok(!svgOf(scene, [], '', '').includes(`<title>${scene.names[3]}</title>`));
  });

  it('names its source, to programs and to readers', () => {
    const now = model();
    const { texts } = read(svgOf(sceneOf(now), groupAgents(now.agents).legend, 'Tie network', provenance(now)));
    const said = texts.find(([tag]) => tag === 'desc')?.[1] ?? '';
    assert.match(said, /seed 4; played by the built-in mind \(rule-based\); synthetic/);
    const foot = footOf(800, groupAgents(now.agents).legend, provenance(now));
    const shown = texts.filter(([tag]) => tag === 'text').map(([, text]) => text);
    for (const { text } of [...foot.marks, ...foot.lines]) assert.ok(shown.includes(text), text);
    assert.equal(foot.lines.map(({ text }) => text).join(' '), said);
    assert.ok(foot.marks.length > 2);
  });

  it('has a footer that fits its width, loses no word, and covers no part of itself', () => {
    const words = 'one two three four five six seven eight nine ten';
    const legend = words.split(' ').map((label, hue) => ({ hue, label }));
    for (const width of [120, 360, 2_000]) {
      const { marks, lines, height } = footOf(width, legend, words);
      assert.equal(lines.map(({ text }) => text).join(' '), words);
      assert.deepEqual(
        marks.map(({ text }) => text),
        words.split(' '),
      );
      for (const { x, text } of [...marks, ...lines]) assert.ok(x + text.length * 5 < width, `${text} at ${x} of ${width}`);
      assert.ok(Math.max(...marks.map(({ y }) => y)) < lines[0]!.y && lines.at(-1)!.y < height);
    }
  });
});
