// A real server, and one that answers as it is told.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";

import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import * as grpc from "@grpc/grpc-js";
import { CompareReportsRequestSchema, CompareReportsResponseSchema } from "parallax-client/v1";

export const bin = process.env.PARALLAX_BIN;
export const root = process.env.PARALLAX_ROOT;

// How long a call may take on a machine that has other work.
export const patienceMs = 600_000;

// Starts parallaxd on a free port: { address, stop }.
export async function startServer(...flags) {
  const patience = [`--max_call_time=${patienceMs}ms`, `--max_queue_time=${patienceMs}ms`];
  const arguments_ = ["--port=0", "--log_format=json", "--drain_delay=0s", ...patience, ...flags];
  const child = spawn(`${bin}/parallaxd`, arguments_, { stdio: ["ignore", "ignore", "pipe"] });
  const exit = once(child, "exit");
  let log = "";
  const address = await new Promise((resolve, reject) => {
    child.stderr.setEncoding("utf8").on("data", (text) => {
      log += text;
      const listening = /"listening","address":"([^"]+)"/.exec(log);
      if (listening) resolve(listening[1]);
    });
    exit.then(() => reject(new Error(`parallaxd did not start: ${log}`)));
  });
  return {
    address,
    async stop() {
      child.kill("SIGTERM");
      await exit;
    },
  };
}

export function diplomats() {
  const bundle = JSON.parse(readFileSync(`${root}/tests/bundles/made-diplomats.json`, "utf8"));
  return bundle.reports.map(({ id, source, sentences }) => ({
    id,
    outlet: source,
    headline: sentences[0],
    text: sentences.slice(1).join("\n"),
  }));
}

// Fails calls as told, in order, then answers; keeps what it was sent.
export async function startScript() {
  const script = { failures: [], seen: [], hang: false };
  const server = new grpc.Server();
  const compareReports = {
    path: "/parallax.v1.FramingService/CompareReports",
    requestStream: false,
    responseStream: false,
    requestSerialize: (message) => Buffer.from(toBinary(CompareReportsRequestSchema, message)),
    requestDeserialize: (bytes) => fromBinary(CompareReportsRequestSchema, bytes),
    responseSerialize: (message) => Buffer.from(toBinary(CompareReportsResponseSchema, message)),
    responseDeserialize: (bytes) => fromBinary(CompareReportsResponseSchema, bytes),
  };
  server.addService({ compareReports }, {
    compareReports(call, callback) {
      script.seen.push({ metadata: call.metadata.getMap(), deadline: call.getDeadline(), time: Date.now() });
      if (script.hang) return;
      const failure = script.failures.shift();
      if (failure) callback(failure);
      else callback(null, create(CompareReportsResponseSchema, { modelId: "scripted" }));
    },
  });
  const credentials = grpc.ServerCredentials.createInsecure();
  const port = await new Promise((resolve, reject) =>
    server.bindAsync("localhost:0", credentials, (error, bound) => (error ? reject(error) : resolve(bound))),
  );
  script.address = `localhost:${port}`;
  script.stop = () => server.forceShutdown();
  return script;
}

const field = (number, type) => (number << 3) | type;
const bytesField = (number, bytes) => {
  if (bytes.length > 127) throw new RangeError("too long for one byte of length");
  return Buffer.concat([Buffer.from([field(number, 2), bytes.length]), bytes]);
};
const any = (type, value) =>
  Buffer.concat([bytesField(1, Buffer.from(`type.googleapis.com/google.rpc.${type}`)), bytesField(2, value)]);

// A status as parallaxd would send it, its details put together byte by byte so that the package's own
// messages do not vouch for themselves. The delay, if any, is under 127 ms.
export function failure(code, reason = "", retryAfterMs = undefined) {
  const metadata = new grpc.Metadata();
  const details = [];
  if (reason) {
    const info = Buffer.concat([bytesField(1, Buffer.from(reason)), bytesField(2, Buffer.from("parallax"))]);
    details.push(any("ErrorInfo", info));
  }
  if (retryAfterMs !== undefined) {
    const nanos = [];
    for (let left = retryAfterMs * 1e6; left > 0; left = Math.floor(left / 128)) {
      nanos.push((left % 128) | (left >= 128 ? 128 : 0));
    }
    details.push(any("RetryInfo", bytesField(1, Buffer.from([field(2, 0), ...nanos]))));
  }
  if (details.length) {
    const status = [
      Buffer.from([field(1, 0), code]),
      bytesField(2, Buffer.from("as told")),
      ...details.map((detail) => bytesField(3, detail)),
    ];
    metadata.set("grpc-status-details-bin", Buffer.concat(status));
  }
  return { code, details: "as told", metadata };
}
