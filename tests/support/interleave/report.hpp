#pragma once

// How a report writes things.

#include <support/interleave/graph.hpp>

#include <source_location>
#include <string>

namespace support::interleave {

const char* name_of(event_kind kind);
const char* name_of(std::memory_order order);
std::string name_of_thread(int thread);
/// Without its directory.
std::string name_of_file(const std::source_location& site);

} // namespace support::interleave
