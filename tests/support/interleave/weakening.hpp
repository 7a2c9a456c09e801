#pragma once

// Whether a program needs the memory orders it says: each one is made weaker by a step, at one place after
// the other, and the explorer is to find what breaks.

#include <support/interleave/explorer.hpp>

#include <string>

namespace support::interleave {

struct weakened {
    weakening change;
    std::optional<std::string> failure; // what the explorer found, or nothing
};

/// Explores the program once for each order in it and each order that is one step weaker. Give to `file` the
/// name of the source file whose orders are meant; others' stay.
std::vector<weakened> weaken_each(const std::function<void(execution&)>& program, const std::string& file,
                                  options bounds = {});

/// The changes that went unnoticed, as texts: what a test expects to be nothing.
std::vector<std::string> unnoticed(const std::vector<weakened>& changes);

} // namespace support::interleave
