// The messages of the API, as `parallax-client/v1`.
export * from "./gen/parallax/v1/analysis_pb.js";
export * from "./gen/parallax/v1/comparison_pb.js";
export * from "./gen/parallax/v1/framing_service_pb.js";
export * from "./gen/parallax/v1/report_pb.js";
