/**
 * The language status of a society file (`{}` in the status bar): the minds, the budget and the seed of its scenario. The scenario is the
 * one that ran last in this window, otherwise the first.
 */
import * as vscode from 'vscode';
import type { Resolved } from '../../language/api.js';
import type { Budget, Scenario } from '../../language/generated/society.js';
import { isSociety, LANGUAGE, type LanguageHost } from '../language/host.js';
import { soon } from '../window/debounce.js';
import type { Runs } from './runs.js';

const { t } = vscode.l10n;

/** Milliseconds from a change to its display. */
const SOON = 300;

const ITEMS = ['mind', 'budget', 'seed'] as const;

interface ScenarioStatus {
  readonly scenario: string;
  readonly mind: string;
  readonly budget: string;
  readonly seed: string;
}

/** The status of a scenario, as text; null if the file has none. */
function scenarioStatus({ society }: Pick<Resolved, 'society'>, wanted: string | undefined): ScenarioStatus | null {
  const scenarios: { readonly [id: string]: Scenario } = society.scenarios ?? {};
  const id = wanted !== undefined && Object.hasOwn(scenarios, wanted) ? wanted : Object.keys(scenarios)[0];
  const scenario = id === undefined ? undefined : scenarios[id];
  if (id === undefined || scenario === undefined) return null;
  const own = Object.values(society.personas ?? {}).flatMap(({ model }) => (typeof model === 'string' ? [model] : []));
  const minds = [...new Set([scenario.model ?? 'builtin', ...own])];
  return {
    scenario: id,
    mind: minds.map((mind) => mindWords(mind, society.models?.[mind])).join(', '),
    budget: budgetWords(scenario.budget),
    seed: t('Seed {0}', scenario.seed ?? 1),
  };
}

function mindWords(id: string, model: NonNullable<Resolved['society']['models']>[string] | undefined): string {
  if (id === 'builtin' || model?.kind === 'builtin') return t('Built-in mind');
  const name = model && 'name' in model ? model.name : undefined;
  return name === undefined || name === id ? id : `${id} (${name})`;
}

function budgetWords({ calls, tokens, money }: Budget = {}): string {
  const parts = [
    ...(calls === undefined ? [] : [t('{0} calls', calls)]),
    ...(tokens === undefined ? [] : [t('{0} tokens', tokens)]),
    ...(money === undefined ? [] : [money]),
  ];
  return parts.length === 0 ? t('No budget') : parts.join(', ');
}

export interface LanguageStatus extends vscode.Disposable {
  /** Mind, budget and seed. */
  readonly items: readonly vscode.LanguageStatusItem[];
}

export function registerLanguageStatus(language: LanguageHost, runs: Runs): LanguageStatus {
  const items = new Map(ITEMS.map((name) => [name, vscode.languages.createLanguageStatusItem(`society.${name}`, LANGUAGE)] as const));
  const [mind, budget, seed] = ITEMS.map((name) => items.get(name)!) as [
    vscode.LanguageStatusItem,
    vscode.LanguageStatusItem,
    vscode.LanguageStatusItem,
  ];
  mind.name = t('Society: Mind');
  budget.name = t('Society: Budget');
  seed.name = t('Society: Seed');
  mind.command = { command: 'society.useModel', title: t('Use a Model…') };
  const show = async (): Promise<void> => {
    const document = vscode.window.activeTextEditor?.document;
    if (!document || !isSociety(document)) return;
    const file = document.uri.toString();
    const service = await language.service();
    const last = runs.last?.uri.toString() === file ? runs.last.live.model.scenario : undefined;
    const status = scenarioStatus(await service.resolve(file), last);
    const place = (await service.scenarios(file)).find(({ id }) => id === status?.scenario)?.range.start;
    for (const [name, item] of items) {
      item.text = status ? status[name] : t('No scenario');
      item.detail = status ? t('scenario {0}', status.scenario) : '';
      if (name === 'mind') continue;
      const at = document.uri.with({ fragment: `L${(place?.line ?? 0) + 1}` });
      item.command = status ? { command: 'vscode.open', title: t('Go to Scenario'), arguments: [at] } : undefined;
    }
  };
  const later = soon(SOON, () => void show().catch(() => undefined));
  later.ask();
  const parts = vscode.Disposable.from(
    ...items.values(),
    later,
    vscode.window.onDidChangeActiveTextEditor(() => later.ask()),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document === vscode.window.activeTextEditor?.document) later.ask();
    }),
    language.onDidChange(() => later.ask()),
    runs.onDidStart(() => later.ask()),
  );
  return { items: [...items.values()], dispose: () => void parts.dispose() };
}
