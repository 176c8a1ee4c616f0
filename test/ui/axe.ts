/** Findings of axe-core in a page of the extension. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FrameLocator, Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Violated rules, with their elements. axe-core runs from outside, because the policy of the page allows no other script. */
export async function violations(page: FrameLocator | Page): Promise<string[]> {
  const { broken, kept } = await page.locator('body').evaluate(audit, AXE);
  assert.ok(kept > 10, 'axe-core has looked at the page');
  return broken;
}

interface Audit {
  readonly passes: readonly unknown[];
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
  }[];
}

/** Runs in the page. */
async function audit(_body: Element, source: string): Promise<{ broken: string[]; kept: number }> {
  const page = globalThis as unknown as { axe?: { run(options: { readonly resultTypes: readonly string[] }): Promise<Audit> } };
  if (!page.axe) new Function(source)();
  // Of the other results it then lists the rules, without each element, in a third less time.
  const { passes, violations: found } = await page.axe!.run({ resultTypes: ['violations'] });
  const broken = found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
  );
  return { broken, kept: passes.length };
}
