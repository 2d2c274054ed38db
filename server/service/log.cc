#include "server/service/log.h"

#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace parallax::service {
namespace {

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

void Log::Write(Severity severity, absl::string_view message, std::initializer_list<Field> fields) {
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
  // Nobody is left to tell where this fails.
  [[maybe_unused]] const ssize_t written = write(fd_, line.data(), line.size());
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
