/** The Test Explorer: finds and runs the expectations of files as tests, and compares them with the frozen ones. */
import { errorText, translated } from '../../core/util/recordedText.js';
import * as vscode from 'vscode';
import { plural, t as wording } from '../../core/util/l10n.js';
import { isSociety, type LanguageHost } from '../language/host.js';
import { testedScenarios } from '../../runs/expectations/testedScenarios.js';
import { toRange } from '../window/convert.js';
import { rooms } from '../window/rooms.js';
import type { LiveRun, Tested, Verdict } from '../../runs/index.js';
import { isUpheld } from '../../protocol/claimCard.js';
import { textOf } from '../files/reports.js';
import { mindAccess } from '../model/access.js';
import { debugScenario } from '../debug/debugger.js';
import { expectedOf, forecastOf, placeRun } from '../run/launch.js';
import type { VerifyPorts } from '../experiments/verifyHere.js';
import { TestCoverage } from './testCoverage.js';
import { verifyScenario } from './verifyTests.js';

const { t } = vscode.l10n;

/** Milliseconds from a change of a file to its update. */
const SOON = 400;

interface TestPorts extends VerifyPorts {
  readonly storage: vscode.Uri;
}

export class Tests implements vscode.Disposable {
  readonly controller = vscode.tests.createTestController('society', t('Society'));
  readonly profile: vscode.TestRunProfile;
  /** Also shows which lines of personas the runs used. */
  readonly coverageProfile: vscode.TestRunProfile;
  readonly #coverage = new WeakMap<vscode.FileCoverage, TestCoverage>();
  /** Examines expectations as claims. */
  readonly claimProfile: vscode.TestRunProfile;
  /** Scenarios by the id of their item, and of the items of their expectations. */
  readonly #expected = new Map<string, Expected>();
  /** A seed for which an expectation did not hold, by the id of its item. */
  readonly #failing = new Map<string, number>();
  readonly #soon = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #told = new vscode.EventEmitter<{ readonly id: string; readonly passed: boolean }>();
  readonly #parts: readonly vscode.Disposable[];

  /** Fires with the result of each expectation. */
  readonly onDidTell = this.#told.event;

  constructor(readonly ports: TestPorts) {
    const { controller } = this;
    const watcher = vscode.workspace.createFileSystemWatcher('**/*.society');
    controller.resolveHandler = (item) => (item ? undefined : this.#findAll());
    controller.refreshHandler = () => this.#findAll();
    const { Run, Debug, Coverage } = vscode.TestRunProfileKind;
    this.profile = controller.createRunProfile(t('Run'), Run, (request, token) => this.#run(request, token), true, undefined, true);
    this.claimProfile = controller.createRunProfile(t('Verify Claims'), Run, (request, token) => this.#verify(request, token), false);
    this.coverageProfile = controller.createRunProfile(t('Run with Coverage'), Coverage, (request, token) =>
      this.#once(request, token, true),
    );
    this.coverageProfile.loadDetailedCoverage = async (_, file) => this.#coverage.get(file)?.details(file.uri.toString()) ?? [];
    this.#parts = [
      controller,
      this.coverageProfile,
      this.claimProfile,
      this.#told,
      watcher,
      this.profile,
      controller.createRunProfile(t('Debug'), Debug, (request) => this.#debug(request)),
      watcher.onDidCreate((uri) => this.#look(uri)),
      watcher.onDidChange((uri) => this.#look(uri)),
      watcher.onDidDelete((uri) => controller.items.delete(uri.toString())),
      vscode.workspace.onDidOpenTextDocument((document) => this.#opened(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#opened(document)),
    ];
    for (const document of vscode.workspace.textDocuments) this.#opened(document);
  }

  dispose(): void {
    for (const timer of this.#soon.values()) clearTimeout(timer);
    for (const part of this.#parts) part.dispose();
  }

  async #findAll(): Promise<void> {
    for (const uri of await vscode.workspace.findFiles('**/*.society', '**/{node_modules,.society}/**')) await this.#discover(uri);
  }

  /** Updates an opened file. Most files have no expectations, so nothing is loaded for them. */
  #opened(document: vscode.TextDocument): void {
    const isKnown = this.controller.items.get(document.uri.toString()) !== undefined;
    if (isSociety(document) && (isKnown || document.getText().includes('expect:'))) this.#look(document.uri);
  }

  #look(uri: vscode.Uri): void {
    const key = uri.toString();
    clearTimeout(this.#soon.get(key));
    this.#soon.set(
      key,
      setTimeout(() => {
        this.#soon.delete(key);
        void this.#discover(uri);
      }, SOON),
    );
  }

  async #discover(uri: vscode.Uri): Promise<void> {
    for (const one of await discover(this.controller, this.ports.language, uri)) {
      this.#expected.set(`${uri.toString()}#${one.scenario}`, one);
      for (const item of one.items.values()) this.#expected.set(item.id, one);
    }
  }

  /** Runs tests once, or on each save if the request is continuous. */
  async #run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    if (!request.continuous) return this.#once(request, token);
    const wanted = new Set(this.#scenarios(request).map(({ uri }) => uri.toString()));
    const saved = vscode.workspace.onDidSaveTextDocument((document) => {
      const again = new vscode.TestRunRequest(request.include, request.exclude, request.profile, true);
      if (wanted.has(document.uri.toString())) void this.#discover(document.uri).then(() => this.#once(again, token));
    });
    token.onCancellationRequested(() => saved.dispose());
  }

  async #once(request: vscode.TestRunRequest, token: vscode.CancellationToken, isCovered = false): Promise<void> {
    const coverage = isCovered ? new TestCoverage() : null;
    const run = this.controller.createTestRun(request);
    const scenarios = this.#scenarios(request);
    for (const { items } of scenarios) for (const item of items.values()) run.enqueued(item);
    for (const expected of scenarios) {
      if (token.isCancellationRequested) break;
      await this.#test(run, expected, token, coverage);
    }
    for (const file of coverage?.files() ?? []) {
      this.#coverage.set(file, coverage!);
      run.addCoverage(file);
    }
    run.end();
  }

  /** Examines the expectations of a request. One of which only the scenario or the file is named is among them. */
  async #verify(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const run = this.controller.createTestRun(request, 'claims');
    for (const { uri, scenario, items } of this.#scenarios(request)) {
      if (token.isCancellationRequested) break;
      const named = [...items].filter(([, item]) => request.include?.includes(item) ?? true);
      const cards = await verifyScenario(run, { uri, scenario, items: named.length > 0 ? new Map(named) : items }, token, this.ports);
      for (const { claim, verdict } of cards)
        this.#told.fire({
          id: `${uri.toString()}#${claim.id.replace('.', '#')}`,
          passed: isUpheld(verdict.kind),
        });
    }
    run.end();
  }

