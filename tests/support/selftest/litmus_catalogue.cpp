#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <support/litmus/catalogue.hpp>
#include <support/litmus/oracle.hpp>

using namespace support::litmus;
using namespace support::litmus::axiomatic;
using namespace support::litmus::shorthand;

TEST_CASE("interleave oracle: every verdict of the catalogue, which was written by hand", "[support]") {
    for (const auto& test : litmus_catalogue()) {
        INFO(test.name);
        const bool found = test.has_weak(allowed_outcomes(test.program));
        if (found != test.allowed) CHECK(found == test.allowed); // a CHECK each takes longer than the oracle
    }
}

// So the catalogue would show a rule that is missing, and likewise in the explorer.
TEST_CASE("interleave oracle: each rule left out changes a verdict", "[support]") {
    const auto catalogue = litmus_catalogue();
    for (int r = 1; r <= static_cast<int>(rule::total_order_between_fences); ++r) {
        CAPTURE(r);
        CHECK(std::any_of(catalogue.begin(), catalogue.end(), [&](const litmus_test& test) {
            return !test.allowed &&
                   test.has_weak(allowed_outcomes(test.program, {.left_out = static_cast<rule>(r)}));
        }));
    }
}
