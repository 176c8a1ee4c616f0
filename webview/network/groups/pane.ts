/**
 * A society with more agents than the panel draws: its groups with the flows between them, shares over time, distributions of numbers,
 * and the neighbourhood of a chosen agent. The host computes all of it; the page has no list of all agents.
 */
import type { PanelFound, PanelGroups, PanelNear } from '../../../src/protocol/groups.js';
import type { PanelGrouping } from '../../../src/protocol/course.js';
import type { Asking } from '../../messages/hostRequests.js';
import type { PanelModel } from '../../state/model.js';
import { el, keepingFocus, linkButton, refill, setText, show, untrusted } from '../../ui/dom.js';
import { atMostEvery } from '../../ui/frame.js';
import { select } from '../../ui/toolkit.js';
import { words } from '../../ui/strings.js';
import { groupColours } from './colours.js';
import { createFinder } from './finder.js';
import { type Flows, FLOWS, type GroupsView } from '../graph/groupsView.js';
import { blocksNote, blocksPicture, isNumbered } from './groupBlocks.js';
import type { Size } from './geometry.js';
import { distributionChart, sharesChart } from './groupCharts.js';
import { distributionTable, groupsTable, type Opening, roundsTable } from './groupTables.js';
import { nearList, nearPicture } from './nearView.js';

interface GroupsEvents {
  /** The agent at a place of the panel is chosen; null clears the choice. */
  readonly select: (agent: number | null) => void;
  /** Goes to the end of a round. */
  readonly go: (round: number) => void;
  readonly say: (text: string) => void;
  /** The view changed: it is stored with the panel. */
  readonly groups: (view: GroupsView) => void;
}

/** Minimum milliseconds between two questions while a run continues or is played. */
const EVERY = 120;
/** The pane is not drawn narrower than this. */
const NARROWEST = 220;
/** Pixels at both sides of a picture, and below it for the line of text. */
const SIDES = 32;
const BELOW = 44;
const LEGEND = 26;

export class GroupsPane {
  readonly node = el('div', { class: 'scroller groups' });
  readonly #events: GroupsEvents;
  readonly #asking: Asking;
  readonly #body = el('div', { class: 'groups-body' });
  readonly #busy = el('p', { class: 'quiet groups-busy', attrs: { role: 'status' } });
  readonly #finder;
  readonly #tools: HTMLElement;
  readonly #by = select(words.groups.byTitle, (value) => this.#turn({ by: Number(value) }));
  readonly #divide = select(words.groups.divideTitle, (value) => this.#turn({ divide: Number(value) }));
  readonly #flows = select(words.groups.flowsTitle, (value) => this.#turn({ flows: FLOWS.find((one) => one === value) ?? 'ties' }));
  readonly #ask = atMostEvery(EVERY, () => void this.#asked());
  #model: PanelModel | null = null;
  #view: GroupsView;
  #groups: PanelGroups | null = null;
  #near: PanelNear | null = null;
  /** The chosen agent, and the chosen group. */
  #agent: string | null = null;
  #chosen = -1;
  #seen = false;
  /** The question without an answer, apart from its moment; empty if there is none. */
  #open = '';
  #isStale = false;
  #round = 0;

