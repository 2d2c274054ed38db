#include "server/service/callers_file.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include <algorithm>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace parallax::service {
namespace {

constexpr size_t kMaxNameBytes = 64;

using Digest = std::array<unsigned char, 32>;

Digest HashOf(absl::string_view token) {
  Digest digest;
  SHA256(reinterpret_cast<const unsigned char*>(token.data()), token.size(), digest.data());
  return digest;
}

bool IsName(absl::string_view name) {
  return !name.empty() && name.size() <= kMaxNameBytes &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_' ||
                  c == '-';
         });
}

// What is wrong with a line, or nothing.
absl::string_view ReadLine(absl::string_view line, CallersFile::Entry* entry) {
  const std::vector<absl::string_view> words =
      absl::StrSplit(line, absl::ByAnyChar(" \t"), absl::SkipEmpty());
  if (words.size() < 2) return "neither sha256: nor san: behind the name";
  if (!IsName(words[0])) return "name of other characters than A-Z a-z 0-9 . _ -, or over 64";
  entry->name = std::string(words[0]);
  absl::string_view proof = words[1];
  if (absl::ConsumePrefix(&proof, "sha256:")) {
    entry->is_token = true;
    const bool hex = proof.size() == 64 && std::all_of(proof.begin(), proof.end(), [](char c) {
                       return absl::ascii_isxdigit(static_cast<unsigned char>(c));
                     });
    if (!hex) return "sha256: wants 64 hexadecimal digits";
    const std::string bytes = absl::HexStringToBytes(proof);
    std::copy(bytes.begin(), bytes.end(), entry->digest.begin());
  } else if (absl::ConsumePrefix(&proof, "san:") && !proof.empty()) {
    entry->san = std::string(proof);
  } else {
    return "neither sha256: nor san: behind the name";
  }
  for (size_t i = 2; i < words.size(); ++i) {
    const std::pair<absl::string_view, absl::string_view> term =
        absl::StrSplit(words[i], absl::MaxSplits('=', 1));
    double value = 0;
    if (!absl::SimpleAtod(term.second, &value) || !(value > 0 && value <= 1e6)) {
      return "a term wants a number above 0 and up to 1000000";
    }
    if (term.first == "rate") {
      entry->terms.calls_per_second = value;
    } else if (term.first == "calls") {
      entry->terms.calls_at_a_time = static_cast<int>(std::max(1.0, value));
    } else if (term.first == "share") {
      entry->terms.share = value;
    } else {
      return "unknown term; known: rate, calls, share";
    }
  }
  return "";
}

std::string ProofOf(const CallersFile::Entry& entry) {
  return entry.is_token ? std::string(entry.digest.begin(), entry.digest.end())
                        : absl::StrCat("san:", entry.san);
}

}  // namespace

absl::StatusOr<CallersFile> CallersFile::Parse(absl::string_view text) {
  CallersFile file;
  std::set<std::string> proofs;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    line = absl::StripAsciiWhitespace(line.substr(0, line.find('#')));
    if (line.empty()) continue;
    Entry entry;
    absl::string_view wrong = ReadLine(line, &entry);
    // One name may have several tokens, as while one is replaced; a hash or certificate has one.
    if (wrong.empty() && !proofs.insert(ProofOf(entry)).second) {
      wrong = "the same token or certificate as on another line";
    }
    if (!wrong.empty()) {
      return absl::InvalidArgumentError(absl::StrCat("line ", number, ": ", wrong));
    }
    file.entries_.push_back(std::move(entry));
  }
  if (file.entries_.empty()) return absl::InvalidArgumentError("no callers");
  return file;
}

const CallersFile::Entry* CallersFile::FindToken(absl::string_view token) const {
  const Digest digest = HashOf(token);
  const Entry* found = nullptr;
  for (const Entry& entry : entries_) {
    if (!entry.is_token) continue;
    if (CRYPTO_memcmp(entry.digest.data(), digest.data(), digest.size()) == 0) found = &entry;
  }
  return found;
}

const CallersFile::Entry* CallersFile::FindName(absl::string_view name) const {
  const auto place = std::find_if(entries_.begin(), entries_.end(), [name](const Entry& entry) {
    return !entry.is_token && entry.san == name;
  });
  return place == entries_.end() ? nullptr : &*place;
}

}  // namespace parallax::service
