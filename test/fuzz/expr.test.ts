/**
 * Fuzz of expressions, by fixed seeds: random tokens, and valid expressions with one part replaced. Checking, compiling,
 * running, completing and inspecting never throw anything but a fault, never hang, and point into the text.
 */
import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import {
  checkExpression,
  checkStatements,
  checkTemplate,
  compileExpression,
  compileStatements,
  compileTemplate,
  ExprFault,
  inspectAt,
  parseWhole,
  spotAt,
} from '../../src/expr/index.js';
import { run, village } from '../unit/expr/village.js';

const TOKENS = (
  'a me target all cast ada stock price ended round name total ballot belief closing team interests . . . ( ) ( ) [ ] { } + - * / % ** == != < > <= >= && || ! ' +
  "? : , => = += 1 0 0.5 1e9 'x' 'red' \" ' ` null true map filter some join slice includes length mean share gini top most tie degree change at " +
  'reciprocity friendship heard bond remember send $( $$ \\ # ; ... ?. __proto__ constructor toString 😀 é \u0000'
).split(' ');

const GOOD = [
  'share(all.belief.closing.map(x => x >= 5))',
  "top(all, 2, a => a.total).map(a => a.name).join(' and ')",
  'price != null && price > 100 ? me.total : 0',
  'all.filter(a => a.ballot != null).map(a => a.ballot.name)',
  'count(all.map(a => all.some(b => a != b && tie(a, b) > 0 && tie(b, a) > 0)))',
  "me.name + ' took ' + me.total",
  'stock = min(100, params.growth * stock)',
  "remember(target, 'x', { about: me, importance: 3 })",
  'round > 3 && believers - at(believers, round - 1) < 0.05',
];

const soup = fc.array(fc.constantFrom(...TOKENS), { maxLength: 24 }).map((tokens) => tokens.join(' '));
const tight = fc.array(fc.constantFrom(...TOKENS), { maxLength: 18 }).map((tokens) => tokens.join(''));
const mutated = fc
  .tuple(fc.constantFrom(...GOOD), fc.nat(80), fc.nat(12), fc.constantFrom(...TOKENS, '', '', '(', ')'))
  .map(([good, at, cut, token]) => good.slice(0, at) + token + good.slice(at + cut));

function survives(source: string): void {
  const found = [...checkExpression(source, village), ...checkStatements(source, village), ...checkTemplate(source, village)];
  for (const { start, end, message } of found) {
    assert.ok(start >= 0 && start <= end && end <= source.length, `${source}: ${start}..${end} of ${source.length}`);
    assert.doesNotMatch(message, /undefined|\[object|\$here|NaN/, source);
  }
  for (const compiled of [compileExpression(source), compileTemplate(source)])
    if (compiled.ok) faultsOnly(source, () => compiled.run(run, 3000));
  const statements = compileStatements(source);
  if (statements.ok) faultsOnly(source, () => statements.run(run, { assign: () => undefined, call: () => undefined }, 3000));
}

function faultsOnly(source: string, work: () => unknown): void {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof ExprFault, `${source}: ${String(error)}`);
    assert.ok(error.start >= 0 && error.start <= error.end && error.end <= source.length, source);
  }
}

function asked(source: string, at: number): void {
  const offset = at % (source.length + 1);
  for (const statement of [false, true]) {
    const spot = spotAt(source.slice(0, offset), village, statement);
    assert.ok(spot === null || (spot.start >= 0 && spot.start <= offset), source);
    const parsed = parseWhole(source, statement);
    if (parsed.ok) inspectAt(parsed.tree, village, offset, statement);
  }
}

describe('fuzz: expressions', function () {
  this.timeout(120_000);
  for (const [name, texts, numRuns] of [
    ['soups of tokens', soup, 4000],
    ['soups without space', tight, 4000],
    ['good expressions with a piece exchanged', mutated, 8000],
  ] as const) {
    it(`${name} neither throw nor hang`, () => fc.assert(fc.property(texts, survives), { numRuns, seed: 11 }));
    it(`${name} can be completed and inspected anywhere`, () => fc.assert(fc.property(texts, fc.nat(200), asked), { numRuns, seed: 12 }));
  }

  it('what checks clean and has no run to depend on does not fail for its types', () => {
    let clean = 0;
    const judge = (source: string): void => {
      const compiled = compileExpression(source);
      if (!compiled.ok || checkExpression(source, village).length > 0) return;
      clean++;
      try {
        compiled.run(run, 100_000);
      } catch (error) {
        if (!(error instanceof ExprFault)) throw error;
        assert.notEqual(error.code, 'wrong-type', `${source}: ${error.message}`);
        assert.notEqual(error.code, 'unknown-name', `${source}: ${error.message}`);
      }
    };
    fc.assert(fc.property(mutated, judge), { numRuns: 8000, seed: 13 });
    assert.ok(clean > 100, String(clean));
  });
});
