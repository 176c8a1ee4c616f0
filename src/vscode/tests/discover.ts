/** What files expect, as items of the Test Explorer: a file, its scenarios, and what each expects. */
import * as vscode from 'vscode';
import type { LanguageHost } from '../language/host.js';
import { testedScenarios } from '../../runs/expectations/testedScenarios.js';
import { toRange } from '../window/convert.js';
import { rooms } from '../window/rooms.js';

/** What an item stands for. An expectation is tested with its scenario: one run tells of all. */
export interface Expected {
  readonly uri: vscode.Uri;
  readonly scenario: string;
  /** Ids of the expectations, with their items. */
  readonly items: ReadonlyMap<string, vscode.TestItem>;
}

/** Updates the test items of a file. Returns its scenarios; a file without expectations has no item. */
export async function discover(controller: vscode.TestController, language: LanguageHost, uri: vscode.Uri): Promise<readonly Expected[]> {
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
