// SPDX-License-Identifier: MIT
// The protocol's own client asks kpath mcp what stdin says: {"command": […], "calls": [{"tool", "arguments"}]}.
// Prints {"server", "instructions", "tools", "answers": [{"text", "isError", "ms"}]}.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(process.env.KPATH_NODE_MODULES + "/");
const load = (path) => import(pathToFileURL(require.resolve("@modelcontextprotocol/sdk/" + path)));
const { Client } = await load("client/index.js");
const { StdioClientTransport } = await load("client/stdio.js");

let input = "";
for await (const chunk of process.stdin) input += chunk;
const ask = JSON.parse(input);
const client = new Client({ name: "kpath-test", version: "1" });
await client.connect(new StdioClientTransport({ command: ask.command[0], args: ask.command.slice(1) }));
const out = { server: client.getServerVersion(), instructions: client.getInstructions(), answers: [] };
out.tools = (await client.listTools()).tools;
for (const call of ask.calls) {
  const from = performance.now();
  const res = await client.callTool({ name: call.tool, arguments: call.arguments });
  out.answers.push({ text: res.content.map((c) => c.text).join(""), isError: !!res.isError, ms: performance.now() - from });
}
await client.close();
console.log(JSON.stringify(out));
