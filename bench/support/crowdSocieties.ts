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

/** Agents with the built-in mind who talk, alone or among a crowd that follows rules. */
export const talkers = (crowd: number, rounds: number, minds = 100): string => `society: 1
populations:
  talkers: { size: ${minds}, name: 'Talker {n}', sample: { interests: '2 of [jazz, chess, football, films, hiking]', age: '18..80' } }
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

/**
 * TieTalk: each agent talks with one of those it is tied to, or with any agent. Opinions that are near move closer, the tie follows what the
 * talk was worth, a new tie replaces the weakest of 16, and all ties fade.
 */
export const tieTalk = (people: number, rounds: number): string => `society: 1
populations: { people: { size: ${people}, name: 'Person {n}', sample: { x: 0..1 } } }
ties: { bonds: { among: people, graph: random(${8 / people}), reciprocity: 0, strength: 0.5 } }
worlds:
  talk:
    agent_vars: { x: { start: 0.5 }, u: 0 }
    phases:
      talk:
        who: all
        order: sequential
        then: |
          let other = tied(me).length > 0 && chance(0.8) ? pick(tied(me)) : pick(all)
          let known = tie(me, other)
          unbond(me, known == 0 && tied(me).length > 15 ? bottom(tied(me), 1, a => tie(me, a)) : [])
          let d = other.x - me.x
          let near = abs(d) < 0.4
          let worth = near ? 1 - abs(d) : -0.2 * abs(d)
          let step = near ? 0.1 * d : 0
          me.x += step
          other.x -= step
          me.u += worth
          other.u += worth
          bond([me], other, bonds, clamp((known > 0 ? known : 0.1) + 0.1 * worth, 0, 1))
      fade: { then: 'fade(bonds, 0.99, 0.01)' }
    measures: { opinion: mean(all.x), utility: mean(all.u), ties: "mean(all.map(a => tied(a).length))" }
scenarios: { main: { cast: [people], world: talk, rounds: ${rounds} } }
`;
