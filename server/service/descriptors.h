// File descriptors: gRPC 1.51 stops accepting for good once there are none left (CVE-2023-4785), so
// there must always be some.
#ifndef PARALLAX_SERVER_SERVICE_DESCRIPTORS_H_
#define PARALLAX_SERVER_SERVICE_DESCRIPTORS_H_

#include <cstddef>

namespace parallax::service {

// Lets the process have as many as its hard limit says. For the whole process, at its start.
void RaiseDescriptorLimit();

size_t MaxDescriptors();    // the limit now
size_t DescriptorsInUse();  // counts them: some 100 us for a thousand
// Of `max`, what is not for connections: files, pipes and whatever libraries open.
size_t SpareDescriptors(size_t max);

}  // namespace parallax::service

#endif  // PARALLAX_SERVER_SERVICE_DESCRIPTORS_H_
