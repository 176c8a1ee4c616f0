/**
 * The panel: owns the model of the shown run and updates its parts. Messages arrive through `show`, `update` and `select`; requests
 * go out through the host.
 */
import { el, svg } from '../ui/dom.js';
import { button } from '../ui/toolkit.js';
import { words } from '../ui/strings.js';
import type { PanelBeside, PanelCourse, PanelDelta, PanelSnapshot } from '../../src/protocol/course.js';
import type { Left } from '../../src/protocol/messages.js';
import type { Asking } from '../messages/hostRequests.js';
import { atMostEvery, drawn, turn } from '../ui/frame.js';
import type { Host } from '../messages/host.js';
import { createIntake } from '../messages/loadRun.js';
import { applyDelta, type Changes, look, type PanelModel } from '../state/model.js';
import type { SaveKind } from '../network/controls/toolbar.js';
import { createNews } from '../messages/deltaQueue.js';
import { createPanes, type Panes } from './panes.js';
import { networkFile } from './imageFile.js';
import { watchTheme } from '../ui/theme.js';

/** Minimum milliseconds between two announcements while the run continues. */
const TELL = 100;

export class Panel {
  readonly #root: HTMLElement;
  readonly #host: Host;
  /** Made by `begin`. */
  #panes!: Panes;
  readonly #empty = createEmpty((command) => this.#host.post({ type: 'command', command }));
  readonly #news = createNews((delta) => this.#updated(delta));
  #model: PanelModel | null = null;
  /** Number of moves in time in the panel, including those that were not sent to the host yet. */
  #went = 0;
  readonly #intake = createIntake({
    rest: drawn,
    open: (model) => this.#open(model),
    more: (model, changes, isWhole) => this.#knowsMore(model, changes, isWhole),
  });

  constructor(root: HTMLElement, host: Host) {
    this.#root = root;
    this.#host = host;
  }

  /** Makes the parts of the panel, which nothing can be shown without. */
  async begin(asking: Asking): Promise<void> {
    this.#panes = await createPanes(this.#host, asking, {
      choose: (agent) => this.#chosen(agent),
      meet: (agent) => this.select(agent),
      group: (agents) => this.#group(agents),
      reveal: (agent) => this.#reveal(agent),
      go: (seq) => this.#go(seq),
      goToRound: (round) => this.#goToRound(round),
      // The host is informed with a delay. Its messages until then are older than this move.
      look: (seq) => {
        this.#went++;
        this.#look(seq);
      },
      copy: (text) => this.#copy(text),
      recoloured: () => this.#recoloured(),
      saveNetwork: (kind) => void this.#saveNetwork(kind),
      runId: () => this.#model?.run.id ?? null,
    });
    watchTheme((theme) => this.#panes.network.theme(theme));
  }

  #recoloured(): void {
    const { network, trace, agent } = this.#panes;
    if (!this.#model) return;
    trace.recolour(network.hue);
    agent.recolour(network.hue);
  }

  async #saveNetwork(kind: SaveKind): Promise<void> {
    if (this.#model) this.#host.post({ type: 'save', ...(await networkFile(this.#model, this.#panes.network, kind)) });
  }

  #copy(text: string): void {
    this.#host.post({ type: 'copy', text });
    this.#panes.announcer.say(words.copied);
  }

  /**
   * Creates the hidden parts that show a run, and starts what a large run needs, while the host collects the run. Both take longer
   * than loading the run itself.
   */
  prepare(): void {
    this.#standUp();
    this.#root.classList.add('coming');
    this.#panes.network.prepare(Infinity);
  }

  #standUp(): void {
    if (!this.#panes.node.isConnected) this.#root.replaceChildren(this.#panes.node);
  }

  /** Shows another run, or the same run again, when its ties are loaded; null shows the empty panel. */
  show(snapshot: PanelSnapshot | null, left: Left): Promise<void> {
    this.#news.drop();
    if (snapshot) this.#panes.network.prepare(snapshot.agents.length);
    else {
      this.#model = null;
      this.#root.replaceChildren(this.#empty);
      this.#root.classList.remove('coming');
    }
    this.#busy(left);
    return this.#intake.begin(snapshot, left);
  }

  #busy(left: Left): void {
    this.#panes.node.setAttribute('aria-busy', String(left !== 'nothing'));
  }

  /** Shows why the run cannot be shown. A run that is already shown stays. */
  missing(problem: string): void {
    if (this.#model) return;
    this.#root.classList.remove('coming');
    this.#root.replaceChildren(el('main', { class: 'empty' }, el('p', { attrs: { role: 'alert' } }, problem)));
  }

  /** Takes the next part of the course of the snapshot. */
  part(part: Partial<PanelCourse>, left: Left): Promise<void> {
    this.#busy(left);
    return this.#intake.part(part, left);
  }

  #knowsMore(model: PanelModel, changes: Changes, isWhole: boolean): void {
    this.#panes.trace.update(model, changes);
    if (isWhole) this.#panes.network.complete();
    this.#tell();
  }

  async #open(model: PanelModel): Promise<void> {
    const { camera, run, pins } = this.#host.state;
    const { id } = model.run;
    const same = id === run;
    const places = this.#placesOf(id);
    await turn();
    look(model, model.moment);
    this.#panes.network.begin(model, places);
    await turn();
    this.#standUp();
    this.#root.classList.remove('coming');
    await turn();
    this.#model = model;
    this.#host.save({ run: id, ...(same ? {} : { camera: null, selected: null }) });
    this.#panes.network.show(model, same ? camera : null, places, pins?.run === id ? pins.at : []);
    await turn();
    this.#panes.header.show(model);
    this.#panes.notices.update(model);
    this.#panes.cost.update(model.cost);
    this.#panes.summary.update(model.summary);
    await this.#panes.network.pictured();
    for (const _ of this.#panes.network.furnishing()) await turn();
    await turn();
    this.#panes.trace.show(model, this.#panes.network.hue);
    await turn();
    this.#panes.measures.show(model);
    this.#panes.agent.show(model, this.#panes.network.hue);
    await turn();
    this.#panes.timeline.show(model);
    // This includes an agent that was selected in the picture meanwhile.
    this.select(this.#host.state.selected);
    this.#panes.announcer.progress(model);
  }

  /** The positions of agents when the run was shown before. */
  #placesOf(id: string): readonly number[] | null {
    const { places, run } = this.#host.state;
    return places?.run === id ? places.xy : id === run ? this.#panes.network.places : null;
  }

  /** Takes changes of the run. They are visible in the next frame. */
  update(delta: PanelDelta): void {
    if (this.#model) this.#news.add(delta);
  }

  /** Applies the changes that wait for the next frame. */
  settle(): void {
    this.#news.flush();
  }

  #updated(delta: PanelDelta): void {
    const changes = this.#model && applyDelta(this.#model, delta);
    if (!this.#model || !changes) return;
    if (changes.cast) this.#panes.network.recast(this.#model);
    this.#panes.network.update(changes);
    this.#panes.trace.update(this.#model, changes);
    this.#tell();
  }

  /** Announces a run in progress, in addition to its picture and its conversation. */
  readonly #tell = atMostEvery(TELL, () => {
    const model = this.#model;
    if (!model) return;
    this.#panes.header.update(model);
    this.#panes.notices.update(model);
    this.#panes.cost.update(model.cost);
    this.#panes.summary.update(model.summary);
    this.#panes.measures.update();
    this.#panes.agent.update();
    this.#panes.timeline.update();
    this.#panes.announcer.progress(model);
  });

  /** The host shows another moment. The message is ignored if the host had not received the last move of the panel yet. */
  moment(moment: number | null, went: number): void {
    this.#news.flush();
    if (went >= this.#went && !this.#panes.timeline.isBusy) this.#look(moment);
  }

  #go(seq: number): void {
    this.#host.post({ type: 'go', seq, count: ++this.#went });
  }

  /** Goes to the end of a round, before the next one begins. */
  #goToRound(round: number): void {
    const model = this.#model;
    if (!model) return;
    const seq = (model.rounds[round] ?? model.seq + 1) - 1;
    this.#look(seq);
    this.#go(seq);
  }

  #look(moment: number | null): void {
    const model = this.#model;
    if (!model) return;
    const before = model.shown.seq;
    look(model, moment);
    if (model.shown.seq === before) return;
    this.#panes.header.update(model);
    this.#panes.network.moved();
    this.#panes.trace.moved();
    this.#panes.measures.update();
    this.#panes.agent.update();
    this.#panes.timeline.update();
  }

  /** Shows the measures of another run, in the timeline and next to those of this run. */
  beside(beside: PanelBeside | null): void {
    if (!this.#model) return;
    this.#model.beside = beside;
    this.#panes.measures.update();
    this.#panes.timeline.update();
  }

  /** Marks the events at which breakpoints stop. */
  breakpoints(seqs: readonly number[]): void {
    if (!this.#model) return;
    this.#model.breakpoints = seqs;
    this.#panes.timeline.update();
  }

  /** Selects an agent by its id; an unknown one changes nothing. In a large society, the host introduces an agent that the panel does not know. */
  select(id: string | null): void {
    const agent = this.#model?.agents.findIndex((one) => one.id === id) ?? -1;
    if (agent >= 0 || id === null) this.#choose(agent >= 0 ? agent : null);
    else if (this.#model?.run.crowd) this.#panes.network.meet(id);
  }

  /** The user selects an agent here, and the editor follows. */
  #chosen(agent: number | null): void {
    this.#choose(agent);
    const { selected } = this.#host.state;
    if (selected !== null) this.#host.post({ type: 'selected', agent: selected });
  }

  #choose(agent: number | null): void {
    this.#panes.network.select(agent);
    this.#panes.trace.select(agent);
    this.#panes.agent.select(agent);
    this.#host.save({ selected: agent === null ? null : (this.#model?.agents[agent]?.id ?? null) });
  }

  /** The user selected a group in the network. */
  #group(agents: readonly number[]): void {
    this.#panes.trace.group(agents);
    this.#panes.agent.group(agents);
    // If the network is the only visible part, it stays visible.
    if (agents.length > 0 && this.#panes.side.now !== 'network') this.#panes.side.choose('agent');
  }

  #reveal(agent: number): void {
    const node = this.#model?.agents[agent]?.node;
    if (node !== null && node !== undefined) this.#host.post({ type: 'reveal', node });
  }
}

