#pragma once

#include <support/litmus/fences.hpp>
#include <support/litmus/loads_and_stores.hpp>
#include <support/litmus/read_modify_writes.hpp>
#include <support/litmus/test.hpp>

namespace support::litmus {

/// Some 15,000 tests; their families are functions in the three headers above.
inline litmus_tests litmus_catalogue() {
    litmus_tests tests;
    shorthand::loads_and_stores(tests);
    shorthand::read_modify_writes(tests);
    shorthand::fences(tests);
    return tests;
}

} // namespace support::litmus
