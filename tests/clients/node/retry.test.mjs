// Attempts, deadlines and tokens, against a server that answers as it is told.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { status as Code } from "@grpc/grpc-js";
import {
  AccessError,
  BusyError,
  Client,
  InvalidRequestError,
  ParallaxError,
  TimeoutExceededError,
  UnreachableError,
} from "parallax-client";

import { failure, startScript } from "./servers.mjs";

const quick = { initialBackoffMs: 1 };
const unavailable = failure(Code.UNAVAILABLE, "SHUTTING_DOWN");
let script;

beforeEach(async () => {
  script = await startScript();
});

afterEach(() => script.stop());

async function compare(options, callOptions) {
  const client = new Client(script.address, options);
  try {
    return await client.compare(["One.", "Two."], callOptions);
  } finally {
    client.close();
  }
}

test("tries again what passes", async () => {
  script.failures = [unavailable, failure(Code.UNAVAILABLE), failure(Code.CANCELLED, "CANCELLED")];
  assert.equal((await compare({ retry: quick })).modelId, "scripted");
  assert.equal(script.seen.length, 4);
});

test("gives up after the last attempt", async () => {
  script.failures = Array(9).fill(unavailable);
  await assert.rejects(compare({ retry: quick }), (error) => {
    assert.ok(error instanceof UnreachableError);
    assert.equal(error.reason, "SHUTTING_DOWN");
    return true;
  });
  assert.equal(script.seen.length, 4);
});

for (const [status, type] of [
  [failure(Code.INVALID_ARGUMENT, "INVALID_REQUEST"), InvalidRequestError],
  [failure(Code.RESOURCE_EXHAUSTED, "ANSWER_TOO_LARGE"), ParallaxError],
  [failure(Code.DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED"), TimeoutExceededError],
  [failure(Code.UNAUTHENTICATED), AccessError],
  [failure(Code.INTERNAL, "INTERNAL"), ParallaxError],
]) {
  test(`tries only once what does not pass: ${Code[status.code]}`, async () => {
    script.failures = [status];
    await assert.rejects(compare({ retry: quick }), (error) => error.constructor === type);
    assert.equal(script.seen.length, 1);
  });
}

test("a busy server is not asked again before the time that it names", async () => {
  script.failures = [failure(Code.RESOURCE_EXHAUSTED, "QUEUE_FULL", 120)];
  await compare({ retry: quick });
  const [first, second] = script.seen;
  assert.ok(second.time - first.time >= 119, `${second.time - first.time} ms`);
});

test("a wait that would outlast the deadline is not begun", async () => {
  script.failures = Array(2).fill(failure(Code.RESOURCE_EXHAUSTED, "QUEUE_FULL", 1500));
  await assert.rejects(compare({ timeoutMs: 1500 }), (error) => {
    assert.ok(error instanceof BusyError);
    assert.equal(error.retryAfterMs, 1500);
    return true;
  });
  assert.equal(script.seen.length, 1);
});

test("a token is sent and renewed at each attempt", async () => {
  script.failures = [unavailable];
  const tokens = ["first", "second"];
  await compare({ token: () => tokens.shift(), retry: quick });
  assert.deepEqual(script.seen.map(({ metadata }) => metadata.authorization), ["Bearer first", "Bearer second"]);
  await compare({ token: "third" });
  assert.equal(script.seen.at(-1).metadata.authorization, "Bearer third");
  await compare({});
  assert.equal(script.seen.at(-1).metadata.authorization, undefined);
  assert.match(script.seen.at(-1).metadata["user-agent"], /^parallax-client/);
});

test("a call that is aborted ends, also while it waits for its next attempt", async () => {
  script.hang = true;
  const controller = new AbortController();
  const call = compare({}, { signal: controller.signal });
  while (script.seen.length === 0) await new Promise(setImmediate);
  controller.abort(new Error("enough"));
  await assert.rejects(call, /enough/);

  script.hang = false;
  script.failures = [unavailable];
  const later = new AbortController();
  const waiting = compare({ retry: { initialBackoffMs: 50_000, maxBackoffMs: 50_000 } }, { signal: later.signal });
  while (script.seen.length < 2) await new Promise(setImmediate);
  setTimeout(() => later.abort(new Error("enough")), 20);
  await assert.rejects(waiting, /enough/);
  assert.equal(script.seen.length, 2);
});

test("options that cannot be meant are refused", () => {
  assert.throws(() => new Client("news.example:7340", { token: "secret" }), /over TLS only/);
  assert.throws(() => new Client("localhost:1", { timeoutMs: 0 }), /timeoutMs 0/);
  assert.throws(() => new Client("localhost:1", { retry: { attempts: 0 } }), /0 attempts/);
});
