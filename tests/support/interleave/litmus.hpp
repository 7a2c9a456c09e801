#pragma once

#include <support/interleave/litmus_fences.hpp>
#include <support/interleave/litmus_loads_and_stores.hpp>
#include <support/interleave/litmus_read_modify_writes.hpp>
#include <support/interleave/litmus_test.hpp>

namespace arsenal_test::interleave {

/// Some 15,000 tests; their families are functions in the three headers above.
inline litmus_tests litmus_catalogue() {
    litmus_tests tests;
    litmus::loads_and_stores(tests);
    litmus::read_modify_writes(tests);
    litmus::fences(tests);
    return tests;
}

} // namespace arsenal_test::interleave
