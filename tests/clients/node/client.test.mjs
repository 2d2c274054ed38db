// The package against the real server.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import {
  Client,
  Comparison,
  InvalidRequestError,
  Kind,
  Severity,
  TimeoutExceededError,
  UnreachableError,
} from "parallax-client";

import { bin, diplomats, patienceMs, root, startServer } from "./servers.mjs";

const reports = diplomats();
let server;
let client;
let comparison;

before(async () => {
  server = await startServer();
  client = new Client(server.address, { timeoutMs: patienceMs });
  comparison = await client.compare(reports);
});

after(async () => {
  client.close();
  await server.stop();
});

test("cards hold all differences by group, gravest first", () => {
  assert.ok(comparison.cards.length > 0);
  const shown = comparison.cards.flatMap((card) => card.differences);
  assert.deepEqual(new Set(shown), new Set(comparison.message.differences));
  assert.equal(shown.length, comparison.message.differences.length);
  for (const card of comparison.cards) {
    assert.ok(card.differences.every((difference) => difference.groupId === card.id));
    assert.equal(card.differences[0].id, card.id);
  }
  const severities = comparison.cards.map((card) => card.severity);
  assert.deepEqual(severities, [...severities].sort((a, b) => b - a));
  const { high, medium, low } = comparison.counts;
  assert.equal(high + medium + low, severities.length);
});

test("quotes stand in the reports at their offsets", () => {
  const quotes = comparison.cards.flatMap((card) => card.quotes);
  assert.ok(quotes.length > 0);
  for (const quote of quotes) {
    const report = reports.find(({ id }) => id === quote.reportId);
    const where = quote.inHeadline ? report.headline : report.text;
    assert.equal(where.slice(quote.begin, quote.end), quote.text);
    assert.equal(quote.outlet, report.outlet);
  }
});

test("offsets count UTF-16 units", async () => {
  const texts = ["😀 Troops fired on the crowd in Älborg.", "😀 Officials denied that troops had fired on the crowd in Älborg."];
  const answer = await client.compare(texts);
  const quotes = answer.cards.flatMap((card) => card.quotes);
  assert.ok(quotes.length > 0);
  for (const { reportId, begin, end, text } of quotes) {
    assert.equal(texts[answer.reportIds.indexOf(reportId)].slice(begin, end), text);
  }
  const { analysis } = await client.analyze(texts[0]);
  assert.ok(analysis.claims.length > 0);
  for (const { span } of analysis.claims) assert.equal(texts[0].slice(span.begin, span.end), span.text);
});

test("cards are chosen by kind, severity, confidence and reports", () => {
  const { kind } = comparison.cards.at(-1);
  assert.deepEqual(
    comparison.cardsWhere({ kinds: [kind] }),
    comparison.cards.filter((card) => card.kinds.includes(kind)),
  );
  assert.deepEqual(comparison.cardsWhere({}), [...comparison.cards]);
  assert.deepEqual(comparison.cardsWhere({ minConfidence: 1.01 }), []);
  const pair = comparison.cards[0].reportIds.slice(0, 2);
  assert.ok(comparison.cardsWhere({ between: pair }).includes(comparison.cards[0]));
  const { high, medium } = comparison.counts;
  assert.equal(comparison.cardsWhere({ minSeverity: Severity.MEDIUM }).length, high + medium);
});

test("the server is asked for what is wanted", async () => {
  const { kind } = comparison.cards[0];
  const wanted = await client.compare(reports, { kinds: [kind], minConfidence: 0, full: true });
  assert.deepEqual([...new Set(wanted.message.differences.map((d) => d.kind))], [kind]);
  assert.equal(wanted.message.analyses.length, reports.length);
  assert.equal(comparison.message.analyses.length, 0);
});

test("a house style is applied", async () => {
  const { kind } = comparison.cards[0];
  const style = `[severity]\n${Kind[kind]} = off\n`;
  const kinds = (answer) => new Set(answer.message.differences.map((difference) => difference.kind));
  const wanted = kinds(comparison);
  wanted.delete(kind);
  assert.deepEqual(kinds(await client.compare(reports, { style })), wanted);
  const two = await client.compare(reports.slice(0, 2), { style });
  assert.notDeepEqual(two.message, (await client.compare(reports.slice(0, 2))).message);
  const event = await client.follow({ style });
  await event.add(reports[0]);
  assert.deepEqual((await event.add(reports[1])).comparison.message, two.message);
  event.close();
  await assert.rejects(client.compare(reports, { style: "[severity]\nzembla = off\n" }), (error) => {
    assert.ok(error instanceof InvalidRequestError);
    assert.deepEqual(error.violations.map(({ field }) => field), ["style"]);
    assert.match(error.violations[0].description, /line 2/);
    return true;
  });
});

test("facts and commitments read by report", () => {
  const [fact] = comparison.facts;
  assert.equal(comparison.fact(fact.id), fact);
  const commitments = comparison.commitments(fact);
  assert.deepEqual([...commitments.keys()], fact.accounts.map((account) => account.reportId));
  assert.ok([...commitments.values()].every((commitment) => commitment > 0));
});

