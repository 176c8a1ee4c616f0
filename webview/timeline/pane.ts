/** The timeline under the panel: play, step, the track, and a measure along it. */
import { el, setText, show } from '../ui/dom.js';
import { atMostEvery } from '../ui/frame.js';
import { icon } from '../ui/icons.js';
import type { PanelModel } from '../state/model.js';
import { iconButton, nameButton, select, type Select } from '../ui/toolkit.js';
import { words } from '../ui/strings.js';
import { nextRound, nextStop, previousRound, previousStop } from './stops.js';
import { createTrack, type Track, valueHere } from './track.js';
import { createPlayer, type Player, SPEEDS } from './player.js';

/** Minimum milliseconds between two messages to the host while the user drags or plays. */
const TELL = 120;

interface TimelineEvents {
  /** Shows the moment after an event immediately in the panel; null follows the run. */
  readonly look: (seq: number | null) => void;
  /** Informs the host about the shown moment. */
  readonly go: (seq: number) => void;
  readonly measure: (id: string) => void;
}

export class TimelinePane {
  readonly node: HTMLElement;
  readonly #events: TimelineEvents;
  readonly #track: Track;
  readonly #player: Player;
  readonly #play = iconButton('play', words.play, () => this.#toggle());
  readonly #where = el('span', { class: 'place number' });
  readonly #value = el('span', { class: 'value number' });
  readonly #speed: Select;
  readonly #measures: Select;
  readonly #tell: () => void;
  #model: PanelModel | null = null;
  #measure: string | null;

  constructor(measure: string | null, events: TimelineEvents) {
    this.#events = events;
    this.#measure = measure;
    this.#track = createTrack({ go: (seq, done) => this.#go(seq, done), toggle: () => this.#toggle() });
    this.#player = createPlayer(
      () => this.#step(),
      (playing) => this.#face(playing),
    );
    this.#speed = select(words.speed, (value) => {
      this.#player.speed = Number(value);
    });
    this.#speed.set(
      SPEEDS.map((speed) => ({ value: String(speed), label: words.perSecond(speed) })),
      String(this.#player.speed),
    );
    this.#measures = select(words.alongTime, (value) => this.#choose(value));
    this.#tell = atMostEvery(TELL, () => this.#model && events.go(this.#model.moment ?? this.#model.seq));
    show(this.#measures.node, false);
    const to = (goal: (model: PanelModel, seq: number) => number) => () => {
      if (this.#model) this.#go(goal(this.#model, this.#model.shown.seq), true);
    };
    const buttons = el(
      'div',
      { class: 'transport', attrs: { role: 'toolbar', 'aria-label': words.transport } },
      iconButton('roundBack', words.roundBack, to(previousRound)),
      iconButton('stepBack', words.stepBack, to(previousStop)),
      this.#play,
      iconButton('stepOn', words.stepOn, to(nextStop)),
      iconButton('roundOn', words.roundOn, to(nextRound)),
    );
    const facts = el('div', { class: 'timeline-facts' }, this.#where, this.#measures.node, this.#value, this.#speed.node);
    this.node = el('section', { class: 'timeline', attrs: { 'aria-label': words.timeline } }, buttons, this.#track.node, facts);
  }

  show(model: PanelModel): void {
    this.#player.stop();
    this.#model = model;
    this.update();
  }

  /** Updates the timeline after changes of the run, or for another moment. */
  update(): void {
    const model = this.#model;
    if (!model) return;
    const ids = [...model.measures.keys()];
    const chosen = this.#measure !== null && ids.includes(this.#measure) ? this.#measure : (model.run.headline[0] ?? ids[0] ?? null);
    this.#measures.set(
      ids.map((id) => ({ value: id, label: words.measure(id) })),
      chosen ?? '',
    );
    show(this.#measures.node, ids.length > 0);
    this.#track.show(model, chosen);
    setText(this.#where, words.event(model.shown.seq, model.seq));
    setText(this.#value, valueHere(model, chosen));
  }

  /** Whether the user drags or plays. Then the panel's moment is newer than that of the host. */
  get isBusy(): boolean {
    return this.#player.playing || this.#dragging;
  }

  #dragging = false;

  #choose(id: string): void {
    this.#measure = id;
    this.#events.measure(id);
    this.update();
  }

  #go(seq: number, done: boolean): void {
    this.#player.stop();
    this.#dragging = !done;
    this.#look(seq);
  }

  #look(seq: number): void {
    this.#events.look(seq);
    this.#tell();
  }

  #toggle(): void {
    if (!this.#model) return;
    if (this.#player.playing) this.#player.stop();
    else {
      // At the end, playing starts again from the beginning.
      if (this.#model.moment === null) this.#look(-1);
      this.#player.play();
    }
  }

  #step(): boolean {
    const model = this.#model;
    if (!model) return false;
    this.#look(nextStop(model, model.shown.seq));
    return model.moment !== null;
  }

  #face(playing: boolean): void {
    this.#play.replaceChildren(icon(playing ? 'pause' : 'play'));
    nameButton(this.#play, playing ? words.pausePlay : words.play);
  }
}

// Plays a run: a number of stops per second. It uses only the clock of the page.
