"""Floods of HTTP/2 frames against parallaxd and against the HAProxy of deploy/haproxy in front of it.

  floods.py PARALLAXD [--seconds=5] [--direct]

Says how much the memory of both grew, and whether a call goes through after each flood. Exit status: 0
where behind HAProxy parallaxd grew by no more than 32 MiB, HAProxy by no more than 128 MiB, and all
calls went through. --direct floods parallaxd itself, to see what gRPC makes of it; nothing is judged.
"""

import argparse
import socket
import struct
import threading
import time

import grpc

from servers import HaProxy, ServerPair, compare_request, memory_of

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, RST_STREAM, SETTINGS, PING, CONTINUATION = 0, 1, 3, 4, 6, 9
MIB = 1 << 20


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def literal(name, value):
    """A header of HPACK, not indexed; both shorter than 127 bytes."""
    return b"\x00" + bytes([len(name)]) + name + bytes([len(value)]) + value


REQUEST = b"".join(literal(name, value) for name, value in [
    (b":method", b"POST"), (b":scheme", b"http"), (b":authority", b"parallax"),
    (b":path", b"/parallax.v1.FramingService/CompareReports"), (b"te", b"trailers"),
    (b"content-type", b"application/grpc")])


def continuations(send):
    send(frame(HEADERS, 0, 1, REQUEST))
    block = frame(CONTINUATION, 0, 1, b"".join(literal(b"x-%d" % number, b"y" * 100) for number in range(140)))
    while True:
        send(block)


def rapid_reset(send):
    stream = 1
    while True:
        batch = b""
        for _ in range(100):
            batch += frame(HEADERS, 4, stream, REQUEST) + frame(RST_STREAM, 0, stream, struct.pack(">I", 8))
            stream += 2
        send(batch)


def pings(send):
    while True:
        send(frame(PING, 0, 0, b"12345678") * 500)


def settings(send):
    while True:
        send(frame(SETTINGS, 0, 0, struct.pack(">HI", 3, 100)) * 500)


def empty_data(send):
    send(frame(HEADERS, 4, 1, REQUEST))
    while True:
        send(frame(DATA, 0, 1) * 500)


FLOODS = [continuations, rapid_reset, pings, settings, empty_data]


def flood(address, how, seconds):
    """Sends on four connections for so long, connecting anew where it is cut off. Reads nothing."""
    end = time.monotonic() + seconds
    host, port = address.rsplit(":", 1)
    sent = [0]

    def run():
        while time.monotonic() < end:
            try:
                with socket.create_connection((host, int(port)), timeout=1) as connection:
                    def send(data):
                        if time.monotonic() > end:
                            raise TimeoutError
                        connection.sendall(data)
                        sent[0] += len(data)
                    send(PREFACE + frame(SETTINGS, 0, 0))
                    how(send)
            except OSError:
                time.sleep(0.05)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sent[0]


def call_goes_through(address):
    with grpc.insecure_channel(address, [("grpc.use_local_subchannel_pool", 1)]) as channel:
        call = channel.unary_unary("/parallax.v1.FramingService/CompareReports")
        try:
            return len(call(compare_request(), timeout=60, wait_for_ready=True)) > 0
        except grpc.RpcError as error:
            print(f"  {error.code().name}: {error.details()}")
            return False


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("parallaxd")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--direct", action="store_true")
    options = parser.parse_args()
    failed = False
    print("flood             sent MiB   parallaxd MiB: before, most   HAProxy MiB: before, most   a call after")
    for how in FLOODS:
        with ServerPair(options.parallaxd) as servers, HaProxy(servers) as proxy:
            address = f"127.0.0.1:{servers.ports[0]}" if options.direct else proxy.address
            call_goes_through(address)
            call_goes_through(address)
            before = [max(servers.memory(index)[1] for index in (0, 1)), memory_of(proxy.process.pid)[1]]
            sent = flood(address, how, options.seconds)
            alive = all(process.poll() is None for process in servers.processes)
            works = alive and call_goes_through(address)
            most = [max(servers.memory(index)[1] for index in (0, 1)) if alive else 0,
                    memory_of(proxy.process.pid)[1]]
            print(f"{how.__name__:16} {sent / MIB:9.0f}   {before[0] / MIB:12.0f}, {most[0] / MIB:.0f}"
                  f"   {before[1] / MIB:20.0f}, {most[1] / MIB:.0f}   {'answered' if works else 'FAILED'}"
                  f"{'' if alive else ', a server has ended'}", flush=True)
            failed |= not works or most[0] - before[0] > 32 * MIB or most[1] - before[1] > 128 * MIB
    return 1 if failed and not options.direct else 0


if __name__ == "__main__":
    raise SystemExit(main())