  constructor(view: GroupsView, asking: Asking, events: GroupsEvents) {
    this.#view = view;
    this.#asking = asking;
    this.#events = events;
    this.#finder = createFinder({ find: (text) => this.#find(text), choose: (id) => this.look(id), say: events.say });
    const field = (label: string, control: HTMLElement): HTMLElement => el('label', { class: 'field' }, el('span', {}, label), control);
    this.#tools = el(
      'div',
      { class: 'options' },
      this.#finder.node,
      field(words.groups.by, this.#by.node),
      field(words.groups.divide, this.#divide.node),
      field(words.groups.flows, this.#flows.node),
    );
    this.node.append(this.#tools, this.#busy, this.#body);
    new ResizeObserver(() => this.#draw()).observe(this.node);
  }

  show(model: PanelModel): void {
    const isOther = this.#model?.run.id !== model.run.id;
    this.#model = model;
    if (isOther) {
      this.#groups = this.#near = this.#agent = null;
      this.#chosen = -1;
      this.#finder.clear();
      this.#body.replaceChildren();
    }
    const all = this.#groupings;
    const by = this.#view.by < all.length ? this.#view.by : 0;
    this.#view = { ...this.#view, by, divide: this.#view.divide < all.length ? this.#view.divide : -1 };
    this.#choices();
    // A page without a host has one picture, and nothing to choose.
    for (const node of [this.#finder.node, this.#by.node, this.#divide.node]) show(node.closest('label') ?? node, !model.run.crowd?.still);
    this.update();
  }

  seen(is: boolean): void {
    this.#seen = is;
    this.update();
  }

  /** Asks for the groups of another moment, or after new events. */
  update(): void {
    if (this.#seen && this.#model) this.#ask();
  }

  /** Shows the neighbourhood of an agent; null shows all groups. */
  look(agent: string | null): void {
    if (agent === this.#agent) return;
    this.#agent = agent;
    if (agent === null) {
      this.#near = null;
      this.#draw();
    }
    if (this.#model) this.#ask();
  }

  get #groupings(): readonly PanelGrouping[] {
    return this.#model?.run.crowd?.groupings ?? [];
  }

  #choices(): void {
    const { by, divide, flows } = this.#view;
    const all = this.#groupings.map((one, i) => ({ value: String(i), label: words.groups.grouping(one) }));
    this.#by.set(all, String(by));
    this.#divide.set([{ value: '-1', label: words.groups.undivided }, ...all], String(divide));
    this.#flows.set(
      FLOWS.map((one) => ({ value: one, label: words.groups.flowKinds[one] })),
      flows,
    );
  }

  #turn(change: Partial<GroupsView>): void {
    this.#view = { ...this.#view, ...change };
    this.#chosen = -1;
    this.#events.groups(this.#view);
    this.#choices();
    if (change.flows) this.#draw();
    else this.update();
  }

  async #find(text: string): Promise<PanelFound | null> {
    if (!this.#model) return null;
    const answered = await this.#asking.ask({ kind: 'find', seq: this.#model.shown.seq, text });
    return 'answer' in answered && answered.answer.kind === 'found' ? answered.answer : null;
  }

  /** One question at a time: the moment that is shown when the answer arrives is asked next. Another choice replaces the question. */
  async #asked(): Promise<void> {
    const model = this.#model;
    if (!model || !this.#seen) return;
    const { by, divide } = this.#view;
    const { seq, network } = model.shown;
    const open = [model.run.id, this.#agent, network, by, divide].join('\n');
    this.#isStale = this.#open === open;
    if (this.#isStale) return;
    this.#open = open;
    const round = ++this.#round;
    const isSlow = setTimeout(() => setText(this.#busy, words.groups.computing(this.#groupings[by]?.of === 'communities')), 300);
    const agent = this.#agent;
    const question =
      agent === null ? ({ kind: 'groups', seq, network, by, divide } as const) : ({ kind: 'near', seq, network, agent, by } as const);
    const answered = await this.#asking.ask(question);
    clearTimeout(isSlow);
    if (round !== this.#round) return;
    this.#open = '';
    const still = agent === null ? model.run.crowd?.still : undefined;
    setText(this.#busy, 'problem' in answered && !still ? answered.problem : '');
    const isNow = model === this.#model && agent === this.#agent;
    const answer = 'answer' in answered ? answered.answer : still;
    if (answer && isNow) this.#take(answer);
    if (this.#isStale || !isNow) this.#ask();
  }

  #take(answer: PanelGroups | PanelNear | { readonly kind: string }): void {
    if (answer.kind === 'groups') this.#groups = answer as PanelGroups;
    if (answer.kind === 'near') {
      const isNew = this.#near?.agents[0]?.id !== (answer as PanelNear).agents[0]?.id;
      this.#near = answer as PanelNear;
      if (isNew) {
        this.#events.select(this.#near.place);
        this.#events.say(words.groups.nearSaid(this.#near.agents[0]!.name, this.#near.agents.length - 1));
      }
    }
    this.#draw();
  }

  #draw(): void {
    const model = this.#model;
    if (!model || this.#body.clientWidth === 0) return;
    const room = {
      width: Math.max(NARROWEST, this.#body.clientWidth - SIDES),
      height:
        this.node.clientHeight -
        this.#tools.offsetHeight -
        BELOW -
        (this.#groups?.parts.length ? LEGEND : 0) -
        (this.#groups && isNumbered(this.#groups) ? 2 * LEGEND : 0),
    };
    const parts = this.#near ? this.#nearParts(this.#near, room) : this.#groups ? this.#groupParts(model, this.#groups, room) : null;
    show(this.#flows.node.parentElement!, this.#near === null && this.#isMoving);
    show(this.#divide.node.parentElement!, this.#near === null && !model.run.crowd?.still);
    if (!parts) return;
    keepingFocus(this.#body, () => refill(this.#body, parts));
  }

  /** Whether agents can change their group. */
  get #isMoving(): boolean {
    return this.#groupings[this.#view.by]?.of === 'variable';
  }

  #groupParts(model: PanelModel, groups: PanelGroups, room: Size): readonly HTMLElement[] {
    const { width } = room;
    const { by, divide } = this.#view;
    const all = this.#groupings;
    const colours = groupColours(groups.groups.length, all[by]?.isNumber === true);
    const partColours = groupColours(groups.parts.length, all[divide]?.isNumber === true);
    const flows: Flows = this.#isMoving ? this.#view.flows : 'ties';
    const open = [...this.#body.querySelectorAll('details')].map((one) => one.open);
    const opening: Opening = { isOpen: () => open.shift() === true, turned: () => this.#draw() };
    const choose = (group: number): void => {
      this.#chosen = group;
      this.#draw();
      this.#events.say(blocksNote(groups, group));
    };
    const picture = blocksPicture(groups, { flows, room, colours, partColours, chosen: this.#chosen }, choose);
    const legendOf = (labels: readonly string[], classes: readonly string[]): HTMLElement | null =>
      labels.length === 0
        ? null
        : el(
            'div',
            { class: 'legend' },
            ...labels.map((label, i) =>
              el('span', { class: 'legend-entry', title: label }, el('span', { class: `swatch ${classes[i]!}` }), untrusted(label)),
            ),
          );
    const named = isNumbered(groups) ? groups.groups.map(({ label }, i) => `${i + 1} ${label}`) : [];
    const communities = groups.communities && words.groups.communities(groups.groups.length, groups.communities);
    const section = (title: string, what: string, ...content: readonly Node[]): HTMLElement =>
      el('section', { class: 'groups-section' }, el('h3', {}, title, ' ', el('span', { class: 'quiet what-is' }, what)), ...content);
    return [
      el(
        'section',
        { class: 'groups-section' },
        picture as unknown as Node,
        legendOf(named, colours),
        legendOf(groups.parts, partColours),
        el('p', { class: 'quiet' }, blocksNote(groups, this.#chosen)),
        communities ? el('p', { class: 'quiet' }, communities) : null,
        groupsTable(groups, opening),
      ),
      ...(groups.rounds.length > 1
        ? [
            section(
              words.groups.shares,
              words.groups.heads.rounds,
              sharesChart(groups, { width, now: model.shown.round, colours }, this.#events.go),
              roundsTable(groups, opening),
            ),
          ]
        : []),
      ...groups.numbers.map((one) =>
        section(
          words.groups.distributionOf(one.id, one.mean),
          words.groups.heads.values,
          distributionChart(one, width) as unknown as Node,
          distributionTable(one, opening),
        ),
      ),
    ];
  }

  #nearParts(near: PanelNear, room: Size): readonly HTMLElement[] {
    const colours = groupColours(near.parts.length, this.#groupings[this.#view.by]?.isNumber === true);
    const choose = (id: string): void => this.look(id);
    const back = linkButton(words.groups.back, () => {
      this.look(null);
      this.#events.select(null);
    });
    return [
      el(
        'section',
        { class: 'groups-section' },
        el('div', { class: 'near-head' }, el('h3', {}, words.groups.nearOf(near.agents[0]!.name)), back),
        nearPicture(near, { room, colours }, choose) as unknown as Node,
        nearList(near, choose),
      ),
    ];
  }
}
