#include "client/page/shell.h"

#include <openssl/evp.h>

#include <array>
#include <cassert>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "client/page/markup.h"

// page.css and page.js, embedded by CMakeLists.txt.
extern "C" const char parallax_page_style[];
extern "C" const char parallax_page_style_end[];
extern "C" const char parallax_page_script[];
extern "C" const char parallax_page_script_end[];

namespace parallax::client::page {
namespace {

absl::string_view Style() {
  return {parallax_page_style, static_cast<size_t>(parallax_page_style_end - parallax_page_style)};
}

absl::string_view Script() {
  return {parallax_page_script,
          static_cast<size_t>(parallax_page_script_end - parallax_page_script)};
}

// 'sha256-...' as a policy names it.
std::string HashOf(absl::string_view content) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned int size = 0;
  const int done =
      EVP_Digest(content.data(), content.size(), digest.data(), &size, EVP_sha256(), nullptr);
  assert(done == 1);
  static_cast<void>(done);
  return absl::StrCat(
      "'sha256-",
      absl::Base64Escape(absl::string_view(reinterpret_cast<const char*>(digest.data()), size)),
      "'");
}

}  // namespace

std::string ContentSecurityPolicy() {
  return absl::StrCat("default-src 'none'; style-src ", HashOf(Style()), "; script-src ",
                      HashOf(Script()), "; base-uri 'none'; form-action 'none'");
}

std::string Document(absl::string_view title, absl::string_view body) {
  return absl::StrCat(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"",
      ContentSecurityPolicy(),
      "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" "
      "content=\"light dark\">\n<title>",
      Escaped(title), "</title>\n<style>", Style(), "</style>\n</head>\n<body>\n", body, "<script>",
      Script(), "</script>\n</body>\n</html>\n");
}

}  // namespace parallax::client::page
