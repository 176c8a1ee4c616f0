/** Maps a place in a scalar's value to its place in the file, which differ by quotes, escapes and block indentation. */
import type { ScalarNode } from './node.js';

type ScalarMap = (index: number) => number;

export function scalarMap(node: ScalarNode, text: string): ScalarMap {
  const value = String(node.value);
  const [start, end] = node.at;
  if (node.style === 'plain' && end - start === value.length) return (index) => start + index;
  if ((node.style === 'single' || node.style === 'double') && end - start === value.length + 2) return (index) => start + 1 + index;
  return aligned(value, text.slice(start, end), start, node.style);
}

/** Walks value and source in parallel. Exact to the character for text without escapes. */
function aligned(value: string, raw: string, start: number, style: ScalarNode['style']): ScalarMap {
  const places: number[] = [];
  const block = style === 'literal' || style === 'folded';
  let at = block ? raw.indexOf('\n') + 1 : style === 'plain' ? 0 : 1;
  const indent = block ? (/^(?:[ \t]*\r?\n)*( *)/.exec(raw.slice(at))?.[1]?.length ?? 0) : 0;
  let lineStart = block;
  for (let i = 0; i < value.length; i++) {
    if (lineStart) at += leading(raw, at, block ? indent : Number.POSITIVE_INFINITY);
    lineStart = false;
    const wanted = value.charAt(i);
    if ((wanted === ' ' || wanted === '\n') && (raw[at] === '\n' || raw[at] === '\r')) {
      places.push(start + at);
      at += raw[at] === '\r' ? 2 : 1;
      lineStart = true;
    } else if (style === 'double' && raw[at] === '\\') {
      places.push(start + at);
      at += 2;
    } else if (style === 'single' && wanted === "'") {
      places.push(start + at);
      at += 2;
    } else {
      places.push(start + at);
      at++;
    }
  }
  const last = start + Math.min(at, raw.length);
  return (index) => places[index] ?? last;
}

function leading(raw: string, at: number, most: number): number {
  let n = 0;
  while (n < most && (raw[at + n] === ' ' || (most === Number.POSITIVE_INFINITY && (raw[at + n] === '\n' || raw[at + n] === '\r')))) n++;
  return n;
}
