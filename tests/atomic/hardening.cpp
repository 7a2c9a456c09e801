#include <catch2/catch_test_macros.hpp>

#include <cstdint>

#include <support/child_process.hpp>

#include <arsenal/platform/config.hpp> // macros, which no import carries

#include <atomic/under_test.hpp>

using namespace arsenal;

#if ARSENAL_HARDENING != ARSENAL_HARDENING_NONE

TEST_CASE("a misaligned atomic_ref is caught") {
    struct two_words {
        std::uint64_t first, second;
    };
    struct two_shorts {
        short first, second;
    };
    constexpr const char* message = "not aligned to required_alignment";
    alignas(16) static two_words words[2];
    auto* between = reinterpret_cast<two_words*>(&words[0].second);
    CHECK(support::stops(message, [=] { atomic_ref<two_words> ref(*between); }));
    alignas(4) static short shorts[4];
    auto* odd = reinterpret_cast<two_shorts*>(shorts + 1);
    CHECK(support::stops(message, [=] { atomic_ref<two_shorts> ref(*odd); }));
    CHECK(atomic_ref<two_words>(words[1]).address() == words + 1);
}

#endif
