#pragma once

#include <cstdio>
#include <cstdlib>

namespace fuzz {

/// Ends the program with a message: a finding.
inline void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "fuzz: %s\n", what);
    std::abort();
}

} // namespace fuzz
