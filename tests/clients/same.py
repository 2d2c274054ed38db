"""Fails unless all the files hold the same CompareReportsResponse, as proto3 JSON."""
import os
import sys

from google.protobuf import json_format
from parallax.v1 import framing_service_pb2

answers = {}
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as f:
        message = json_format.Parse(f.read(), framing_service_pb2.CompareReportsResponse())
    answers[os.path.basename(path)] = message.SerializeToString(deterministic=True)
first = next(iter(answers.values()))
different = [name for name, answer in answers.items() if answer != first]
if different or not first:
    sys.exit(f"{', '.join(different) or 'every answer'}: not as expected")
print(f"{len(first)} bytes, the same from {', '.join(answers)}")
