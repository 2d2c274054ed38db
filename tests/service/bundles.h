// The bundles of tests/bundles as requests.
#ifndef PARALLAX_TESTS_SERVICE_BUNDLES_H_
#define PARALLAX_TESTS_SERVICE_BUNDLES_H_

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/time_util.h"
#include "parallax/v1/framing_service.pb.h"
#include "test_messages.pb.h"

namespace parallax::testing {

struct Bundle {
  std::string name;
  v1::CompareReportsRequest request;
};

// All of them, by name. A report's first sentence is its headline.
inline std::vector<Bundle> AllBundles() {
  std::set<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(PARALLAX_TEST_DATA "/bundles")) {
    if (entry.path().extension() == ".json") paths.insert(entry.path());
  }
  std::vector<Bundle> bundles;
  for (const std::filesystem::path& path : paths) {
    std::ifstream file(path);
    const std::string json((std::istreambuf_iterator<char>(file)),
                           std::istreambuf_iterator<char>());
    BundleFile bundle;
    google::protobuf::util::JsonParseOptions options;
    options.ignore_unknown_fields = true;
    if (!google::protobuf::util::JsonStringToMessage(json, &bundle, options).ok()) continue;
    Bundle& result = bundles.emplace_back();
    result.name = path.stem().string();
    for (const BundleFile::Report& source : bundle.reports()) {
      v1::Report* report = result.request.add_reports();
      report->set_id(source.id());
      report->set_outlet(source.source());
      if (!source.published().empty()) {
        google::protobuf::util::TimeUtil::FromString(source.published() + "T12:00:00Z",
                                                     report->mutable_publish_time());
      }
      for (const std::string& sentence : source.sentences()) {
        if (report->headline().empty()) {
          report->set_headline(sentence);
        } else {
          report->mutable_text()->append(sentence + "\n");
        }
      }
    }
  }
  return bundles;
}

}  // namespace parallax::testing

#endif  // PARALLAX_TESTS_SERVICE_BUNDLES_H_
