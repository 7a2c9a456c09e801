#include <catch2/catch_test_macros.hpp>

#include <support/child_process.hpp>

#include <arsenal/platform/config.hpp> // macros, which no import carries
#if ARSENAL_TEST_IMPORT
import arsenal.sync;
#else
#include <arsenal/sync.hpp>
#endif

// What nobody may do, and what the word of a semaphore, a latch or a barrier shows of it.

using support::run_in_child;

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_FAST

TEST_CASE("a semaphore is not released beyond its maximum") {
    const auto end = run_in_child([] {
        arsenal::binary_semaphore permit(1);
        permit.release();
    });
    CHECK(end.says("released beyond its maximum"));
    CHECK(run_in_child([] { arsenal::counting_semaphore<3>(0).release(-1); }).says("beyond its maximum"));
    CHECK(run_in_child([] { arsenal::counting_semaphore<3> permits(4); }).says("begins with 0 to max()"));
    CHECK(run_in_child([] { arsenal::counting_semaphore<3>(1).release(2); }).exited_well());
}

#endif
