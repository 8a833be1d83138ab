// Drives the packaged extension against a real server: activation, hover, references, diagnostics, an edit, each command,
// restart and the end. `node drive.mjs PROJECT INFERD`: a folder with a.py (see below) and the command to start.

import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const require = createRequire(import.meta.url);
const here = path.dirname(new URL(import.meta.url).pathname);
const [project, inferd] = process.argv.slice(2);
assert(project && inferd, "usage: node drive.mjs PROJECT INFERD");

const vscode = require("./vscode.cjs");
const load = Module._load;
Module._load = function (name, ...rest) {
  return name === "vscode" ? vscode : load.call(this, name, ...rest);
};
const extension = require(path.join(here, "..", "dist", "extension.js"));
const { state, events, Document } = vscode.test;
const token = new vscode.CancellationTokenSource().token;

async function until(what, check, seconds = 30) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await check();
    if (found) return found;
    assert(Date.now() < end, `${what}: nothing after ${seconds} s; log: ${state.channel.slice(-5).join(" | ")}`);
    await sleep(30);
  }
}

const CODE = "class Cart:\n    def total(self):\n        return 1\n\n\nCart().total()\nCart().totals()\n";
const name = path.join(project, "a.py");
writeFileSync(name, CODE);
writeFileSync(path.join(project, "b.py"), "def show(other):\n    return other.total()\n");
Object.assign(state.settings, { "inferd.path": inferd, "inferd.arguments": ["--standalone"] });
vscode.workspace.workspaceFolders = [{ uri: vscode.Uri.file(project), name: "project", index: 0 }];
const document = new Document(vscode.Uri.file(name), CODE);
vscode.workspace.textDocuments.push(document);
vscode.window.activeTextEditor = { document, selection: { active: new vscode.Position(1, 8) } };
vscode.window.visibleTextEditors = [vscode.window.activeTextEditor];

vscode.window.tabGroups.all = [{ tabs: [{ input: new vscode.TabInputText(document.uri) }] }];
const context = { subscriptions: [], extensionPath: here, extension: { id: "inferd.inferd" } };
await extension.activate(context);
assert.deepEqual(state.messages, [], state.channel.join(""));
await until("the status bar", () => state.status.text === "$(check) inferd");
assert.equal(state.status.command, "inferd.menu");

// what every command of package.json is, and what is registered
const manifest = JSON.parse(readFileSync(path.join(here, "..", "package.json"), "utf8"));
for (const { command } of manifest.contributes.commands) assert(state.commands.has(command), command);

// hover and references through the providers that the client registered
const hover = await until("hover", () => state.providers.HoverProvider?.provideHover(document, new vscode.Position(5, 8), token));
const shown = [hover.contents].flat().map((c) => c.value ?? c).join("\n");
assert.match(shown, /total/);
const found = await state.providers.ReferenceProvider.provideReferences(
  document, new vscode.Position(1, 9), { includeDeclaration: true }, token,
);
assert.deepEqual(found.map((l) => l.range.start.line).sort(), [1, 5]);

// what the answer leaves open is said where it disturbs nobody
await until("the note", () => state.notes.some((n) => /inferd: 2 shown; 1 possible not shown/.test(n)));

