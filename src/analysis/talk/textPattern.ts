/** Patterns over texts by RE2, which takes time in proportion to the text, whatever the pattern. */
import { RE2JS } from 're2js';

const compiled = new Map<string, RE2JS>();
const MOST_KEPT = 200;

/** A pattern, compiled once. Throws if it is not valid. */
export function pattern(source: string): RE2JS {
  let found = compiled.get(source);
  if (!found) {
    if (compiled.size >= MOST_KEPT) compiled.clear();
    compiled.set(source, (found = RE2JS.compile(source)));
  }
  return found;
}

/** Whether some part of the text matches; false for a pattern that is not valid, which is reported when authoring. */
export function like(text: string, source: string): boolean {
  try {
    return pattern(source).matcher(text).find();
  } catch {
    return false;
  }
}
