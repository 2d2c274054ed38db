#include "server/service/analysis_cache.h"

#include <openssl/evp.h>

#include <utility>

#include "absl/strings/string_view.h"
#include "server/base/status_macros.h"
#include "server/service/work_estimate.h"
#include "server/service/work_pool.h"

namespace parallax::service {
namespace {

// Between two looks whether a call that waits for another's analysis has ended.
constexpr absl::Duration kLook = absl::Milliseconds(20);

size_t BytesOf(const analysis::Report& report, const analysis::Analysis& analysis) {
  return report.headline.size() + 2 * report.body.size() +
         EstimateBytes(static_cast<double>(analysis.document.tokens().size()), 0);
}

// As it would be had the report been analysed under that id and outlet.
AnalysisPtr UnderItsName(const AnalysisPtr& analysis, const analysis::Report& report) {
  if (analysis->id == report.id && analysis->outlet == report.outlet) return analysis;
  auto renamed = std::make_shared<analysis::Analysis>(*analysis);
  renamed->id = report.id;
  renamed->outlet = report.outlet;
  return renamed;
}

}  // namespace

AnalysisCache::Key AnalysisCache::KeyOf(const analysis::Report& report) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> hash(EVP_MD_CTX_new(),
                                                                     &EVP_MD_CTX_free);
  EVP_DigestInit_ex(hash.get(), EVP_sha256(), nullptr);
  const auto add = [&hash](absl::string_view bytes) {
    const uint64_t size = bytes.size();
    EVP_DigestUpdate(hash.get(), &size, sizeof(size));
    EVP_DigestUpdate(hash.get(), bytes.data(), bytes.size());
  };
  add(report.headline);
  add(report.body);
  const int64_t rest[] = {static_cast<int64_t>(report.format),
                          report.publish_seconds.has_value() ? 1 : 0,
                          report.publish_seconds.value_or(0)};
  EVP_DigestUpdate(hash.get(), rest, sizeof(rest));
  Key key = {};
  EVP_DigestFinal_ex(hash.get(), key.data(), nullptr);
  return key;
}

AnalysisPtr AnalysisCache::Find(const Key& key) const {
  const auto place = entries_.find(key);
  if (place == entries_.end()) return nullptr;
  ages_.splice(ages_.end(), ages_, place->second.age);
  return place->second.analysis;
}

bool AnalysisCache::Knows(const analysis::Report& report) const {
  if (max_bytes_ == 0) return false;
  const Key key = KeyOf(report);
  MutexLock lock(&mutex_);
  return entries_.find(key) != entries_.end();
}

absl::StatusOr<AnalysisPtr> AnalysisCache::Analyze(const analysis::Report& report,
                                                   const CallContext& context) const {
  if (max_bytes_ == 0) return engine_->Analyze(report, context);
  const Key key = KeyOf(report);
  std::shared_ptr<Flight> own;
  while (own == nullptr) {
    PARALLAX_RETURN_IF_ERROR(context.Check());
    std::shared_ptr<Flight> others;
    AnalysisPtr found;
    {
      MutexLock lock(&mutex_);
      found = Find(key);
      std::shared_ptr<Flight>& flight = flights_[key];
      if (found != nullptr) {
        ++counts_.hits;
        if (flight == nullptr) flights_.erase(key);
      } else if (flight == nullptr) {
        ++counts_.misses;
        own = flight = std::make_shared<Flight>();
      } else {
        ++counts_.joined;
        others = flight;
      }
    }
    if (found != nullptr) return UnderItsName(found, report);
    if (others == nullptr) break;
    // Another call's thread may need this slot to get on.
    WorkPool::Aside([&] { Await(others.get(), context); });
    {
      MutexLock lock(&others->mutex);
      found = others->analysis;
    }
    if (found != nullptr) return UnderItsName(found, report);
    // It failed, or this call has ended: the reason may be that call's own.
  }
  try {
    absl::StatusOr<AnalysisPtr> analysis = engine_->Analyze(report, context);
    if (analysis.ok()) Keep(key, *analysis, BytesOf(report, **analysis));
    End(key, own.get(), analysis.ok() ? *analysis : nullptr);
    return analysis;
  } catch (...) {
    End(key, own.get(), nullptr);
    throw;
  }
}

void AnalysisCache::Await(Flight* flight, const CallContext& context) {
  MutexLock lock(&flight->mutex);
  while (!flight->over && context.Check().ok()) flight->ended.WaitFor(&flight->mutex, kLook);
}

void AnalysisCache::End(const Key& key, Flight* flight, const AnalysisPtr& analysis) const {
  {
    MutexLock lock(&mutex_);
    flights_.erase(key);
  }
  MutexLock lock(&flight->mutex);
  flight->over = true;
  flight->analysis = analysis;
  flight->ended.SignalAll();
}

void AnalysisCache::Keep(const Key& key, const AnalysisPtr& analysis, size_t bytes) const {
  if (bytes > max_bytes_) return;
  std::vector<AnalysisPtr> dropped;  // end outside the lock
  MutexLock lock(&mutex_);
  const auto [place, is_new] = entries_.try_emplace(key);
  if (!is_new) return;
  place->second = {.analysis = analysis, .bytes = bytes, .age = ages_.insert(ages_.end(), key)};
  counts_.bytes += bytes;
  while (counts_.bytes > max_bytes_) {
    const auto oldest = entries_.find(ages_.front());
    counts_.bytes -= oldest->second.bytes;
    ++counts_.dropped;
    dropped.push_back(std::move(oldest->second.analysis));
    entries_.erase(oldest);
    ages_.pop_front();
  }
}

void AnalysisCache::Clear() const {
  std::map<Key, Entry> dropped;  // ends outside the lock
  MutexLock lock(&mutex_);
  dropped.swap(entries_);
  ages_.clear();
  counts_.bytes = 0;
}

AnalysisCache::Counts AnalysisCache::counts() const {
  MutexLock lock(&mutex_);
  Counts counts = counts_;
  counts.entries = entries_.size();
  return counts;
}

}  // namespace parallax::service
