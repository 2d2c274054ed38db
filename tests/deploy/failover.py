"""Two parallaxd behind HAProxy, under load: one is stopped, then one is killed. Counts what callers lose.

  failover.py PARALLAXD [--seconds=8] [--callers=4]

Exit status: 0 where no call was lost of those whose client has the retry policy published in
proto/parallax/v1/service_config.json, and all answers are equal. Calls of clients without that
policy are counted as well, and may be lost where a server is killed; not where one is stopped.
"""

import argparse
import collections
import signal
import subprocess
import threading
import time

import grpc

from servers import CONFIG, HaProxy, ServerPair, compare_request

METHOD = "/parallax.v1.FramingService/CompareReports"


class Load:
    """Calls, one after another on each of some threads, until it is stopped."""

    def __init__(self, address, retry, callers):
        # Without a policy gRPC still sends again by itself what certainly reached no server.
        options = [("grpc.service_config", CONFIG)] if retry else []
        options.append(("grpc.enable_retries", 1 if retry else 0))
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self.codes = collections.Counter()
        self.details = collections.Counter()
        self.answers = set()
        self.longest = 0.0
        self._channels = [grpc.insecure_channel(address, options + [("caller", number)])
                          for number in range(callers)]
        self._threads = [threading.Thread(target=self._run, args=(channel,))
                         for channel in self._channels]
        for thread in self._threads:
            thread.start()

    def _run(self, channel):
        call = channel.unary_unary(METHOD)  # bytes in, bytes out
        request = compare_request()
        while not self._stop.is_set():
            begin = time.monotonic()
            answer, code = None, "OK"
            try:
                answer = call(request, timeout=25)
            except grpc.RpcError as error:
                code = error.code().name
                with self._lock:
                    self.details[error.details()] += 1
            with self._lock:
                self.codes[code] += 1
                self.longest = max(self.longest, time.monotonic() - begin)
                if answer is not None:
                    self.answers.add(answer)

    def stop(self):
        self._stop.set()
        for thread in self._threads:
            thread.join()
        for channel in self._channels:
            channel.close()

    def lost(self):
        return sum(count for code, count in self.codes.items() if code != "OK")


def run_round(servers, proxy, number, seconds, callers):
    """Ends server 1 by the signal `number` in the middle of the load. Returns both loads."""
    loads = [Load(proxy.address, retry, callers) for retry in (True, False)]
    try:
        time.sleep(seconds / 2)
        begin = time.monotonic()
        status = servers.end(0, number)
        took = time.monotonic() - begin
        time.sleep(seconds / 2)
    finally:
        for load in loads:
            load.stop()
    print(f"{signal.Signals(number).name}: the server ended with {status} after {took:.1f} s")
    for load, name in zip(loads, ("with the policy   ", "without a policy  ")):
        print(f"  {name} {sum(load.codes.values())} calls, lost {load.lost()} "
              f"{dict(load.codes)}, longest {load.longest:.2f} s")
        for detail, count in load.details.items():
            print(f"    {count} x {detail}")
    servers.start(0)
    proxy.wait_until_up(2)
    return loads


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("parallaxd")
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--callers", type=int, default=4)
    options = parser.parse_args()
    failed = False
    with ServerPair(options.parallaxd) as servers, HaProxy(servers) as proxy:
        answers = set()
        for number in (signal.SIGTERM, signal.SIGKILL):
            with_policy, without = run_round(servers, proxy, number, options.seconds,
                                             options.callers)
            answers |= with_policy.answers | without.answers
            failed |= with_policy.lost() > 0 or not with_policy.codes["OK"]
            failed |= number == signal.SIGTERM and without.lost() > 0
        if len(answers) != 1:
            print(f"{len(answers)} different answers to one request")
            failed = True
    print("FAILED" if failed else "no call was lost that may be sent again")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except subprocess.CalledProcessError as error:
        raise SystemExit(str(error)) from error
