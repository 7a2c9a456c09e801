// What does not compile, each seen by a requires-expression, and what does.

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <memory>
#include <type_traits>

#if ARSENAL_TEST_IMPORT
import arsenal.atomic;
#else
#include <arsenal/atomic.hpp>
#endif

using namespace arsenal;

namespace {

template <class A, class Order>
concept loads = requires(const A& a) { a.load(Order{}); };
template <class A, class Order>
concept waits = requires(const A& a) { a.wait(1, Order{}); };
template <class A, class Order>
concept stores = requires(A& a) { a.store(1, Order{}); };
template <class A, class Order>
concept updates = requires(A& a) {
    a.exchange(1, Order{});
    a.fetch_add(1, Order{});
    a.fetch_sub(1, Order{});
    a.fetch_and(1, Order{});
    a.fetch_or(1, Order{});
    a.fetch_xor(1, Order{});
    a.fetch_max(1, Order{});
    a.fetch_min(1, Order{});
};
template <class A, class Success, class Failure>
concept compares = requires(A& a, int& e) {
    a.compare_exchange_weak(e, 1, Success{}, Failure{});
    a.compare_exchange_strong(e, 1, Success{}, Failure{});
};
template <class A, class Success, class Failure>
concept compares_at_all = requires(A& a, int& e) { a.compare_exchange_weak(e, 1, Success{}, Failure{}); } ||
                          requires(A& a, int& e) { a.compare_exchange_strong(e, 1, Success{}, Failure{}); };
template <class Order>
concept fences = requires { arsenal::atomic_thread_fence(Order{}); };

template <class A>
constexpr bool checked() {
    static_assert(loads<A, relaxed_t> && loads<A, acquire_t> && loads<A, seq_cst_t>);
    static_assert(!loads<A, release_t> && !loads<A, acq_rel_t>);
    static_assert(waits<A, relaxed_t> && waits<A, acquire_t> && waits<A, seq_cst_t>);
    static_assert(!waits<A, release_t> && !waits<A, acq_rel_t>);
    static_assert(stores<A, relaxed_t> && stores<A, release_t> && stores<A, seq_cst_t>);
    static_assert(!stores<A, acquire_t> && !stores<A, acq_rel_t>);
    static_assert(updates<A, relaxed_t> && updates<A, acquire_t> && updates<A, release_t> &&
                  updates<A, acq_rel_t> && updates<A, seq_cst_t>);
    static_assert(compares<A, acq_rel_t, acquire_t> && compares<A, release_t, relaxed_t>);
    static_assert(compares<A, relaxed_t, seq_cst_t>);
    static_assert(!compares_at_all<A, acq_rel_t, release_t> && !compares_at_all<A, seq_cst_t, acq_rel_t>);

    // std's orders are no orders here: they could be variables, and any of them.
    static_assert(!loads<A, std::memory_order> && !stores<A, std::memory_order>);
    static_assert(!updates<A, std::memory_order> && !compares_at_all<A, std::memory_order, relaxed_t>);

    // No default order, and of a compare_exchange no order derived from another.
    static_assert(!requires(const A& a) { a.load(); });
    static_assert(!requires(A& a) { a.store(1); });
    static_assert(!requires(A& a) { a.exchange(1); });
    static_assert(!requires(A& a) { a.fetch_add(1); });
    static_assert(!requires(A& a, int& e) { a.compare_exchange_weak(e, 1); });
    static_assert(!requires(A& a, int& e) { a.compare_exchange_strong(e, 1, acq_rel); });
    static_assert(!requires(const A& a) { a.wait(1); });
    static_assert(!requires(const A& a) { a.load({}); });
    return true;
}

// Operators hide seq_cst.
template <class A>
constexpr bool without_operators() {
    static_assert(!std::is_convertible_v<A, int> && !std::is_constructible_v<int, A>);
    static_assert(!std::is_assignable_v<A&, int>);
    static_assert(!requires(A& a) { ++a; } && !requires(A& a) { a++; });
    static_assert(!requires(A& a) { --a; } && !requires(A& a) { a--; });
    static_assert(!requires(A& a) { a += 1; } && !requires(A& a) { a -= 1; });
    static_assert(!requires(A& a) { a &= 1; } && !requires(A& a) { a |= 1; } && !requires(A& a) { a ^= 1; });
    static_assert(!requires(A& a) { a == 1; });
    return true;
}

template <class Order>
concept tests = requires(const atomic_flag& f) { f.test(Order{}); };
template <class Order>
concept sets = requires(atomic_flag& f) { f.test_and_set(Order{}); };
template <class Order>
concept clears = requires(atomic_flag& f) { f.clear(Order{}); };

static_assert(checked<atomic<int>>() && checked<atomic_ref<int>>());
static_assert(without_operators<atomic<int>>() && without_operators<atomic_ref<int>>());
static_assert(tests<acquire_t> && !tests<release_t> && !tests<acq_rel_t> && !tests<std::memory_order>);
static_assert(clears<release_t> && !clears<acquire_t> && !clears<acq_rel_t> && !clears<std::memory_order>);
static_assert(sets<acq_rel_t> && sets<seq_cst_t> && !sets<std::memory_order>);
template <class Flag>
concept has_defaults = requires(Flag& f) { f.clear(); } || requires(Flag& f) { f.test_and_set(); } ||
                       requires(Flag& f) { f.test(); } || requires(Flag& f) { f.wait(true); };
static_assert(!has_defaults<atomic_flag>);
static_assert(fences<acquire_t> && fences<release_t> && fences<acq_rel_t> && fences<seq_cst_t>);
static_assert(!fences<relaxed_t> && !fences<std::memory_order>);

constexpr std::memory_order of_std(std::memory_order order) { return order; }

} // namespace

TEST_CASE("a tag is a type of its own, and converts to std's order at compile time") {
    STATIC_REQUIRE(!std::is_same_v<acquire_t, release_t>);
    STATIC_REQUIRE(!std::is_convertible_v<acquire_t, release_t>);
    STATIC_REQUIRE(of_std(relaxed) == std::memory_order_relaxed);
    STATIC_REQUIRE(of_std(acquire) == std::memory_order_acquire);
    STATIC_REQUIRE(of_std(release) == std::memory_order_release);
    STATIC_REQUIRE(of_std(acq_rel) == std::memory_order_acq_rel);
    STATIC_REQUIRE(of_std(seq_cst) == std::memory_order_seq_cst);
    STATIC_REQUIRE(std::is_empty_v<acquire_t>);
    std::atomic<int> a(3); // whatever takes std's orders takes the tags
    CHECK(a.load(acquire) == 3);
    int expected = 3;
    CHECK(a.compare_exchange_strong(expected, 4, acq_rel, acquire));
}
