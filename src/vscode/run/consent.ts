/**
 * Asks before a society sends anything to an address for the first time, and once more where no budget holds it back any
 * longer: what goes there, what is withheld, what it will take. Models on this machine need no consent, and those of the
 * editor are the editor's to ask for.
 */
import * as vscode from 'vscode';
import type { Forecast } from '../../runs/index.js';
import { rooms } from '../window/rooms.js';
import type { Ready } from './launch.js';

const { t } = vscode.l10n;

const GIVEN = 'society.consent';

/** Between a society and the name of a file that it reads. */
const FILE = 'reads';

/** Before what is remembered of single calls. */
const ONCE = 'once';

/** Shows the question; true where the user wants it. `action`: what the button says. */
type AskConsent = (question: string, detail: string, action: string) => Promise<boolean>;

/** What the user is to know in any case, and is asked with it. */
export interface Said {
  readonly question: string;
  readonly lines: readonly string[];
  /** What the button says. */
  readonly action: string;
  /** A single call: asked about at a new address only, and remembered apart from runs, which take many. */
  readonly once?: true;
}

/** What is about to be asked, and what it is paid from. */
type Asking = Pick<Ready, 'model' | 'resolved' | 'ledger'>;

/** Addresses that a society may send to, as they are remembered. */
export class Consent {
  constructor(
    readonly memory: vscode.Memento,
    readonly ask: AskConsent = modal,
  ) {}

  /**
   * Whether a run may start, or several that are paid from one ledger. The forecast is waited for only where there is something to
   * ask; with `said` there always is.
   */
  async isGiven(uri: vscode.Uri, ready: Asking | readonly Asking[], forecast: Promise<Forecast | null>, said?: Said): Promise<boolean> {
    const { budgetLine, egress, egressLines, filesLine, filesRead, forecastLine } = await rooms.runs();
    const all = 'model' in ready ? [ready] : ready;
    const limits = all[0]?.ledger.limits ?? {};
    const leaving = all
      .flatMap(({ resolved, model }) => egress(resolved.society, model))
      .filter(({ local, origin }) => !local && origin !== null);
    const isLimited = Object.values(limits).some((limit) => limit !== undefined);
    const given = this.memory.get<readonly string[]>(GIVEN, []);
    const once = said?.once === true;
    const runs = leaving.map(({ origin }) => [uri.toString(), origin, isLimited ? 'limited' : 'unlimited'].join(' '));
    // A file that is read since counts like a new address: its text has not been sent before.
    const read = leaving.length > 0 ? all.map(({ resolved }) => resolved) : [];
    const files = read.flatMap((resolved) => filesRead(resolved).map((name) => [uri.toString(), FILE, name].join(' ')));
    const wanted = [...new Set([...runs, ...files])].filter((one) => !given.includes(one)).map((one) => (once ? `${ONCE} ${one}` : one));
    if (wanted.every((one) => given.includes(one)))
      return said === undefined || once || this.ask(said.question, said.lines.join('\n\n'), said.action);
    const title = t('Forecasting the run…');
    const made = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () => forecast);
    const takes = made && forecastLine(made);
    const detail = [
      ...(said?.lines ?? []),
      ...new Set([...egressLines(leaving), ...read.flatMap((resolved) => filesLine(resolved) ?? [])]),
      ...(takes ? [t('It will take {0}.', unbroken(takes))] : []),
      isLimited
        ? sentence((made && budgetLine(made, limits)) ?? '')
        : once
          ? ''
          : t('There is no budget: nothing stops it before its end but you.'),
    ];
    const origins = [...new Set(leaving.map(({ origin }) => origin))].join(', ');
    if (
      !(await this.ask(
        said?.question ?? t('Run “{0}” with a model at {1}?', all[0]?.model.title ?? '', origins),
        detail.filter((line) => line !== '').join('\n\n'),
        said?.action ?? t('Run'),
      ))
    )
      return false;
    await this.memory.update(GIVEN, [...given, ...wanted]);
    return true;
  }
}

/** Thousands stay together. */
const unbroken = (text: string): string => text.replace(/(\d) (?=\d{3})/g, '$1\u00a0');

const sentence = (text: string): string => (text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`);

async function modal(question: string, detail: string, action: string): Promise<boolean> {
  return (await vscode.window.showInformationMessage(question, { modal: true, detail }, action)) === action;
}
