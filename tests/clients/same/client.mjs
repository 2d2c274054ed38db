// Sends the request on standard input and prints the answer, both as proto3 JSON:
// client.mjs HOST:PORT MILLISECONDS
import { readFileSync } from "node:fs";

import { fromJsonString } from "@bufbuild/protobuf";
import { Client } from "parallax-client";
import { CompareReportsRequestSchema } from "parallax-client/v1";

const client = new Client(process.argv[2], { timeoutMs: Number(process.argv[3]) });
const request = fromJsonString(CompareReportsRequestSchema, readFileSync(0, "utf8"));
console.log(JSON.stringify(await client.compareRequest(request)));
client.close();
