// As much of VS Code's API as the extension and vscode-languageclient need to run in plain Node: documents, commands,
// providers, settings, and events, all of which a test can look at and set off. What is not here by name is an empty
// class, made when it is asked for.

const { pathToFileURL, fileURLToPath } = require("node:url");
const path = require("node:path");

class Disposable {
  constructor(run) { this.run = run; }
  dispose() { this.run?.(); }
  static from(...all) { return new Disposable(() => all.forEach((d) => d.dispose())); }
}
class Kind {
  constructor(value) { this.value = value; }
  append(part) { return new Kind(`${this.value}.${part}`); }
}
class TabInputText { constructor(uri) { this.uri = uri; } }
class EventEmitter {
  constructor() {
    this.listeners = new Set();
    this.event = (listener, self) => {
      const bound = self ? listener.bind(self) : listener;
      this.listeners.add(bound);
      return new Disposable(() => this.listeners.delete(bound));
    };
  }
  fire(value) { return Promise.all([...this.listeners].map((listener) => listener(value))); }
  dispose() { this.listeners.clear(); }
}
class CancellationTokenSource {
  constructor() {
    const emitter = new EventEmitter();
    this.token = { isCancellationRequested: false, onCancellationRequested: emitter.event };
    this.emitter = emitter;
  }
  cancel() { this.token.isCancellationRequested = true; this.emitter.fire(); }
  dispose() {}
}
class Position {
  constructor(line, character) { this.line = line; this.character = character; }
  isBefore(other) { return this.line < other.line || (this.line === other.line && this.character < other.character); }
}
class Range {
  constructor(a, b, c, d) {
    this.start = a instanceof Position ? a : new Position(a, b);
    this.end = a instanceof Position ? b : new Position(c, d);
  }
}
class Uri {
  constructor(text) { this.text = text; }
  static parse(text) { return new Uri(text); }
  static file(name) { return new Uri(pathToFileURL(name).href); }
  get scheme() { return this.text.split(":")[0]; }
  get fsPath() { return this.scheme === "file" ? fileURLToPath(this.text) : this.text; }
  get path() { return this.fsPath; }
  toString() { return this.text; }
}
class Location { constructor(uri, range) { this.uri = uri; this.range = range; } }
class Hover { constructor(contents, range) { this.contents = contents; this.range = range; } }
class CompletionItem { constructor(label, kind) { this.label = label; this.kind = kind; } }
class CompletionList { constructor(items, isIncomplete) { this.items = items ?? []; this.isIncomplete = isIncomplete; } }
class MarkdownString { constructor(value) { this.value = value ?? ""; } appendMarkdown(t) { this.value += t; return this; } }
class Diagnostic {
  constructor(range, message, severity) { Object.assign(this, { range, message, severity }); }
}
class WorkspaceEdit {
  constructor() { this.edits = []; }
  replace(uri, range, text) { this.edits.push({ uri, range, text }); }
  set(uri, edits) { for (const e of edits) this.edits.push({ uri, range: e.range, text: e.newText }); }
}
class TextEdit { constructor(range, newText) { this.range = range; this.newText = newText; } }

class Document {
  constructor(uri, text, languageId = "python") {
    Object.assign(this, { uri, text, languageId, version: 1, isClosed: false, isDirty: false, notebook: undefined });
  }
  get fileName() { return this.uri.fsPath; }
  getText() { return this.text; }
  get lineCount() { return this.text.split("\n").length; }
}

// ---------------------------------------------------------------------------------------------------------------------

const state = {
  commands: new Map(), providers: {}, settings: {}, messages: [], terminals: [], picks: [], inputs: [], status: undefined,
  executed: [], opened: [], notes: [], diagnostics: new Map(), channel: [],
};
const events = {};
function event(name) { return (events[name] ??= new EventEmitter()).event; }

function configuration(section) {
  const at = (name) => {
    const full = section ? `${section}.${name}` : name;
    return full in state.settings ? state.settings[full] : undefined;
  };
  const whole = {};
  for (const [name, value] of Object.entries(state.settings)) {
    const parts = name.split(".");
    if (section && parts.shift() !== section) continue;
    let inner = whole;
    while (parts.length > 1) inner = inner[parts.shift()] ??= {};
    inner[parts[0]] = value;
  }
  return Object.assign(whole, {
    get: (name, otherwise) => at(name) ?? otherwise,
    has: (name) => at(name) !== undefined,
    inspect: () => undefined,
  });
}

