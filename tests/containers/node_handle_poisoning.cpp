#include <catch2/catch_test_macros.hpp>

#include <optional>
#include <string>
#include <utility>

#include <support/asan.hpp>

#if ARSENAL_TEST_IMPORT
import arsenal.containers;
#else
#include <arsenal/containers.hpp>
#endif

// unordered_map_poisoning.cpp, of elements that leave their map.

#if ARSENAL_TEST_ASAN

using support::addressable;
using support::fill;
using support::poisoned;

namespace {

using map = arsenal::unordered_map<int, long>;
using strings = arsenal::pmr::unordered_map<int, std::string>;

} // namespace

TEST_CASE("poisoning: an extracted element is not, until its handle dies") {
    map m;
    fill(m, 100);
    const auto* element = &*m.find(30);
    {
        const auto handle = m.extract(30);
        CHECK(addressable(element));
    }
    CHECK(poisoned(element));

    auto returns = m.extract(31);
    element = &*m.insert(std::move(returns)).position;
    CHECK(addressable(element));
    m.erase(31);
    CHECK(poisoned(element));
}

TEST_CASE("poisoning: of an element of another map, when it dies there") {
    map from;
    fill(from, 100);
    const auto* erased = &*from.find(30);
    const auto* cleared = &*from.find(31);
    const auto* extracted = &*from.find(32);
    map to;
    for (int i = 30; i < 33; ++i) to.insert(from.extract(i));
    to.erase(30);
    CHECK(poisoned(erased));
    CHECK(addressable(cleared));
    to.extract(32);
    CHECK(poisoned(extracted));
    to.clear();
    CHECK(poisoned(cleared));
}

TEST_CASE("poisoning: a handle that outlives its map keeps its own element only") {
    support::watched_memory m;
    std::optional<strings> first(std::in_place, &m.resource);
    fill(*first, 100);
    const auto* lent = &*first->find(30);
    const auto* other = &*first->find(31);
    {
        auto handle = first->extract(30);
        first.reset();
        CHECK(addressable(lent));
        CHECK(poisoned(other));
        handle.mapped() = "still there";
    }
    CHECK(m.all_addressable());
}

#endif