test("JSON goes out and comes in", () => {
  const text = JSON.stringify(comparison);
  assert.deepEqual(Comparison.fromJsonString(text).message, comparison.message);
  assert.throws(() => Comparison.fromJsonString("[]"));
});

test("an event is followed past a step that cannot be used", async () => {
  const event = await client.follow({ minConfidence: 0 });
  assert.deepEqual((await event.add(reports[0])).comparison.facts, []);
  // Steps need not wait for one another's answers.
  const [refused, update, left] = await Promise.allSettled([
    event.remove("nobody"),
    event.add(reports[1]),
    event.remove(reports[0].id),
  ]);
  assert.ok(refused.reason instanceof InvalidRequestError);
  assert.equal(refused.reason.reason, "INVALID_REQUEST");
  assert.deepEqual(update.value.reportIds, [reports[0].id, reports[1].id]);
  const both = await client.compare(reports.slice(0, 2), { minConfidence: 0 });
  assert.deepEqual(update.value.comparison.message, both.message);
  assert.deepEqual(left.value.reportIds, [reports[1].id]);
  const last = event.add(reports[0]);
  event.close();
  assert.equal((await last).reportIds.length, 2);
  await assert.rejects(event.add(reports[0]), UnreachableError);
});

test("all that is wrong with a request is listed", async () => {
  await assert.rejects(client.compare([{ id: "a b", text: "One." }, { text: " " }]), (error) => {
    assert.ok(error instanceof InvalidRequestError);
    assert.equal(error.name, "InvalidRequestError");
    assert.deepEqual(error.violations.map(({ field }) => field), ["reports[0].id", "reports[1].text"]);
    return true;
  });
});

test("reports that cannot be meant are refused before they are sent", async () => {
  for (const report of [{ text: "One.", html: "<p>One." }, { text: "" }]) {
    await assert.rejects(client.compare([report]), /either text or html/);
  }
});

test("a deadline that is too short, and no server, are errors of their own", async () => {
  await assert.rejects(client.compare(reports, { timeoutMs: 1 }), TimeoutExceededError);
  const lost = new Client("localhost:1", { retry: { attempts: 2 } });
  await assert.rejects(lost.compare(["One.", "Two."]), UnreachableError);
  lost.close();
});

test("a call that is aborted rejects with the reason", async () => {
  const controller = new AbortController();
  const call = client.compare(reports, { signal: controller.signal });
  controller.abort(new Error("enough"));
  await assert.rejects(call, /enough/);
});

test("TLS with certificates on both sides", async () => {
  const folder = mkdtempSync(join(tmpdir(), "parallax-"));
  const [certificate, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
    "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
    "-keyout", key, "-out", certificate], { stdio: "ignore" });
  const guarded = await startServer(`--tls_cert=${certificate}`, `--tls_key=${key}`, `--tls_client_ca=${certificate}`);
  const address = `localhost:${guarded.address.split(":").at(-1)}`;
  try {
    const known = new Client(address, { tls: { ca: certificate, certificate, key }, token: "secret" });
    assert.ok((await known.compare(reports.slice(0, 2))).facts.length > 0);
    known.close();
    for (const tls of [{ ca: certificate }, true]) {
      const stranger = new Client(address, { tls, retry: { attempts: 1 } });
      await assert.rejects(stranger.compare(reports.slice(0, 2)), UnreachableError);
      stranger.close();
    }
  } finally {
    await guarded.stop();
  }
});

test("the examples of the README run", () => {
  const readme = readFileSync(`${root}/client/node/README.md`, "utf8");
  const [first, second] = [...readme.matchAll(/```js\n(.*?)```/gs)].map((match) => match[1]);
  assert.equal(first.split("\n").length, 6);
  const page = `<html><body><article>${reports[1].text.split("\n").map((line) => `<p>${line}</p>`).join("")}`;
  const words = [reports[0].headline, reports[0].text];
  const filled = second.replace(/"\.\.\."/g, () => JSON.stringify(words.shift()))
    .replace('"<html>..."', () => JSON.stringify(page));
  const printed = [first, filled].map((code, i) => {
    const file = new URL(`readme-${i}.mjs`, import.meta.url);
    writeFileSync(file, code.replace("localhost:7340", server.address));
    return execFileSync("node", [file.pathname], { encoding: "utf8" });
  });
  assert.match(printed[0], /Officials denied/);
  assert.match(printed[1], /Map\(/);
});

test("the package has the version of the program", () => {
  const installed = JSON.parse(readFileSync(new URL("node_modules/parallax-client/package.json", import.meta.url)));
  const printed = execFileSync(`${bin}/parallax`, ["--version"], { encoding: "utf8" });
  assert.equal(printed.split(/[ ,]/)[1], installed.version);
});

test("enums read by name", () => {
  assert.equal(Kind[Kind.REPORTING_VERB], "REPORTING_VERB");
  assert.equal(Severity.HIGH, 3);
});