  /** The scenarios of a request, each once. A request can name files, scenarios or expectations. */
  #scenarios({ include, exclude = [] }: vscode.TestRunRequest): readonly Expected[] {
    const found = new Set<Expected>();
    const add = (item: vscode.TestItem): void => {
      if (exclude.includes(item)) return;
      const expected = this.#expected.get(item.id);
      if (expected) found.add(expected);
      else item.children.forEach(add);
    };
    if (include) include.forEach(add);
    else this.controller.items.forEach(add);
    return [...found];
  }

  async #test(
    run: vscode.TestRun,
    { uri, scenario, items }: Expected,
    token: vscode.CancellationToken,
    coverage: TestCoverage | null,
  ): Promise<void> {
    const lives: LiveRun[] = [];
    const { language, keys, consent, storage } = this.ports;
    for (const item of items.values()) run.started(item);
    const began = performance.now();
    const say = (text: string): void => run.appendOutput(`${text}\r\n`);
    try {
      const [{ testScenario, verdictText }, { folderFiles }] = await Promise.all([rooms.runs(), import('../../node/ports.js')]);
      const tested = await testScenario(
        uri.toString(),
        scenario,
        {
          ...{ language: await language.service(), access: mindAccess(keys, uri), token },
          place: async ({ seed }) => {
            const place = await placeRun(uri, scenario, seed, storage);
            return { ...place, files: folderFiles(place.dir) };
          },
          begins: (loaded, runs) => announceTime(loaded, runs, say),
          mayAsk: ({ model, resolved }, { ledger }) => consent.isGiven(uri, { model, resolved, ledger }, forecastOf({ model, resolved })),
        },
        ({ seed, problem, held, broken }, _, live) => {
          if (coverage) lives.push(live);
          say(
            `${scenario}, ${t('seed {0}', seed)}: ${(problem && translated(problem)) ?? t('{0} passed, {1} failed', held.size, broken.size)}`,
          );
        },
      );
      // Without all runs there is no result.
      if (token.isCancellationRequested) for (const item of items.values()) run.skipped(item);
      const standing = await standingIn(uri, tested);
      for (const verdict of token.isCancellationRequested ? [] : tested.verdicts) {
        const item = items.get(verdict.expectation.id);
        if (item) this.#tell(run, item, verdict, verdictText(verdict), (performance.now() - began) / tested.verdicts.length);
        say(`${verdict.passed ? '✓' : '✗'} ${scenario} › ${verdict.expectation.id}: ${verdictText(verdict)}${standing(verdict)}`);
      }
      await coverage?.add(tested, lives, token);
    } catch (error) {
      const message = new vscode.TestMessage(errorText(error));
      for (const item of items.values()) run.errored(item, message);
    }
  }

  #tell(run: vscode.TestRun, item: vscode.TestItem, { passed, expectation, broken, lost }: Verdict, words: string, took: number): void {
    this.#told.fire({ id: item.id, passed });
    const seed = broken[0] ?? lost[0];
    if (seed === undefined) this.#failing.delete(item.id);
    else this.#failing.set(item.id, seed);
    if (passed) return run.passed(item, took);
    const message = new vscode.TestMessage(
      [`${expectation.that.source}: ${words}`, expectation.because].filter((part) => part !== '').join('\n'),
    );
    if (item.uri && item.range) message.location = new vscode.Location(item.uri, item.range);
    run.failed(item, message, took);
  }

  /** Debugs the first scenario of the request, with a seed for which it did not hold. */
  async #debug(request: vscode.TestRunRequest): Promise<void> {
    const [expected] = this.#scenarios(request);
    if (!expected) return;
    const item =
      request.include?.find(({ id }) => this.#failing.has(id)) ?? [...expected.items.values()].find(({ id }) => this.#failing.has(id));
    await debugScenario(expected.uri, expected.scenario, item ? this.#failing.get(item.id) : undefined);
  }
}

