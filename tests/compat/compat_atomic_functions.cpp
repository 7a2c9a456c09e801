// std's functions on atomics are members of arsenal::compat: for its atomics, and for std's own as before.

#include <catch2/catch_test_macros.hpp>

#include <memory>

#if ARSENAL_TEST_IMPORT
#include <atomic>
import arsenal.compat;
#else
#include <arsenal/compat/atomic>
#endif

namespace app {
namespace std = arsenal::compat;

template <class Atomic>
void use_functions() {
    Atomic a(3);
    CHECK(std::atomic_is_lock_free(&a));
    CHECK(std::atomic_load(&a) == 3);
    CHECK(std::atomic_load_explicit(&a, std::memory_order_acquire) == 3);
    std::atomic_store(&a, 4);
    std::atomic_store_explicit(&a, 5, std::memory_order_release);
    CHECK(std::atomic_exchange(&a, 6) == 5);
    CHECK(std::atomic_exchange_explicit(&a, 7, std::memory_order_acq_rel) == 6);
    int expected = 7;
    CHECK(std::atomic_compare_exchange_strong(&a, &expected, 8));
    CHECK_FALSE(std::atomic_compare_exchange_strong_explicit(&a, &expected, 9, std::memory_order_acq_rel,
                                                             std::memory_order_acquire));
    CHECK(expected == 8);
    while (!std::atomic_compare_exchange_weak(&a, &expected, 9)) {
    }
    while (!std::atomic_compare_exchange_weak_explicit(&a, &expected, 8, std::memory_order_release,
                                                       std::memory_order_relaxed)) {
    }
    CHECK(std::atomic_fetch_add(&a, 2) == 8);
    CHECK(std::atomic_fetch_sub_explicit(&a, 1, std::memory_order_relaxed) == 10);
    CHECK(std::atomic_fetch_and(&a, 8) == 9);
    CHECK(std::atomic_fetch_or_explicit(&a, 3, std::memory_order_relaxed) == 8);
    CHECK(std::atomic_fetch_xor(&a, 1) == 11);
    const Atomic& constant = a;
    CHECK(std::atomic_load(&constant) == 10);
    std::atomic_wait(&a, 3);
    std::atomic_wait_explicit(&a, 3, std::memory_order_acquire);
    std::atomic_notify_one(&a);
    std::atomic_notify_all(&a);
}

template <class Flag>
void use_flag() {
    Flag flag;
    CHECK_FALSE(std::atomic_flag_test_and_set(&flag));
    CHECK(std::atomic_flag_test_and_set_explicit(&flag, std::memory_order_acquire));
    CHECK(std::atomic_flag_test(&flag));
    CHECK(std::atomic_flag_test_explicit(&flag, std::memory_order_relaxed));
    std::atomic_flag_wait(&flag, false);
    std::atomic_flag_clear(&flag);
    std::atomic_flag_clear_explicit(&flag, std::memory_order_release);
    CHECK_FALSE(std::atomic_flag_test(&flag));
    std::atomic_flag_notify_one(&flag);
    std::atomic_flag_notify_all(&flag);
}

TEST_CASE("compat: std's functions on compat's atomics and on the platform's") {
    use_functions<std::atomic<int>>();
    use_functions<::std::atomic<int>>();
    use_flag<std::atomic_flag>();
    use_flag<::std::atomic_flag>();
}

TEST_CASE("compat: std's functions on pointers, and through a using-declaration") {
    int array[2] = {};
    std::atomic<int*> p(array);
    CHECK(std::atomic_fetch_add(&p, 1) == array);
    using std::atomic_load;
    CHECK(atomic_load(&p) == array + 1);
    std::atomic_store(&p, nullptr);
    CHECK(p == nullptr);
}

#if defined(__GLIBCXX__)
TEST_CASE("compat: std's functions on shared_ptr, atomic or not") {
    std::atomic<std::shared_ptr<int>> shared(std::make_shared<int>(3));
    CHECK(*std::atomic_load(&shared) == 3);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    std::shared_ptr<int> plain = std::make_shared<int>(4);
    CHECK(*std::atomic_load(&plain) == 4);
    std::atomic_store(&plain, std::make_shared<int>(5));
    CHECK(*plain == 5);
#pragma GCC diagnostic pop
}
#endif

TEST_CASE("compat: what is not Arsenal's in <atomic> is the platform's") {
    std::atomic_thread_fence(std::memory_order_seq_cst);
    std::atomic_signal_fence(std::memory_order_acquire);
    CHECK(std::kill_dependency(3) == 3);
    static_assert(std::memory_order::acquire == std::memory_order_acquire);
}
} // namespace app
