// What is wanted of a server under load, and what it does: one table, and 1 as the exit status
// where something wanted is not so.
//
//   build/release/bin/parallax_load                 some five minutes; keep the machine free
//   build/release/bin/parallax_load --seconds=120   steadier figures

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "server/service/server.h"
#include "tests/load/load.h"

ABSL_FLAG(int, seconds, 40, "How long each load lasts.");
ABSL_FLAG(int, threads, 0, "Threads of the server; 0: one a core.");
ABSL_FLAG(int, reports, 2, "Reports of a call.");
ABSL_FLAG(int, sentences, 3, "Sentences of a report.");

namespace parallax::load {
namespace {

constexpr absl::Duration kDeadline = absl::Seconds(10);

class Table {
 public:
  void Add(const std::string& what, const std::string& wanted, const std::string& measured,
           bool right, const std::string& note = "") {
    absl::PrintF("| %-52s | %-16s | %-12s | %-4s | %s\n", what, wanted, measured,
                 right ? "yes" : "NO", note);
    std::fflush(stdout);
    all_right_ = all_right_ && right;
  }
  bool all_right() const { return all_right_; }

 private:
  bool all_right_ = true;
};

std::string Milliseconds(absl::Duration time) {
  return absl::StrFormat("%.1f ms", absl::ToDoubleMilliseconds(time));
}

std::unique_ptr<service::Server> Start(const std::string& callers,
                                       absl::Duration max_call_time = absl::Seconds(30)) {
  service::ServerOptions options;
  options.work.threads = absl::GetFlag(FLAGS_threads);
  options.work.max_call_time = max_call_time;
  options.callers.file = callers;
  options.stop = {.drain_delay = absl::ZeroDuration(), .grace = absl::ZeroDuration()};
  service::ListenOptions listen;
  listen.port = 0;
  auto server = service::Server::Start(options, listen);
  if (!server.ok()) std::cerr << server.status() << "\n";
  return server.ok() ? *std::move(server) : nullptr;
}

v1::CompareReportsRequest Usual(int number) {
  return SomeRequest(absl::GetFlag(FLAGS_reports), absl::GetFlag(FLAGS_sentences), number);
}

// Calls a second that are answered in time at one to four times what the server can do.
bool Overload(Table* table) {
  const absl::Duration time = absl::Seconds(absl::GetFlag(FLAGS_seconds));
  const auto server = Start("");
  if (server == nullptr) return false;
  Caller caller(server->address(), "", Usual, kDeadline);
  caller.Closed(4, time / 4);  // the rate is learnt, caches of the machine are warm
  const auto capacity_of = [&] {
    const absl::Time begin = absl::Now();
    const Outcome outcome = caller.Closed(4, time);
    return static_cast<double>(outcome.answered.size()) /
           absl::ToDoubleSeconds(absl::Now() - begin);
  };
  for (const double load : {1.0, 2.0, 4.0}) {
    // Measured anew each time: other programs on the machine come and go.
    const double before = capacity_of();
    const absl::Time begin = absl::Now();
    const Outcome outcome = caller.Open(load * before, time);
    const double goodput =
        static_cast<double>(outcome.answered.size()) / absl::ToDoubleSeconds(absl::Now() - begin);
    const double capacity = (before + capacity_of()) / 2;
    table->Add(absl::StrFormat("goodput at %.0f times %.2f calls/s, of capacity", load, capacity),
               load > 1 ? ">= 0.9" : ">= 0.75", absl::StrFormat("%.2f", goodput / capacity),
               goodput >= (load > 1 ? 0.9 : 0.75) * capacity, outcome.Summary());
    if (load > 1) {
      const absl::Duration refusal = Percentile(outcome.refused, 99);
      table->Add("  time to refuse, p99", "<= 20 ms", Milliseconds(refusal),
                 refusal <= absl::Milliseconds(20),
                 absl::StrCat("p50 ", Milliseconds(Percentile(outcome.refused, 50)),
                              "; answers p50 ", Milliseconds(Percentile(outcome.answered, 50)),
                              " p99 ", Milliseconds(Percentile(outcome.answered, 99))));
    }
  }
  return true;
}

// A tiny call alone, and beside one of 64 reports.
bool TinyBesideLarge(Table* table) {
  const absl::Duration time = absl::Seconds(absl::GetFlag(FLAGS_seconds)) / 2;
  const auto server = Start("", absl::Hours(1));
  if (server == nullptr) return false;
  Caller tiny(
      server->address(), "",
      [](int number) {
        v1::CompareReportsRequest request;
        request.add_reports()->set_text(absl::StrCat("Troops fired ", number, " shots."));
        request.add_reports()->set_text(
            absl::StrCat("Officials denied that ", number, " were fired."));
        return request;
      },
      absl::Seconds(60));
  tiny.Closed(1, time / 4);
  const Outcome alone = tiny.Closed(1, time);
  Caller large(
      server->address(), "", [](int number) { return SomeRequest(64, 40, number); },
      absl::Hours(1));
  large.Begin();
  const absl::Time give_up = absl::Now() + absl::Minutes(1);
  while (server->snapshot().work.calls == 0 && absl::Now() < give_up) {
    absl::SleepFor(absl::Milliseconds(1));
  }
  const Outcome beside = tiny.Closed(1, time);
  const service::Snapshot snapshot = server->snapshot();
  large.End();
  const absl::Duration typical = Percentile(alone.answered, 50);
  const absl::Duration p99 = Percentile(beside.answered, 99);
  table->Add(
      absl::StrCat("tiny call beside one of 64 reports, p99 (alone ", Milliseconds(typical), ")"),
      "< 10 times", absl::StrFormat("%.1f times", absl::FDivDuration(p99, typical)),
      !beside.answered.empty() && snapshot.work.calls > 0 && p99 < 10 * typical,
      absl::StrCat(beside.Summary(), "; p50 ", Milliseconds(Percentile(beside.answered, 50)),
                   ", p99 ", Milliseconds(p99)));
  return true;
}

// One caller with 400 calls in flight, and one with a call at a time.
bool GreedyCaller(Table* table) {
  const absl::Duration time = absl::Seconds(absl::GetFlag(FLAGS_seconds));
  // Tokens "greedy" and "modest".
  const std::string file =
      (std::filesystem::temp_directory_path() / absl::StrCat("parallax-load-", getpid())).string();
  std::ofstream(file)
      << "greedy sha256:370aed697dc503aecee7d8faad5de775f4f7019c86e672e8d93f3df590527058\n"
      << "modest sha256:ab76588c2a469ca06aa98dff3c49054810682d2a21e554f7dca7c71a2d513935\n";
  const auto server = Start(file);
  std::filesystem::remove(file);
  if (server == nullptr) return false;
  Caller modest(server->address(), "modest", Usual, kDeadline);
  modest.Closed(1, time / 4);
  const Outcome alone = modest.Closed(1, time / 2);
  Caller greedy(server->address(), "greedy", Usual, kDeadline);
  for (int i = 0; i < 400; ++i) greedy.Begin();
  absl::SleepFor(time / 8);
  const Outcome beside = modest.Closed(1, time / 2);
  greedy.End();
  const double share = static_cast<double>(beside.answered.size()) /
                       static_cast<double>(std::max<size_t>(1, alone.answered.size()));
  table->Add("a caller's calls beside one with 400 in flight, of alone", ">= 0.5",
             absl::StrFormat("%.2f", share), share >= 0.5 && beside.refused.empty(),
             beside.Summary());
  return true;
}

}  // namespace
}  // namespace parallax::load

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("measures a server under load");
  absl::ParseCommandLine(argc, argv);
  parallax::load::Table table;
  absl::PrintF("| %-52s | %-16s | %-12s | %-4s | %s\n", "", "wanted", "measured", "so", "");
  const bool ran = parallax::load::Overload(&table) && parallax::load::TinyBesideLarge(&table) &&
                   parallax::load::GreedyCaller(&table);
  return ran && table.all_right() ? 0 : 1;
}
