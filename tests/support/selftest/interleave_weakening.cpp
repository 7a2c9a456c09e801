#include <catch2/catch_test_macros.hpp>
#include <support/interleave/model.hpp>
#include <support/interleave/weakening.hpp>

// weaken_each() finds every order of a program, and says which of them nothing depends on.

using namespace support::interleave;
using enum std::memory_order;

namespace {

void pass_a_message(execution& run) {
    atomic<int> flag{0};
    plain<int> data{0};
    run.threads(
        [&] {
            data.set(42);
            flag.store(1, release);
        },
        [&] {
            if (flag.exchange(2, acq_rel) == 1) run.require(data.get() == 42, "the data is there");
        });
}

} // namespace

TEST_CASE("each order is weakened by a step, and what nothing depends on is left over") {
    const std::vector<weakened> changes = weaken_each(pass_a_message, "interleave_weakening.cpp");
    REQUIRE(changes.size() == 3); // release as relaxed; acq_rel as acquire, as release
    const std::vector<std::string> left = unnoticed(changes);
    REQUIRE(left.size() == 1);
    CHECK(left[0].find("interleave_weakening.cpp:") == 0);
    CHECK(left[0].ends_with("modify: acq_rel as acquire"));
}

TEST_CASE("other files' orders stay as they are") { CHECK(weaken_each(pass_a_message, "mutex.hpp").empty()); }
