/** Short forms: what each must look like where it is one. Text that is no short form stays literal. */

const NUMBER = '-?[0-9]+(?:\\.[0-9]+)?';
const RANGE = `${NUMBER}\\.\\.${NUMBER}`;

interface Form {
  /** It is meant as a short form. */
  readonly meant: RegExp;
  readonly right: RegExp;
  readonly expects: string;
}

const FORMS: Readonly<Record<string, Form>> = {
  graph: {
    meant: /^/,
    right: new RegExp(
      `^(empty|complete|ring\\(\\s*[0-9]+\\s*\\)|random\\(\\s*${NUMBER}\\s*\\)|small_world\\(\\s*[0-9]+\\s*,\\s*${NUMBER}\\s*\\))$`,
    ),
    expects: 'empty, complete, ring(k), random(p) or small_world(k, p)',
  },
  distribution: {
    meant: /^[a-z_]+\s*\(|^-?[0-9.]+\s*\.\.|^[0-9]+\s+of\b/,
    right: new RegExp(
      `^((normal|uniform|beta)\\(\\s*${NUMBER}\\s*,\\s*${NUMBER}\\s*\\)(\\s+in\\s+${RANGE})?|${RANGE}|[1-9][0-9]*\\s+of\\s+\\[[^\\]]*\\])$`,
    ),
    expects: 'normal(mean, sd), uniform(low, high), beta(a, b), with `in low..high` where wanted, low..high, or N of [a, b, c]',
  },
  pick: {
    meant: /^/,
    right: /^((top|bottom) [1-9][0-9]* by [a-z][a-z0-9_.]*|random [1-9][0-9]*)$/,
    expects: 'top N by …, bottom N by …, or random N',
  },
  selector: {
    meant: /^(top|bottom|random)\s+[0-9]/,
    right: /^((top|bottom) [1-9][0-9]* by [a-z][a-z0-9_.]*|random [1-9][0-9]*)$/,
    expects: 'top N by …, bottom N by …, or random N',
  },
};

/** What a text must look like, when it is a short form gone wrong; null when it is fine. */
export function wrongShortForm(form: string | undefined, text: string): string | null {
  const rule = form !== undefined && Object.hasOwn(FORMS, form) ? FORMS[form] : undefined;
  return rule?.meant.test(text) && !rule.right.test(text.trim()) ? rule.expects : null;
}
