/**
 * Opens sessions below this one. A client keeps its focus on a stopped session, so this session reports that it continues until the
 * other one has started: then the other has the focus, and this session reports its stop again.
 */
import { ContinuedEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ChildConfig } from '../run/forkSession.js';
import { type Inspector, SOCIETY } from '../inspect/inspector.js';
import { stopEvent } from '../inspect/stops.js';

interface ChildrenPorts {
  readonly event: (event: DebugProtocol.Event) => void;
  /** Asks the client to open a session. */
  readonly ask: (args: DebugProtocol.StartDebuggingRequestArguments) => void;
  /** Opens it for a client that cannot be asked. */
  readonly host: ((child: ChildConfig) => void) | undefined;
}

export class Children {
  /** The client can be asked. */
  isWanted = false;
  /** The sessions that the client was asked to open and has not answered for. */
  readonly #asked: Inspector[] = [];

  constructor(readonly ports: ChildrenPorts) {}

  open(child: ChildConfig, looking: Inspector): void {
    const { ask, host, event } = this.ports;
    if (!this.isWanted) return host?.(child);
    const { request, ...configuration } = child;
    this.#asked.push(looking);
    event(new ContinuedEvent(SOCIETY, true));
    ask({ request, configuration });
  }

  /** The client has opened the session, or could not; it has shown its user why. */
  opened(success: boolean): void {
    const looking = this.#asked.shift();
    if (!looking || this.#asked.length > 0) return;
    const { isStanding, lastStop } = looking.debuggee;
    if (!isStanding || !lastStop) return;
    const stop = stopEvent(looking, lastStop);
    this.ports.event({ ...stop, body: { ...stop.body, preserveFocusHint: success } });
  }
}
