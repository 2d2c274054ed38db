// What is sent: reports, and what is wanted of the answer.
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";

import type { Difference_Kind, Difference_Severity } from "./gen/parallax/v1/comparison_pb.js";
import {
  type AnalyzeReportRequest,
  AnalyzeReportRequestSchema,
  type CompareReportsRequest,
  CompareReportsRequest_View,
  CompareReportsRequestSchema,
  type FollowEventRequest_OptionsSchema,
} from "./gen/parallax/v1/framing_service_pb.js";
import { type Report, ReportSchema, Span_Encoding } from "./gen/parallax/v1/report_pb.js";

interface AboutReport {
  readonly outlet?: string;
  readonly headline?: string;
  /** Unique among the reports of a call; absent: "r1", "r2", ... by place. */
  readonly id?: string;
  /** "On Wednesday" is read against it. */
  readonly published?: Date;
  /** Shown, never opened. */
  readonly uri?: string;
  /** BCP 47; absent: "en". */
  readonly language?: string;
}

/** One report of an event: plain text, or a page in which the article is found. */
export type ReportInput =
  | string
  | (AboutReport & ({ readonly text: string } | { readonly html: string }))
  | Report;

/** What is wanted of a comparison. */
export interface CompareOptions {
  /** Absent or empty: all. */
  readonly kinds?: readonly Difference_Kind[];
  /** Absent: all. */
  readonly minSeverity?: Difference_Severity;
  /** Absent: what an editor should see; 0: everything. */
  readonly minConfidence?: number;
  /** With the analysis of each report. */
  readonly full?: boolean;
  /** A house style: what its file holds, not the file's name. */
  readonly style?: string;
}

export function reportMessage(input: ReportInput): Report {
  if (typeof input === "string") return reportMessage({ text: input });
  if ("$typeName" in input) return input;
  const { outlet, headline, id, published, uri, language } = input;
  const text = "text" in input ? input.text : "";
  const html = "html" in input ? input.html : "";
  if ((text === "") === (html === "")) throw new TypeError("a report has either text or html");
  return create(ReportSchema, {
    outlet,
    headline,
    id,
    uri,
    languageCode: language,
    publishTime: published && timestampFromDate(published),
    body: text ? { case: "text", value: text } : { case: "html", value: html },
  });
}

/** `options` as fields of requests. Offsets count UTF-16 units, as JavaScript's strings do. */
export function optionFields(
  options: CompareOptions,
): MessageInitShape<typeof FollowEventRequest_OptionsSchema> {
  return {
    offsetEncoding: Span_Encoding.UTF16,
    view: options.full ? CompareReportsRequest_View.FULL : CompareReportsRequest_View.BASIC,
    kinds: [...(options.kinds ?? [])],
    minSeverity: options.minSeverity,
    minConfidence: options.minConfidence,
    style: options.style,
  };
}

export function compareRequest(
  reports: Iterable<ReportInput>,
  options: CompareOptions,
): CompareReportsRequest {
  const { offsetEncoding, view, kinds, minSeverity, minConfidence, style } = optionFields(options);
  return create(CompareReportsRequestSchema, {
    reports: [...reports].map(reportMessage),
    offsetEncoding,
    view,
    kinds,
    minSeverity,
    minConfidence,
    style,
  });
}

export function analyzeRequest(report: ReportInput): AnalyzeReportRequest {
  return create(AnalyzeReportRequestSchema, {
    report: reportMessage(report),
    offsetEncoding: Span_Encoding.UTF16,
  });
}
