/** docs/expressions.md: the prose is here, the tables come from the functions, the value of each example is computed. */
import { cell, MARK } from './bundle.mjs';

/** @param {any} expr @param {Map<string, any>} table */
function rows(expr, table, behind = '') {
  return [...table].map(([name, fn]) => {
    const [example, value] = fn.example ?? [];
    const printed = value === undefined ? '' : ` is \`${cell(evaluate(expr, example, value))}\``;
    return `| \`${cell(behind + expr.signatureOf(name, fn))}\` | ${expr.describeType(fn.result) === 'value' ? '' : cell(expr.describeType(fn.result))} | ${cell(fn.doc)} | ${example === undefined ? '' : `\`${cell(example)}\`${printed}`} |`;
  });
}

/** The value of an example, which must equal the stated one. @param {any} expr @param {string} example @param {string} value */
function evaluate(expr, example, value) {
  const compiled = expr.compileTemplate(`$(${example})`);
  const got = compiled.ok ? compiled.run({ lookup: () => undefined }) : compiled.errors[0].message;
  if (got !== value) throw new Error(`${example} is ${got}, not ${value}`);
  return got;
}

const HEAD = '| | gives | | example |\n|---|---|---|---|';

/** @param {any} expr what src/expr exports */
export function expressionsPage(expr) {
  return `${MARK}# Expressions

You write expressions where the format expects logic (\`when\`, \`until\`, \`stop\`, \`that\`, \`if\`, \`value\`, measures), after \`=\` in a value, and in \`$(…)\` inside prose. They are a small part of JavaScript: names, numbers, text in quotes, \`true\`, \`false\`, \`null\`, lists \`[1, 2]\`, \`+ - * / % **\`, \`== != < <= > >=\`, \`&& || !\`, \`a ? b : c\`, fields \`me.total\`, places \`list[0]\`, calls, and arrow functions as arguments.

- There is one kind of number. \`2 / 3\` is 0.666667.
- \`==\` never converts: a number and a text are never equal. Agents are equal when they are the same agent.
- A condition is yes or no. A number or a list is not taken for one.
- A field of a list is the list of that field: \`all.total\` has the total of everybody.
- Text with \`+\` joins. A list in text is joined by commas, an agent is its name.

## Names

| | |
|---|---|
| \`round\` \`rounds\` \`now\` | The moment of the run. |
| \`all\` \`cast\` | All agents of the cast. |
| ids of personas | That agent. The id of a population, group or role with several is a list of agents. |
| variables, parameters, measures | Of the world and the scenario, bare. Parameters are in \`params\` too. |
| \`me\` | The agent that acts, is asked or is tested. Not in a measure or a \`stop\`: no agent acts there. |
| \`agent\` | The agent that an \`if\` tests. If no agent acts, as in the \`who\` of a phase, \`me\` is the same agent. |
| \`target\` | The target of an action with \`to: agent\` or an argument \`target: agent\`, or the other agent of a pair. \`to: agent\` offers the agents that the agent [knows](format.md#semantics), an argument \`target: agent\` offers all agents. |
| \`args.x\`, \`x\` | What was chosen with an action, in its \`effect\` and \`tell\`. |
| \`granted\` | What the \`share\` of an action gave, in its \`effect\`. |
| \`message\` | The message that an action with \`on: message\` is about. |
| \`a.belief.closing\` | The answer of an agent to the question \`closing\` of the survey \`belief\`. |
| \`a.seen.x\` \`a.said.x\` | Whether the agent read or wrote a message with the code \`x\`. Codes are assigned at the end of a round, so in a phase this covers the rounds before. |

A bare name means one thing: a variable, a parameter and a measure of one name are an error, and so is one with the name of a person, a population, a role, a group or a place. After a dot, a variable of agents and a survey of the same name are an error too. A measure may have the name of a variable of agents, as in \`mood: mean(all.mood)\`.

## Types

number · text · yes or no · list of something · agent · message · nothing (\`null\`). A variable has the type of its declaration: \`0\` and \`0..20\` are numbers, \`[no, deal, walked]\` is one of these words, \`agent\` and \`number\` say it themselves, and a question mark, as in \`number?\`, means that it may be missing. What may be missing is tested before it is used: \`price != null && price > 100\`. An item that is picked is there if the length of its list is tested: \`tied(me).length > 0 ? pick(tied(me)) : me\`. In a list it is left out: \`all.filter(a => a.ballot != null)\`. The editor warns where the test is missing; in a run it would be a fault at that line.

## Functions

${HEAD}
${rows(expr, expr.pureFunctions).join('\n')}

## Functions that read the run

${HEAD}
${rows(expr, new Map([...expr.hostFunctions].filter(([name]) => !expr.measureFunctions.has(name)))).join('\n')}

Measures that take a field of agents, a list of numbers or a measure, such as \`assortativity\`, are in [Measures](measures.md).

## Functions that draw

For rules that are carried out: the \`effect\`, \`when\` and \`if\` of an action; the \`then\`, \`when\` and \`stop\` of a phase and the \`if\` of its \`who\`; the \`then\` and \`when\` of an intervention and the \`if\` of its \`to\`. All else only looks at the run, any number of times, and draws nothing: measures, expectations, \`until\`, surveys, prose, and the console of the debugger. Keep what was drawn in a variable, and look at that.

${HEAD}
${rows(expr, expr.drawFunctions).join('\n')}

A draw depends on the seed, the round, the place in the file, and the agent or message that it is about (\`me\`, \`target\`, \`message\`, and in a turn also which turn it is). It does not depend on the order of agents or on how often it is evaluated. Therefore an action that was offered by chance can still be done, and the draws of one rule do not change those of another. Several draws in one text follow one another.

## Functions of lists

${HEAD}
${rows(expr, expr.listMethods, 'list.').join('\n')}

## Functions of texts

${HEAD}
${rows(expr, expr.textMethods, 'text.').join('\n')}

Lists and texts have a \`length\`.

## Statements

They stand in an \`effect\` and a \`then\`, one a line: a name for a value that the lines below use, as in \`let other = pick(tied(me))\`, an assignment (\`=\`, \`+=\`, \`-=\`, \`*=\`, \`/=\`) to a variable of the world or of an agent, or one of these. Parameters, measures, arguments and what a person is stay as they are. A name after \`let\` means the same value in all lines below, also after variables have changed; an agent shows what the lines have set of it. It is gone when the rule ends, and it cannot be the name of something else.

${HEAD}
${rows(expr, expr.effectFunctions).join('\n')}

## Limits

Every evaluation may take 100,000 steps, and 200 more for each agent and each tie, counted and not by the clock: each part of an expression is a step, and so is each item of a list that is gone through. \`some\`, \`every\` and \`includes\` take steps for the items up to the one that ends the search, and \`pick\` without a function for none. A statement with lists of agents takes 100 for each agent or tie that it changes. That is enough to go through all agents and their ties. Loops in loops over a large cast reach the limit. The editor says so where it can know the sizes. A division by zero, a missing value and too many steps are faults: events at their line, one a place and round, which never end a run by themselves. An expression has at most 20,000 characters.
`;
}
