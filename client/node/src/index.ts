// Client of Parallax, which compares how several news reports frame one event. The messages of the
// API are in `parallax-client/v1`; this module has what makes them pleasant to use.
export { type CallOptions, Client } from "./client.js";
export { Card, type CardFilter, Comparison, kindLabel, type Quote } from "./comparison.js";
export type { ClientOptions, TlsOptions } from "./connection.js";
export {
  AccessError,
  BusyError,
  InvalidRequestError,
  ParallaxError,
  TimeoutExceededError,
  UnreachableError,
  type Violation,
} from "./errors.js";
export type { FollowedEvent, Update } from "./followed_event.js";
export { Claim_Commitment as Commitment } from "./gen/parallax/v1/analysis_pb.js";
export { Difference_Kind as Kind, Difference_Severity as Severity } from "./gen/parallax/v1/comparison_pb.js";
export type { CompareOptions, ReportInput } from "./requests.js";
export type { RetryPolicy } from "./retry.js";
