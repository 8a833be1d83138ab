"""A session between an editor and the server as a file, and its replay.

`python recording.py FILE COMMAND...` stands in an editor's configuration in place of COMMAND: it passes on what both
say and writes what the client says to FILE, one JSON object a line: {"client": message}, and {"answer": id, "result" or
"error"} for what it was answered.  The folder of the project is written as `file://ROOT`.  A first line, {"files":
{path: text}}, is put before it by hand: what the project held.
"""

import json
import subprocess
import sys
import threading


def messages(stream):
    """The messages of a stream, with the bytes that they were."""
    while True:
        size, head = 0, b""
        while (line := stream.readline()).strip():
            head += line
            if line.lower().startswith(b"content-length:"):
                size = int(line.split(b":")[1])
        if not size:
            return
        body = stream.read(size)
        yield json.loads(body), head + b"\r\n" + body


def main(path, *command):
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    guard, root = threading.Lock(), []
    with open(path, "w", encoding="utf-8") as file:

        def write(entry):
            text = json.dumps(entry, ensure_ascii=False)
            for known in root:
                text = text.replace(known, "file://ROOT").replace(known.removeprefix("file://"), "ROOT")
            with guard:
                file.write(text + "\n")
                file.flush()

        def down():
            for message, raw in messages(server.stdout):
                if "method" not in message:
                    write({"answer": message["id"], **{k: message[k] for k in ("result", "error") if k in message}})
                sys.stdout.buffer.write(raw)
                sys.stdout.buffer.flush()

        thread = threading.Thread(target=down, daemon=True)
        thread.start()
        for message, raw in messages(sys.stdin.buffer):
            if message.get("method") == "initialize":
                root.append(message["params"]["rootUri"])
                message["params"]["processId"] = None
            if "method" in message:
                write({"client": message})
            server.stdin.write(raw)
            server.stdin.flush()
        server.stdin.close()
        thread.join()
    return server.wait()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
