// A followed event: steps that are answered in order over one stream.
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import type { Client, ClientDuplexStream, Metadata, ServiceError } from "@grpc/grpc-js";
import { status as Code } from "@grpc/grpc-js";

import { Comparison } from "./comparison.js";
import { errorFromCall, errorFromStatus, type ParallaxError, UnreachableError } from "./errors.js";
import {
  type FollowEventRequest,
  FollowEventRequest_OptionsSchema,
  FollowEventRequestSchema,
  type FollowEventResponse,
  FollowEventResponseSchema,
  FramingService,
} from "./gen/parallax/v1/framing_service_pb.js";
import { type CompareOptions, optionFields, type ReportInput, reportMessage } from "./requests.js";

/** What one step came to: the comparison of all reports now held. */
export interface Update {
  /** Of fewer than two reports: profiles, no facts. */
  readonly comparison: Comparison;
  /** The reports held, oldest first. */
  readonly reportIds: readonly string[];
}

interface Waiting {
  resolve(update: Update): void;
  reject(error: ParallaxError): void;
}

/**
 * From Client.follow; close() it in the end. A step that cannot be used rejects and changes nothing;
 * the event goes on.
 */
export class FollowedEvent {
  private readonly stream: ClientDuplexStream<FollowEventRequest, FollowEventResponse>;
  private readonly waiting: Waiting[] = [];
  private options: CompareOptions | undefined;
  private ended: ParallaxError | undefined;

  constructor(channel: Client, metadata: Metadata, options: CompareOptions) {
    this.options = options;
    const method = FramingService.method.followEvent;
    this.stream = channel.makeBidiStreamRequest(
      `/${method.parent.typeName}/${method.name}`,
      (message: FollowEventRequest) => Buffer.from(toBinary(FollowEventRequestSchema, message)),
      (bytes) => fromBinary(FollowEventResponseSchema, bytes),
      metadata,
    );
    this.stream.on("data", (response: FollowEventResponse) => this.answer(response));
    this.stream.on("error", (error: ServiceError) => this.end(errorFromCall(error)));
    this.stream.on("end", () =>
      this.end(new UnreachableError(Code.UNAVAILABLE, "the stream has ended")),
    );
  }

  /** Adds a report; one whose id is held already takes the old one's place. */
  async add(report: ReportInput): Promise<Update> {
    return this.step({ case: "report", value: reportMessage(report) });
  }

  async remove(reportId: string): Promise<Update> {
    return this.step({ case: "removeReportId", value: reportId });
  }

  /** Steps under way are still answered. */
  close(): void {
    this.ended ??= new UnreachableError(Code.UNAVAILABLE, "the event was closed");
    this.stream.end();
  }

  private step(action: FollowEventRequest["action"]): Promise<Update> {
    return new Promise((resolve, reject) => {
      if (this.ended) {
        reject(this.ended);
        return;
      }
      const options = this.options && create(FollowEventRequest_OptionsSchema, optionFields(this.options));
      this.options = undefined;
      this.waiting.push({ resolve, reject });
      this.stream.write(create(FollowEventRequestSchema, { action, options }));
    });
  }

  private answer(response: FollowEventResponse): void {
    const step = this.waiting.shift();
    if (response.outcome.case === "comparison") {
      const comparison = new Comparison(response.outcome.value);
      step?.resolve({ comparison, reportIds: response.reportIds });
    } else if (response.outcome.case === "error") {
      step?.reject(errorFromStatus(response.outcome.value));
    }
  }

  private end(error: ParallaxError): void {
    this.ended ??= error;
    for (const step of this.waiting.splice(0)) step.reject(error);
  }
}
