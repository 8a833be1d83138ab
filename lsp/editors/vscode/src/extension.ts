// The extension: it starts the server, shows in the status bar what the index does, and has commands of its own.

import { execFile } from "node:child_process";
import * as vscode from "vscode";
import {
  ExecuteCommandRequest,
  LanguageClient,
  LanguageClientOptions,
  Middleware,
  RevealOutputChannelOn,
  ServerOptions,
  State,
} from "vscode-languageclient/node";
import { commandOf, progressText, quoted, told } from "./options";

const NOTE = 15000; // milliseconds for which a note is shown

let client: LanguageClient | undefined;
let status: vscode.StatusBarItem;
let log: vscode.OutputChannel;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  log = vscode.window.createOutputChannel("inferd");
  status = vscode.window.createStatusBarItem("inferd.status", vscode.StatusBarAlignment.Left, 0);
  status.name = "inferd";
  status.command = "inferd.menu";
  context.subscriptions.push(log, status);
  const commands: [string, (...args: never[]) => unknown][] = [
    ["inferd.impactReport", impactReport],
    ["inferd.record", record],
    ["inferd.refresh", refresh],
    ["inferd.restart", restart],
    ["inferd.showLog", () => log.show()],
    ["inferd.menu", menu],
    ["inferd.showReferences", showReferences],
  ];
  for (const [name, run] of commands) {
    context.subscriptions.push(vscode.commands.registerCommand(name, run));
  }
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      const names = ["inferd.path", "inferd.arguments", "inferd.leaveToOthers"];
      if (names.some((name) => event.affectsConfiguration(name))) await restart();
    }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await stop();
}

function settings(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration("inferd");
}

function folder(): vscode.WorkspaceFolder | undefined {
  const shown = vscode.window.activeTextEditor?.document.uri;
  return (shown && vscode.workspace.getWorkspaceFolder(shown)) ?? vscode.workspace.workspaceFolders?.[0];
}

// ---------------------------------------------------------------------------------------------------------------------
// The server

async function start(): Promise<void> {
  const { command, args } = commandOf(settings(), vscode.workspace.workspaceFolders?.[0]?.uri.fsPath);
  const server: ServerOptions = { command, args };
  const options: LanguageClientOptions = {
    documentSelector: [
      { scheme: "file", language: "python" },
      { scheme: "untitled", language: "python" },
    ],
    outputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: told(settings()),
    synchronize: { configurationSection: "inferd" },
    middleware: middleware(new Set(settings().get<string[]>("leaveToOthers", []))),
  };
  const made = new LanguageClient("inferd", "inferd", server, options);
  client = made;
  made.registerFeature({
    fillClientCapabilities: (capabilities) => {
      // it answers `inferd/input`, by which the server asks for what a refactoring needs, and shows what an answer leaves open
      capabilities.experimental = { ...capabilities.experimental, inferd: { input: true, note: true } };
    },
    initialize: () => {},
    getState: () => ({ kind: "static" }),
    clear: () => {},
  });
  made.onDidChangeState((event) => {
    if (made !== client) return;
    if (event.newState === State.Starting) show("$(sync~spin) inferd", "starting");
    if (event.newState === State.Running) show("$(check) inferd", "the index follows the files");
    if (event.newState === State.Stopped) show("$(warning) inferd", "not running");
  });
  made.onRequest("inferd/input", (given: { prompt?: string; default?: string }) =>
    vscode.window.showInputBox({ prompt: given.prompt, value: given.default }),
  );
  made.onNotification("inferd/note", (given: { message: string }) => {
    vscode.window.setStatusBarMessage(given.message, NOTE);
  });
  try {
    await made.start();
  } catch (error) {
    show("$(error) inferd", String(error));
    const choice = await vscode.window.showErrorMessage(
      `inferd cannot be started as "${command} ${args.join(" ")}". Install it (pip install inferd), or name it in the setting inferd.path.`,
      "Open the Setting",
    );
    if (choice) await vscode.commands.executeCommand("workbench.action.openSettings", "inferd.path");
  }
}

async function stop(): Promise<void> {
  const before = client;
  client = undefined;
  if (before?.needsStop()) await before.stop();
}

async function restart(): Promise<void> {
  await stop();
  await start();
}

function show(text: string, tooltip: string): void {
  status.text = text;
  status.tooltip = `inferd: ${tooltip}`;
  status.show();
}

