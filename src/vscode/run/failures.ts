/** Messages for runs that cannot start, stop or fail: what happened, and the next step as a button. */
import { translated } from '../../core/util/recordedText.js';
import * as vscode from 'vscode';
import type { RecordedMind } from '../../minds/index.js';
import type { PlacedProblem } from '../../runs/index.js';
import { toRange, toUri } from '../window/convert.js';
import type { EditorRun } from './run.js';

const { t } = vscode.l10n;

interface RefusedRun {
  readonly uri: vscode.Uri;
  /** `problems`, or the error code of a mind. */
  readonly code: string;
  readonly message: string;
  /** Runs the same scenario with the built-in mind; null if that would not help. */
  readonly retry: (() => void) | null;
  readonly problems?: readonly PlacedProblem[];
}

/** Error codes that a stored key can fix. */
const KEY_CODES: ReadonlySet<string> = new Set([
  'secret-missing',
  'secret-elsewhere',
  'env-missing',
  'env-not-allowed',
  'literal-key',
  'malformed-key',
]);

/** Duration of a short message in the status bar, in milliseconds. */
const QUIET_MS = 5000;

interface Step {
  readonly title: string;
  run(): unknown;
}

/** The file and the folder of a run. */
type Of = readonly [uri: vscode.Uri, dir: string];

const steps = {
  problems: (): Step => ({ title: t('Show Problems'), run: () => vscode.commands.executeCommand('workbench.actions.view.problems') }),
  trust: (): Step => ({ title: t('Manage Trust'), run: () => vscode.commands.executeCommand('workbench.trust.manage') }),
  setKey: (): Step => ({ title: t('Set Key…'), run: () => vscode.commands.executeCommand('society.setKey') }),
  folder: (dir: string): Step => ({ title: t('Open Run Folder'), run: () => vscode.commands.executeCommand('society.openRunFolder', dir) }),
  raise: (...of: Of): Step => ({
    title: t('Double the Budget'),
    run: () => vscode.commands.executeCommand('society.raiseBudget', ...of),
  }),
  goOnBuiltin: (...of: Of): Step => ({
    title: t('Use Built-in Mind'),
    run: () => vscode.commands.executeCommand('society.goOnBuiltin', ...of),
  }),
  stop: (run: EditorRun): Step => ({ title: t('Stop'), run: () => run.stop() }),
  builtin: (run: () => void): Step => ({ title: t('Use Built-in Mind'), run }),
};

export class Failures {
  /** `isPanelShown`: a question that the panel already shows is not shown again. */
  constructor(readonly isPanelShown: () => boolean) {}

  readonly #toldElsewhere = new Set<string>();

  refused({ uri, code, message, retry, problems = [] }: RefusedRun): void {
    const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    const errors = problems.filter(({ severity }) => severity === 'error');
    if (code === 'problems') {
      const [first] = errors;
      const text =
        errors.length === 1 && first
          ? t('{0} cannot run yet. Line {1}: {2}', nameOf(first.uri), first.range.start.line + 1, translated(first.message))
          : t('{0} cannot run yet: it has {1} errors.', name, errors.length);
      void tell('error', text, [...(first ? [goTo(first)] : []), steps.problems()]);
      return;
    }
    const next =
      code === 'untrusted-workspace' ? [steps.trust()] : KEY_CODES.has(code) ? [steps.setKey()] : errors[0] ? [goTo(errors[0])] : [];
    void tell('error', translated(message), [...next, ...(retry ? [steps.builtin(retry)] : [])]);
  }

  failed(run: EditorRun, retry: (() => void) | null): void {
    const text = t('The run failed in round {0}: {1}', run.live.timeline.head.round, translated(run.live.problem ?? ''));
    void tell('error', text, [steps.folder(run.options.dir), ...(retry ? [steps.builtin(retry)] : [])]);
  }

  /** The run reached its budget: nothing is lost, and the user can continue it. */
  paused(run: EditorRun): void {
    if (this.isPanelShown()) return;
    const text = t('The run is paused in round {0}: {1}', run.live.timeline.head.round, translated(run.live.problem ?? ''));
    const of = [run.uri, run.options.dir] as const;
    void tell('info', text, [steps.raise(...of), steps.goOnBuiltin(...of), steps.stop(run)]);
  }

  /** A free run gets a message in the status bar. A paid run gets a notification with its folder. */
  stopped(run: EditorRun): void {
    const text = t('Stopped in round {0} of {1}. The run is saved up to this point.', run.live.timeline.head.round, run.live.model.rounds);
    if (run.options.languageModel) void tell('info', text, [steps.folder(run.options.dir)]);
    else vscode.window.setStatusBarMessage(text, QUIET_MS);
  }

  /** Shows how much of a recording was used, if a recording was the mind. */
  recorded(run: EditorRun): void {
    for (const mind of run.live.options.minds.values()) {
      if (mind.kind !== 'recorded' || !('counts' in mind)) continue;
      const { id, counts } = mind as RecordedMind;
      const text = t('{0}: {1} recorded answers were used again, {2} questions were new.', id, counts.reused, counts.missed);
      vscode.window.setStatusBarMessage(text, QUIET_MS);
    }
  }

  /** Shows each reason once per window. */
  keptElsewhere(why: string, dir: string): void {
    if (this.#toldElsewhere.has(why)) return;
    this.#toldElsewhere.add(why);
    void tell('info', t('{0} The run is stored in the storage of the extension.', why), [steps.folder(dir)]);
  }
}

const nameOf = (uri: string): string => decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));

const goTo = ({ uri, range }: PlacedProblem): Step => ({
  title: t('Go to Line'),
  run: () => vscode.window.showTextDocument(toUri(uri), { selection: toRange(range) }),
});

async function tell(kind: 'error' | 'info', text: string, next: readonly Step[]): Promise<void> {
  const titles = next.map(({ title }) => title);
  const chosen = await (kind === 'error'
    ? vscode.window.showErrorMessage(text, ...titles)
    : vscode.window.showInformationMessage(text, ...titles));
  next.find(({ title }) => title === chosen)?.run();
}
