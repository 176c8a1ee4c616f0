/** The output in the client's console: lines of the run as they come, and the results of commands. */
import { OutputEvent, Source } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { DebuggedRun } from '../run/host.js';
import { type Line, linesOf } from '../run/output.js';
import { baseName } from '../run/sourceMap.js';

/** Styles of the terminal. */
const BOLD = '\x1b[1m';
const NOT_BOLD = '\x1b[22m';

export class Telling {
  /** The client shows styles. */
  isStyled = false;
  #run: DebuggedRun | null = null;
  /** Events that have been printed. */
  #told = 0;

  constructor(readonly send: (event: DebugProtocol.Event) => void) {}

  /** Prints events of this run from now on or, with `whole`, from its start. */
  begin(run: DebuggedRun, whole: boolean): void {
    this.#run = run;
    this.#told = whole ? 0 : run.handle.timeline.events.length;
  }

  /** Prints the events since the last call. */
  tell(): void {
    if (!this.#run) return;
    const { events } = this.#run.handle.timeline;
    const since = events.slice(this.#told);
    this.#told = events.length;
    for (const line of linesOf(this.#run, since)) this.write(line);
  }

  print(text: string): void {
    for (const line of text.trimEnd().split('\n')) this.write({ category: 'stdout', text: line, node: null });
  }

  write({ category, text, node, lead = 0 }: Line): void {
    const styled = this.isStyled && lead > 0 ? BOLD + text.slice(0, lead) + NOT_BOLD + text.slice(lead) : text;
    const event: DebugProtocol.OutputEvent = new OutputEvent(`${styled}\n`, category);
    const place = node === null ? null : (this.#run?.places.of(node) ?? null);
    if (place) {
      event.body.source = new Source(baseName(place.path), place.path);
      event.body.line = place.line;
    }
    this.send(event);
  }
}
