#include <catch2/catch_test_macros.hpp>

#include <support/child_process.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <type_traits>
#include <unordered_set>
#include <utility>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif
#include <arsenal/platform/config.hpp>

using arsenal::tagged_ptr;

namespace {

struct alignas(16) wide {
    int number = 5;
};
struct incomplete;

template <class T>
concept compares_with_null = requires(T p) { p == nullptr; };

} // namespace

TEST_CASE("tagged_ptr keeps a pointer and a tag") {
    wide w;
    tagged_ptr<wide, 4> p(&w, 9);
    CHECK((p.pointer() == &w && p.get() == &w && p.tag() == 9 && p->number == 5 && (*p).number == 5));
    for (unsigned tag = 0; tag <= decltype(p)::max_tag; ++tag) {
        p.set_tag(tag);
        CHECK((p.tag() == tag && p.pointer() == &w));
    }
    wide other;
    p.set_pointer(&other);
    CHECK((p.pointer() == &other && p.tag() == 15));
    const tagged_ptr<wide, 4> null, tagged_null(nullptr, 3);
    CHECK((!null && !tagged_null && tagged_null.tag() == 3 && null.pointer() == nullptr && p));
    p = nullptr;
    CHECK((p == null && p.tag() == 0));
}

TEST_CASE("tagged_ptr: one word, which atomics take; of incomplete, const and void types") {
    STATIC_CHECK(sizeof(tagged_ptr<incomplete, 3>) == sizeof(void*));
    STATIC_CHECK(std::is_trivially_copyable_v<tagged_ptr<int, 2>>);
    STATIC_CHECK(arsenal::is_trivially_relocatable_v<tagged_ptr<int, 2>>);
    STATIC_CHECK_FALSE(std::is_convertible_v<int*, tagged_ptr<int, 2>>);
    static constinit tagged_ptr<int, 1> constant = nullptr;
    CHECK(!constant);
    wide w;
    const tagged_ptr<void, 4> of_void(&w, 1);
    CHECK(of_void.pointer() == &w);
    const tagged_ptr<incomplete, 2> of_incomplete(reinterpret_cast<incomplete*>(&w), 3);
    CHECK((of_incomplete && of_incomplete.tag() == 3));
    CHECK(tagged_ptr<const wide, 1>(&w)->number == 5);
    std::atomic<tagged_ptr<wide, 4>> shared(tagged_ptr<wide, 4>(&w, 1));
    tagged_ptr<wide, 4> expected(&w, 1);
    CHECK(shared.compare_exchange_strong(expected, {nullptr, 7}));
    CHECK((shared.load().tag() == 7 && shared.is_lock_free()));
}

TEST_CASE("tagged_ptr is compared by pointer and tag, swapped and hashed") {
    wide array[2];
    using pointer = tagged_ptr<wide, 4>;
    pointer a(array, 1), b(array, 2), c(array + 1, 0);
    CHECK((a == pointer(array, 1) && a != b && a < b && b < c && c > a));
    CHECK(std::set<pointer>{c, b, a, b}.size() == 3);
    CHECK(std::unordered_set<pointer>{c, b, a, b}.size() == 3);
    CHECK(std::hash<pointer>()(a) == std::hash<pointer>()(pointer(array, 1)));
    STATIC_CHECK_FALSE(compares_with_null<pointer>); // with its tag, or without?
    swap(a, c);
    CHECK((a.pointer() == array + 1 && c.tag() == 1));
}

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_FAST
TEST_CASE("tagged_ptr stops at what does not fit, and at null") {
    wide w;
    using pointer = tagged_ptr<wide, 4>;
    CHECK(support::stops("larger than its bits", [&] { pointer(&w, 16); }));
    CHECK(support::stops("larger than its bits", [&] { pointer(&w).set_tag(16); }));
    auto* const askew = reinterpret_cast<incomplete*>(reinterpret_cast<char*>(&w) + 4);
    CHECK(support::stops("not aligned", [&] { tagged_ptr<incomplete, 3>(askew, 0); }));
    CHECK(support::stops("not aligned", [&] { tagged_ptr<incomplete, 3>().set_pointer(askew); }));
    CHECK(support::stops("null tagged_ptr", [&] { static_cast<void>(pointer(nullptr, 3)->number); }));
    CHECK(support::stops("null tagged_ptr", [&] { static_cast<void>((*pointer(nullptr, 3)).number); }));
}
#endif
