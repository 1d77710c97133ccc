// An app on Slack's own Node library, over sockets or HTTP: what it hears goes to standard output.

import { createRequire } from "node:module";

const [folder, apiUrl, token, appToken, secret, mode] = process.argv.slice(2);
const { App, LogLevel } = createRequire(`${folder}/`)("@slack/bolt");

const clientOptions = { slackApiUrl: apiUrl };
const app = mode === "http"
  ? new App({ token, signingSecret: secret, clientOptions, logLevel: LogLevel.ERROR })
  : new App({ token, appToken, socketMode: true, clientOptions, logLevel: LogLevel.ERROR });

const heard = (what, told) => console.log(JSON.stringify({ what, told }));

app.event("app_mention", async ({ event, say }) => {
  heard("mention", event.text);
  await say({ text: "heard", thread_ts: event.ts });
});
app.command("/gmv", async ({ command, ack, respond }) => {
  await ack("working…");
  heard("command", command.text);
  const text = { type: "plain_text", text: "By channel" };
  await respond({
    text: "¥1", response_type: "in_channel",
    blocks: [{ type: "actions", elements: [{ type: "button", action_id: "drill", text, value: "/gmv 7d" }] }],
  });
});
app.action("drill", async ({ ack, body, client }) => {
  await ack();
  heard("action", body.actions[0].value);
  const title = { type: "plain_text", text: "Adjust" };
  const element = { type: "plain_text_input", action_id: "amount" };
  const blocks = [{ type: "input", block_id: "b", label: title, element }];
  const view = { type: "modal", callback_id: "adjust", title, submit: title, blocks };
  await client.views.open({ trigger_id: body.trigger_id, view });
});
app.view("adjust", async ({ ack, view }) => {
  heard("view", view.state.values.b.amount.value);
  if (view.state.values.b.amount.value === "none") await ack({ response_action: "errors", errors: { b: "No amount." } });
  else await ack();
});
app.message("history", async ({ message, client }) => {
  const texts = [];
  for await (const page of client.paginate("conversations.history", { channel: message.channel, limit: 2 })) {
    texts.push(...page.messages.map((one) => one.text));
  }
  heard("history", texts);
});

await app.start(0);
const server = app.receiver.server;
heard("ready", mode === "http" ? server.address().port : 0);
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
