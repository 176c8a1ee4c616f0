/**
 * Values in the text: the value of a persona's variable at the shown moment, next to the value in the file. While a debugger is
 * stopped, also the values of the visible expressions.
 */
import * as vscode from 'vscode';
import { variableAt, varsOf } from '../../core/events/agents.js';
import type { Json } from '../../core/util/json.js';
import { indexOf } from '../../core/events/roster.js';
import { changedVariables, valueWords } from '../../runs/views/inspectAgent.js';
import { toPosition } from '../window/convert.js';
import { LANGUAGE, type LanguageHost } from '../language/host.js';
import { soon } from '../window/debounce.js';
import { concerns } from './shownRun.js';
import type { Moment } from './moment.js';
import { isEdited } from './ownText.js';

const { t } = vscode.l10n;

/** Milliseconds between two updates while the run continues. */
const REST = 400;

export function registerValues(language: LanguageHost, moment: Moment): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const change = soon(REST, () => changed.fire());
  return vscode.Disposable.from(
    changed,
    change,
    moment.onDidMove(() => change.ask()),
    vscode.languages.registerInlayHintsProvider(LANGUAGE, { ...hints(language, moment), onDidChangeInlayHints: changed.event }),
    vscode.languages.registerInlineValuesProvider(LANGUAGE, inlineValues(moment)),
    vscode.languages.registerEvaluatableExpressionProvider(LANGUAGE, expressions),
  );
}

const hints = (language: LanguageHost, moment: Moment): vscode.InlayHintsProvider => ({
  provideInlayHints: async (document, range, token) => {
    const { uri } = document;
    const { run } = moment;
    if (!run || !concerns(run, uri)) return [];
    // Ids are those of the file that was run, including the prefixes of its imports.
    const { nodes } = await (await language.service()).resolve(run.uri.toString());
    const { state } = moment;
    if (token.isCancellationRequested || !state || run !== moment.run) return [];
    const personas = run.resolved.society.personas ?? {};
    const edited = isEdited(run, document);
    const label = (value: Json): string => (edited ? t('in the run {0}', valueWords(value)) : t('now {0}', valueWords(value)));
    const when = t('As of round {0} of the run', state.round);
    const tooltip = edited ? `${when}\n${t('From a run of an earlier version of this file')}` : when;
    const found: vscode.InlayHint[] = [];
    // Only personas: members of a population have no lines of their own.
    for (const [id, { vars }] of Object.entries(personas)) {
      for (const [name, value] of vars ? changedVariables(varsOf(state, indexOf(state.roster, id)), vars) : []) {
        const span = nodes.get(`personas.${id}.vars.${name}`);
        if (span?.source !== uri.toString()) continue;
        const end = toPosition(span.range.end);
        if (range.contains(end)) found.push(hint(end, label(value), tooltip));
      }
    }
    return found;
  },
});

function hint(position: vscode.Position, label: string, tooltip: string): vscode.InlayHint {
  const made = new vscode.InlayHint(position, label);
  made.paddingLeft = true;
  made.tooltip = tooltip;
  return made;
}

/** For example `ada.trust`. */
const VARIABLE = /\b([\p{L}_][\p{L}\p{N}_]*)\.([\p{L}_][\p{L}\p{N}_]*)\b/gu;

/** The agent of the moment, in expressions. */
const ME: ReadonlySet<string> = new Set(['me', 'agent']);

const inlineValues = (moment: Moment): vscode.InlineValuesProvider => ({
  provideInlineValues: (document, viewPort) => {
    const { run, state } = moment;
    if (!run || !state || !concerns(run, document.uri)) return [];
    const found: vscode.InlineValue[] = [];
    for (let line = viewPort.start.line; line <= Math.min(viewPort.end.line, document.lineCount - 1); line++) {
      // A name that occurs twice in a line gets its value once.
      const said = new Set<string>();
      for (const { 0: text, 1: id, 2: name, index } of document.lineAt(line).text.matchAll(VARIABLE)) {
        if (said.has(text)) continue;
        said.add(text);
        const value = variableAt(state, indexOf(state.roster, id!), name!);
        const range = new vscode.Range(line, index, line, index + text.length);
        if (value !== undefined) found.push(new vscode.InlineValueText(range, `${text} = ${valueWords(value)}`));
        // The session knows the agent of the moment. Without a value, nothing is shown.
        else if (ME.has(id!)) found.push(new vscode.InlineValueEvaluatableExpression(range, text));
      }
    }
    return found;
  },
});

/** A name with its fields after dots. Keys of the file are not expressions. */
const EXPRESSION = /[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*/u;

const expressions: vscode.EvaluatableExpressionProvider = {
  provideEvaluatableExpression: (document, position) => {
    const range = document.getWordRangeAtPosition(position, EXPRESSION);
    if (!range) return undefined;
    const behind = document.lineAt(range.end.line).text.slice(range.end.character);
    if (/^\s*:(\s|$)/.test(behind)) return undefined;
    const before = document.getText(
      new vscode.Range(range.start, position.with({ character: Math.max(position.character, range.start.character) })),
    );
    // The field at the cursor, with the path that leads to it.
    const end = range.start.translate(
      0,
      before.length + (/^[\p{L}\p{N}_]*/u.exec(document.getText(range).slice(before.length))?.[0].length ?? 0),
    );
    return new vscode.EvaluatableExpression(new vscode.Range(range.start, end));
  },
};
