/**
 * Asks the user before a society sends anything to an address for the first time, and again if it has no budget any more. The
 * question shows what is sent, what is withheld, and the expected cost. Models on this machine need no consent. The editor
 * itself asks for consent for its models.
 */
import * as vscode from 'vscode';
import type { Forecast } from '../../runs/index.js';
import { rooms } from '../window/rooms.js';
import type { Ready } from './launch.js';

const { t } = vscode.l10n;

const GIVEN = 'society.consent';

/** Separates a society and the name of a file that it reads. */
const FILE = 'reads';

/** Prefix of the stored consents for single calls. */
const ONCE = 'once';

/** Shows the question; true if the user agrees. `action`: the label of the button. */
type AskConsent = (question: string, detail: string, action: string) => Promise<boolean>;

/** A question with lines that the user must always see. */
export interface Said {
  readonly question: string;
  readonly lines: readonly string[];
  /** The label of the button. */
  readonly action: string;
  /** A single call: needs consent only for a new address, and its consent is stored separately from that for runs. */
  readonly once?: true;
}

/** The run that asks, and its budget. */
type Asking = Pick<Ready, 'model' | 'resolved' | 'ledger'>;

/** The stored consents: addresses that a society may send to. */
export class Consent {
  constructor(
    readonly memory: vscode.Memento,
    readonly ask: AskConsent = modal,
  ) {}

  /**
   * Whether a run may start, or several runs with one ledger. Waits for the forecast only if the user must be asked, which is always
   * so with `said`.
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
    // A file that the society did not read before counts like a new address: its text was never sent.
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
      ...(takes ? [t('Expected: {0}.', unbroken(takes))] : []),
      isLimited
        ? sentence((made && budgetLine(made, limits)) ?? '')
        : once
          ? ''
          : t('There is no budget: only you can stop the run before its end.'),
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

/** Numbers with thousands separators are not broken across lines. */
const unbroken = (text: string): string => text.replace(/(\d) (?=\d{3})/g, '$1\u00a0');

const sentence = (text: string): string => (text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`);

async function modal(question: string, detail: string, action: string): Promise<boolean> {
  return (await vscode.window.showInformationMessage(question, { modal: true, detail }, action)) === action;
}
