// Has the client make pages of scripted answers, as from a server: make_pages.js PARALLAX FOLDER
// writes FOLDER/NAME.html for each of the answers.
'use strict';
const {execFile} = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const {promisify} = require('node:util');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');
const answers = require('./answers.js');

async function main([parallax, folder]) {
  const definition = loader.loadSync('parallax/v1/framing_service.proto',
      {includeDirs: [path.join(__dirname, '..', '..', 'proto')], enums: String, longs: String});
  const {FramingService} = grpc.loadPackageDefinition(definition).parallax.v1;
  const server = new grpc.Server({'grpc.max_send_message_length': -1,
    'grpc.max_receive_message_length': -1});
  let scripted;
  server.addService(FramingService.service, {
    compareReports: (call, done) => done(null, scripted),
    analyzeReport: (call, done) => done({code: grpc.status.UNIMPLEMENTED}),
    followEvent: (call) => call.end(),
  });
  const port = await promisify(server.bindAsync.bind(server))('127.0.0.1:0',
      grpc.ServerCredentials.createInsecure());
  for (const name of ['everyKind', 'hostile', 'large']) {
    const {request, response} = answers[name]();
    scripted = response;
    const file = path.join(folder, `${name}.json`);
    const asked = structuredClone(request);
    for (const report of asked.reports) {
      if (!report.publishTime) continue;
      report.publishTime = new Date(report.publishTime.seconds * 1000).toISOString();
    }
    fs.writeFileSync(file, JSON.stringify(asked));
    const {stdout} = await promisify(execFile)(parallax, ['compare', `--server=127.0.0.1:${port}`,
      `--request=${file}`, '--format=html'], {maxBuffer: 256 << 20});
    fs.writeFileSync(path.join(folder, `${name}.html`), stdout);
  }
  server.forceShutdown();
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exit(1);
});
