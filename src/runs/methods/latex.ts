/**
 * Writes a document in LaTeX, for LuaLaTeX or XeLaTeX, as one file that includes its bibliography. Text never becomes a command:
 * characters with a meaning in TeX are escaped, and no text is in a verbatim environment, which it could end.
 */
import { type Block, type Inline, inlines, type Line } from './document.js';

/** The command of a title at the beginning. */
const HEADINGS = { 1: 'section', 2: 'subsection', 3: 'subsubsection' } as const;

const PREAMBLE = `% Compile with LuaLaTeX or XeLaTeX, and BibTeX. For names in other scripts: \\setmainfont{a font that has them}.
\\tracinglostchars=2
\\documentclass{article}
\\usepackage{fontspec,array,longtable}
\\usepackage[margin=25mm]{geometry}
\\setlength{\\emergencystretch}{3em}`;

/** `bibtex` is made by this program, and is in the file as it is. */
export const latexOf = (blocks: readonly Block[], bibtex: string): string =>
  [
    `\\begin{filecontents*}[overwrite]{society-methods.bib}\n${bibtex.trimEnd()}\n\\end{filecontents*}`,
    PREAMBLE,
    '\\begin{document}',
    ...blocks.map(blockText),
    '\\bibliographystyle{plain}\n\\bibliography{society-methods}',
    '\\end{document}\n',
  ].join('\n\n');

function blockText(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `\\${HEADINGS[block.level]}*{${tex(block.text)}}`;
    case 'paragraph':
      return lineText(block.text);
    case 'list':
      return environment(block.numbered ? 'enumerate' : 'itemize', block.items.map(item));
    case 'table':
      return tableText(block);
    case 'verbatim':
      return environment('quote', ['\\ttfamily\\raggedright', ...block.text.split('\n').map(verbatimLine)]);
    case 'box': {
      const lines = [`\\textbf{${tex(block.title)}}`, environment('itemize', block.lines.map(item))].join('\n');
      return `\\noindent\\fbox{\\parbox{\\dimexpr\\linewidth-2\\fboxsep-2\\fboxrule}{%\n${lines}}}`;
    }
  }
}

const environment = (name: string, lines: readonly string[]): string => [`\\begin{${name}}`, ...lines, `\\end{${name}}`].join('\n');

/** The braces prevent that an item with a bracket at its beginning is read as an argument. */
const item = (line: Line): string => `\\item {}${lineText(line)}`;

function tableText({ head, rows }: Extract<Block, { kind: 'table' }>): string {
  const columns = head.length;
  const width = `\\dimexpr(\\linewidth-${2 * (columns - 1)}\\tabcolsep)/${columns}\\relax`;
  const column = `>{\\raggedright\\arraybackslash}p{${width}}`;
  const row = (cells: readonly string[]): string => `{}${cells.join(' & ')} \\\\`;
  return [
    `\\begin{longtable}{@{}${column.repeat(columns)}@{}}`,
    row(head.map((cell) => `\\textbf{${tex(cell)}}`)),
    '\\hline\\endhead',
    ...rows.map((cells) => row(cells.map(lineText))),
    '\\end{longtable}',
  ].join('\n');
}

/** A line as it is, with its indentation. */
function verbatimLine(line: string): string {
  const [indent = ''] = /^[ \t]*/.exec(line) ?? [];
  const text = codeText(line.slice(indent.length));
  return text === '' ? '\\medskip' : `${'~'.repeat(indent.replaceAll('\t', '  ').length)}{}${text}\\par`;
}

const lineText = (line: Line): string => inlines(line).map(inlineText).join('').trim();

function inlineText(part: Inline): string {
  if (typeof part === 'string') return tex(part);
  return 'cite' in part ? `\\cite{${part.cite.join(',')}}` : `\\texttt{${codeText(part.code)}}`;
}

/** A line of code may break after these characters, and within parts that are longer than a name. */
const BREAKS = /(?<=[_./(),:=-])(?=[^\s_./(),:=-])|(?<=[0-9A-Za-z]{12})(?=[0-9A-Za-z])/;

const codeText = (text: string): string => text.split(BREAKS).map(tex).join('\\allowbreak{}');

/** The escapes of characters that have a meaning in TeX. */
const WRITTEN: { readonly [sign: string]: string } = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '`': '\\textasciigrave{}',
  '"': '\\textquotedbl{}',
};

/** Symbols of formulas that the usual text fonts do not have. */
const GREEK: { readonly [letter: string]: string } = {
  ...{ α: 'alpha', β: 'beta', γ: 'gamma', δ: 'delta', ε: 'varepsilon', η: 'eta', θ: 'theta', κ: 'kappa', λ: 'lambda', μ: 'mu' },
  ...{ ν: 'nu', ξ: 'xi', π: 'pi', ρ: 'rho', σ: 'sigma', τ: 'tau', φ: 'varphi', χ: 'chi', ψ: 'psi', ω: 'omega' },
  ...{ Γ: 'Gamma', Δ: 'Delta', Θ: 'Theta', Λ: 'Lambda', Σ: 'Sigma', Φ: 'Phi', Ω: 'Omega' },
};

/** Escapes plain text. Hyphens and commas that would form ligatures are separated. */
export const tex = (text: string): string =>
  text
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .replace(/[{}$&#_%]|[\\~^<>|`"]/g, (sign) => WRITTEN[sign] ?? `\\${sign}`)
    .replace(/[\u0391-\u03c9]/g, (letter) => (GREEK[letter] ? `\\ensuremath{\\${GREEK[letter]}}` : letter))
    .replace(/([-,'])(?=\1)/g, '$1{}');
