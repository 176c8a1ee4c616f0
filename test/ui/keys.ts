/** What a user without a mouse does and a screen reader gets: keys, the focus, and the accessibility tree. */
import { strict as assert } from 'node:assert';
import type { Locator, Page } from 'playwright-core';

/** The accessibility tree of a part of the page has these parts. */
export async function reads(part: Locator, wanted: readonly string[]): Promise<void> {
  const read = await part.ariaSnapshot();
  for (const one of wanted) assert.ok(read.includes(one), `${one} is missing in\n${read}`);
}

/** Presses keys, one after another. */
export async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** Presses a key until a condition holds. */
export async function until(page: Page, key: string, so: () => Promise<boolean>, most = 60): Promise<void> {
  for (let i = 0; i < most; i++) {
    if (await so()) return;
    await page.keyboard.press(key);
    await page.waitForTimeout(60);
  }
  assert.ok(await so(), `${key} does not lead there`);
}

export const isFocused = (node: Locator): Promise<boolean> =>
  node.evaluate((one) => one === one.ownerDocument.activeElement).catch(() => false);

/** Presses Tab until an element has the focus. */
export const tabTo = (page: Page, node: Locator): Promise<void> => until(page, 'Tab', () => isFocused(node));
