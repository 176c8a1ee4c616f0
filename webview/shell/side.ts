/** The tabs next to the network: the conversation, the measures, and an agent. Hidden tabs do no work. */
import type { Host } from '../messages/host.js';
import { createTabs, type Tabs } from '../ui/tabs.js';
import { words } from '../ui/strings.js';

interface Pane {
  readonly node: HTMLElement;
}

/** A pane that only works while it is seen. */
interface Resting extends Pane {
  seen(is: boolean): void;
}

interface SidePanes {
  /** Holds the network when it is a tab of its own. */
  readonly network: Pane;
  readonly conversation: Pane;
  readonly measures: Resting;
  readonly agent: Resting;
  /** Told which tab is open. */
  readonly seen: (tab: string) => void;
}

export function createSide(host: Host, { network, conversation, measures, agent, seen }: SidePanes): Tabs {
  const tell = (tab: string): void => {
    measures.seen(tab === 'measures');
    agent.seen(tab === 'agent');
    seen(tab);
  };
  const tabs = [
    { id: 'network', label: words.network, body: network.node },
    { id: 'conversation', label: words.conversation, body: conversation.node },
    { id: 'measures', label: words.measuresPane, body: measures.node },
    { id: 'agent', label: words.agentPane, body: agent.node },
  ];
  tell(host.state.tab);
  return createTabs(words.tabs, tabs, host.state.tab, (tab) => {
    host.save({ tab });
    tell(tab);
  });
}
