import type { Browser } from 'playwright-core';

export type PayloadEntry = readonly [key: string, value: string];

export interface HostOptions {
  /** Everything that the server writes. */
  readonly userDataDir: string;
  readonly extensionsDir: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Added to our own; extensions see it. */
  readonly env?: Readonly<Record<string, string>>;
  /** Added to calm ones, or in their place. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Lets the payload name an extension under development and its tests; hides notifications. */
  readonly smokeDriver?: boolean;
  /** Trust every folder without asking; the default. */
  readonly trust?: boolean;
}

export interface Host {
  readonly port: number;
  /** The address of a workbench. */
  workbench(place: { readonly folder?: string; readonly payload?: readonly PayloadEntry[] }): string;
  /** How a workbench names a file of this machine. */
  uri(path: string): string;
  readonly stopped: Promise<void>;
  stop(): Promise<void>;
}

export interface Installation {
  readonly userDataDir: string;
  readonly extensionsDir: string;
}

export function startHost(options: HostOptions): Promise<Host>;

/** Installs a packaged extension where a host started with the same `extensionsDir` finds it. */
export function installVsix(options: Installation & { readonly vsix: string }): Promise<void>;

/** Packages what `dist` holds and returns the path of the package. */
export function packageExtension(vsix?: string): Promise<string>;

export function launchBrowser(): Promise<Browser>;

/** Calls `closer` when the process is interrupted or exits; returns a function that forgets it. */
export function onExit(closer: () => void | Promise<void>): () => void;

/** The repository. */
export const root: string;

/** Everything that a build of the tests writes. */
export const out: string;

/** A new empty folder that is removed when the process ends. */
export function temporaryFolder(): string;
