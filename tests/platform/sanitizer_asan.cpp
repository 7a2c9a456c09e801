#include <catch2/catch_test_macros.hpp>

#include <support/asan.hpp>

#include <arsenal/platform/sanitizer.hpp> // detail, which no import carries
#if ARSENAL_TEST_IMPORT
import arsenal.platform;
#endif

#if ARSENAL_TEST_ASAN

TEST_CASE("poisoned bytes are the ones asked for, until they are unpoisoned") {
    alignas(8) unsigned char block[64] = {};
    arsenal::detail::asan_poison(block + 16, 32);
    CHECK_FALSE(__asan_address_is_poisoned(block + 15));
    CHECK(__asan_address_is_poisoned(block + 16));
    CHECK(__asan_address_is_poisoned(block + 47));
    CHECK_FALSE(__asan_address_is_poisoned(block + 48));
    arsenal::detail::asan_unpoison(block + 16, 32);
    CHECK_FALSE(__asan_address_is_poisoned(block + 16));
}

#else

TEST_CASE("without ASan's runtime there is nothing to call") {
    CHECK(arsenal::detail::asan_poison_region == nullptr);
    CHECK(arsenal::detail::asan_unpoison_region == nullptr);
    unsigned char block[8] = {};
    arsenal::detail::asan_poison(block, sizeof block);
    block[0] = 1;
    arsenal::detail::asan_unpoison(block, sizeof block);
    CHECK(block[0] == 1);
}

#endif
