#include "server/service/work_estimate.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace parallax::service {
namespace {

// What a report costs besides its tokens: a call of two lines takes 2 ms.
constexpr double kTokensAReport = 20;
// Bytes of a web page that take as long to look through as a token to analyse.
constexpr double kBytesAToken = 2000;
// A token is compared with each other report at so many times what it costs to analyse, up to so
// many others: then the sentences that are read together with its own are found. Measured on 2 to
// 32 reports of 250 tokens.
constexpr double kTokensAComparison = 5;
constexpr double kMostOthers = 3.25;
// Memory: measured are 300 bytes for a token analysed, of which a comparison takes three times as
// much at the most, and its answer about as much.
constexpr double kBytesAnalysedToken = 500;
constexpr double kBytesComparedToken = 120;

bool IsWordByte(unsigned char c) { return c >= 0x80 || absl::ascii_isalnum(c); }

// Words and signs: a little more than the tokenizer finds, which keeps "1,000" together.
double CountTokens(absl::string_view text) {
  double count = 0;
  bool in_word = false;
  for (const char character : text) {
    const auto c = static_cast<unsigned char>(character);
    const bool word = IsWordByte(c);
    if (word ? !in_word : c > ' ') ++count;
    in_word = word;
  }
  return count;
}

// The end of the element that begins at `at` and whose content is no text, or npos.
size_t EndOfRaw(absl::string_view html, size_t at) {
  for (const absl::string_view name : {"script", "style"}) {
    if (!absl::StartsWithIgnoreCase(html.substr(at + 1), name)) continue;
    for (size_t end = html.find("</", at); end != absl::string_view::npos;
         end = html.find("</", end + 2)) {
      if (absl::StartsWithIgnoreCase(html.substr(end + 2), name)) return end;
    }
    return html.size();
  }
  return absl::string_view::npos;
}

double CountHtmlTokens(absl::string_view html) {
  double count = 0;
  size_t at = 0;
  while (at < html.size()) {
    const size_t open = std::min(html.find('<', at), html.size());
    count += CountTokens(html.substr(at, open - at));
    if (open == html.size()) break;
    const size_t raw = EndOfRaw(html, open);
    at = raw != absl::string_view::npos ? raw : open;
    const size_t close = html.find('>', at);
    if (close == absl::string_view::npos) break;
    at = close + 1;
  }
  return count;
}

}  // namespace

double EstimateTokens(const analysis::Report& report) {
  const double body = report.format == text::Format::kHtml ? CountHtmlTokens(report.body)
                                                           : CountTokens(report.body);
  return std::max(1.0, CountTokens(report.headline) + body);
}

double AnalysisTokens(double tokens, size_t bytes) {
  return kTokensAReport + tokens + static_cast<double>(bytes) / kBytesAToken;
}

double ComparisonTokens(const std::vector<double>& tokens) {
  double all = 0;
  for (const double count : tokens) all += count;
  const double others = std::min(static_cast<double>(tokens.size()) - 1, kMostOthers);
  return 1 + kTokensAComparison * all * others;
}

size_t EstimateBytes(double analysed, double compared) {
  return static_cast<size_t>(kBytesAnalysedToken * analysed + kBytesComparedToken * compared);
}

}  // namespace parallax::service
