// The state of a server in plain numbers: for metrics, readiness and tests.
#ifndef PARALLAX_SERVER_SERVICE_SNAPSHOT_H_
#define PARALLAX_SERVER_SERVICE_SNAPSHOT_H_

#include <cstddef>
#include <cstdint>

#include "server/service/analysis_cache.h"
#include "server/service/call_record.h"
#include "server/service/memory_limit.h"
#include "server/service/work_pool.h"

namespace parallax::service {

struct Snapshot {
  CallBook::Counts calls;
  WorkPool::Snapshot work;
  AnalysisCache::Counts cache;
  MemoryPlan memory;
  size_t memory_used = 0;          // by the whole process
  size_t call_bytes_left = 0;      // of memory.calls
  size_t followed_bytes_left = 0;  // of memory.followed
  bool memory_is_tight = false;    // new calls are refused
  size_t open_calls = 0;           // and streams
  size_t callers = 0;              // with something under way
  size_t messages_waiting = 0;     // to be taken in
  uint64_t cut_off = 0;            // calls of who kept the server waiting
  uint64_t log_lines_dropped = 0;
  uint64_t connections_turned_away = 0;
  size_t descriptors = 0;  // in use
  size_t max_descriptors = 0;
  bool moving = true;     // what was taken on goes on
  bool stopping = false;  // it was told to
};

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_SNAPSHOT_H_
