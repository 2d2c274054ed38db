// The command line of `parallax`, read into plain values. Nothing is opened or checked here beyond
// the words themselves.
#ifndef PARALLAX_CLIENT_OPTIONS_H_
#define PARALLAX_CLIENT_OPTIONS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "parallax/v1/comparison.pb.h"
#include "parallax/v1/framing_service.pb.h"
#include "parallax/v1/report.pb.h"

namespace parallax::client {

enum class Command : uint8_t {
  kHelp,
  kVersion,
  kCompare,
  kAnalyze,
  kFollow,
  kMcp,
  kCompletion,
  kManual,
  kSchema,
};
enum class OutputFormat : uint8_t {
  kText,
  kJson,
  kJsonLines,
  kHtml,
  kMarkdown,
  kCsv,       // a row for each difference
  kCsvFacts,  // a row for each fact, a column for each report
  kAnnotations,
};
enum class Shell : uint8_t { kBash, kZsh, kFish };
enum class ColorChoice : uint8_t { kAuto, kAlways, kNever };

// A report named on the command line, with what the flags in front of it say about it.
struct InputFile {
  std::string path;  // "-" is standard input
  std::string outlet;
  std::string headline;
  std::string published;
  friend bool operator==(const InputFile&, const InputFile&) = default;
};

// How to speak to a server over TLS.
struct TlsOptions {
  bool enabled = false;
  std::string ca_file;           // PEM, who to trust; empty: the system's authorities
  std::string certificate_file;  // PEM, what to show; empty: nothing
  std::string key_file;          // PEM, of the certificate
};

struct Options {
  Command command = Command::kHelp;
  // What kHelp and kManual are about, kHelp being everything; of kSchema, whose answers.
  Command help_topic = Command::kHelp;
  Shell shell = Shell::kBash;  // of kCompletion

  std::vector<InputFile> files;  // of kCompare, also folders, and kAnalyze
  std::string folder;            // of kFollow
  std::string request;           // file with the request as proto3 JSON; empty: none

  std::string server;  // HOST:PORT; empty: the engine runs in this process
  TlsOptions tls;
  absl::Duration timeout = absl::Minutes(1);

  // Unset values leave what the request file says, or the API's default.
  std::vector<v1::Difference::Kind> kinds;
  std::optional<v1::Difference::Severity> min_severity;
  std::optional<float> min_confidence;
  std::optional<v1::Span::Encoding> encoding;
  std::optional<v1::CompareReportsRequest::View> view;
  // Reports by id, outlet or file: only what divides the two of a pair.
  std::vector<std::pair<std::string, std::string>> between;
  std::optional<v1::Difference::Severity> fail_on;  // ends with kExitFound from this severity on
  std::string baseline;    // file with an earlier answer as JSON; empty: none
  std::string dismissed;   // file with keys of dismissed differences; empty: none
  std::string style_file;  // house style; empty: none
  std::string style;       // what stands in it, once Run has read it
  bool revision = false;   // kCompare: the two reports are versions of one, the older first

  OutputFormat format = OutputFormat::kText;
  ColorChoice color = ColorChoice::kAuto;
  int width = 0;         // columns of the text view; 0: those of the terminal
  bool context = false;  // show the whole sentence around each piece of evidence
  // Of kJsonLines.
  int jobs = 0;         // bundles under way at a time; 0: one for each core
  std::string output;   // file for the answers; empty: standard output
  bool resume = false;  // go on behind the answers that `output` has

  bool once = false;  // kFollow: end when all files there have been answered
};

// Reads the arguments after the program's name. Flags may stand anywhere, as --flag=value or
// --flag value; after "--" all is files.
// Errors: INVALID_ARGUMENT, with what is wrong and how it should look.
absl::StatusOr<Options> ParseArguments(std::span<const char* const> arguments);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_OPTIONS_H_
