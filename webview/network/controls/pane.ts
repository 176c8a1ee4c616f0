/** The network pane: its views, tools and options, and the card of the selected agent. */
import { finished, type Slices } from '../../../src/core/util/slices.js';
import { el, setText, show } from '../../ui/dom.js';
import { atMostEvery } from '../../ui/frame.js';
import type { Camera } from '../../messages/host.js';
import { type Changes, edgeCount, type PanelModel, showNetwork } from '../../state/model.js';
import { type Grouping, HUES } from '../../ui/palette.js';
import type { Theme } from '../../ui/theme.js';
import { words } from '../../ui/strings.js';
import { courseSections } from '../../measures/cards.js';
import { MeasuresPane } from '../../measures/pane.js';
import { AgentList } from './agentList.js';
import { createCard } from './card.js';
import type { Face, View } from '../graph/viewKinds.js';
import type { GroupsView } from '../graph/groupsView.js';
import { GroupsPane } from '../groups/pane.js';
import type { Asking } from '../../messages/hostRequests.js';
import { provenance } from '../save/graphFiles.js';
import { FIRST_LOOKS, groupingOf, type Looks } from '../graph/viewOptions.js';
import { MatrixView } from '../matrix/matrixView.js';
import { createOptions, type Options } from './options.js';
import type { Pin } from '../painting/overlay.js';
import { Picture, type PictureEvents } from '../view/picture.js';
import { pngOf } from '../save/png.js';
import { createToolbar, type SaveKind, type Toolbar } from './toolbar.js';

interface NetworkEvents extends Omit<PictureEvents, 'drawing' | 'seen'> {
  readonly open: () => void;
  readonly face: (face: Face) => void;
  /** The view of groups changed. */
  readonly groups: (view: GroupsView) => void;
  readonly looks: (looks: Looks) => void;
  /** Colours of agents changed, for avatars elsewhere. */
  readonly recoloured: () => void;
  readonly save: (kind: SaveKind) => void;
  /** Goes to the end of a round, and copies a table to the clipboard. Used by the view for societies without ties. */
  readonly go: (round: number) => void;
  readonly copy: (text: string) => void;
}

/** Milliseconds between two updates of the colours while a run continues or is played. */
const RECOLOUR = 400;
/** Milliseconds between two updates of texts and of the matrix. */
const REFRESH = 150;

export class NetworkPane {
  readonly node: HTMLElement;
  readonly #picture: Picture;
  readonly #matrix: MatrixView;
  readonly #list;
  readonly #card;
  /** The pane that a society without ties shows instead of the network. */
  readonly #course: MeasuresPane;
  readonly #title = el('h2', {}, words.network);
  readonly #count = el('span', { class: 'count' });
  readonly #toolbar: Toolbar;
  readonly #options: Options;
  readonly #events: NetworkEvents;
  #model: PanelModel | null = null;
  #theme: Theme | null = null;
  #grouping: Grouping = { hue: [], legend: [] };
  /** The colours of the run that is shown next. */
  #coming: { readonly model: PanelModel; readonly grouping: Grouping } | null = null;
  #looks: Looks;
  #face: Face;
  readonly #groups: GroupsPane;
  /** Whether groups are shown instead of the face, in a society with more agents than the panel draws. */
  #isGrouped = true;
  #cardless = false;

