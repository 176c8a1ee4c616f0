/**
 * Persona coverage of tests in the editor's own coverage view: a line of a persona is covered if a question of the runs would have been
 * different without it, or if a rule or a formula reads it. Counts are questions, summed over seeds.
 */
import * as vscode from 'vscode';
import { breather } from '../../node/yieldToEventLoop.js';
import type { LiveRun, Tested } from '../../runs/index.js';
import { toRange } from '../window/convert.js';
import { rooms } from '../window/rooms.js';

/** Most events of a run that is repeated to find lines that only rules read. */
const MOST_FELT = 20_000;
/** Milliseconds of reading after which the event loop runs. */
const BREATH_MS = 8;

interface CoveredPlace {
  readonly uri: string;
  readonly range: vscode.Range;
  readonly nodes: Set<string>;
  used: number;
  isFelt: boolean;
}

/** The coverage of one test run, which can have several scenarios and files. */
export class TestCoverage {
  readonly #places = new Map<string, CoveredPlace>();
  readonly #breathe = breather(BREATH_MS);

  /** Adds the runs of a scenario. Stops early where the token is cancelled. */
  async add({ resolved }: Pick<Tested, 'resolved'>, runs: readonly LiveRun[], token: vscode.CancellationToken): Promise<void> {
    const { Coverage, coverageMarks, isFelt } = await (await rooms.runs()).coverageRoom();
    const { society } = resolved;
    for (const { model, timeline, prose } of runs) {
      const coverage = new Coverage({ model, society, prose });
      for (const event of timeline.events) {
        if (token.isCancellationRequested) return;
        coverage.add(event);
        await this.#breathe();
      }
      for (const mark of coverageMarks(coverage.agents, resolved.nodes, coverage.seq, () => false)) {
        const place = this.#placeOf(mark.span.source, toRange(mark.span.range));
        place.used += mark.used;
        for (const node of mark.nodes) place.nodes.add(node);
      }
    }
    const first = runs[0];
    if (!first || first.timeline.events.length > MOST_FELT) return;
    const source = { model: first.model, society, prose: first.prose };
    for (const place of this.#places.values()) {
      if (place.used > 0) continue;
      for (const node of place.nodes) {
        if (token.isCancellationRequested) return;
        place.isFelt ||= await isFelt(source, node, first.timeline.events, this.#breathe);
      }
    }
  }

  /** Files with lines of personas. Those of the library are left out. */
  files(): readonly vscode.FileCoverage[] {
    const uris = [...new Set([...this.#places.values()].map(({ uri }) => uri))].filter((uri) => !uri.startsWith('society-library:'));
    return uris.map((uri) => vscode.FileCoverage.fromDetails(vscode.Uri.parse(uri), this.details(uri)));
  }

  /** The lines of a file: the number of questions that used each, or whether a rule reads it. */
  details(uri: string): vscode.StatementCoverage[] {
    return [...this.#places.values()]
      .filter((place) => place.uri === uri)
      .map(({ range, used, isFelt }) => new vscode.StatementCoverage(used > 0 ? used : isFelt, range));
  }

  #placeOf(uri: string, range: vscode.Range): CoveredPlace {
    const key = `${uri} ${range.start.line} ${range.start.character}`;
    const known = this.#places.get(key);
    if (known) return known;
    const place: CoveredPlace = { uri, range, nodes: new Set(), used: 0, isFelt: false };
    this.#places.set(key, place);
    return place;
  }
}
