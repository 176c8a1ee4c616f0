/**
 * The silent trap of this domain: ` #` starts a comment, so a hashtag cuts its text off. A comment with a space after
 * its `#` is intended; `#word` after a text is not.
 */
import { errorAt, type Problem } from '../text/problem.js';
import type { Schema } from '../schema/schema.js';
import type { Offsets } from '../text/lines.js';
import { quoteFix } from '../text/quote.js';
import type { Entry, ScalarNode, TreeNode } from '../syntax/node.js';

/** What follows on the line when it looks like a hashtag: from its `#` to its end. */
function tagAfter(text: string, from: number): Offsets | null {
  const stop = text.indexOf('\n', from);
  const rest = text.slice(from, stop < 0 ? text.length : stop);
  const found = /^[ \t]*(#[^\s#][^\r]*?)\s*$/.exec(rest);
  const tag = found?.[1];
  if (tag === undefined) return null;
  const start = from + rest.indexOf('#');
  return [start, start + tag.length];
}

const isFree = (schema: Schema): boolean =>
  schema.type === 'string' &&
  !schema.pattern &&
  !schema['x-refers'] &&
  !schema['x-form'] &&
  (schema['x-expr'] === undefined || schema['x-expr'] === 'template');

/** `Closing down!! #bakery` in a text that may hold anything. */
export function cutText(node: TreeNode, schema: Schema, text: string): Problem | null {
  if (node.kind !== 'scalar' || node.style !== 'plain' || typeof node.value !== 'string' || !isFree(schema)) return null;
  return cut(node.at, text);
}

function cut(value: Offsets, text: string): Problem | null {
  const tag = text[value[1]] === ' ' || text[value[1]] === '\t' ? tagAfter(text, value[1]) : null;
  if (!tag) return null;
  const whole: Offsets = [value[0], tag[1]];
  return errorAt(
    'cut-text',
    `The text ends before \`${text.slice(tag[0], Math.min(tag[1], tag[0] + 30))}\`: ${'`#`'} starts a comment here.`,
    tag,
    [quoteFix(text, whole), { title: 'Make it a comment', edits: [{ at: [tag[0] + 1, tag[0] + 1], text: ' ' }] }],
  );
}

/** `- #jazz` and `voice: #calm`: the whole value is gone. */
export function lostValue(node: ScalarNode, entry: Entry | null, text: string): Problem | null {
  if (node.value !== null || node.at[0] !== node.at[1]) return null;
  const lineStart = text.lastIndexOf('\n', node.at[0] - 1) + 1;
  const from = entry ? entry.keyAt[1] : Math.max(lineStart, text.lastIndexOf('-', node.at[0]));
  const marker = text.indexOf(entry ? ':' : '-', from);
  if (marker < 0) return null;
  const tag = tagAfter(text, marker + 1);
  if (!tag) return null;
  return errorAt('cut-text', `\`${text.slice(tag[0], Math.min(tag[1], tag[0] + 30))}\` is lost: ${'`#`'} starts a comment here.`, tag, [
    quoteFix(text, tag),
  ]);
}
