/**
 * Creates and connects the parts of the panel. Requests for the host go directly to the host; everything that the panel itself
 * does goes to its acts.
 */
import type { Host } from '../messages/host.js';
import { createTabs, type Tabs } from '../ui/tabs.js';
import { words } from '../ui/strings.js';
import { AgentPane } from '../agent/pane.js';
import { type Announcer, createAnnouncer } from './announce.js';
import { type Asking, whyOf } from '../messages/hostRequests.js';
import { type CostPane, createCost } from './cost.js';
import { el } from '../ui/dom.js';
import { turn } from '../ui/frame.js';
import { Header } from './header.js';
import { createNotices, type Notices } from './notices.js';
import { sectionsOf } from '../measures/cards.js';
import { MeasuresPane } from '../measures/pane.js';
import { NetworkPane } from '../network/controls/pane.js';
import type { SaveKind } from '../network/controls/toolbar.js';
import { fileName } from './imageFile.js';
import { createSummary, type SummaryPane } from './summary.js';
import { createSplit } from '../ui/split.js';
import { TimelinePane } from '../timeline/pane.js';
import { createTracePane, type TracePane } from '../conversation/pane.js';

/** Actions of the user in one part that concern other parts or the model. */
interface PanelActs {
  readonly choose: (agent: number | null) => void;
  /** Selects an agent by its id, also one that the panel does not know. */
  readonly meet: (agent: string) => void;
  readonly group: (agents: readonly number[]) => void;
  /** Shows the place of an agent in the file. */
  readonly reveal: (agent: number) => void;
  readonly go: (seq: number) => void;
  readonly goToRound: (round: number) => void;
  /** Shows a moment immediately. `go` informs the host, with a delay. */
  readonly look: (seq: number | null) => void;
  readonly copy: (text: string) => void;
  readonly recoloured: () => void;
  readonly saveNetwork: (kind: SaveKind) => void;
  /** The shown run. The positions of agents are stored with it. */
  readonly runId: () => string | null;
}

export interface Panes {
  /** The element that contains all parts. */
  readonly node: HTMLElement;
  readonly announcer: Announcer;
  readonly header: Header;
  readonly notices: Notices;
  readonly cost: CostPane;
  readonly summary: SummaryPane;
  readonly network: NetworkPane;
  readonly trace: TracePane;
  readonly measures: MeasuresPane;
  readonly agent: AgentPane;
  readonly side: Tabs;
  readonly timeline: TimelinePane;
}

/** The panes, made in several tasks, so that the page responds meanwhile. */
export async function createPanes(host: Host, asking: Asking, acts: PanelActs): Promise<Panes> {
  const announcer = createAnnouncer();
  const header = new Header((command) => host.post({ type: 'command', command }));
  const notices = createNotices(host.state.noticeDismissed, {
    useModel: () => host.post({ type: 'command', command: 'useModel' }),
    dismiss: () => host.save({ noticeDismissed: true }),
    command: (command) => host.post({ type: 'command', command }),
  });
  const cost = createCost(host.state.cost, {
    reveal: (node) => host.post({ type: 'reveal', node }),
    open: (open) => host.save({ cost: open }),
  });
  const summary = createSummary((node) => host.post({ type: 'reveal', node }));
  await turn();
  const network = networkPane(host, asking, acts, { say: announcer.say, open: () => side.choose('agent') });
  await turn();
  const trace = tracePane(host, asking, acts);
  const measures = new MeasuresPane(words.measuresPane, sectionsOf, { go: acts.goToRound, copy: acts.copy });
  const agent = agentPane(host, asking, acts, network, announcer);
  await turn();
  const place = el('div', { class: 'network-place' });
  const seen = (tab: string): void => network.cardless(tab === 'agent');
  const side = createSide(host, { network: { node: place }, conversation: trace, measures, agent, seen });
  const timeline = new TimelinePane(host.state.along, { look: acts.look, go: acts.go, measure: (along) => host.save({ along }) });
  const frame = el('main', { class: 'panes' });
  const split = createSplit(frame, host.state.split, (share) => host.save({ split: share }));
  frame.append(network.node, split, side.node);
  onePart(frame, { network: network.node, place, side });
  const node = el('div', { class: 'run' }, header.node, notices.node, cost.node, summary.node, frame, timeline.node, announcer.node);
  return { node, announcer, header, notices, cost, summary, network, trace, measures, agent, side, timeline };
}

