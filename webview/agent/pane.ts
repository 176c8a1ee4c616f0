/**
 * One agent at the shown moment: name, last act, persona, rewards, variables, ties, memories, cost. The pane requests missing data
 * from the host and shows the old data until the answer arrives.
 */
import { el, keepingFocus, linkButton, refill, setText, show, untrusted } from '../ui/dom.js';
import { nameOf, type PanelModel, strongest } from '../state/model.js';
import { labelText } from '../state/names.js';
import { groupOf } from '../network/sight/group.js';
import { HUES } from '../ui/palette.js';
import { avatar } from '../conversation/rows.js';
import { decimal } from '../ui/format.js';
import { words } from '../ui/strings.js';
import { factList, memoryList, rewardList, section, tiedList, type TieEvents, tieList } from './sections.js';
import { matching } from '../network/graph/findAgent.js';
import { changeBox, variableList } from './changes.js';
import type { PanelChange, PanelFact, PanelMind } from '../../src/protocol/panelRequests.js';
import type { Asking } from '../messages/hostRequests.js';
import { atMostEvery } from '../ui/frame.js';
import { button } from '../ui/toolkit.js';

/** Minimum milliseconds between two requests to the host while a run continues or is played. */
const EVERY = 200;
/** Number of memories that are listed first, and added with each step. */
const SOME = 20;

interface AgentEvents {
  readonly select: (agent: number | null) => void;
  readonly reveal: (agent: number) => void;
  /** Selects an agent that the panel may not know. */
  readonly meet: (agent: string) => void;
  readonly interview: (agent: string) => void;
  readonly go: (seq: number) => void;
  readonly revealNode: (node: string) => void;
  /** The user asks for the path to another agent. */
  readonly path: (to: number) => void;
  /** The user chooses the next size of the neighbourhood in the network. */
  readonly near: () => void;
  /** A text for the screen reader. */
  readonly say: (text: string) => void;
}