  constructor(face: Face, looks: Looks, groups: GroupsView, asking: Asking, events: NetworkEvents) {
    this.#events = events;
    this.#face = face;
    this.#looks = looks;
    this.#options = this.#makeOptions();
    this.#toolbar = this.#makeToolbar();
    this.#list = new AgentList(events);
    this.#card = createCard(events);
    this.#picture = this.#makePicture();
    this.#matrix = new MatrixView({ ...events, escape: () => this.#picture.looking.escape() });
    this.#groups = new GroupsPane(groups, asking, events);
    this.#course = new MeasuresPane(words.coursePane, courseSections, { go: events.go, copy: events.copy });
    const heading = el('div', { class: 'pane-head' }, this.#title, this.#count, this.#toolbar.node);
    const faces = [this.#groups.node, this.#picture.node, this.#matrix.node, this.#list.node, this.#course.node];
    const stage = el('div', { class: 'stage' }, ...faces, this.#card.node);
    this.node = el('section', { class: 'pane network', attrs: { 'aria-label': words.network } }, heading, this.#options.node, stage);
    this.#showFace();
  }

  /** The visible picture as PNG in base64. If the list of agents is visible, the picture of the network. */
  async png(): Promise<string> {
    const painting = this.#face === 'matrix' ? this.#matrix.painting : this.#picture.view.painting;
    return painting && this.#theme && this.#model ? pngOf(painting, this.#theme, this.#grouping.legend, provenance(this.#model)) : '';
  }

  svg(): string {
    return this.#picture.svg(this.#grouping);
  }

  get least(): number {
    return this.#looks.least;
  }

  /** The current positions of agents, `[x, y, x, y, …]` in their order. */
  get places(): readonly number[] {
    return this.#picture.places;
  }

  /** The hue of each agent, for avatars elsewhere. */
  get hue(): readonly number[] {
    return this.#grouping.hue;
  }

  /** Shows the picture of a run. `furnishing` updates everything else. */
  show(model: PanelModel, camera: Camera | null, places: readonly number[] | null, pins: readonly Pin[]): void {
    this.#model = model;
    this.#grouping = this.#coming?.model === model ? this.#coming.grouping : groupingOf(model, this.#looks.colour, null);
    this.#coming = null;
    this.#picture.show(model, camera, places, pins);
    this.#picture.view.look(this.#looks, this.#grouping);
  }

  /** Resolves when the picture is drawn. All other work for a run can wait for it. */
  pictured(): Promise<void> {
    return this.#picture.view.pictured();
  }

  /** Shows the run in everything but the picture, in slices. */
  *furnishing(): Slices<void> {
    const model = this.#model;
    if (!model) return;
    this.#options.show(model, this.#looks);
    this.#options.pins(this.#picture.view.pins.length);
    yield;
    this.#showFace();
    if (model.run.crowd) this.#groups.show(model);
    yield;
    this.#course.show(model);
    this.#list.show(model, this.#grouping.hue);
    this.#refresh();
  }

  /** Prepares for a run with this number of agents. */
  prepare(agents: number): void {
    this.#picture.view.prepare(agents);
  }

  /** Starts the layout and colours of the run that is shown next. Its ties are complete. */
  begin(model: PanelModel, places: readonly number[] | null): void {
    this.#picture.view.begin(model, places);
    this.#coming = { model, grouping: groupingOf(model, this.#looks.colour, null) };
  }

  /** The whole run is loaded, so sizes and colours can depend on messages and measures. */
  complete(): void {
    this.#picture.view.complete();
    if (this.#looks.colour !== FIRST_LOOKS.colour) this.#recolourSoon();
  }

  /** An agent joined or left. The others keep their places. */
  recast(model: PanelModel): void {
    const { looking, view } = this.#picture;
    const { sight } = looking;
    this.show(model, view.chosen, this.places, view.pins);
    finished(this.furnishing());
    looking.see(sight);
    this.#list.select(sight.selected);
  }

  update(changes: Changes): void {
    this.#picture.view.update(changes);
    this.#groups.update();
    this.#course.update();
    if (changes.measures || (changes.ties && this.#looks.colour === 'communities')) this.#recolourSoon();
    if (changes.ties) this.#refreshSoon();
  }

  /** Shows another moment of the run: the same agents at the same places, with the ties of that moment. */
  moved(): void {
    this.#picture.view.moved();
    this.#groups.update();
    this.#course.update();
    if (this.#looks.colour !== 'interests') this.#recolourSoon();
    if (this.#face === 'list') this.#list.refresh();
    this.#refresh();
  }

  /** Hides the card while another pane shows the selected agent. */
  cardless(on: boolean): void {
    this.#cardless = on;
    this.#picture.cardless(on);
    this.#refresh();
  }

  select(agent: number | null): void {
    for (const face of [this.#picture, this.#list, this.#matrix]) face.select(agent);
    if (this.#model?.run.crowd) this.#groups.look(agent === null ? null : (this.#model.agents[agent]?.id ?? null));
    this.#refresh();
  }

  /** Asks the host for an agent of a large society that the panel does not know, and selects it. */
  meet(id: string): void {
    this.#groups.look(id);
  }

  /** Shows the path from the selected agent to another. */
  path(goal: number): void {
    this.#picture.looking.path(goal);
  }

  /** Shows the neighbourhood of the selected agent, then a larger one, then all agents again. */
  near(): void {
    this.#picture.looking.nextSteps();
  }

  theme(theme: Theme): void {
    this.#theme = theme;
    this.#picture.view.theme(theme);
    this.#matrix.theme(theme);
  }

  #makeOptions(): Options {
    const options = createOptions({
      looks: (looks) => {
        this.#looks = looks;
        this.#events.looks(looks);
        this.#recolour(false);
      },
      network: (network) => this.#turnTo(network),
      find: (agent) => this.#events.select(agent),
      steps: (steps) => this.#picture.looking.steps(steps),
      unpinAll: () => this.#picture.looking.unpinAll(),
      say: this.#events.say,
    });
    show(options.node, false);
    return options;
  }

  #makeToolbar(): Toolbar {
    return createToolbar({
      options: (open) => show(this.#options.node, open),
      draw: (on) => this.#picture.looking.draw(on),
      zoom: (factor) => this.#zoom(factor),
      face: (face) => {
        this.#isGrouped = face === 'groups';
        if (face !== 'groups') {
          this.#face = face;
          this.#events.face(face);
        }
        this.#showFace();
        if (face === 'list') this.#list.refresh();
        this.#refresh();
      },
      save: this.#events.save,
    });
  }

  #makePicture(): Picture {
    return new Picture(this.#card.node, {
      ...this.#events,
      pins: (pins) => {
        this.#options.pins(pins.length);
        this.#events.pins(pins);
      },
      drawing: (on) => this.#toolbar.drawing(on),
      seen: ({ steps }) => this.#options.steps(steps),
    });
  }

  #zoom(factor: number | null): void {
    const into = this.#face === 'matrix' ? this.#matrix : this.#picture.input;
    if (factor === null) into.zoomToFit();
    else into.zoomBy(factor);
  }

  /** Updates the colours for the moment. Communities keep their colours as long as they exist. */
  #recolour(keep: boolean): void {
    const model = this.#model;
    if (!model) return;
    this.#grouping = groupingOf(model, this.#looks.colour, keep ? this.#grouping : null);
    this.#picture.view.look(this.#looks, this.#grouping);
    this.#list.show(model, this.#grouping.hue);
    this.#list.select(this.#picture.looking.sight.selected);
    this.#refresh();
    this.#events.recoloured();
  }

  readonly #recolourSoon = atMostEvery(RECOLOUR, () => this.#recolour(true));

  #turnTo(network: number): void {
    const model = this.#model;
    if (!model) return;
    const { view, looking } = this.#picture;
    showNetwork(model, network);
    view.show(model, null, view.pins);
    looking.see(looking.sight);
    this.#recolour(false);
  }

  /** Whether there are ties. Without ties, there is no network to show. */
  get #isTied(): boolean {
    return this.#model === null || this.#model.run.networks.length > 0;
  }

  /** The view that is shown. */
  get #shown(): View {
    return this.#isGrouped && this.#model?.run.crowd ? 'groups' : this.#face;
  }

  #showFace(): void {
    const [isTied, shown, model] = [this.#isTied, this.#shown, this.#model];
    const course = !isTied && shown !== 'list' && shown !== 'groups';
    setText(this.#title, course ? words.coursePane : shown === 'groups' && !isTied ? words.agents : words.network);
    this.#toolbar.tied(isTied);
    this.#toolbar.large(model?.run.crowd !== undefined, model?.run.crowd?.singles ?? 0);
    show(this.#course.node, course);
    this.#course.seen(course);
    this.#toolbar.face(shown);
    this.#options.face(this.#face);
    if (shown === 'groups') show(this.#options.node, false);
    show(this.#groups.node, shown === 'groups');
    this.#groups.seen(shown === 'groups');
    show(this.#list.node, shown === 'list');
    show(this.#matrix.node, isTied && shown === 'matrix');
    show(this.#picture.node, isTied && shown === 'picture');
  }

  #refresh(): void {
    const model = this.#model;
    if (!model) return;
    const ties = edgeCount(model);
    const { selected } = this.#picture.looking.sight;
    setText(this.#count, countWords(model, this.#shown, this.#isTied ? ties : null));
    this.#count.title = this.#count.textContent;
    this.#picture.refresh(ties, this.#grouping, this.#looks.ghosts);
    this.#card.show(
      model,
      this.#shown === 'list' || this.#shown === 'groups' || this.#cardless || !this.#isTied ? null : selected,
      this.#grouping.hue[selected ?? 0] ?? HUES,
    );
    this.#orderSoon();
  }

  /** Updates counts, card and list while the run continues. */
  readonly #refreshSoon = atMostEvery(REFRESH, () => {
    if (this.#face === 'list') this.#list.refresh();
    this.#refresh();
  });

  readonly #orderSoon = atMostEvery(REFRESH, () => {
    if (this.#model && this.#face === 'matrix') this.#matrix.show(this.#model, this.#looks, this.#grouping);
  });
}

/** The number of agents and of ties; in a large society, of all agents or of those that the panel knows. */
function countWords({ agents, run, shown }: PanelModel, view: View, ties: number | null): string {
  const here = agents.length - shown.away.size;
  if (run.crowd) return view === 'groups' ? words.ofAgents(run.crowd.agents) : words.knownAgents(here, run.crowd.agents);
  return ties === null ? words.ofAgents(here) : words.counts(here, ties);
}
