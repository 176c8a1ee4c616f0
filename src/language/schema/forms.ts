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
      `^(empty|complete|(ring|preferential)\\(\\s*[0-9]+\\s*\\)|random\\(\\s*${NUMBER}\\s*\\)|small_world\\(\\s*[0-9]+\\s*,\\s*${NUMBER}\\s*\\)|blocks\\((\\s*[a-z0-9_.]+|\\s*\\[[0-9, ]*\\])(\\s*,\\s*${NUMBER}\\s*){2}\\)|caveman\\(\\s*[0-9]+\\s*(,\\s*[0-9]+\\s*)?\\)|shared\\(\\s*[a-z][a-z0-9_.]*\\s*(,\\s*${NUMBER}\\s*){0,2}\\)|edges\\(.*\\))$`,
      's',
    ),
    expects:
      'empty, complete, ring(k), small_world(k, p), random(p), preferential(m), blocks(blocks, p_in, p_out), caveman(cliques, size), shared(field, k, p) or a list of edges',
  },
  distribution: {
    meant: /^[a-z_]+\s*\(|^-?[0-9.]+\s*\.\.|^[0-9]+\s+of\b/,
    right: new RegExp(
      `^((normal|lognormal|uniform|beta|gamma)\\(\\s*${NUMBER}\\s*,\\s*${NUMBER}\\s*\\)(\\s+in\\s+${RANGE})?|poisson\\(\\s*${NUMBER}\\s*\\)(\\s+in\\s+${RANGE})?|${RANGE}|[1-9][0-9]*\\s+of\\s+\\[[^\\]]*\\])$`,
    ),
    expects:
      'normal(mean, sd), lognormal(mu, sigma), uniform(low, high), beta(a, b), gamma(shape, scale) or poisson(mean), with `in low..high` where wanted, low..high, or N of [a, b, c]',
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
