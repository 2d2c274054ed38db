// Analyses kept by what they are of: a report that was analysed lately, or is being analysed for
// another call, is not analysed again.
#ifndef PARALLAX_SERVER_SERVICE_ANALYSIS_CACHE_H_
#define PARALLAX_SERVER_SERVICE_ANALYSIS_CACHE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "server/base/mutex.h"
#include "server/service/backend.h"

namespace parallax::service {

// By SHA-256 of headline, body, format and time of publication; id and outlet are each call's own.
// Holds at most so many bytes, by estimate, and lets go of what was not used longest.
// Thread safety: safe for concurrent use by multiple threads without any external synchronization.
class AnalysisCache : public Backend {
 public:
  struct Counts {
    uint64_t hits = 0;
    uint64_t misses = 0;
    uint64_t joined = 0;  // waited for an analysis that was under way
    uint64_t dropped = 0;
    size_t entries = 0;
    size_t bytes = 0;
  };

  // `engine` is borrowed. max_bytes 0: keeps nothing, and only passes on.
  AnalysisCache(const Backend* engine, size_t max_bytes) : engine_(engine), max_bytes_(max_bytes) {}

  absl::StatusOr<AnalysisPtr> Analyze(const analysis::Report& report,
                                      const CallContext& context) const override;
  absl::StatusOr<engine::Comparison> Compare(std::vector<AnalysisPtr> reports,
                                             const engine::CompareOptions& options,
                                             const CallContext& context) const override {
    return engine_->Compare(std::move(reports), options, context);
  }
  bool Knows(const analysis::Report& report) const override;

  void Clear() const;
  Counts counts() const;

 private:
  using Key = std::array<unsigned char, 32>;
  // An analysis under way; those that want the same wait for it.
  struct Flight {
    Mutex mutex;
    CondVar ended;
    bool over ABSL_GUARDED_BY(mutex) = false;
    AnalysisPtr analysis ABSL_GUARDED_BY(mutex);  // nullptr where it failed
  };
  struct Entry {
    AnalysisPtr analysis;
    size_t bytes = 0;
    std::list<Key>::iterator age;
  };

  static Key KeyOf(const analysis::Report& report);
  AnalysisPtr Find(const Key& key) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Keep(const Key& key, const AnalysisPtr& analysis, size_t bytes) const;
  void End(const Key& key, Flight* flight, const AnalysisPtr& analysis) const;
  static void Await(Flight* flight, const CallContext& context);

  const Backend* const engine_;
  const size_t max_bytes_;
  mutable Mutex mutex_;
  mutable std::map<Key, Entry> entries_ ABSL_GUARDED_BY(mutex_);
  mutable std::list<Key> ages_ ABSL_GUARDED_BY(mutex_);  // longest unused first
  mutable std::map<Key, std::shared_ptr<Flight>> flights_ ABSL_GUARDED_BY(mutex_);
  mutable Counts counts_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_ANALYSIS_CACHE_H_
