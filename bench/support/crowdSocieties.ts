/** Societies with crowds for the benchmark. */
import { EPIDEMIC } from './crowdLoops.js';

/** The epidemic of the gallery (`town`), with a thousandth of the agents ill at first. */
export const epidemic = (people: number, rounds: number): string => `society: 1
populations: { people: { size: ${people}, name: 'Person {n}' } }
ties: { town: { among: people, graph: 'small_world(${EPIDEMIC.k}, ${EPIDEMIC.rewired})', strength: 1 } }
worlds:
  contagion:
    params: { p: ${EPIDEMIC.p} }
    agent_vars: { state: [well, ill, over] }
    phases:
      day:
        who:
          of: all
          if: agent.state == 'ill' || agent.state == 'well' && neighbours(agent).some(a => a.state == 'ill' && chance(params.p))
        then: "me.state = me.state == 'ill' ? 'over' : 'ill'"
    measures: { ill: share(all.map(a => a.state == 'ill')) }
scenarios:
  town:
    cast: [people]
    world: contagion
    rounds: ${rounds}
    interventions: { first: { at: start, to: random ${Math.max(3, people * EPIDEMIC.ill)}, then: me.state = 'ill' } }
`;

/** Agents with a word, a number and four ties, of whom a tenth change the word in each round. */
export const changing = (people: number, rounds: number): string => `society: 1
populations: { people: { size: ${people}, name: 'Person {n}' } }
ties: { lattice: { among: people, graph: ring(4), strength: 1 } }
worlds:
  town:
    agent_vars: { state: [no, 'yes'], amount: { start: 1 } }
    phases: { day: { who: { if: chance(0.1) }, then: "me.state = me.state == 'yes' ? 'no' : 'yes'" } }
    measures: { held: "share(all.map(a => a.state == 'yes'))", amount: mean(all.map(a => a.amount)) }
scenarios: { main: { cast: [people], world: town, rounds: ${rounds} } }
`;

/** A hundred agents with the built-in mind who talk, alone or among a crowd that follows rules. */
export const talkers = (crowd: number, rounds: number): string => `society: 1
populations:
  talkers: { size: 100, name: 'Talker {n}', sample: { interests: '2 of [jazz, chess, football, films, hiking]', age: '18..80' } }
${crowd > 0 ? `  people: { size: ${crowd}, name: 'Person {n}' }` : ''}
ties: { town: { among: all, graph: 'small_world(4, 0.1)', strength: 1 } }
worlds:
  town:
    params: { p: ${EPIDEMIC.p} }
    agent_vars: { state: [well, ill, over] }
    actions: { say: { kind: message, to: neighbours, does: Say something. } }
    phases:
      talk: { who: talkers, order: simultaneous, actions: [say] }
      day:
        who: { if: "agent.state == 'ill' || agent.state == 'well' && neighbours(agent).some(a => a.state == 'ill' && chance(params.p))" }
        then: "me.state = me.state == 'ill' ? 'over' : 'ill'"
scenarios:
  main:
    cast: all
    world: town
    rounds: ${rounds}
    interventions: { first: { at: start, to: random 10, then: me.state = 'ill' } }
`;
