#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include <support/asan.hpp>
#include <support/child_process.hpp>

#include <arsenal/platform/sanitizer.hpp> // detail, which no import carries
#if ARSENAL_TEST_IMPORT
import arsenal.containers;
#else
#include <arsenal/containers.hpp>
#endif

// Under ASan the room of an element is poisoned whenever there is no element in it. (That elements are not,
// the whole suite shows.)

#if ARSENAL_TEST_ASAN

using support::addressable;
using support::fill;
using support::poisoned;

namespace {

using map = arsenal::unordered_map<int, long>;
using strings = arsenal::pmr::unordered_map<int, std::string>;

struct throws {
    explicit throws(int) { throw std::runtime_error("no element"); }
};

} // namespace

TEST_CASE("poisoning: an erased element's room is, until it is used again") {
    map m;
    m.reserve(300);
    fill(m, 300);
    const auto* by_key = &*m.find(7);
    const auto* by_iterator = &*m.find(40);
    const auto* first = &*m.begin();
    m.erase(7);
    m.erase(m.find(40));
    m.erase(m.begin());
    CHECK(poisoned(by_key));
    CHECK(poisoned(by_iterator));
    CHECK(poisoned(first));
    CHECK(addressable(&*m.find(8)));
    fill(m, 300); // into the holes
    CHECK(addressable(by_key));
    CHECK(addressable(by_iterator));
    CHECK(addressable(first));
}

TEST_CASE("poisoning: reserved room is, until an element comes") {
    map m;
    m.reserve(300);
    for (int i = 0; i < 300; ++i) {
        const auto* element = &*m.try_emplace(i).first;
        CHECK(addressable(element));
        if (i % 64 != 63) CHECK(poisoned(element + 1));
    }
}

TEST_CASE("poisoning: room that was taken in vain is") {
    map m;
    m.reserve(64);
    const auto* element = &*m.emplace(1, 1).first;
    m.emplace(1, 2); // constructs, then finds that it is there
    CHECK(poisoned(element + 1));

    arsenal::unordered_map<int, std::optional<throws>> thrower;
    thrower.reserve(64);
    const auto* there = &*thrower.try_emplace(1).first;
    CHECK_THROWS_AS(thrower.try_emplace(2, std::in_place, 2), std::runtime_error);
    CHECK(poisoned(there + 1));
    thrower.try_emplace(2);
    CHECK(addressable(there + 1));
}

TEST_CASE("poisoning: a segment goes back to its allocator without any") {
    support::watched_memory m;
    {
        strings cleared(&m.resource);
        strings destroyed(&m.resource);
        fill(cleared, 100);
        fill(destroyed, 100);
        for (int i = 0; i < 100; i += 3) destroyed.erase(i);
        CHECK_FALSE(m.all_addressable());
        strings copied(destroyed, &m.resource);
        const auto* element = &*copied.find(2);
        copied.erase(2);
        CHECK(poisoned(element));
        cleared.clear();
    }
    CHECK(m.all_addressable());
}

TEST_CASE("poisoning: the use of an erased element is reported") {
    map m;
    fill(m, 100);
    const long& value = m.at(30);
    const auto iterator = m.find(30);
    m.erase(30);
    for (const bool by_iterator : {false, true}) {
        const auto end = support::run_in_child([&] {
            const volatile long& read = by_iterator ? iterator->second : value;
            [[maybe_unused]] const long touched = read;
        });
        CHECK_FALSE(end.exited_well());
        CHECK(end.says("use-after-poison"));
    }
}

#else

TEST_CASE("poisoning: without ASan's runtime there is none") {
    CHECK(arsenal::detail::asan_poison_region == nullptr);
    arsenal::unordered_map<int, long> m{{1, 2}, {3, 4}};
    const auto* element = &*m.find(1);
    m.erase(1);
    m.try_emplace(5); // into the same room
    CHECK(element->first == 5);
}

#endif
