// Differences as annotations in the Web Annotation Data Model of the W3C (JSON-LD), which
// annotation tools and archives read.
#ifndef PARALLAX_CLIENT_ANNOTATIONS_VIEW_H_
#define PARALLAX_CLIENT_ANNOTATIONS_VIEW_H_

#include <map>
#include <string>

#include "parallax/v1/framing_service.pb.h"

namespace parallax::client {

// One AnnotationCollection whose only page holds an annotation for each difference: its explanation
// as a comment, its kind and severity as tags, and a target for each passage. A target's source is
// the address of the report in `uris` (by id), else urn:parallax:report:ID. Each has a
// TextQuoteSelector, with the words around it where the answer has the analyses, and, in the body,
// a TextPositionSelector, which counts in the text that was read (ReportAnalysis.body_text of a
// page): where the two disagree, the quotation decides. REQUIRES: offsets in code points
// (Span.UTF32), as the model has them.
std::string RenderAnnotations(const v1::CompareReportsResponse& response,
                              const std::map<std::string, std::string>& uris);

}  // namespace parallax::client

#endif  // PARALLAX_CLIENT_ANNOTATIONS_VIEW_H_
