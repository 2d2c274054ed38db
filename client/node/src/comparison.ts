// The answer to a comparison, with what a newsroom tool asks of it first. All of it is a reading of
// one message, `Comparison.message`, which has all the rest.
import { fromJsonString, toJson, type JsonValue } from "@bufbuild/protobuf";

import type { Claim_Commitment } from "./gen/parallax/v1/analysis_pb.js";
import {
  type Difference,
  Difference_Kind,
  Difference_Severity,
  type Evidence,
  type Fact,
} from "./gen/parallax/v1/comparison_pb.js";
import {
  type CompareReportsResponse,
  CompareReportsResponseSchema,
} from "./gen/parallax/v1/framing_service_pb.js";
import { Span_Section } from "./gen/parallax/v1/report_pb.js";

/** A passage of a report that a difference rests on. */
export interface Quote {
  readonly reportId: string;
  readonly outlet: string;
  /** As it stands in the report. */
  readonly text: string;
  readonly inHeadline: boolean;
  /** In UTF-16 units of the headline or body, half-open. */
  readonly begin: number;
  readonly end: number;
  readonly sentenceIndex: number;
  /** The words that differ are the speaker's. */
  readonly inDirectQuote: boolean;
}

/** "reporting verb" */
export function kindLabel(kind: Difference_Kind): string {
  return (Difference_Kind[kind] ?? "UNKNOWN").toLowerCase().replaceAll("_", " ");
}

function once<T>(values: Iterable<T>, key: (value: T) => unknown = (value) => value): T[] {
  const seen = new Map<unknown, T>();
  for (const value of values) if (!seen.has(key(value))) seen.set(key(value), value);
  return [...seen.values()];
}

/** The differences that rest on one fact or the same passages: what an editor looks at as one. */
export class Card {
  /** The gravest of its differences, which comes first. */
  private readonly lead: Difference;

  constructor(
    private readonly comparison: Comparison,
    /** At least one, the gravest first. */
    readonly differences: readonly [Difference, ...Difference[]],
  ) {
    this.lead = differences[0];
  }

  get id(): string {
    return this.lead.groupId || this.lead.id;
  }

  get kind(): Difference_Kind {
    return this.lead.kind;
  }

  /** Of all its differences, each once. */
  get kinds(): Difference_Kind[] {
    return once(this.differences.map((difference) => difference.kind));
  }

  get severity(): Difference_Severity {
    return Math.max(...this.differences.map((difference) => difference.severity));
  }

  /** Of the gravest difference: how likely an editor agrees, from 0 to 1. */
  get confidence(): number {
    return this.lead.confidence;
  }

  /** One plain sentence about the gravest difference. */
  get explanation(): string {
    return this.lead.explanation;
  }

  /** A sentence for each aspect, each once. */
  get explanations(): string[] {
    return once(this.differences.map((difference) => difference.explanation));
  }

  /** The fact that it stands on; undefined for wording that stands on none. */
  get fact(): Fact | undefined {
    const id = this.differences.find((difference) => difference.factId)?.factId;
    return id === undefined ? undefined : this.comparison.fact(id);
  }

  /** The reports on any of its sides, in the order of the request. */
  get reportIds(): string[] {
    const positions = this.differences.flatMap((difference) => difference.positions);
    const taking = new Set(positions.flatMap((position) => position.reportIds));
    return this.comparison.reportIds.filter((id) => taking.has(id));
  }

  /** The passages that show it, each once. */
  get quotes(): Quote[] {
    const positions = this.differences.flatMap((difference) => difference.positions);
    const evidence = positions.flatMap((position) => position.evidence);
    return once(
      evidence.map((passage) => this.comparison.quote(passage)),
      (quote) => JSON.stringify(quote),
    );
  }

  toString(): string {
    const severity = Difference_Severity[this.severity] ?? "UNKNOWN";
    const kinds = this.kinds.map(kindLabel).join(", ");
    return [
      `${severity} ${kinds} (${this.confidence.toFixed(2)}): ${this.explanation}`,
      ...this.quotes.map((quote) => `${quote.outlet}: “${quote.text}”`),
    ].join("\n  ");
  }
}

