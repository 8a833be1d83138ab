// What the server is started with and told: plain functions, without an editor.

export interface Settings {
  get<T>(name: string, otherwise: T): T;
}

/** The command of the server. `${workspaceFolder}` in the path stands for the first folder. */
export function commandOf(settings: Settings, folder: string | undefined): { command: string; args: string[] } {
  const path = settings.get("path", "inferd").replace("${workspaceFolder}", folder ?? ".");
  return { command: path, args: ["lsp", ...settings.get<string[]>("arguments", [])] };
}

const TOLD = [
  "references.possible",
  "diagnostics",
  "hints.parameters",
  "hints.returns",
  "lenses.references",
  "lenses.callers",
  "lenses.tests",
  "lenses.implementations",
];

/** The settings that the server is told when it starts; it asks for them again when they change. */
export function told(settings: Settings): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const name of TOLD) {
    const value = settings.get<unknown>(name, undefined);
    if (value !== undefined) out[`inferd.${name}`] = value;
  }
  if (settings.get<string[]>("leaveToOthers", []).includes("diagnostics")) out["inferd.diagnostics"] = false;
  return out;
}

/** What the progress of an index is in the status bar: `42%`, or its message. */
export function progressText(value: { kind?: string; percentage?: number; message?: string }): string | undefined {
  if (value.kind === "end") return undefined;
  if (typeof value.percentage === "number") return `${value.percentage}%`;
  return value.message ?? "";
}

/** A word of a shell's command line. */
export function quoted(word: string, windows: boolean): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return windows ? `"${word.replaceAll('"', '""')}"` : `'${word.replaceAll("'", "'\\''")}'`;
}
