/**
 * The panel: holds the model of the run shown and keeps its parts in step with it. Messages come in through `show`,
 * `update` and `select`; wishes go out through the host.
 */
import type { PanelBeside, PanelCourse, PanelDelta, PanelSnapshot } from '../src/protocol/course.js';
import type { Left } from '../src/protocol/messages.js';
import { AgentPane } from './agent/pane.js';
import { createAnnouncer } from './announce.js';
import { type Asking, whyOf } from './asking.js';
import { createCost } from './cost.js';
import { el } from './dom.js';
import { createEmpty } from './empty.js';
import { Header } from './header.js';
import { atMostEvery } from './frame.js';
import type { Host } from './host.js';
import { createIntake } from './intake.js';
import { drawn, turn } from './inTurn.js';
import { applyDelta, type Changes, look, type Model } from './model.js';
import { MeasuresPane } from './measures/pane.js';
import { NetworkPane } from './network/pane.js';
import type { SaveKind } from './network/toolbar.js';
import { createNews } from './news.js';
import { createNotices } from './notices.js';
import { fileName, networkFile } from './saving.js';
import { createSide } from './side.js';
import { createSplit } from './split.js';
import type { Tabs } from './tabs.js';
import { watchTheme } from './theme.js';
import { TimelinePane } from './timeline/pane.js';
import { createTracePane } from './trace/pane.js';
import { words } from './words.js';

/** Milliseconds between two times that a run which goes on is told of. */
const TELL = 100;

