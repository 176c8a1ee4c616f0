/** Figures of the benchmarks: the shape of their lines, and that no goal is a time, a rate or a size by itself. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { before, describe, it } from 'mocha';
import ts from 'typescript';

const folder = join(process.cwd(), 'bench');
const areas = readdirSync(folder).filter((name) => name.endsWith('.ts'));

type Values = { readonly [key: string]: unknown };
interface Figures {
  lineOf(figure: Values): Values;
  comparedWithPeer(values: Values, peer: number | null): Values;
}

const KEYS = ['name', 'unit', 'ours', 'peer', 'limit', 'ratio', 'goal', 'ok', 'against'];

/** The benchmarks are a project that refers to the tests, so their module is loaded from its source. */
async function figuresModule(): Promise<Figures> {
  const { code } = transformSync(readFileSync(join(folder, 'support', 'figures.ts'), 'utf8'), { loader: 'ts', format: 'esm' });
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Figures;
}

const parsed = (name: string): ts.SourceFile =>
  ts.createSourceFile(name, readFileSync(join(folder, name), 'utf8'), ts.ScriptTarget.Latest, true);

/** Nodes of a source that pass a check. */
function nodesOf<T extends ts.Node>(source: ts.SourceFile, is: (node: ts.Node) => node is T): readonly T[] {
  const found: T[] = [];
  const visit = (node: ts.Node): void => {
    if (is(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Of figures that are printed, those that the compiler refuses. */
function refused(figures: readonly string[]): readonly string[] {
  const file = join(folder, 'made.ts');
  const text = ["import { print } from './support/figures.js';", ...figures.map((figure) => `print(${figure});`)].join('\n');
  const options = { strict: true, noEmit: true, types: [], module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2023 };
  const made = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023);
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, version) => (name === file ? made : read(name, version));
  const exists = host.fileExists.bind(host);
  host.fileExists = (name) => name === file || exists(name);
  const found = ts.createProgram([file], options, host).getSemanticDiagnostics(made);
  const lines = new Set(found.map(({ start = 0 }) => made.getLineAndCharacterOfPosition(start).line));
  return figures.filter((_, i) => lines.has(i + 1));
}

describe('figures of benchmarks', () => {
  let figures: Figures;
  before(async () => {
    figures = await figuresModule();
  });

  it('are lines of name, unit, values, ratio, goal and judgement', () => {
    const line = figures.lineOf({ name: 'a', unit: 'ms', ours: 3, against: 'peer', peer: 12, goal: 0.5, p95: 4, n: 7 });
    assert.deepEqual(Object.keys(line), [...KEYS, 'p95', 'n']);
    assert.deepEqual(line, {
      ...{ name: 'a', unit: 'ms', ours: 3, peer: 12, limit: null, ratio: 0.25, goal: 0.5, ok: true, against: 'peer' },
      p95: 4,
      n: 7,
    });
  });

  it('are judged by the ratio to the reference that they name', () => {
    const values = { name: 'a', unit: 'turns/s', ours: 50, peer: 10, limit: 100 };
    const okOf = (more: Values): unknown => figures.lineOf({ ...values, ...more }).ok;
    assert.equal(okOf({ against: 'limit', goal: 0.4, more: true }), true);
    assert.equal(okOf({ against: 'limit', goal: 0.6, more: true }), false);
    assert.equal(okOf({ against: 'peer', goal: 4 }), false);
    assert.equal(okOf({ against: 'peer', goal: 5 }), true);
    assert.equal(okOf({ against: 'peer', goal: 5, ours: Number.NaN }), false);
    assert.equal(figures.lineOf({ ...values, against: 'limit', goal: 0.4, more: true }).ratio, 0.5);
  });

  it('have no ratio to a reference of 0, and are judged all the same', () => {
    const line = figures.lineOf({ name: 'a', unit: 'ms', ours: 1, against: 'peer', peer: 0, goal: 2 });
    assert.deepEqual([line.ratio, line.ok], [null, false]);
  });

  it('are not judged without a reference', () => {
    const line = figures.lineOf({ name: 'a', unit: 'ms', ours: 3, against: null, peer: 12 });
    assert.deepEqual([line.peer, line.ratio, line.goal, line.ok, line.against], [12, null, null, null, null]);
    const missing = figures.lineOf(figures.comparedWithPeer({ name: 'a', unit: 'ms', ours: 3, goal: 0.5 }, null));
    assert.deepEqual([missing.ratio, missing.goal, missing.ok, missing.against], [null, null, null, null]);
    assert.equal(figures.lineOf(figures.comparedWithPeer({ name: 'a', unit: 'ms', ours: 3, goal: 0.5 }, 12)).ok, true);
  });

  it('do not compile with a goal that has no reference', () => {
    const figure = (rest: string): string => `{ name: 'a', unit: 'ms', ours: 3, ${rest} }`;
    const right = ["against: 'peer', peer: 12, goal: 0.5", "against: 'limit', limit: 12, goal: 0.5", 'against: null, peer: 12'].map(figure);
    const wrong = ['goal: 30', 'against: null, goal: 30', "against: 'peer', peer: null, goal: 30", "against: 'limit', peer: 12, goal: 30"];
    assert.deepEqual(refused([...right, ...wrong.map(figure)]), wrong.map(figure));
  });

  it('are the only lines that an area prints', () => {
    assert.ok(areas.length >= 6);
    for (const area of areas) {
      const source = parsed(area);
      const logged = nodesOf(source, ts.isPropertyAccessExpression).filter((node) => node.getText() === 'console.log');
      assert.equal(logged.length, 0, `${area} prints without lineOf`);
      assert.ok(
        nodesOf(source, ts.isCallExpression).some((call) => call.expression.getText() === 'print'),
        area,
      );
    }
  });

  it('have goals that are plain numbers, and references that are measured', () => {
    let goals = 0;
    for (const area of areas)
      for (const property of nodesOf(parsed(area), ts.isPropertyAssignment)) {
        const name = property.name.getText();
        const isNumber = ts.isNumericLiteral(property.initializer);
        const where = `${area}: ${property.getText()}`;
        if (name === 'goal') assert.ok(isNumber, `${where} is computed, so it can be a time`);
        if (name === 'goal') goals++;
        if (name === 'peer' || name === 'limit') assert.ok(!isNumber, `${where} is not measured`);
      }
    assert.ok(goals > 20);
  });
});