const workspace = {
  textDocuments: [], notebookDocuments: [], workspaceFolders: [], name: "test", isTrusted: true,
  getConfiguration: (section) => configuration(section),
  getWorkspaceFolder: (uri) => workspace.workspaceFolders.find((f) => uri.fsPath.startsWith(f.uri.fsPath + path.sep)),
  openTextDocument: async (given) => {
    const document = given instanceof Uri
      ? workspace.textDocuments.find((d) => String(d.uri) === String(given)) ?? new Document(given, "")
      : new Document(Uri.parse("untitled:1"), given.content, given.language);
    return document;
  },
  createFileSystemWatcher: () => ({
    onDidCreate: event("watchCreate"), onDidChange: event("watchChange"), onDidDelete: event("watchDelete"), dispose() {},
  }),
  applyEdit: async (edit) => { state.executed.push(["applyEdit", edit]); return true; },
  asRelativePath: String,
};
for (const name of [
  "onDidOpenTextDocument", "onDidChangeTextDocument", "onDidCloseTextDocument", "onDidSaveTextDocument",
  "onWillSaveTextDocument", "onDidChangeConfiguration", "onDidChangeWorkspaceFolders", "onDidCreateFiles",
  "onDidRenameFiles", "onDidDeleteFiles", "onWillCreateFiles", "onWillRenameFiles", "onWillDeleteFiles",
  "onDidOpenNotebookDocument", "onDidChangeNotebookDocument", "onDidCloseNotebookDocument", "onDidSaveNotebookDocument",
]) workspace[name] = event(name);

const window = {
  activeTextEditor: undefined, visibleTextEditors: [], state: { focused: true },
  tabGroups: { all: [], onDidChangeTabGroups: event("tabGroups"), onDidChangeTabs: event("tabs"), close() {} },
  createOutputChannel: (name) => ({
    name, append: (t) => state.channel.push(t), appendLine: (t) => state.channel.push(t), show() {}, clear() {}, dispose() {},
  }),
  createStatusBarItem: () => (state.status = { show() { this.shown = true; }, hide() {}, dispose() {} }),
  createTerminal: (options) => {
    const made = { options, sent: [], show() {}, sendText(t) { this.sent.push(t); }, dispose() {} };
    state.terminals.push(made);
    return made;
  },
  setStatusBarMessage: (text) => { state.notes.push(text); return new Disposable(); },
  showErrorMessage: async (text) => { state.messages.push(["error", text]); },
  showWarningMessage: async (text) => { state.messages.push(["warning", text]); },
  showInformationMessage: async (text) => { state.messages.push(["information", text]); },
  showQuickPick: async (items) => state.picks.shift()?.(items),
  showInputBox: async (options) => state.inputs.shift()?.(options),
  showTextDocument: async (document) => { state.opened.push(document); },
  withProgress: async (options, run) => run({ report() {} }, new CancellationTokenSource().token),
  onDidChangeActiveTextEditor: event("activeEditor"), onDidChangeVisibleTextEditors: event("visibleEditors"),
  onDidChangeWindowState: event("windowState"),
};

const languages = {
  match: () => 10,
  createDiagnosticCollection: () => ({
    set(uri, found) { state.diagnostics.set(String(uri), found ?? []); events.diagnosed?.fire(String(uri)); },
    delete(uri) { state.diagnostics.delete(String(uri)); }, clear() {}, dispose() {}, has: () => false, get: () => [],
    forEach() {},
  }),
};
const providers = new Proxy(languages, {
  get(target, name) {
    if (name in target || typeof name !== "string" || !name.startsWith("register")) return target[name];
    const kind = name.slice("register".length);
    return (...given) => {
      const provider = given.find((g) => g && typeof g === "object" && Object.keys(g).some((k) => k.startsWith("provide") || k.startsWith("prepare")));
      state.providers[kind] = provider;
      return new Disposable(() => { if (state.providers[kind] === provider) delete state.providers[kind]; });
    };
  },
});

const commands = {
  registerCommand: (name, run) => {
    if (state.commands.has(name)) throw new Error(`command '${name}' already exists`);
    state.commands.set(name, run);
    return new Disposable(() => state.commands.delete(name));
  },
  executeCommand: async (name, ...given) => {
    state.executed.push([name, ...given]);
    return state.commands.get(name)?.(...given);
  },
};

const known = {
  Disposable, EventEmitter, CancellationTokenSource, Position, Range, Uri, Location, Hover, MarkdownString, CompletionItem, CompletionList, Diagnostic,
  WorkspaceEdit, TextEdit, TabInputText, Document, Selection: Range, CancellationError: class extends Error {},
  workspace, window, languages: providers, commands,
  env: { appName: "test", language: "en", machineId: "0", isTelemetryEnabled: false, onDidChangeTelemetryEnabled: event("telemetry") },
  extensions: { getExtension: () => undefined, all: [] },
  StatusBarAlignment: { Left: 1, Right: 2 }, ProgressLocation: { Notification: 15, Window: 10 },
  DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 }, DiagnosticTag: { Unnecessary: 1, Deprecated: 2 },
  CodeActionKind: new Proxy({}, { get: (_, name) => new Kind(String(name)) }),
  version: "1.82.0", test: { state, events, Document },
};
for (const name of ["workspace", "window"]) {
  known[name] = new Proxy(known[name], {
    get: (target, key) => (key in target || typeof key !== "string" ? target[key]
      : key.startsWith("onDid") || key.startsWith("onWill") ? event(`${name}.${key}`)
      : key.startsWith("register") ? () => new Disposable() : undefined),
    set: (target, key, value) => { target[key] = value; return true; },
  });
}
module.exports = new Proxy(known, {
  get: (target, name) => (name in target || typeof name !== "string" ? target[name]
    : (target[name] = { [name]: class { constructor(...given) { this.given = given; } } }[name])),
});