// The panel before the first run: its purpose, and the two ways to start.

function createEmpty(command: (command: 'run' | 'openExample') => void): HTMLElement {
  return el(
    'main',
    { class: 'empty' },
    picture(),
    el('h1', {}, words.emptyTitle),
    el('p', {}, words.emptyText),
    el(
      'div',
      { class: 'actions' },
      button(words.runThis, 'primary', () => command('run')),
      button(words.openExample, 'secondary', () => command('openExample')),
    ),
    el('p', { class: 'quiet' }, words.emptyKey),
  );
}

/** A small society in the theme's colours. */
function picture(): HTMLElement {
  const ties = [
    'M42 62Q74 30 112 34',
    'M124 40Q156 58 158 92',
    'M150 104Q112 120 76 104',
    'M40 74Q44 96 60 100',
    'M112 44Q92 68 72 92',
    'M52 66Q104 66 148 92',
  ];
  const nodes: [number, number, number, number][] = [
    [36, 66, 13, 0],
    [120, 36, 15, 1],
    [158, 102, 12, 2],
    [66, 104, 14, 3],
    [204, 56, 10, 4],
  ];
  const drawing = svg(
    'svg',
    { viewBox: '0 0 232 136', width: 232, height: 136, 'aria-hidden': 'true' },
    ...ties.map((d) => svg('path', { d, class: 'tie-line' })),
    svg('path', { d: 'M170 94Q190 84 198 66', class: 'tie-line new' }),
    ...nodes.map(([cx, cy, r, hue]) => svg('circle', { cx, cy, r, class: `node fill-${hue}` })),
  );
  const frame = el('div', { class: 'drawing' });
  frame.append(drawing);
  return frame;
}
