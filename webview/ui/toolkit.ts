/**
 * The only file that uses @vscode/webview-ui-toolkit. The toolkit is archived upstream, so this file wraps all controls that the panel
 * uses, and another set of controls can replace it with the same functions.
 */
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeProgressRing,
} from '@vscode/webview-ui-toolkit';
import { icon, type IconName } from './icons.js';

/** Registers the controls in the page. Call this once, before any control is created. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox(), vsCodeDropdown(), vsCodeOption(), vsCodeProgressRing());
}

export function button(label: string, appearance: 'primary' | 'secondary', onClick: () => void): HTMLElement {
  const node = document.createElement('vscode-button');
  node.setAttribute('appearance', appearance);
  node.textContent = label;
  node.addEventListener('click', onClick);
  return node;
}

export function iconButton(name: IconName, label: string, onClick: () => void): HTMLElement {
  const node = document.createElement('vscode-button');
  node.setAttribute('appearance', 'icon');
  node.append(icon(name));
  node.addEventListener('click', onClick);
  nameButton(node, label);
  return node;
}

/** Changes the tooltip and the accessible name of an icon button. */
export function nameButton(node: HTMLElement, label: string): void {
  node.setAttribute('aria-label', label);
  node.title = label;
}

/** Tells screen readers whether a button that switches is on. The control passes the property to its inner button, but not the attribute. */
export function setPressed(node: HTMLElement, isOn: boolean): void {
  node.ariaPressed = String(isOn);
}

/** The same for a button that opens and closes a part of the page. */
export function setExpanded(node: HTMLElement, isOpen: boolean): void {
  node.ariaExpanded = String(isOpen);
}

interface Checkbox {
  readonly node: HTMLElement;
  set(checked: boolean): void;
  /** Changes the text. */
  name(label: string): void;
}

export function checkbox(label: string, title: string, onChange: (checked: boolean) => void): Checkbox {
  const node: HTMLElement & { checked?: boolean } = document.createElement('vscode-checkbox');
  node.textContent = label;
  node.title = title;
  node.addEventListener('change', () => onChange(node.checked === true));
  return {
    node,
    set: (checked) => {
      if (node.checked !== checked) node.checked = checked;
    },
    name: (text) => {
      node.textContent = text;
    },
  };
}

export function progressRing(): HTMLElement {
  const node = document.createElement('vscode-progress-ring');
  node.setAttribute('aria-hidden', 'true');
  return node;
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

export interface Select {
  readonly node: HTMLElement;
  set(choices: readonly Choice[], value: string): void;
}

/** A control that selects one of several choices. `label` is its tooltip and accessible name. */
export function select(label: string, onChange: (value: string) => void): Select {
  const node: HTMLElement & { value?: string } = document.createElement('vscode-dropdown');
  nameButton(node, label);
  node.addEventListener('change', () => onChange(node.value ?? ''));
  let known = '';
  return {
    node,
    set(choices, value) {
      const now = choices.map((choice) => `${choice.value} ${choice.label}`).join();
      if (now !== known) node.replaceChildren(...choices.map(option));
      known = now;
      if (node.value !== value) node.value = value;
    },
  };
}

function option({ value, label }: Choice): HTMLElement {
  const node = document.createElement('vscode-option');
  node.setAttribute('value', value);
  node.textContent = label;
  return node;
}
