#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <string>
#include <utility>

#include <support/arena.hpp>
#include <support/asan.hpp>
#include <support/child_process.hpp>
#include <support/stateful_allocator.hpp>

#include <arsenal/platform/config.hpp>
#include <arsenal/platform/sanitizer.hpp> // detail, which no import carries

#include <containers/dense_under_test.hpp>

// What the dense containers check of their callers, and what AddressSanitizer sees of them.

namespace {

using map = ut::dense_hash_map<int, std::string>;

map make(int n) {
    map m;
    for (int i = 0; i < n; ++i) m.try_emplace(i, "value");
    return m;
}

} // namespace

#if ARSENAL_HARDENING != ARSENAL_HARDENING_NONE

using support::stops;

TEST_CASE("dense hardening: iterators that refer to no element of the container") {
    constexpr const char* says = "refers to no element here";
    map m = make(40), other = make(40);
    CHECK(stops(says, [&] { m.erase(m.end()); }));
    CHECK(stops(says, [&] { m.erase(other.begin()); }));
    CHECK(stops(says, [&] { m.erase_in_order(m.end()); }));
    CHECK(stops(says, [&] { static_cast<void>(m.extract(m.cend())); }));
    CHECK(stops("erased a range that is none", [&] { m.erase(m.begin() + 2, m.begin() + 1); }));
    CHECK(stops("erased a range that is none", [&] { m.erase(m.begin(), m.end() + 1); }));
    CHECK(stops("no such element", [&] { static_cast<void>(std::move(m).extract()[40]); }));
    CHECK(stops("pop_back() of an empty array", [&] { map::values_type().pop_back(); }));
}

TEST_CASE("dense hardening: containers whose allocators differ") {
    using arena_set =
        ut::dense_hash_set<int, std::hash<int>, std::equal_to<int>, support::stateful_allocator<int>>;
    support::arena one, two;
    arena_set a(support::stateful_allocator<int>{one}), b(support::stateful_allocator<int>{two});
    CHECK(stops("merged containers whose allocators differ", [&] { a.merge(b); }));
#if ARSENAL_HARDENING == ARSENAL_HARDENING_DEBUG
    CHECK(stops("swapped containers whose allocators differ", [&] { a.swap(b); }));
    CHECK(stops("singular iterator", [&] { static_cast<void>(*map::iterator()); }));
#endif
}

#endif

#if ARSENAL_TEST_ASAN

using support::addressable;
using support::poisoned;

TEST_CASE("dense poisoning: capacity without elements is, elements are not") {
    map m = make(9);
    m.reserve(100);
    const auto* const data = m.values().data();
    CHECK(addressable(data, 9 * sizeof *data));
    CHECK(poisoned(data + 9));
    CHECK(poisoned(data + 99));
    m.try_emplace(9, "value");
    CHECK(addressable(data + 9));
    CHECK(poisoned(data + 10));
    m.erase(0);
    CHECK(poisoned(data + 9));
    erase_if(m, [](const auto& v) { return v.first < 5; });
    CHECK(addressable(data, m.size() * sizeof *data));
    CHECK(poisoned(data + m.size()));
    m.clear();
    CHECK(poisoned(data));
    const auto end =
        support::run_in_child([&] { [[maybe_unused]] const volatile int read = m.end()->first; });
    CHECK(end.says("use-after-poison"));
}

TEST_CASE("dense poisoning: an element that was not made leaves its room poisoned") {
    struct throws {
        explicit throws(int) { throw 1; }
    };
    ut::dense_hash_map<int, throws> m;
    m.reserve(50);
    CHECK_THROWS_AS(m.try_emplace(1, 1), int);
    CHECK(m.empty());
    CHECK(poisoned(m.values().data()));
    CHECK(dense::contradiction(m) == "");
}

TEST_CASE("dense poisoning: memory goes back as it came") {
    support::watched_memory memory;
    {
        ut::pmr::dense_hash_map<int, int> m(&memory.resource);
        for (int i = 0; i < 100; ++i) m[i] = i;
        m.erase(5);
    }
    CHECK(memory.all_addressable());
}

#endif
