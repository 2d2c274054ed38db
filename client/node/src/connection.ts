// How a server is reached: address, TLS, token, limits.
import { readFileSync } from "node:fs";

import * as grpc from "@grpc/grpc-js";

import { defaultRetry, type RetryPolicy } from "./retry.js";

/** PEM files. Without a `ca` the authorities that Node trusts are trusted. */
export interface TlsOptions {
  readonly ca?: string;
  /** What to show, with its `key`. */
  readonly certificate?: string;
  readonly key?: string;
}

export interface ClientOptions {
  /** true trusts the usual authorities. */
  readonly tls?: boolean | TlsOptions;
  /** Sent as a bearer token; a function is asked before each attempt. */
  readonly token?: string | (() => string | Promise<string>);
  /** For a call with all its attempts. */
  readonly timeoutMs?: number;
  readonly retry?: Partial<RetryPolicy>;
}

// More than a server sends unless it was told to send more than 64 MiB.
const maxAnswerBytes = 256 * 1024 * 1024;

const loopback = /^(localhost|127\.|\[::1\]|unix:)/;

function credentials(tls: ClientOptions["tls"]): grpc.ChannelCredentials {
  if (!tls) return grpc.credentials.createInsecure();
  const { ca, certificate, key } = tls === true ? ({} as TlsOptions) : tls;
  if ((certificate === undefined) !== (key === undefined)) {
    throw new TypeError("a certificate and its key go together");
  }
  const [roots, keyBytes, chain] = [ca, key, certificate].map((path) =>
    path === undefined ? null : readFileSync(path),
  );
  return grpc.credentials.createSsl(roots, keyBytes, chain);
}

/** A channel with what every call on it needs. */
export class Connection {
  readonly channel: grpc.Client;
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
  private readonly token: ClientOptions["token"];

  /** Throws where options cannot be meant, or a file cannot be read. */
  constructor(server: string, options: ClientOptions) {
    this.timeoutMs = options.timeoutMs ?? 60_000;
    this.retry = { ...defaultRetry, ...options.retry };
    this.token = options.token;
    if (!(this.timeoutMs > 0)) throw new RangeError(`timeoutMs ${this.timeoutMs}: must be over 0`);
    if (!(this.retry.attempts >= 1)) {
      throw new RangeError(`${this.retry.attempts} attempts: at least 1 needed`);
    }
    if (this.token !== undefined && !options.tls && !loopback.test(server)) {
      throw new TypeError("a token goes over TLS only, except to this machine");
    }
    this.channel = new grpc.Client(server, credentials(options.tls), {
      "grpc.max_receive_message_length": maxAnswerBytes,
      "grpc.primary_user_agent": "parallax-client",
    });
  }

  async metadata(): Promise<grpc.Metadata> {
    const metadata = new grpc.Metadata();
    if (this.token !== undefined) {
      const token = typeof this.token === "string" ? this.token : await this.token();
      metadata.set("authorization", `Bearer ${token}`);
    }
    return metadata;
  }
}
