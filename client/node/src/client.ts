// The client: calls with their deadline and attempts.
import { setTimeout as sleep } from "node:timers/promises";

import {
  type DescMessage,
  type DescMethodUnary,
  fromBinary,
  type MessageShape,
  toBinary,
} from "@bufbuild/protobuf";
import type { Metadata, ServiceError } from "@grpc/grpc-js";

import { Comparison } from "./comparison.js";
import { type ClientOptions, Connection } from "./connection.js";
import { errorFromCall } from "./errors.js";
import { FollowedEvent } from "./followed_event.js";
import {
  type AnalyzeReportResponse,
  type CompareReportsRequest,
  FramingService,
} from "./gen/parallax/v1/framing_service_pb.js";
import { analyzeRequest, type CompareOptions, compareRequest, type ReportInput } from "./requests.js";
import { Attempts } from "./retry.js";

/** What may be said of one call. */
export interface CallOptions {
  /** For this call with all its attempts. */
  readonly timeoutMs?: number;
  /** Ends the call, and then also the waiting between attempts. */
  readonly signal?: AbortSignal;
}

/**
 * Asks a Parallax server at HOST:PORT. Calls may run side by side; close() it in the end. They reject
 * with a ParallaxError, whose subclasses say what went wrong, or with the signal's reason.
 */
export class Client {
  private readonly connection: Connection;

  constructor(server = "localhost:7340", options: ClientOptions = {}) {
    this.connection = new Connection(server, options);
  }

  /** Compares two or more reports of one event. */
  async compare(
    reports: Iterable<ReportInput>,
    options: CompareOptions & CallOptions = {},
  ): Promise<Comparison> {
    return this.compareRequest(compareRequest(reports, options), options);
  }

  /** `compare` for a request message as it stands, the unit of its offsets included. */
  async compareRequest(
    request: CompareReportsRequest,
    options: CallOptions = {},
  ): Promise<Comparison> {
    return new Comparison(await this.call(FramingService.method.compareReports, request, options));
  }

  /** Reads one report: what it claims, on whose word, and how far it stands behind it. */
  async analyze(report: ReportInput, options: CallOptions = {}): Promise<AnalyzeReportResponse> {
    return this.call(FramingService.method.analyzeReport, analyzeRequest(report), options);
  }

  /**
   * Follows an event as reports of it break. The server holds the reports, so that a stream that
   * breaks is not taken up again: open another and add them anew.
   */
  async follow(options: CompareOptions = {}): Promise<FollowedEvent> {
    return new FollowedEvent(this.connection.channel, await this.connection.metadata(), options);
  }

  /** Calls under way still end; new ones fail. */
  close(): void {
    this.connection.channel.close();
  }

  private async call<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    request: MessageShape<I>,
    options: CallOptions,
  ): Promise<MessageShape<O>> {
    const attempts = new Attempts(
      this.connection.retry,
      options.timeoutMs ?? this.connection.timeoutMs,
    );
    for (;;) {
      const metadata = await this.connection.metadata();
      options.signal?.throwIfAborted();
      let wait: number;
      try {
        return await this.attempt(method, request, metadata, attempts.deadline, options.signal);
      } catch (error) {
        options.signal?.throwIfAborted();
        wait = attempts.waitAfter(errorFromCall(error as ServiceError));
      }
      await sleep(wait, undefined, { signal: options.signal }).catch(() =>
        options.signal?.throwIfAborted(),
      );
    }
  }

  private attempt<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    request: MessageShape<I>,
    metadata: Metadata,
    deadline: number,
    signal: AbortSignal | undefined,
  ): Promise<MessageShape<O>> {
    return new Promise((resolve, reject) => {
      const call = this.connection.channel.makeUnaryRequest(
        `/${method.parent.typeName}/${method.name}`,
        (message: MessageShape<I>) => Buffer.from(toBinary(method.input, message)),
        (bytes) => fromBinary(method.output, bytes),
        request,
        metadata,
        { deadline },
        (error, response) => {
          signal?.removeEventListener("abort", cancel);
          if (error) reject(error);
          else resolve(response as MessageShape<O>);
        },
      );
      const cancel = () => call.cancel();
      signal?.addEventListener("abort", cancel, { once: true });
    });
  }
}
