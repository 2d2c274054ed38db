#include "server/service/log.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace parallax::service {
namespace {

// At the end, how long a reader has for the lines that are left.
constexpr absl::Duration kLastLines = absl::Seconds(1);
constexpr int kPollMilliseconds = 50;

absl::string_view NameOf(Log::Severity severity) {
  switch (severity) {
    case Log::Severity::kInfo:
      return "INFO";
    case Log::Severity::kWarning:
      return "WARNING";
    case Log::Severity::kError:
      return "ERROR";
  }
  return "ERROR";
}

// RFC 8259; control characters and quotes are escaped, other bytes pass as they are.
void AppendQuoted(absl::string_view text, std::string* out) {
  out->push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out->push_back('\\');
      out->push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppendFormat(out, "\\u%04x", static_cast<unsigned char>(c));
    } else {
      out->push_back(c);
    }
  }
  out->push_back('"');
}

bool NeedsQuotes(absl::string_view text) {
  if (text.empty()) return true;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '\\' || c == '=') return true;
  }
  return false;
}

}  // namespace

Log::Field::Field(absl::string_view name, double number)
    : name(name), value(absl::StrFormat("%.6f", number)), is_text(false) {}

Log::Log(Format format, int fd)
    : format_(format),
      fd_(fd),
      end_by_nanoseconds_(std::numeric_limits<int64_t>::max()),
      writer_([this] { Run(); }) {}

Log::~Log() {
  end_by_nanoseconds_ = absl::ToUnixNanos(absl::Now() + kLastLines);
  {
    MutexLock lock(&mutex_);
    ending_ = true;
    changed_.SignalAll();
  }
  writer_.join();
}

void Log::Write(Severity severity, absl::string_view message, std::span<const Field> fields) {
  std::string line = Line(severity, message, fields);
  MutexLock lock(&mutex_);
  if (queued_bytes_ + line.size() > kMaxQueuedBytes) {
    ++dropped_;
    return;
  }
  queued_bytes_ += line.size();
  queue_.push_back(std::move(line));
  changed_.Signal();
}

uint64_t Log::dropped() const {
  MutexLock lock(&mutex_);
  return dropped_;
}

void Log::Run() {
  for (;;) {
    std::string line;
    uint64_t missing = 0;
    {
      MutexLock lock(&mutex_);
      while (queue_.empty() && !ending_) changed_.Wait(&mutex_);
      if (queue_.empty()) return;
      line = std::move(queue_.front());
      queue_.pop_front();
      queued_bytes_ -= line.size();
      missing = dropped_ - told_;
      told_ = dropped_;
    }
    if (missing > 0) {
      const Field field("lines", missing);
      WriteOut(Line(Severity::kWarning, "log lines dropped", std::span(&field, 1)));
    }
    if (!WriteOut(line)) {
      MutexLock lock(&mutex_);
      ++dropped_;
      if (!ending_) continue;
      dropped_ += queue_.size();
      queue_.clear();
    }
  }
}

bool Log::WriteOut(absl::string_view line) {
  while (!line.empty()) {
    pollfd ready = {.fd = fd_, .events = POLLOUT, .revents = 0};
    if (poll(&ready, 1, kPollMilliseconds) == 0) {
      if (absl::GetCurrentTimeNanos() >= end_by_nanoseconds_) return false;
      continue;
    }
    // A pipe that is ready takes this much at once, so that the thread can always be ended.
    const ssize_t written = write(fd_, line.data(), std::min<size_t>(line.size(), PIPE_BUF));
    if (written < 0 && errno != EINTR && errno != EAGAIN) return false;
    if (written > 0) line.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

bool LineSampler::Passes(absl::Time now, uint64_t* left_out) {
  MutexLock lock(&mutex_);
  if (now - second_ >= absl::Seconds(1)) {
    second_ = now;
    passed_ = 0;
  }
  if (passed_ >= lines_a_second_) {
    ++left_out_;
    return false;
  }
  ++passed_;
  *left_out = std::exchange(left_out_, 0);
  return true;
}

std::string Log::Line(Severity severity, absl::string_view message,
                      std::span<const Field> fields) const {
  const std::string time =
      absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", absl::Now(), absl::UTCTimeZone());
  std::string line;
  if (format_ == Format::kJson) {
    absl::StrAppend(&line, "{\"time\":\"", time, "\",\"severity\":\"", NameOf(severity),
                    "\",\"message\":");
    AppendQuoted(message, &line);
    for (const Field& field : fields) {
      absl::StrAppend(&line, ",\"", field.name, "\":");
      if (field.is_text) {
        AppendQuoted(field.value, &line);
      } else {
        absl::StrAppend(&line, field.value);
      }
    }
    line.push_back('}');
  } else {
    absl::StrAppend(&line, time, " ", NameOf(severity), " ", message);
    for (const Field& field : fields) {
      absl::StrAppend(&line, " ", field.name, "=");
      if (field.is_text && NeedsQuotes(field.value)) {
        AppendQuoted(field.value, &line);
      } else {
        absl::StrAppend(&line, field.value);
      }
    }
  }
  line.push_back('\n');
  return line;
}

void Info(Log* log, absl::string_view message, std::initializer_list<Log::Field> fields) {
  if (log != nullptr) log->Write(Log::Severity::kInfo, message, fields);
}
void Warn(Log* log, absl::string_view message, std::initializer_list<Log::Field> fields) {
  if (log != nullptr) log->Write(Log::Severity::kWarning, message, fields);
}
void Error(Log* log, absl::string_view message, std::initializer_list<Log::Field> fields) {
  if (log != nullptr) log->Write(Log::Severity::kError, message, fields);
}

}  // namespace parallax::service
