#include <memory/pool_programs.hpp>

// Every execution of the lock-free pool's stacks, and what is found when they are spoilt.

using namespace memory_tests;

namespace {

template <class Policy>
using one_stack = model_pool_policy<Policy, 1>;
template <class Policy>
using two_stacks = model_pool_policy<Policy, 2>;

/// Those that see each operation at work, and do not take long.
template <class Policy>
std::vector<program> short_programs() {
    return {taking_turns<one_stack<Policy>>(2, 1, 2),
            same_top_again<one_stack<Policy>>,
            several_at_once<one_stack<Policy>>,
            one_gives_two_take<two_stacks<Policy>>,
            growing<one_stack<Policy>>,
            one_is_always_there<two_stacks<Policy>>};
}

/// The head does not tell how often it was taken from.
template <class T>
struct forgetful_atomic : support::interleave::atomic<T> {
    using base = support::interleave::atomic<T>;
    using base::base;
    bool compare_exchange_weak(T& expected, T desired, std::memory_order order, std::memory_order failure,
                               std::source_location where = std::source_location::current()) {
        return base::compare_exchange_weak(expected, desired & 0xffff'ffff, order, failure, where);
    }
};
struct forgetful_policy : model_policy {
    template <class T>
    using atomic = std::conditional_t<sizeof(T) == 8, forgetful_atomic<T>, support::interleave::atomic<T>>;
};

/// The heads have been taken from 2^32 - 2 times.
template <class T>
struct worn_atomic : support::interleave::atomic<T> {
    worn_atomic(T value, std::source_location where = std::source_location::current())
        : support::interleave::atomic<T>(value | T{0xffff'fffe} << 32, where) {}
    worn_atomic() : worn_atomic(0) {}
};
struct worn_policy : model_policy {
    template <class T>
    using atomic = std::conditional_t<sizeof(T) == 8, worn_atomic<T>, support::interleave::atomic<T>>;
};

} // namespace

TEST_CASE("lock_free_pool: every execution while the takes' count begins anew") {
    using one = one_stack<worn_policy>;
    require_flawless("lock_free_pool, worn, 2 threads", taking_turns<one>(2, 1, 2));
    require_flawless("lock_free_pool, worn, the same top again", same_top_again<one>);
    require_flawless("lock_free_pool, worn, 2 stacks, one is there",
                     one_is_always_there<two_stacks<worn_policy>>);
}

TEST_CASE("lock_free_pool: every execution") {
    using one = one_stack<model_policy>;
    using two = two_stacks<model_policy>;
    require_flawless("lock_free_pool, 2 threads", taking_turns<one>(2, 1, 2));
    require_flawless("lock_free_pool, 2 threads, 1 block", taking_turns<one>(2, 1, 1), {.spurious = 1});
    require_flawless("lock_free_pool, 3 threads", one_gives_two_take<one>, {.spurious = 1});
    require_flawless("lock_free_pool, the same top again", same_top_again<one>);
    require_flawless("lock_free_pool, several at once", several_at_once<one>);
    require_flawless("lock_free_pool, growing", growing<one>);
    require_flawless("lock_free_pool, 2 stacks, 2 threads", taking_turns<two>(2, 1, 2));
    require_flawless("lock_free_pool, 2 stacks, 3 threads", one_gives_two_take<two>);
    require_flawless("lock_free_pool, 2 stacks, one is there", one_is_always_there<two>);
}

TEST_CASE("lock_free_pool: every execution of more operations", "[large]") {
    require_flawless("lock_free_pool, 2 threads, twice, 1 block",
                     taking_turns<one_stack<model_policy>>(2, 2, 1));
    require_flawless("lock_free_pool, 2 stacks, moving", moving<two_stacks<model_policy>>);
}

TEST_CASE("lock_free_pool: every execution of many operations", "[.long]") {
    using one = one_stack<model_policy>;
    require_flawless("lock_free_pool, 2 threads, twice each", taking_turns<one>(2, 2, 2));
    require_flawless("lock_free_pool, 3 threads, once each", taking_turns<one>(3, 1, 3));
}

TEST_CASE("lock_free_pool: no order is stronger than it must be") {
    const std::vector<program> tests = short_programs<model_policy>();
    CHECK(needless_orders("basic_index_stack.hpp", tests) == std::vector<std::string>{});
    CHECK(needless_orders("basic_chunk_table.hpp", tests) == std::vector<std::string>{});
}

TEST_CASE("lock_free_pool: a head that does not count finds itself the same") {
    CHECK(failure_of(same_top_again<one_stack<forgetful_policy>>) != "");
}

TEST_CASE("lock_free_pool: each operation is needed, and needed whole") {
    std::vector<bounded> tests;
    for (const program& test : short_programs<spoilt_policy>()) tests.push_back({test});
    // A push's first look at the head is a guess, which the swap confirms. Who does not hear of a chunk takes
    // fewer at once. The last is the program's own look at a link, which nobody has changed since the take.
    CHECK(unnoticed_flaws(tests) ==
          std::vector<std::string>{"load: ignored", "load: ignored", "load: ignored"});
}