export class Panel {
  readonly #root: HTMLElement;
  readonly #host: Host;
  readonly #announcer = createAnnouncer();
  readonly #header = new Header((command) => this.#host.post({ type: 'command', command }));
  readonly #notices;
  readonly #cost;
  readonly #network: NetworkPane;
  readonly #trace;
  readonly #measures: MeasuresPane;
  readonly #agent: AgentPane;
  readonly #side: Tabs;
  readonly #timeline: TimelinePane;
  readonly #run: HTMLElement;
  readonly #empty = createEmpty((command) => this.#host.post({ type: 'command', command }));
  readonly #news = createNews((delta) => this.#updated(delta));
  #model: Model | null = null;
  /** Moves in time here, those that the host is still to be told of among them. */
  #went = 0;
  readonly #intake = createIntake({
    rest: drawn,
    open: (model) => this.#open(model),
    more: (model, changes, isWhole) => this.#knowsMore(model, changes, isWhole),
  });

  constructor(root: HTMLElement, host: Host, asking: Asking) {
    this.#root = root;
    this.#host = host;
    this.#notices = createNotices(host.state.noticeDismissed, {
      useModel: () => host.post({ type: 'command', command: 'useModel' }),
      dismiss: () => host.save({ noticeDismissed: true }),
      command: (command) => host.post({ type: 'command', command }),
    });
    this.#cost = createCost(host.state.cost, {
      reveal: (node) => host.post({ type: 'reveal', node }),
      open: (open) => host.save({ cost: open }),
    });
    this.#network = this.#makeNetwork();
    this.#trace = createTracePane(host.state.follow, {
      select: (agent) => {
        this.#choose(agent);
        this.#reveal(agent);
      },
      follow: (follow) => host.save({ follow }),
      go: (seq) => this.#go(seq),
      revealNode: (node) => host.post({ type: 'reveal', node }),
      why: (seq) => whyOf(asking, seq),
      copy: (text) => this.#copy(text),
      save: (name, text) => host.post({ type: 'save', name: fileName(name), text }),
    });
    const frame = el('main', { class: 'panes' });
    const split = createSplit(frame, host.state.split, (share) => host.save({ split: share }));
    this.#measures = new MeasuresPane({
      go: (round) => this.#goToRound(round),
      copy: (text) => this.#copy(text),
    });
    this.#agent = new AgentPane(asking, {
      select: (agent) => this.#choose(agent),
      reveal: (agent) => this.#reveal(agent),
      interview: (agent) => host.post({ type: 'interview', agent }),
      go: (seq) => this.#go(seq),
      revealNode: (node) => host.post({ type: 'reveal', node }),
      path: (to) => this.#network.path(to),
      near: () => this.#network.near(),
      say: this.#announcer.say,
    });
    this.#side = createSide(host, {
      conversation: this.#trace,
      measures: this.#measures,
      agent: this.#agent,
      seen: (tab) => this.#network.cardless(tab === 'agent'),
    });
    frame.append(this.#network.node, split, this.#side.node);
    this.#timeline = new TimelinePane(host.state.along, {
      // The host is told now and then: what it says until then is older.
      look: (seq) => {
        this.#went++;
        this.#look(seq);
      },
      go: (seq) => this.#go(seq),
      measure: (along) => host.save({ along }),
    });
    const top = [this.#header.node, this.#notices.node, this.#cost.node];
    this.#run = el('div', { class: 'run' }, ...top, frame, this.#timeline.node, this.#announcer.node);
    watchTheme((theme) => this.#network.theme(theme));
  }

  #recoloured(): void {
    const model = this.#model;
    if (!model) return;
    this.#trace.recolour(this.#network.hue);
    this.#agent.recolour(this.#network.hue);
  }

  async #saveNetwork(kind: SaveKind): Promise<void> {
    if (this.#model) this.#host.post({ type: 'save', ...(await networkFile(this.#model, this.#network, kind)) });
  }

  #copy(text: string): void {
    this.#host.post({ type: 'copy', text });
    this.#announcer.say(words.copied);
  }

  #makeNetwork(): NetworkPane {
    const host = this.#host;
    return new NetworkPane(host.state.face, host.state.looks, {
      select: (agent) => this.#choose(agent),
      reveal: (agent) => this.#reveal(agent),
      open: () => this.#side.choose('agent'),
      looks: (looks) => host.save({ looks }),
      recoloured: () => this.#recoloured(),
      save: (kind) => void this.#saveNetwork(kind),
      say: this.#announcer.say,
      camera: (camera) => host.save({ camera }),
      group: (agents) => this.#group(agents),
      face: (face) => host.save({ face }),
      pins: (at) => host.save({ pins: this.#model && at.length ? { run: this.#model.run.id, at } : null }),
      rest: (xy) => host.save({ places: this.#model && xy.length ? { run: this.#model.run.id, xy } : null }),
    });
  }

  /**
   * Puts up, unseen, what a run is shown in, and starts what a large one takes, while the host gathers the run: both take longer
   * than the run itself.
   */
  prepare(): void {
    this.#standUp();
    this.#root.classList.add('coming');
    this.#network.prepare(Infinity);
  }

  #standUp(): void {
    if (!this.#run.isConnected) this.#root.replaceChildren(this.#run);
  }

  /** Shows another run, or the same one afresh, once its ties are in; null is the empty panel. */
  show(snapshot: PanelSnapshot | null, left: Left): Promise<void> {
    this.#news.drop();
    if (snapshot) this.#network.prepare(snapshot.agents.length);
    else {
      this.#model = null;
      this.#root.replaceChildren(this.#empty);
      this.#root.classList.remove('coming');
    }
    this.#busy(left);
    return this.#intake.begin(snapshot, left);
  }

  #busy(left: Left): void {
    this.#run.setAttribute('aria-busy', String(left !== 'nothing'));
  }

  /** The next part of the course of the snapshot. */
  part(part: Partial<PanelCourse>, left: Left): Promise<void> {
    this.#busy(left);
    return this.#intake.part(part, left);
  }

  #knowsMore(model: Model, changes: Changes, isWhole: boolean): void {
    this.#trace.update(model, changes);
    if (isWhole) this.#network.complete();
    this.#tell();
  }

  async #open(model: Model): Promise<void> {
    const { camera, selected, run, pins } = this.#host.state;
    const { id } = model.run;
    const same = id === run;
    const places = this.#placesOf(id);
    await turn();
    look(model, model.moment);
    this.#network.begin(model, places);
    await turn();
    this.#standUp();
    this.#root.classList.remove('coming');
    await turn();
    this.#model = model;
    this.#host.save({ run: id, ...(same ? {} : { camera: null, selected: null }) });
    this.#network.show(model, same ? camera : null, places, pins?.run === id ? pins.at : []);
    await turn();
    this.#header.show(model);
    this.#notices.update(model);
    this.#cost.update(model.cost);
    await this.#network.pictured();
    this.#network.furnish();
    await turn();
    this.#trace.show(model, this.#network.hue);
    this.#measures.show(model);
    this.#agent.show(model, this.#network.hue);
    this.#timeline.show(model);
    this.select(same ? selected : null);
    this.#announcer.progress(model);
  }

  /** Where the agents of a run stood when it was shown before. */
  #placesOf(id: string): readonly number[] | null {
    const { places, run } = this.#host.state;
    return places?.run === id ? places.xy : id === run ? this.#network.places : null;
  }

  /** News of the run: seen with the next frame. */
  update(delta: PanelDelta): void {
    if (this.#model) this.#news.add(delta);
  }

  #updated(delta: PanelDelta): void {
    const changes = this.#model && applyDelta(this.#model, delta);
    if (!this.#model || !changes) return;
    if (changes.cast) this.#network.recast(this.#model);
    this.#network.update(changes);
    this.#trace.update(this.#model, changes);
    this.#tell();
  }

  /** What is told of a run that goes on, beside its picture and its conversation. */
  readonly #tell = atMostEvery(TELL, () => {
    const model = this.#model;
    if (!model) return;
    this.#header.update(model);
    this.#notices.update(model);
    this.#cost.update(model.cost);
    this.#measures.update();
    this.#agent.update();
    this.#timeline.update();
    this.#announcer.progress(model);
  });

  /** The host looks at another moment. What it says before it has heard of the last move here is older than that. */
  moment(moment: number | null, went: number): void {
    this.#news.flush();
    if (went >= this.#went && !this.#timeline.isBusy) this.#look(moment);
  }

  #go(seq: number): void {
    this.#host.post({ type: 'go', seq, count: ++this.#went });
  }

  /** To the end of a round, before the next begins. */
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
    this.#header.update(model);
    this.#network.moved();
    this.#trace.moved();
    this.#measures.update();
    this.#agent.update();
    this.#timeline.update();
  }

  /** Measures of another run, in the time line and beside those of this one. */
  beside(beside: PanelBeside | null): void {
    if (!this.#model) return;
    this.#model.beside = beside;
    this.#measures.update();
    this.#timeline.update();
  }

  /** Where breakpoints hold. */
  breakpoints(seqs: readonly number[]): void {
    if (!this.#model) return;
    this.#model.breakpoints = seqs;
    this.#timeline.update();
  }

  /** Selects an agent by its id; an unknown one changes nothing. */
  select(id: string | null): void {
    const agent = this.#model?.agents.findIndex((one) => one.id === id) ?? -1;
    if (agent >= 0 || id === null) this.#choose(agent >= 0 ? agent : null);
  }

  #choose(agent: number | null): void {
    this.#network.select(agent);
    this.#trace.select(agent);
    this.#agent.select(agent);
    this.#host.save({ selected: agent === null ? null : (this.#model?.agents[agent]?.id ?? null) });
  }

  /** Several were chosen together in the network. */
  #group(agents: readonly number[]): void {
    this.#trace.group(agents);
    this.#agent.group(agents);
    if (agents.length > 0) this.#side.choose('agent');
  }

  #reveal(agent: number): void {
    const node = this.#model?.agents[agent]?.node;
    if (node !== null && node !== undefined) this.#host.post({ type: 'reveal', node });
  }
}
