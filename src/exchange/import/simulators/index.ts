/** The formats of other simulators, one file each. Only `formats.ts` registers them. */
import { marked } from '../../../core/util/l10n.js';
import { type Format, isNonEmpty, json, need, peek, recordsIn } from '../people/format.js';
import { readAgentPage } from './agentPage.js';
import { areCitizens, readAgentSociety } from './agentsociety.js';
import { isAgentVerse, readAgentVerse } from './agentverse.js';
import { isGovSim, readGovSim } from './govsim.js';
import { areOasisUsers, isOasisTable, readOasis } from './oasis.js';
import { areOneSimProfiles, isOneSimSchema, readOneSim, refuseSchema } from './onesim.js';
import { isSotopia, readSotopia } from './sotopia.js';
import { readTinyTroupe, tinyPeople } from './tinytroupe.js';

/** Files of one agent, fragment or task; the more specific formats come first. */
export const singleSources: readonly Format[] = [
  {
    id: 'agent.md',
    title: marked('agent of the editor'),
    invented: true,
    world: 'room',
    is: (parsed) => parsed.kind === 'page',
    read: ({ file, parsed, log }) => readAgentPage(file, need(parsed.kind === 'page' ? parsed : null, marked('page with a header')), log),
  },
  {
    id: 'tinytroupe',
    title: marked('TinyTroupe agents and fragments'),
    invented: true,
    licence: marked('the examples of TinyTroupe are under the MIT licence'),
    world: 'room',
    is: (parsed) => parsed.kind === 'json' && tinyPeople(parsed.value) !== null,
    read: ({ file, parsed, log }) => {
      const { value, lineOf } = need(json(parsed), 'JSON');
      need(tinyPeople(value), marked('agent or fragment of TinyTroupe'));
      return readTinyTroupe(file, value, lineOf, log);
    },
  },
  {
    id: 'agentverse',
    title: marked('AgentVerse task'),
    invented: true,
    licence: marked('the tasks of AgentVerse are under the Apache-2.0 licence'),
    world: 'room',
    is: (parsed) => parsed.kind === 'json' && isAgentVerse(parsed.value),
    read: ({ file, parsed, log }) => {
      const { value, lineOf } = need(json(parsed), marked('YAML or JSON'));
      return readAgentVerse(file, need(isAgentVerse(value) ? value : null, marked('task of AgentVerse')), lineOf, log);
    },
  },
];

/** Files of many profiles; the more specific formats come first. */
export const profileLists: readonly Format[] = [
  {
    id: 'sotopia',
    title: marked('Sotopia profiles'),
    invented: true,
    licence: marked('the examples of Sotopia are under the MIT licence'),
    world: 'room',
    is: (parsed) => parsed.kind === 'json' && isSotopia(parsed.value),
    read: ({ file, parsed, log }) => {
      const { value, lineOf } = need(json(parsed), 'JSON');
      need(isSotopia(value) || null, marked('profile of Sotopia'));
      return readSotopia(file, value, lineOf, log);
    },
  },
  {
    id: 'govsim',
    title: marked('GovSim configuration'),
    invented: true,
    licence: marked('the configurations of GovSim are under the MIT licence'),
    world: 'room',
    is: (parsed) => parsed.kind === 'json' && isGovSim(parsed.value),
    read: ({ file, parsed, log }) => {
      const { value, lineOf } = need(json(parsed), 'YAML');
      return readGovSim(file, need(isGovSim(value) ? value : null, marked('configuration of GovSim')), lineOf, log);
    },
  },
  {
    id: 'onesim',
    title: marked('YuLan-OneSim profiles'),
    invented: true,
    licence: marked('the scenarios of YuLan-OneSim are under the Apache-2.0 licence'),
    world: 'room',
    is: (parsed) => parsed.kind === 'json' && (isOneSimSchema(parsed.value) || areOneSimProfiles(peek(parsed))),
    read: (source) => {
      const { value } = need(json(source.parsed), 'JSON');
      if (isOneSimSchema(value)) refuseSchema();
      return readOneSim(source.file, need(recordsIn(source), marked('list of profiles')), source.columns, source.log);
    },
  },
  {
    id: 'agentsociety',
    title: marked('AgentSociety profiles'),
    invented: true,
    licence: marked('the examples of AgentSociety are under the MIT licence'),
    world: 'room',
    is: (parsed) => parsed.kind === 'json' && areCitizens(peek(parsed)),
    read: (source) => {
      const found = need(json(source.parsed) && recordsIn(source), marked('list of profiles'));
      return readAgentSociety(source.file, found, source.columns, source.log);
    },
  },
  {
    id: 'oasis',
    title: marked('OASIS profiles'),
    invented: false,
    licence: marked('OASIS publishes its profiles under the Apache-2.0 licence; rows of Twitter users hold the words of people'),
    world: 'feed',
    is: (parsed) => (parsed.kind === 'table' ? isOasisTable(parsed.table) : isNonEmpty(peek(parsed)) && areOasisUsers(peek(parsed))),
    read: (source) => {
      const { records, lineOf } = need(recordsIn(source), marked('list of profiles'));
      return readOasis(source.file, records, lineOf, source.log);
    },
  },
];
