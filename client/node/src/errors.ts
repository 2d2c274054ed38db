// What a call can end with, other than an answer.
import { createRegistry, fromBinary } from "@bufbuild/protobuf";
import { anyUnpack, durationMs } from "@bufbuild/protobuf/wkt";
import { type ServiceError, status as Code } from "@grpc/grpc-js";

import {
  type BadRequest,
  BadRequestSchema,
  type ErrorInfo,
  ErrorInfoSchema,
  type RetryInfo,
  RetryInfoSchema,
} from "./gen/google/rpc/error_details_pb.js";
import { type Status, StatusSchema } from "./gen/google/rpc/status_pb.js";

const detailTypes = createRegistry(BadRequestSchema, ErrorInfoSchema, RetryInfoSchema);

/** One thing that is wrong with a request. */
export interface Violation {
  /** Path from the request on: "reports[2].id". */
  readonly field: string;
  readonly description: string;
}

/** A call that was not answered. Its subclasses say what a caller can do about it. */
export class ParallaxError extends Error {
  constructor(
    /** The gRPC code. */
    readonly code: Code,
    /** What the server says, without code and reason. */
    readonly detail: string,
    /** Stable, as the API lists them; empty where the server gave none. */
    readonly reason = "",
    /** All that is wrong with the request. */
    readonly violations: readonly Violation[] = [],
    /** Where the server asks to be tried again: in how many milliseconds. */
    readonly retryAfterMs: number | undefined = undefined,
  ) {
    super(`${reason || Code[code]}: ${detail}`);
    this.name = new.target.name;
  }
}

/** The request is at fault; `violations` lists all that is wrong. */
export class InvalidRequestError extends ParallaxError {}

/** The server has as much work as it takes on, and still had after the last attempt. */
export class BusyError extends ParallaxError {}

/** No server was reached, or it is stopping. */
export class UnreachableError extends ParallaxError {}

/** The answer did not come in time. */
export class TimeoutExceededError extends ParallaxError {}

/** The token or certificate was not accepted. */
export class AccessError extends ParallaxError {}

function classOf(code: Code, retryAfterMs: number | undefined): typeof ParallaxError {
  switch (code) {
    case Code.INVALID_ARGUMENT:
      return InvalidRequestError;
    case Code.RESOURCE_EXHAUSTED:
      return retryAfterMs === undefined ? ParallaxError : BusyError;
    case Code.UNAVAILABLE:
    case Code.CANCELLED:
      return UnreachableError;
    case Code.DEADLINE_EXCEEDED:
      return TimeoutExceededError;
    case Code.UNAUTHENTICATED:
    case Code.PERMISSION_DENIED:
      return AccessError;
    default:
      return ParallaxError;
  }
}

/** The error that a `google.rpc.Status` with its details speaks of. */
export function errorFromStatus(status: Status): ParallaxError {
  let reason = "";
  let violations: Violation[] = [];
  let retryAfterMs: number | undefined;
  for (const detail of status.details) {
    const message = anyUnpack(detail, detailTypes) as ErrorInfo | BadRequest | RetryInfo | undefined;
    switch (message?.$typeName) {
      case "google.rpc.ErrorInfo":
        reason = message.reason;
        break;
      case "google.rpc.BadRequest":
        violations = message.fieldViolations.map(({ field, description }) => ({ field, description }));
        break;
      case "google.rpc.RetryInfo":
        retryAfterMs = message.retryDelay ? durationMs(message.retryDelay) : 0;
    }
  }
  const code: Code = status.code in Code ? status.code : Code.UNKNOWN;
  return new (classOf(code, retryAfterMs))(code, status.message, reason, violations, retryAfterMs);
}

/** The error of a call that ended so. */
export function errorFromCall(error: ServiceError): ParallaxError {
  const bytes = error.metadata?.get("grpc-status-details-bin")[0];
  if (bytes instanceof Uint8Array) {
    try {
      return errorFromStatus(fromBinary(StatusSchema, bytes));
    } catch {
      // A proxy's, of another kind; code and message still stand.
    }
  }
  return new (classOf(error.code, undefined))(error.code, error.details);
}