/** Prints the time and memory of large runs before the first. Rejects where they cannot fit. */
async function announceTime(loaded: Parameters<typeof expectedOf>[0], runs: number, say: (text: string) => void): Promise<void> {
  const expected = await expectedOf(loaded, runs);
  if (!expected) return;
  say(wording('estimate on this machine: {0}', expected.line));
  if (expected.lacks) say(expected.lacks.message);
  if (runs > 1) say(wording('this is for each of {0}\n', plural(runs, 'run')).trimEnd());
  if (expected.lacks?.kind === 'never') throw new Error(wording('The runs do not fit into memory, so none is played.'));
}

// The items of the Test Explorer: a file, its scenarios, and the expectations of each scenario.

/** The scenario of an item. All expectations of a scenario are tested with the same runs. */
interface Expected {
  readonly uri: vscode.Uri;
  readonly scenario: string;
  /** Ids of the expectations, with their items. */
  readonly items: ReadonlyMap<string, vscode.TestItem>;
}

/** Updates the test items of a file. Returns its scenarios; a file without expectations has no item. */
async function discover(controller: vscode.TestController, language: LanguageHost, uri: vscode.Uri): Promise<readonly Expected[]> {
  const [service, { spanOf }] = await Promise.all([language.service(), rooms.language()]);
  const resolved = await service.resolve(uri.toString());
  const ids = testedScenarios(resolved);
  if (ids.length === 0) {
    controller.items.delete(uri.toString());
    return [];
  }
  const file = controller.items.get(uri.toString()) ?? controller.createTestItem(uri.toString(), vscode.workspace.asRelativePath(uri), uri);
  controller.items.add(file);
  const placed = (item: vscode.TestItem, node: string): vscode.TestItem => {
    const span = spanOf(resolved.nodes, node);
    if (span?.source === uri.toString()) item.range = toRange(span.range);
    return item;
  };
  const found = ids.map((scenario) => {
    const item = placed(controller.createTestItem(`${uri.toString()}#${scenario}`, scenario, uri), `scenarios.${scenario}`);
    const expected = Object.entries(resolved.society.scenarios?.[scenario]?.expect ?? {}).map(([id, { that, in: odds }]) => {
      const one = placed(controller.createTestItem(`${uri.toString()}#${scenario}#${id}`, id, uri), `scenarios.${scenario}.expect.${id}`);
      one.description = odds === undefined ? String(that) : `${String(that)}, in ${odds}`;
      return [id, one] as const;
    });
    item.children.replace(expected.map(([, one]) => one));
    return { uri, scenario, item, items: new Map(expected) };
  });
  file.children.replace(found.map(({ item }) => item));
  return found;
}

// Compares tested expectations with the frozen expectations of their file.

/** The text after a verdict; empty if nothing was frozen. Rejects with a message if the frozen file cannot be read. */
async function standingIn(uri: vscode.Uri, tested: Tested): Promise<(verdict: Verdict) => string> {
  const { frozenFile, readFrozen, testedStanding } = await (await rooms.runs()).frozenRoom();
  const frozen = readFrozen(await textOf(vscode.Uri.parse(frozenFile(uri.toString()))));
  return (verdict) => (frozen ? `; ${testedStanding(frozen, tested, verdict, wording)}` : '');
}