// diagnostics, pulled or pushed, with code and link
const diagnosed = await until("diagnostics", async () => {
  const pushed = state.diagnostics.get(String(document.uri));
  return pushed?.length ? pushed : undefined;
});
assert.equal(diagnosed.length, 1);
assert.match(diagnosed[0].message, /has no attribute totals; did you mean total\?/);
assert.equal(diagnosed[0].code.value ?? diagnosed[0].code, "unknown-attribute");
assert.match(String(diagnosed[0].code.target), /problems\.md#unknown-attribute$/);

// an edit that is not saved
document.text = "\n" + CODE;
document.version = 2;
await events.onDidChangeTextDocument.fire({
  document, reason: undefined,
  contentChanges: [{ range: new vscode.Range(0, 0, 0, 0), rangeOffset: 0, rangeLength: 0, text: "\n" }],
});
await until("the edit", async () => {
  const rows = await state.providers.ReferenceProvider.provideReferences(
    document, new vscode.Position(2, 9), { includeDeclaration: true }, token,
  );
  return rows?.map((l) => l.range.start.line).sort().join() === "2,6";
});
document.text = CODE;
document.version = 3;
await events.onDidChangeTextDocument.fire({
  document, reason: undefined,
  contentChanges: [{ range: new vscode.Range(0, 0, 1, 0), rangeOffset: 0, rangeLength: 1, text: "" }],
});

// an item of a completion is looked at: the client sends it back with its own data, or else the list's
document.text = CODE + "Car";
document.version = 4;
await events.onDidChangeTextDocument.fire({
  document, reason: undefined,
  contentChanges: [{ range: new vscode.Range(7, 0, 7, 0), rangeOffset: CODE.length, rangeLength: 0, text: "Car" }],
});
const completion = state.providers.CompletionItemProvider;
const list = await until("completion", () => completion.provideCompletionItems(document, new vscode.Position(7, 3), token, { triggerKind: 0 }));
const item = (list.items ?? list).find((i) => (i.label.label ?? i.label) === "Cart");
assert.match((await completion.resolveCompletionItem(item, token)).documentation.value, /class Cart/);
document.text = CODE;
document.version = 5;
await events.onDidChangeTextDocument.fire({
  document, reason: undefined,
  contentChanges: [{ range: new vscode.Range(7, 0, 7, 3), rangeOffset: CODE.length, rangeLength: 3, text: "" }],
});

// commands
const report = await vscode.commands.executeCommand("inferd.impactReport", "rename");
assert.match(report, /Cart\.total/);
state.picks.push((kinds) => kinds.find((k) => k === "signature"));
assert.match(await vscode.commands.executeCommand("inferd.impactReport"), /Cart\.total/);
await vscode.commands.executeCommand("inferd.record", "python -m pytest");
assert.equal(state.terminals[0].options.cwd, project);
assert.match(state.terminals[0].sent[0], /inferd'? record -- python -m pytest$/);
state.inputs.push((options) => options.value + " -q");
await vscode.commands.executeCommand("inferd.record");
assert.match(state.terminals[1].sent[0], /record -- python -m pytest -q$/);
await vscode.commands.executeCommand("inferd.refresh");
assert.deepEqual(state.messages, [], state.channel.join(""));
assert(existsSync(path.join(project, ".project", "callinfo.db")));
state.picks.push((items) => items.find((i) => i.command === "inferd.showLog"));
await vscode.commands.executeCommand("inferd.menu");
const span = { start: { line: 1, character: 8 }, end: { line: 1, character: 13 } };
await vscode.commands.executeCommand("inferd.showReferences", String(document.uri), span.start, [
  { uri: String(document.uri), range: span },
]);
const [opened, , at, places] = state.executed.at(-1);
assert.equal(opened, "editor.action.showReferences");
assert.deepEqual([at.line, places[0].range.end.character], [1, 13]);

// what is left to others is not there; the server is restarted for it
state.settings["inferd.leaveToOthers"] = ["hover", "diagnostics"];
await events.onDidChangeConfiguration.fire({ affectsConfiguration: (n) => n === "inferd.leaveToOthers" || n === "inferd" });
await until("the restart", () => state.status.text === "$(check) inferd" && state.providers.HoverProvider);
assert.equal(await state.providers.HoverProvider.provideHover(document, new vscode.Position(5, 8), token), undefined);
const again = await state.providers.ReferenceProvider.provideReferences(
  document, new vscode.Position(1, 9), { includeDeclaration: true }, token,
);
assert.equal(again.length, 2);

// a server that is not there is said, and does no harm
state.settings["inferd.path"] = path.join(project, "nowhere", "inferd");
await vscode.commands.executeCommand("inferd.restart");
assert.equal(state.messages.length >= 1, true);
assert.match(state.messages.map((m) => m[1]).join("\n"), /cannot be started as .*nowhere/);
await extension.deactivate();
console.log("all is well");
process.exit(0);