/** If the panel is narrower and lower than this, it shows one part at a time. The style sheet has the same numbers. */
const ONE_PART = '(width < 720px) and (height < 560px)';

interface Parts {
  readonly network: HTMLElement;
  /** The place of the network as one of the tabs. */
  readonly place: HTMLElement;
  readonly side: Tabs;
}

/** If there is room for only one part at a time, the network is one of the tabs. */
function onePart(frame: HTMLElement, { network, place, side }: Parts): void {
  const query = window.matchMedia(ONE_PART);
  const arrange = (): void => {
    if (query.matches) place.append(network);
    else frame.prepend(network);
    side.offer('network', query.matches);
  };
  query.addEventListener('change', arrange);
  arrange();
}

function networkPane(
  host: Host,
  asking: Asking,
  { choose, group, reveal, recoloured, saveNetwork, runId, goToRound, copy }: PanelActs,
  { say, open }: { readonly say: Announcer['say']; readonly open: () => void },
): NetworkPane {
  /** A value with the id of the shown run; null if there is nothing to store. */
  const ofRun = <T extends object>(list: readonly unknown[], kept: T): (T & { readonly run: string }) | null => {
    const run = runId();
    return run !== null && list.length > 0 ? { run, ...kept } : null;
  };
  return new NetworkPane(host.state.face, host.state.looks, host.state.groups, asking, {
    ...{ select: choose, reveal, group, recoloured, save: saveNetwork, say, open, go: goToRound, copy },
    looks: (looks) => host.save({ looks }),
    camera: (camera) => host.save({ camera }),
    face: (face) => host.save({ face }),
    groups: (groups) => host.save({ groups }),
    pins: (at) => host.save({ pins: ofRun(at, { at }) }),
    rest: (xy) => host.save({ places: ofRun(xy, { xy }) }),
  });
}

const tracePane = (host: Host, asking: Asking, { choose, reveal, go, copy }: PanelActs): TracePane =>
  createTracePane(host.state.follow, {
    ...{ go, copy },
    select: (agent) => {
      choose(agent);
      reveal(agent);
    },
    follow: (follow) => host.save({ follow }),
    revealNode: (node) => host.post({ type: 'reveal', node }),
    why: (seq) => whyOf(asking, seq),
    save: (name, text) => host.post({ type: 'save', name: fileName(name), text }),
  });

const agentPane = (
  host: Host,
  asking: Asking,
  { choose, meet, reveal, go }: PanelActs,
  network: NetworkPane,
  { say }: Announcer,
): AgentPane =>
  new AgentPane(asking, {
    ...{ select: choose, meet, reveal, go, say },
    interview: (agent) => host.post({ type: 'interview', agent }),
    revealNode: (node) => host.post({ type: 'reveal', node }),
    path: (to) => network.path(to),
    near: () => network.near(),
  });

// The tabs next to the network: the conversation, the measures, and an agent. Hidden tabs do no work.

interface Pane {
  readonly node: HTMLElement;
}

/** A pane that works only while it is visible. */
interface Resting extends Pane {
  seen(is: boolean): void;
}

interface SidePanes {
  /** Contains the network when it is a separate tab. */
  readonly network: Pane;
  readonly conversation: Pane;
  readonly measures: Resting;
  readonly agent: Resting;
  /** Called with the open tab. */
  readonly seen: (tab: string) => void;
}

function createSide(host: Host, { network, conversation, measures, agent, seen }: SidePanes): Tabs {
  const tell = (tab: string): void => {
    measures.seen(tab === 'measures');
    agent.seen(tab === 'agent');
    seen(tab);
  };
  const tabs = [
    { id: 'network', label: words.network, body: network.node },
    { id: 'conversation', label: words.conversation, body: conversation.node },
    { id: 'measures', label: words.measuresPane, body: measures.node },
    { id: 'agent', label: words.agentPane, body: agent.node },
  ];
  tell(host.state.tab);
  return createTabs(words.tabs, tabs, host.state.tab, (tab) => {
    host.save({ tab });
    tell(tab);
  });
}