export class AgentPane {
  readonly node = el('section', { class: 'pane agent-pane', attrs: { 'aria-label': words.agentPane, tabindex: '0' } });
  readonly #events: AgentEvents;
  readonly #asking: Asking;
  readonly #ask = atMostEvery(EVERY, () => void this.#asked());
  readonly #body = el('div', { class: 'agent-body' });
  readonly #head = el('div', { class: 'agent-head' });
  readonly #find: HTMLInputElement;
  readonly #path: HTMLInputElement;
  readonly #remembered = el('span', { class: 'count' });
  /** Parts in their order on the page. The inputs are between them and are never replaced. */
  readonly #parts = {
    first: el('div', {}),
    ties: el('div', { class: 'two' }),
    recalled: el('div', {}),
    memories: el('div', {}),
    last: el('div', {}),
  };
  readonly #memorySection: HTMLElement;
  /** The data from which the head was drawn. */
  #headed = '';
  #model: PanelModel | null = null;
  #hue: readonly number[] = [];
  #agent: number | null = null;
  /** The group. It is shown until one agent is selected. */
  #group: readonly number[] = [];
  #memories = SOME;
  #seen = false;
  #round = 0;
  /** The variable whose change is explained, and the explanation or why there is none; null before the answer. */
  #change: { agent: string; seq: number; variable: string; answer: PanelChange | string | null } | null = null;

  constructor(asking: Asking, events: AgentEvents) {
    this.#asking = asking;
    this.#events = events;
    this.#find = el('input', {
      class: 'find',
      attrs: { type: 'search', placeholder: words.findMemories, 'aria-label': words.findMemories },
      on: { input: () => this.#ask() },
    });
    this.#path = createPathFinder(() => this.#model, events);
    this.#memorySection = section(
      words.memoriesHead,
      el('div', { class: 'memory-tools' }, this.#find, this.#remembered),
      this.#parts.memories,
    );
    const { first, ties, recalled, last } = this.#parts;
    const tools = el('div', { class: 'path-tools' }, this.#path, linkButton(words.thoseNear, events.near));
    this.#body.append(first, section(words.ties, ties, tools), recalled, this.#memorySection, last);
    this.#empty();
  }

  show(model: PanelModel, hue: readonly number[]): void {
    this.#model = model;
    this.#hue = hue;
    this.#group = [];
    this.select(null);
  }

  recolour(hue: readonly number[]): void {
    this.#hue = hue;
    this.update();
  }

  select(agent: number | null): void {
    if (agent !== this.#agent) {
      this.#memories = SOME;
      this.#find.value = '';
      this.#path.value = '';
      if (agent !== null) this.#group = [];
    }
    this.#agent = agent;
    if (agent === null) this.#empty();
    this.update();
  }

  /** Updates the pane after new events, or for another moment. */
  update(): void {
    if (this.#seen && (this.#agent !== null || this.#group.length > 0)) this.#ask();
  }

  /** Shows a group; an empty list ends it. */
  group(agents: readonly number[]): void {
    this.#group = agents;
    if (agents.length === 0 && this.#agent === null) this.#empty();
    this.update();
  }

  seen(seen: boolean): void {
    this.#seen = seen;
    this.update();
  }

  #empty(): void {
    this.node.replaceChildren(el('p', { class: 'nothing' }, words.nobodyChosen));
  }

  async #asked(): Promise<void> {
    if (this.#model && this.#group.length > 0) {
      this.#round++;
      const [model, group] = [this.#model, this.#group];
      this.#keeping(() => refill(this.node, groupView(model, group, this.#hue, this.#events)));
      return;
    }
    const [model, agent] = [this.#model, this.#agent];
    const id = agent === null ? undefined : model?.agents[agent]?.id;
    if (!model || agent === null || id === undefined || !this.#seen) return;
    const question = { kind: 'mind', agent: id, seq: model.shown.seq, find: this.#find.value, memories: this.#memories } as const;
    const round = ++this.#round;
    const [answered] = await Promise.all([this.#asking.ask(question), this.#explained(id, question.seq)]);
    // Only the answer to the newest question counts.
    if (round !== this.#round || agent !== this.#agent || model !== this.#model) return;
    if ('problem' in answered) this.#say(model, agent, answered.problem);
    else if (answered.answer.kind === 'mind') this.#draw(model, agent, answered.answer);
  }

  /** Shows the panel's own data, and why more data is not available. */
  #say(model: PanelModel, agent: number, problem: string): void {
    this.#keeping(() => {
      const { first, recalled, last } = this.#parts;
      this.#drawOwn(model, agent);
      refill(first, rewardList(model, agent));
      refill(recalled, []);
      refill(last, [el('p', { class: 'quiet agent-section' }, problem)]);
      show(this.#memorySection, false);
    });
  }

  #draw(model: PanelModel, agent: number, mind: PanelMind): void {
    const { revealNode } = this.#events;
    const { variables, recalled, persona } = mind;
    this.#keeping(() => {
      this.#drawOwn(model, agent);
      refill(this.#parts.first, [
        section(words.nowHead, factList(nowOf(mind))),
        ...(variables.length > 0 ? [section(words.variables, ...this.#variables(model, agent, variables))] : []),
        ...rewardList(model, agent),
      ]);
      if (mind.ties) this.#drawTies(mind.ties);
      refill(this.#parts.recalled, recalled.length > 0 ? [section(words.cameToMind, memoryList(recalled, revealNode))] : []);
      this.#drawMemories(mind);
      refill(this.#parts.last, persona.length > 0 ? [section(words.persona, factList(persona))] : []);
    });
  }

  /** The variables, each with a link that asks why it has its value. */
  #variables(model: PanelModel, agent: number, variables: readonly PanelFact[]): readonly HTMLElement[] {
    const { id } = model.agents[agent]!;
    const { seq } = model.shown;
    const shown = this.#change?.agent === id && this.#change.seq === seq ? this.#change : null;
    const why = (variable: string): void => {
      this.#change = { agent: id, seq, variable, answer: null };
      this.#ask();
    };
    return [variableList(variables, why), ...(shown?.answer ? [changeBox(shown.answer, this.#events)] : [])];
  }

  /** Requests why the chosen variable has its value, unless the answer is there. */
  async #explained(agent: string, seq: number): Promise<void> {
    const wanted = this.#change;
    if (!wanted || wanted.answer || wanted.agent !== agent || wanted.seq !== seq) return;
    const answered = await this.#asking.ask({ kind: 'change', agent, variable: wanted.variable, seq });
    wanted.answer = 'problem' in answered ? answered.problem : answered.answer.kind === 'change' ? answered.answer : words.noAnswer;
  }

  /** Shows name, persona and ties, which the panel has itself. */
  #drawOwn(model: PanelModel, agent: number): void {
    const { out, into } = model.shown;
    this.#drawHead(model, agent);
    refill(this.#parts.ties, [
      tieList(model, words.tiesOut, strongest(model, out[agent]), this.#events),
      tieList(model, words.tiesIn, strongest(model, into[agent]), this.#events),
    ]);
    if (this.#body.parentElement !== this.node) this.node.replaceChildren(this.#head, this.#body);
  }

  /** Shows the ties that the host has sent, because the panel has only some of the ties of a large society. */
  #drawTies({ out, into }: NonNullable<PanelMind['ties']>): void {
    refill(this.#parts.ties, [tiedList(words.tiesOut, out, this.#events.meet), tiedList(words.tiesIn, into, this.#events.meet)]);
  }

  #drawHead(model: PanelModel, agent: number): void {
    const one = model.agents[agent]!;
    const name = nameOf(model, agent);
    const hue = this.#hue[agent] ?? HUES;
    const headed = JSON.stringify([agent, hue, one]);
    if (headed === this.#headed) return;
    this.#headed = headed;
    const links = [
      needsEditor(button(words.interview, 'secondary', () => this.#events.interview(one.id))),
      ...(one.node === null ? [] : [linkButton(words.reveal, () => this.#events.reveal(agent), 'link needs-editor')]),
    ];
    this.#head.replaceChildren(
      avatar(name, hue),
      el('div', { class: 'agent-name' }, el('h3', {}, untrusted(labelText(name))), el('p', { class: 'quiet' }, untrusted(one.about))),
      el('div', { class: 'agent-links' }, ...links),
    );
  }

  #drawMemories({ memories, remembered }: PanelMind): void {
    show(this.#memorySection, true);
    setText(this.#remembered, words.memories(remembered));
    const more = linkButton(words.olderMemories, () => {
      this.#memories += SOME;
      this.#ask();
    });
    show(more, memories.length >= this.#memories);
    refill(this.#parts.memories, [
      memories.length > 0 ? memoryList(memories, this.#events.revealNode) : el('p', { class: 'quiet' }, words.noMemories),
      more,
    ]);
  }

  /** Draws again and keeps the scroll position and the focus. */
  #keeping(draw: () => void): void {
    const top = this.node.scrollTop;
    keepingFocus(this.node, draw);
    this.node.scrollTop = top;
  }
}

const nowOf = ({ mind, act, advice, cost }: PanelMind): readonly PanelFact[] => [
  [words.mindHead, mind],
  ...(act === null ? [] : [[words.lastAct, act] as const]),
  ...(advice === null ? [] : [[words.advice, advice] as const]),
  ...(cost ? [[words.costFact, words.amount(cost)] as const] : []),
];

function needsEditor(node: HTMLElement): HTMLElement {
  node.classList.add('needs-editor');
  return node;
}

// A group of agents: their names, the ties in the group, their mean rewards.

/** Maximum number of listed names. Further members are only counted. */
const MOST = 200;

function groupView(model: PanelModel, agents: readonly number[], hue: readonly number[], events: TieEvents): readonly HTMLElement[] {
  const { ties, possible, strength, out, into, rewards } = groupOf(model, agents);
  const one = (agent: number): HTMLElement =>
    el(
      'li',
      {},
      el(
        'button',
        { class: 'tie', attrs: { type: 'button', 'data-key': String(agent) }, on: { click: () => events.select(agent) } },
        avatar(nameOf(model, agent), hue[agent] ?? HUES),
        el('span', { class: 'tie-name' }, untrusted(labelText(nameOf(model, agent)))),
      ),
    );
  const more = agents.length > MOST ? el('li', { class: 'quiet' }, words.more(agents.length - MOST)) : null;
  const facts = [
    [words.groupTies, words.groupFacts(ties, possible, decimal(strength))] as const,
    [words.groupOutward, words.groupBoth(out, into)] as const,
  ];
  return [
    el('h3', { class: 'group-head' }, words.groupHead(agents.length)),
    section(words.ties, factList(facts)),
    ...(rewards.length > 0
      ? [section(words.groupRewards, factList(rewards.map(([id, , mean]) => [words.measure(id), decimal(mean)] as const)))]
      : []),
    section(words.whoHead, el('ul', { class: 'group-list' }, ...agents.slice(0, MOST).map(one), more)),
  ];
}

// The input for the name of the other agent of a shortest path.

interface PathEvents {
  readonly path: (to: number) => void;
  readonly say: (text: string) => void;
}

/** Enter completes the field with the first name that begins with the typed text. */
function createPathFinder(model: () => PanelModel | null, events: PathEvents): HTMLInputElement {
  const input = el('input', {
    class: 'path-to',
    attrs: { type: 'search', placeholder: words.pathTo, title: words.pathToTitle, 'aria-label': words.pathToTitle },
  });
  input.addEventListener('keydown', (event) => {
    const now = model();
    if (event.key !== 'Enter' || !now) return;
    const [to] = matching(now, input.value);
    if (to === undefined) return events.say(words.foundNobody);
    input.value = labelText(nameOf(now, to));
    events.path(to);
  });
  return input;
}
