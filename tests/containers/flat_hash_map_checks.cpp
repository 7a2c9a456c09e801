#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <string>

#include <support/asan.hpp>
#include <support/child_process.hpp>

#include <arsenal/platform/config.hpp>
#if ARSENAL_TEST_IMPORT
import arsenal.containers;
#else
#include <arsenal/containers.hpp>
#endif

// What stops a program: hardening, by mode, and the poisoned room of elements that are not there.

namespace {

using map = arsenal::flat_hash_map<int, std::string>;

[[maybe_unused]] map make() {
    map m;
    for (int i = 0; i < 40; ++i) m.try_emplace(i, "value");
    return m;
}

} // namespace

#if ARSENAL_HARDENING != ARSENAL_HARDENING_NONE

using support::stops;

TEST_CASE("flat hardening: iterators and nodes that refer to nothing") {
    map m = make();
    CHECK(stops("dereferenced an end()", [&] { m.end()->second.clear(); }));
    CHECK(stops("dereferenced an end() or singular", [&] { map::iterator()->second.clear(); }));
    CHECK(stops("incremented an end()", [&] { ++m.end(); }));
    CHECK(stops("erased end()", [&] { m.erase(m.end()); }));
    CHECK(stops("erased end()", [&] { m.erase(m.begin(), ++make().begin()); }));
    CHECK(stops("extracted end()", [&] { m.extract(m.end()); }));
    CHECK(stops("key() of an empty node", [&] { static_cast<void>(map::node_type().key()); }));
    CHECK(stops("mapped() of an empty node", [&] { static_cast<void>(map::node_type().mapped()); }));
    using set = arsenal::flat_hash_set<int>;
    CHECK(stops("value() of an empty node", [&] { static_cast<void>(set::node_type().value()); }));
}

#endif

#if ARSENAL_HARDENING == ARSENAL_HARDENING_DEBUG

TEST_CASE("flat hardening: an iterator whose element was erased, or that is another container's") {
    map m = make(), other = make();
    const auto gone = m.find(20);
    m.erase(20);
    CHECK(stops("dereferenced an iterator whose element was erased", [&] { gone->second.clear(); }));
    CHECK(stops("incremented an iterator whose element was erased", [&] { ++map::iterator(gone); }));
    CHECK(stops("erased by an iterator whose element was erased", [&] { m.erase(gone); }));
    CHECK(stops("extracted by an iterator whose element was erased", [&] { m.extract(gone); }));
    CHECK(stops("erased an element that is not in", [&] { m.erase(other.begin()); }));
    CHECK(stops("extracted an element that is not in", [&] { m.extract(other.begin()); }));
}

#endif

#if ARSENAL_TEST_ASAN

TEST_CASE("flat poisoning: the room of an element is addressable while there is one") {
    using support::addressable, support::poisoned;
    for (const int stride : {1, 1 << 16}) {
        arsenal::flat_hash_map<int, long> m;
        m.reserve(300);
        for (int i = 0; i < 300; ++i) m.try_emplace(i * stride);
        const auto* by_key = &*m.find(7 * stride);
        const auto* by_iterator = &*m.find(40 * stride);
        m.erase(7 * stride);
        m.erase(m.find(40 * stride));
        CHECK((poisoned(by_key) && poisoned(by_iterator) && addressable(&*m.find(8 * stride))));
        m.try_emplace(7 * stride);
        m.try_emplace(40 * stride);
        CHECK((addressable(by_key) && addressable(by_iterator)));
        m.rehash(2000);
        std::size_t there = 0;
        for (const auto& e : m) there += addressable(&e) ? 1u : 0u;
        CHECK(there == m.size());
        const auto copy = m;
        const auto* first = &*m.begin();
        m.clear();
        CHECK((poisoned(first) && addressable(&*copy.begin())));
    }
}

TEST_CASE("flat poisoning: memory goes back addressable") {
    support::watched_memory memory;
    {
        arsenal::pmr::flat_hash_map<int, std::string> m(&memory.resource);
        for (int i = 0; i < 100; ++i) m.try_emplace(i);
        CHECK_FALSE(memory.all_addressable());
    }
    CHECK(memory.all_addressable());
}

#endif
