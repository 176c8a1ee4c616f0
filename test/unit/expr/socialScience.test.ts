/** Expressions as a social scientist writes them: clean when checked, and with values that were worked by hand. */
import { strict as assert } from 'node:assert';
import { checkExpression, compileExpression, type Value } from '../../../src/expr/index.js';
import { run, village } from './village.js';

/** Expression, its value, and how it was worked. Totals are 0 2 4 6 8 10; beliefs 7 5 2 6 1 3; ages 41 29 63 35 52 20. */
const table: readonly (readonly [string, Value, string?])[] = [
  // Shares and counts
  ['share(all.belief.closing.map(x => x >= 5))', 0.5, '7, 5, 6 of six'],
  ['share(all.seen.tells_rumour)', 0.5, 'ada, ben, dan'],
  ["share(all.map(a => a.team == 'red'))", 0.5],
  ['count(all.seen.tells_rumour)', 3],
  ['count(all)', 6],
  ['all.filter(a => a.total > 4).length', 3, '6, 8, 10'],
  ['count(all.map(a => a.interests.includes("jazz"))) / count(all)', 0.5, 'ada, ben, cleo'],
  ['share(all.filter(a => a.age < 40).map(a => a.seen.tells_rumour))', 2 / 3, 'ben yes, dan yes, finn no'],
  ['all.some(a => a.belief.closing == 7)', true],
  ['all.every(a => a.age >= 18)', true],
  ['!all.every(a => a.total > 0)', true, 'ada has 0'],
  ["share(hubs.map(a => a.team == 'red'))", 0.5, 'ada red, ben blue'],
  // Means, spread, rank
  ['mean(all.total)', 5, '30 / 6'],
  ['median(all.total)', 5, '(4 + 6) / 2'],
  ['median(all.age)', 38, '20 29 35 41 52 63: (35 + 41) / 2'],
  ['sum(all.total)', 30],
  ['max(all.total) - min(all.total)', 10],
  ['round(sd(all.total), 6)', 3.741657, '√(70 / 5)'],
  ['round(mean(all.belief.closing), 3)', 4, '24 / 6'],
  ['mean(all.filter(a => a.team == "red").map(a => a.total)) - mean(all.filter(a => a.team == "blue").map(a => a.total))', -2, '4 − 6'],
  ['round(mean(all.map(a => pow(a.total - mean(all.total), 2))), 6)', 11.666667, 'variance of the population, 70 / 6'],
  ['sqrt(sum(all.map(a => a.total * a.total)))', Math.sqrt(220), '0 + 4 + 16 + 36 + 64 + 100'],
  // Inequality and diversity
  ['round(gini(all.total), 6)', 0.388889, '(−5·0 −3·2 −1·4 +1·6 +3·8 +5·10) / (6 · 30) = 70 / 180'],
  ['round(1 - gini(all.total), 6)', 0.611111],
  ['gini([5, 5, 5])', 0],
  ['entropy(all.team)', 1, 'two teams of three'],
  ['entropy([1, 2, 3, 4])', 2],
  ["entropy(['a', 'a', 'a', 'b']) < 1", true, '0.8113'],
  ['sum(all.map(a => pow(a.total / sum(all.total), 2))) < 0.25', true, 'Herfindahl: 220 / 900 = 0.2444'],
  ['round(log(sum(all.total), 10), 3)', 1.477, 'log10 30'],
  ['clamp(sum(all.total) / 20, 0, 1)', 1],
  // Most, top, bottom
  ['most(all.team)', 'red', 'three of each; red comes first'],
  ['most(all.ballot) == ada', true, 'ada has three votes, ben two'],
  ['top(all.total, 2)', [10, 8]],
  ['bottom(all.age, 3)', [20, 29, 35]],
  ["top(all, 2, a => a.total).map(a => a.name).join(' and ')", 'Finn and Eva'],
  ['bottom(all, 1, a => a.belief.closing)[0].name', 'Eva', 'belief 1'],
  ['sum(top(all.total, 3)) / sum(all.total)', 0.8, '24 / 30'],
  ['top(all, 1, a => degree(a))[0] == ada', true, 'one tie each of ada, ben, cleo, dan, finn: the first'],
  ['mean(top(all.total, 2)) - mean(bottom(all.total, 2))', 8, '9 − 1'],
  // Ties
  ['tie(ada, ben)', 0.8],
  ['tie(ada, ben, friendship) > 0.5 && tie(ben, ada, friendship) > 0.5', true],
  ['tie(cleo, ada) > tie(ada, cleo)', true, '0.4 > 0'],
  ['neighbours(cleo).map(a => a.name)', ['Ada']],
  ['degree(eva) == 0', true],
  ['mean(all.map(a => degree(a)))', 5 / 6],
  ['share(all.map(a => degree(a) == 0))', 1 / 6, 'eva'],
  ['neighbours(me).includes(target)', true, 'cleo → ada'],
  ['share(neighbours(finn).map(b => b.team == finn.team))', 1, 'ben is blue too'],
  ['count(all.map(a => all.some(b => a != b && tie(a, b) > 0 && tie(b, a) > 0)))', 2, 'ada and ben'],
  ['sum(all.map(a => sum(all.map(b => tie(a, b)))))', 2.5, '0.8 + 0.6 + 0.4 + 0.2 + 0.5'],
  ['mean(neighbours(dan).map(a => a.belief.closing)) - dan.belief.closing', 1, '7 − 6'],
  // History
  ['change(reciprocity) > 0.1', true, '0.4 − 0'],
  ['change(believers)', 0.3, '0.5 − 0.2'],
  ['at(reciprocity, 2)', 0.1],
  ['first(density)', 0.1],
  ['at(believers, 3) == believers', true],
  ['round > 3 && believers - at(believers, round - 1) < 0.05', true, '0.5 − 0.5'],
  ['round / rounds', 0.2],
  ['round % 2 == 0', true],
  ['reciprocity < 0.1 && round > 8', false],
  // Conditions on variables that may be missing
  ['price == null || price > 100', true],
  ['price != null && price > 100', false],
  ['price == null ? 0 : price * 2', 0],
  ['monitor != null && monitor.team == "red"', true],
  ['me == monitor', false],
  ["ended != 'no'", true],
  ['all.filter(a => a.ballot != null).map(a => a.ballot.name).join(" ")', 'Ben Ada Ada Ada Ben', 'eva named nobody'],
  ['all.ballot.filter(b => b != null).length', 5],
  ['count(all.map(a => a.ballot == null))', 1],
  // Codes, texts
  ['heard(ada, tells_rumour) && !said(ada, tells_rumour)', true],
  ['share(all.map(a => said(a, tells_rumour)))', 1 / 6],
  ["like(message.text, '(bakery|baker)')", true],
  ["message.text.toLowerCase().includes('closing')", true],
  ["all.map(a => a.name + ' took ' + a.total).slice(0, 2).join('; ')", 'Ada took 0; Ben took 2'],
  ["target.name + (target.total > 0 ? ' has some' : ' has none')", 'Ada has none'],
  ['min(100, params.growth * stock)', 60],
  ['round(100 * believers) + " %"', '50 %'],
  ['floor(all.length / 4)', 1],
  ['[stock, amount, growth].map(x => x / 2)', [15, 1.5, 1]],
];

describe('expressions of a social scientist', () => {
  it('have at least sixty cases', () => assert.ok(table.length >= 60, String(table.length)));

  for (const [source, value, how] of table) {
    it(`${source} gives ${JSON.stringify(value)}${how ? `: ${how}` : ''}`, () => {
      assert.deepEqual(checkExpression(source, village), []);
      const compiled = compileExpression(source);
      assert.ok(compiled.ok);
      assert.deepEqual(compiled.run(run), value);
    });
  }
});
