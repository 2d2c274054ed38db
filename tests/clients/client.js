// Sends a request and prints the answer, both as proto3 JSON: client.js HOST:PORT REQUEST.json
const fs = require('fs');
const path = require('path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const [address, file] = process.argv.slice(2);
const proto = path.join(__dirname, '..', '..', 'proto');
const definition = loader.loadSync('parallax/v1/framing_service.proto',
    {includeDirs: [proto], enums: String, longs: String, arrays: false, defaults: false});
const {FramingService} = grpc.loadPackageDefinition(definition).parallax.v1;

const request = JSON.parse(fs.readFileSync(file, 'utf8'));
for (const report of request.reports) {
  // proto-loader knows no special JSON form of Timestamp.
  if (report.publishTime) {
    report.publishTime = {seconds: Date.parse(report.publishTime) / 1000, nanos: 0};
  }
}
// Answers in the full view may be longer than the 4 MiB that clients take unless told otherwise.
const client = new FramingService(address, grpc.credentials.createInsecure(),
    {'grpc.max_receive_message_length': -1});
client.compareReports(request, {deadline: Date.now() + 60000}, (error, response) => {
  if (error) {
    console.error(error.message);
    process.exit(1);
  }
  process.stdout.write(JSON.stringify(response));
  client.close();
});