/** Which cards are wanted; what is absent does not choose. */
export interface CardFilter {
  readonly kinds?: readonly Difference_Kind[];
  readonly minSeverity?: Difference_Severity;
  readonly minConfidence?: number;
  /** Cards that concern all these reports. */
  readonly between?: readonly string[];
}

/** What reports of one event share and how each frames it. */
export class Comparison {
  /** The differences as an editor reads them, the gravest card first. */
  readonly cards: readonly Card[];
  /** In the order of the request. */
  readonly reportIds: readonly string[];
  private readonly outlets: ReadonlyMap<string, string>;
  private readonly factsById: ReadonlyMap<string, Fact>;

  constructor(readonly message: CompareReportsResponse) {
    const groups = new Map<string, [Difference, ...Difference[]]>();
    for (const difference of message.differences) {
      const group = groups.get(difference.groupId || difference.id);
      if (group) group.push(difference);
      else groups.set(difference.groupId || difference.id, [difference]);
    }
    this.cards = [...groups.values()].map((group) => new Card(this, group));
    this.reportIds = message.profiles.map((profile) => profile.reportId);
    this.outlets = new Map(message.profiles.map((profile) => [profile.reportId, profile.outlet]));
    this.factsById = new Map(message.facts.map((fact) => [fact.id, fact]));
  }

  /**
   * Reads proto3 JSON, such as `parallax compare --format=json` prints; fields that are newer than
   * this package are left out. Throws for anything else.
   */
  static fromJsonString(text: string): Comparison {
    return new Comparison(
      fromJsonString(CompareReportsResponseSchema, text, { ignoreUnknownFields: true }),
    );
  }

  /** Proto3 JSON, also by JSON.stringify. */
  toJSON(): JsonValue {
    return toJson(CompareReportsResponseSchema, this.message);
  }

  cardsWhere(filter: CardFilter): Card[] {
    return this.cards.filter(
      (card) =>
        (!filter.kinds?.length || card.kinds.some((kind) => filter.kinds?.includes(kind))) &&
        card.severity >= (filter.minSeverity ?? 0) &&
        card.confidence >= (filter.minConfidence ?? 0) &&
        (filter.between ?? []).every((id) => card.reportIds.includes(id)),
    );
  }

  /** How many cards there are of each severity. */
  get counts(): { readonly high: number; readonly medium: number; readonly low: number } {
    const of = (severity: Difference_Severity) =>
      this.cards.filter((card) => card.severity === severity).length;
    return {
      high: of(Difference_Severity.HIGH),
      medium: of(Difference_Severity.MEDIUM),
      low: of(Difference_Severity.LOW),
    };
  }

  /** The outlet's name, as given, or the report's id. */
  outlet(reportId: string): string {
    return this.outlets.get(reportId) || reportId;
  }

  /** Most widely carried and most prominent first. */
  get facts(): readonly Fact[] {
    return this.message.facts;
  }

  fact(id: string): Fact | undefined {
    return this.factsById.get(id);
  }

  /** How far each report that carries the fact stands behind it, by the report's id. */
  commitments(fact: Fact): Map<string, Claim_Commitment> {
    return new Map(fact.accounts.map((account) => [account.reportId, account.commitment]));
  }

  /** What the caller should know of how the reports were read, in sentences. */
  get warnings(): string[] {
    return this.message.warnings.map((warning) => warning.text);
  }

  get modelId(): string {
    return this.message.modelId;
  }

  quote(evidence: Evidence): Quote {
    return {
      reportId: evidence.reportId,
      outlet: this.outlet(evidence.reportId),
      text: evidence.span?.text ?? "",
      inHeadline: evidence.span?.section === Span_Section.HEADLINE,
      begin: evidence.span?.begin ?? 0,
      end: evidence.span?.end ?? 0,
      sentenceIndex: evidence.sentenceIndex,
      inDirectQuote: evidence.inDirectQuote,
    };
  }
}
