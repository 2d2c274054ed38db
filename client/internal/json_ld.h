// What a page says about its article in JSON-LD (schema.org), as search engines read it.
#ifndef PARALLAX_CLIENT_INTERNAL_JSON_LD_H_
#define PARALLAX_CLIENT_INTERNAL_JSON_LD_H_

#include <string>

#include "absl/strings/string_view.h"

namespace parallax::client {

struct LinkedData {
  std::string publisher;  // the name of the article's publisher
  std::string published;  // datePublished, as written
};

// Fills what is still empty from one script element's content. Of several things described the
// first that is an article counts (NewsArticle, ReportageNewsArticle, BlogPosting, ...). Takes any
// bytes.
void ReadLinkedData(absl::string_view json, LinkedData* data);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_INTERNAL_JSON_LD_H_
