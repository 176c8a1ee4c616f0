import type { Browser, BrowserContext } from 'playwright-core';
import type { readGallery } from '../test/support/gallery.js';

export { wantedSuites } from './lib/suites.mjs';
export { runBatches } from './lib/testProcess.mjs';

export type PayloadEntry = readonly [key: string, value: string];

export interface HostOptions {
  /** Everything that the server writes. */
  readonly userDataDir: string;
  readonly extensionsDir: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Added to the default environment; extensions see it. */
  readonly env?: Readonly<Record<string, string>>;
  /** Added to the quiet settings, or replacing them. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Lets the payload name an extension under development and its tests; hides notifications. */
  readonly smokeDriver?: boolean;
  /** Trust every folder without asking; the default. */
  readonly trust?: boolean;
  /** Without the extensions of the editor that no test uses, so that it starts with less work. */
  readonly fewBuiltins?: boolean;
}

export interface Host {
  readonly port: number;
  /** Of its pages, as `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** The address of a workbench. */
  workbench(place: { readonly folder?: string; readonly payload?: readonly PayloadEntry[] }): string;
  /** How a workbench names a file of this machine. */
  uri(path: string): string;
  /** Replaces the settings, calm ones aside. An editor that opens later has them from its start. */
  set(settings: Readonly<Record<string, unknown>>): void;
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

/** Packages the files of `dist` and returns the path of the package. */
export function packageExtension(vsix?: string): Promise<string>;

/** What only an owner of the published extension can fill in. */
export interface Owner {
  readonly publisher: string;
  readonly namespace: string;
  readonly repository: string;
  readonly bugs: string;
  readonly homepage: string;
  readonly qna: string;
}

/** The values in the repository; '' where one is missing. */
export function readOwner(): Owner;

/** One line for each value that is missing or has the wrong form. */
export function missingOfOwner(owner: Owner): readonly string[];

/** With placeholders for missing values. */
export function filledOwner(owner: Owner): Owner;

/** Makes everything that a release publishes from the build, in a folder that is emptied before. */
export function makeRelease(owner: Owner, folder: string): Promise<readonly { readonly name: string; readonly bytes: number }[]>;

/** The manifest of the extension for a registry. */
export function extensionManifest(
  manifest: Readonly<Record<string, unknown>> & { readonly version: string },
  owner: Owner,
  registry: 'marketplace' | 'openvsx',
): Readonly<Record<string, unknown>>;

/** A Markdown text with absolute addresses. */
export function absoluteReadme(
  text: string,
  place: { readonly repository: string; readonly version: string; readonly folder?: string },
): string;

interface Component {
  readonly name: string;
  readonly group?: string;
  readonly version: string;
  readonly purl: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly licenses?: readonly object[];
}

/** The bill of materials of files of the build. */
export function sbomOf(
  root: string,
  subject: { readonly name: string; readonly version: string; readonly license: string; readonly purl: string },
  files: readonly string[],
  bundled: Readonly<Record<string, { readonly packages: readonly string[]; readonly loads: readonly string[] }>>,
): { readonly serialNumber: string; readonly components: readonly Component[] };

/** Starts a browser whose pages share nothing. */
export function launchBrowser(): Promise<Browser>;

/** Starts a browser with a profile on disk: its pages share storage and the cache of compiled scripts. */
export function launchProfile(folder: string): Promise<BrowserContext>;

/** Calls `closer` when the process is interrupted or exits; returns a function that removes it. */
export function onExit(closer: () => void | Promise<void>): () => void;

/** The repository. */
export const root: string;

/** Everything that a build of the tests writes. */
export const out: string;

/** A new empty folder that is removed when the process ends. */
export function temporaryFolder(): string;

/** Fetches a file of known size and hash; a download that was stopped continues where it ended. */
export function download(file: {
  readonly address: string;
  readonly target: string;
  readonly size: number;
  readonly sha256: string;
  readonly progress?: (bytes: number) => void;
  readonly signal?: AbortSignal;
}): Promise<void>;

/** Whether `npm run models` installed a model. Throws for an unknown name. */
export function isModelInstalled(name: string): boolean;

/** The address of one file of a package in an index of Python packages. */
export function fileAddress(
  wanted: { readonly name: string; readonly file: string },
  options: { readonly index: string; readonly signal?: AbortSignal },
): Promise<string>;

/** The index that pip uses. */
export function indexAddress(env: Readonly<Record<string, string | undefined>>): string;

/** Ports of `npm run models -- serve`. */
export const SERVE_PORTS: readonly number[];
/** The first of these ports that is free, otherwise any free one. */
export function freePort(wanted?: readonly number[]): Promise<number>;

/** A server of llama.cpp for an installed model, ready for questions. */
export function startRealModel(
  name: string,
  options?: { readonly port?: number; readonly slots?: number; readonly context?: number; readonly threads?: number },
): Promise<{ readonly url: string; readonly pid: number; readonly stopped: Promise<string>; stop(): Promise<void> }>;

/** Writes the list of installed chat models that *Use a Model…* reads, with speeds that were measured now. */
export function registerModels(
  measured?: Readonly<
    Record<string, { readonly read: number; readonly write: number; readonly memory: number | null; readonly date: string }>
  >,
  installed?: (name: string) => boolean,
): void;

/** The recordings that `npm run models -- record` makes of the files in a folder. */
export function recordings(folder: string): readonly { readonly file: string; readonly scenario: string; readonly model: string }[];

/** What a recording says about itself. */
export function recordingLabel(model: string, server: string, date: Date): string;

/** Builds the site of the documents, or with `only` just these pages without their links. Resolves with what is wrong with it. */
export function buildSite(options?: {
  readonly base?: string;
  readonly outDir?: string;
  readonly only?: readonly string[] | null;
}): Promise<string[]>;

/** The pages of the site as Markdown, and the paths of files that they show or link to. */
export function sitePages(read: typeof readGallery): { readonly pages: Map<string, string>; readonly files: Set<string> };

/** Pages that a group of the side bar names, without `.md`. */
export function groupedPages(): readonly string[];

/** Serves a built site on this machine. */
export function serveSite(folder: string, base: string): Promise<{ readonly address: string; close(): void }>;

/** The anchors of the headings of a page. */
export function anchorsOf(text: string): readonly string[];

/** Replaces the targets of links in Markdown, and removes comments. */
export function rewriteLinks(text: string, replace: (target: string) => string): string;

/** Links of pages that lead to no page, no file and no heading. */
export function brokenLinks(pages: ReadonlyMap<string, string>, isFile: (path: string) => boolean): readonly string[];
