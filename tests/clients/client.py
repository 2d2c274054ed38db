"""Sends a request and prints the answer, both as proto3 JSON: client.py HOST:PORT REQUEST.json"""
import sys

import grpc
from google.protobuf import json_format
from parallax.v1 import framing_service_pb2, framing_service_pb2_grpc

with open(sys.argv[2], encoding="utf-8") as f:
    request = json_format.Parse(f.read(), framing_service_pb2.CompareReportsRequest())
# Answers in the full view may be longer than the 4 MiB that clients take unless told otherwise.
with grpc.insecure_channel(sys.argv[1], [("grpc.max_receive_message_length", -1)]) as channel:
    stub = framing_service_pb2_grpc.FramingServiceStub(channel)
    response = stub.CompareReports(request, timeout=60)

# Python counts in code points, so with offsets in UTF32 a span can be cut out as it stands.
text = {(r.id, "BODY"): r.text for r in request.reports}
text.update({(r.id, "HEADLINE"): r.headline for r in request.reports})
for analysis in response.analyses:
    for claim in analysis.claims:
        section = claim.span.Section.Name(claim.span.section)
        covered = text[analysis.report_id, section][claim.span.begin:claim.span.end]
        assert covered == claim.span.text, (covered, claim.span.text)
print(json_format.MessageToJson(response))
