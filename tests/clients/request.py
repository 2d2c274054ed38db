"""Prints the request for one bundle as proto3 JSON: request.py BUNDLE.json"""
import json
import sys

with open(sys.argv[1], encoding="utf-8") as f:
    bundle = json.load(f)
reports = []
for report in bundle["reports"]:
    message = {"id": report["id"], "outlet": report["source"], "headline": report["sentences"][0],
               "text": "\n".join(report["sentences"][1:])}
    if report.get("published"):
        message["publishTime"] = report["published"] + "T12:00:00Z"
    reports.append(message)
json.dump({"reports": reports, "offsetEncoding": "UTF32", "view": "FULL"}, sys.stdout)
