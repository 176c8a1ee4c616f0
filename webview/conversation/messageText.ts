/** Texts of the conversation: finds mentions, and shortens long texts. Pure; it builds no nodes. */

interface Segment {
  readonly text: string;
  /** The agent a mention names, or null for plain text. */
  readonly agent: number | null;
}

/** How a mentioned agent may be written. */
interface Mentioned {
  readonly agent: number;
  readonly id: string;
  readonly name: string;
}

const WORD = /[\p{L}\p{N}_]/u;
const WORD_OR_AT = /[\p{L}\p{N}_@]/u;

/** Splits a text at the names of mentioned agents, longest form first, with or without `@`. */
export function segments(text: string, mentioned: readonly Mentioned[]): Segment[] {
  const forms = mentioned.flatMap(formsOf).sort((a, b) => b.form.length - a.form.length);
  const parts: Segment[] = [];
  let plain = 0;
  let at = 0;
  const lower = text.toLowerCase();
  const same = lower.length === text.length ? lower : text;
  while (at < text.length && forms.length > 0) {
    const found = forms.find(({ form }) => same.startsWith(form, at) && isWhole(text, at, at + form.length));
    if (found) {
      if (at > plain) parts.push({ text: text.slice(plain, at), agent: null });
      parts.push({ text: text.slice(at, at + found.form.length), agent: found.agent });
      at = plain = at + found.form.length;
    } else at++;
  }
  if (plain < text.length) parts.push({ text: text.slice(plain), agent: null });
  return parts;
}

function formsOf({ agent, id, name }: Mentioned): { form: string; agent: number }[] {
  const full = name.trim().toLowerCase();
  const first = full.split(/\s+/u)[0] ?? '';
  const written = [full, `@${full}`, `@${first}`, `@${id.toLowerCase()}`, ...(first.length > 2 ? [first] : [])];
  return [...new Set(written)].filter((form) => form.replace('@', '').length > 1).map((form) => ({ form, agent }));
}

const isWhole = (text: string, from: number, to: number): boolean => !WORD_OR_AT.test(text[from - 1] ?? ' ') && !WORD.test(text[to] ?? ' ');

/** Maximum length of a text that is shown in full. Longer texts have a button to show all. */
const LONGEST = 900;
const SHOWN = 600;
const LINES = 14;

/** The part of a text to show first; the whole text if it is short enough. */
export function shorten(text: string): string {
  const lines = text.split('\n', LINES + 1);
  const few = lines.length > LINES ? lines.slice(0, LINES - 2).join('\n') : text;
  if (few.length <= LONGEST) return few;
  const cut = few.slice(0, SHOWN);
  const space = cut.lastIndexOf(' ');
  const end = space > SHOWN * 0.7 ? space : SHOWN;
  return few.slice(0, isHighSurrogate(few, end - 1) ? end - 1 : end);
}

const isHighSurrogate = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return code >= 0xd800 && code <= 0xdbff;
};