/** What is left to other servers is not asked for; progress goes to the status bar, too. */
function middleware(left: Set<string>): Middleware {
  const nothing = () => undefined;
  const out: Middleware = {
    handleWorkDoneProgress: (token, value, next) => {
      const text = progressText(value as never);
      if (text === undefined) show("$(check) inferd", "the index follows the files");
      else show(`$(sync~spin) inferd ${text}`, "indexing");
      next(token, value);
    },
    workspace: {
      // what is left to others is not shown, whatever the setting of diagnostics says
      configuration: async (params, token, next) => {
        const found = await next(params, token);
        if (!left.has("diagnostics") || !Array.isArray(found)) return found;
        return found.map((value, i) =>
          params.items[i]?.section === "inferd" ? { ...value, diagnostics: false } : value,
        );
      },
    },
  };
  if (left.has("completion")) out.provideCompletionItem = nothing;
  if (left.has("signatureHelp")) out.provideSignatureHelp = nothing;
  if (left.has("hover")) out.provideHover = nothing;
  if (left.has("definition")) out.provideDefinition = nothing;
  if (left.has("definition")) out.provideDeclaration = nothing;
  if (left.has("typeDefinition")) out.provideTypeDefinition = nothing;
  if (left.has("references")) out.provideReferences = nothing;
  if (left.has("documentHighlight")) out.provideDocumentHighlights = nothing;
  if (left.has("documentSymbol")) out.provideDocumentSymbols = nothing;
  if (left.has("workspaceSymbol")) out.provideWorkspaceSymbols = nothing;
  if (left.has("rename")) out.provideRenameEdits = nothing;
  if (left.has("inlayHints")) out.provideInlayHints = nothing;
  if (left.has("codeLens")) out.provideCodeLenses = nothing;
  if (left.has("semanticTokens")) {
    out.provideDocumentSemanticTokens = nothing;
    out.provideDocumentRangeSemanticTokens = nothing;
    out.provideDocumentSemanticTokensEdits = nothing;
  }
  if (left.has("foldingRanges")) out.provideFoldingRanges = nothing;
  if (left.has("selectionRanges")) out.provideSelectionRanges = nothing;
  return out;
}

// ---------------------------------------------------------------------------------------------------------------------
// Commands

interface Report {
  target: string;
  markdown: string;
  uri: string | null;
}

const KINDS = ["rename", "signature", "remove", "move", "retype"];

async function impactReport(kind?: string): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (!editor || !client) return undefined;
  const chosen = kind ?? (await vscode.window.showQuickPick(KINDS, { title: "What is planned?" }));
  if (!chosen) return undefined;
  const { document, selection } = editor;
  const offered = client.initializeResult?.capabilities.executeCommandProvider?.commands ?? [];
  if (offered.includes("inferd.impact")) {
    const place = { uri: document.uri.toString(), position: selection.active, kind: chosen };
    const found = (await client.sendRequest(ExecuteCommandRequest.type, {
      command: "inferd.impact",
      arguments: [place],
    })) as Report;
    if (found.uri) {
      const uri = vscode.Uri.parse(found.uri);
      await vscode.commands.executeCommand("markdown.showPreview", uri);
    } else await openText(found.markdown, "markdown");
    return found.markdown;
  }
  const target = `${document.uri.fsPath}:${selection.active.line + 1}:${selection.active.character + 1}`;
  const text = await run(["impact", target, "--for", chosen]);
  await openText(text, "plaintext");
  return text;
}

async function openText(content: string, language: string): Promise<void> {
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content, language }));
}

async function record(command?: string): Promise<void> {
  const given =
    command ??
    (await vscode.window.showInputBox({
      title: "Record a Run",
      prompt: "The command to run under the recorder: it runs the project's code",
      value: settings().get("record.command", "python -m pytest"),
    }));
  if (!given) return;
  const { command: path } = commandOf(settings(), folder()?.uri.fsPath);
  const terminal = vscode.window.createTerminal({ name: "inferd record", cwd: folder()?.uri.fsPath });
  terminal.show();
  terminal.sendText(`${quoted(path, process.platform === "win32")} record -- ${given}`);
}

async function refresh(): Promise<void> {
  show("$(sync~spin) inferd", "refreshing the index");
  try {
    const said = await run(["index"]);
    if (said) log.appendLine(said);
    show("$(check) inferd", "the index follows the files");
  } catch (error) {
    show("$(error) inferd", String(error));
    await vscode.window.showErrorMessage(`inferd: ${error instanceof Error ? error.message : error}`);
  }
}

/** Run a command of inferd in the folder; what it prints. */
function run(args: string[]): Promise<string> {
  const { command } = commandOf(settings(), folder()?.uri.fsPath);
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd: folder()?.uri.fsPath, maxBuffer: 1 << 28 }, (error, out, said) => {
      if (error) reject(new Error(said.trim().split("\n").pop() || error.message));
      else resolve(out || said);
    });
  });
}

async function menu(): Promise<void> {
  const items = [
    { label: "Report the Impact of a Change", command: "inferd.impactReport" },
    { label: "Record a Run", command: "inferd.record" },
    { label: "Refresh the Index", command: "inferd.refresh" },
    { label: "Restart the Language Server", command: "inferd.restart" },
    { label: "Show the Log", command: "inferd.showLog" },
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: "inferd" });
  if (chosen) await vscode.commands.executeCommand(chosen.command);
}

/** What a code lens opens: [uri, position, locations], as the protocol counts. */
async function showReferences(
  uri: string,
  position: { line: number; character: number },
  locations: { uri: string; range: { start: { line: number; character: number }; end: { line: number; character: number } } }[],
): Promise<void> {
  const places = locations.map(
    ({ uri: at, range: { start, end } }) =>
      new vscode.Location(
        vscode.Uri.parse(at),
        new vscode.Range(start.line, start.character, end.line, end.character),
      ),
  );
  const at = new vscode.Position(position.line, position.character);
  await vscode.commands.executeCommand("editor.action.showReferences", vscode.Uri.parse(uri), at, places);
}
