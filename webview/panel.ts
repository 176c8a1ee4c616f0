/**
 * The panel: holds the model of the run shown and keeps its parts in step with it. Messages come in through `show`,
 * `update` and `select`; wishes go out through the host.
 */
import type { PanelDelta, PanelPast, PanelSnapshot } from '../src/protocol/messages.js';
import { createAnnouncer } from './announce.js';
import { createCost } from './cost.js';
import { el } from './dom.js';
import { createEmpty } from './empty.js';
import { Header } from './header.js';
import type { Host } from './host.js';
import { applyDelta, createModel, type Model } from './model.js';
import { NetworkPane } from './network/pane.js';
import { createNotices } from './notices.js';
import { createSplit } from './split.js';
import { watchTheme } from './theme.js';
import { createTracePane } from './trace/pane.js';

export class Panel {
  readonly #root: HTMLElement;
  readonly #host: Host;
  readonly #announcer = createAnnouncer();
  readonly #header = new Header((command) => this.#host.post({ type: 'command', command }));
  readonly #notices;
  readonly #cost;
  readonly #network: NetworkPane;
  readonly #trace;
  readonly #run: HTMLElement;
  readonly #empty = createEmpty((command) => this.#host.post({ type: 'command', command }));
  #model: Model | null = null;

  constructor(root: HTMLElement, host: Host) {
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
      go: (seq) => host.post({ type: 'go', seq }),
    });
    const frame = el('main', { class: 'panes' });
    const split = createSplit(frame, host.state.split, (share) => host.save({ split: share }));
    frame.append(this.#network.node, split, this.#trace.node);
    this.#run = el('div', { class: 'run' }, this.#header.node, this.#notices.node, this.#cost.node, frame, this.#announcer.node);
    watchTheme((theme) => this.#network.theme(theme));
  }

  #makeNetwork(): NetworkPane {
    const host = this.#host;
    return new NetworkPane(host.state.list, {
      select: (agent) => this.#choose(agent),
      reveal: (agent) => this.#reveal(agent),
      say: this.#announcer.say,
      camera: (camera) => host.save({ camera }),
      list: (list) => host.save({ list }),
      rest: (xy) => host.save({ places: this.#model && xy.length ? { run: this.#model.run.id, xy } : null }),
    });
  }

  /** Shows another run, or the same one afresh; null is the empty panel. */
  show(snapshot: PanelSnapshot | null): void {
    const { places, camera, selected, run } = this.#host.state;
    const same = snapshot !== null && snapshot.run.id === run;
    this.#model = snapshot && createModel(snapshot);
    this.#root.replaceChildren(this.#model ? this.#run : this.#empty);
    if (!this.#model) return;
    this.#host.save({ run: this.#model.run.id, ...(same ? {} : { camera: null, selected: null }) });
    this.#header.show(this.#model);
    this.#notices.update(this.#model);
    this.#cost.update(this.#model.cost);
    this.#network.show(
      this.#model,
      same ? camera : null,
      places?.run === this.#model.run.id ? places.xy : same ? this.#network.places : null,
    );
    this.#trace.show(this.#model, this.#network.hue);
    this.select(same ? selected : null);
    this.#announcer.progress(this.#model);
  }

  update(delta: PanelDelta): void {
    const changes = this.#model && applyDelta(this.#model, delta);
    if (!this.#model || !changes) return;
    this.#header.update(this.#model);
    this.#notices.update(this.#model);
    this.#cost.update(this.#model.cost);
    this.#network.update(changes);
    this.#trace.update(this.#model, changes);
    this.#announcer.progress(this.#model);
  }

  /** The run has gone on behind the moment that is shown. */
  past(past: PanelPast): void {
    if (!this.#model) return;
    this.#model.past = past;
    this.#header.update(this.#model);
  }

  /** Selects an agent by its id; an unknown one changes nothing. */
  select(id: string | null): void {
    const agent = this.#model?.agents.findIndex((one) => one.id === id) ?? -1;
    if (agent >= 0 || id === null) this.#choose(agent >= 0 ? agent : null);
  }

  #choose(agent: number | null): void {
    this.#network.select(agent);
    this.#trace.select(agent);
    this.#host.save({ selected: agent === null ? null : (this.#model?.agents[agent]?.id ?? null) });
  }

  #reveal(agent: number): void {
    const node = this.#model?.agents[agent]?.node;
    if (node !== null && node !== undefined) this.#host.post({ type: 'reveal', node });
  }
}
