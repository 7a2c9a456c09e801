#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <iterator>
#include <string>
#include <utility>

#include <support/asan.hpp>
#include <support/child_process.hpp>

#include <arsenal/platform/config.hpp>
#if ARSENAL_TEST_IMPORT
import arsenal.containers;
#else
#include <arsenal/containers.hpp>
#endif

// What stops a program that misuses unordered_multimap: hardening, and ASan's poisoning of rooms without an
// element.

namespace {

using map = arsenal::unordered_multimap<int, std::string>;
using support::stops;

map make() {
    map m;
    for (int i = 0; i < 60; ++i) m.emplace(i % 20, "value");
    return m;
}

} // namespace

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_FAST

TEST_CASE("multi hardening: the end, no bucket, and handles of another allocator") {
    map m = make();
    CHECK(stops("dereferenced an end() or singular iterator", [&] { m.end()->second.clear(); }));
    CHECK(stops("incremented an end() or singular iterator", [&] { ++m.end(); }));
    CHECK(stops("erased end()", [&] { m.erase(m.end()); }));
    CHECK(stops("extracted end()", [&] { m.extract(m.end()); }));
    CHECK(stops("no such bucket", [&] { static_cast<void>(m.bucket_size(m.bucket_count())); }));
    CHECK(stops("dereferenced an end(n)", [&] { static_cast<void>(*m.end(0)); }));
    CHECK(stops("of an empty node handle", [&] { static_cast<void>(m.extract(99).key()); }));
}

#endif

#if ARSENAL_HARDENING == ARSENAL_HARDENING_DEBUG &&                                                          \
    !ARSENAL_TEST_ASAN // which reports first: the link lies in the room

TEST_CASE("multi hardening: an iterator or hint whose element is gone") {
    const int how = GENERATE(0, 1, 2, 3);
    map m = make();
    const auto gone = how == 1 ? std::next(m.find(7)) : m.find(7);
    map::node_type node;
    switch (how) {
    case 0:
    case 1:
        m.erase(gone);
        break;
    case 2:
        node = m.extract(gone);
        break;
    default:
        m.erase(7);
    }
    CHECK(stops("dereferenced an iterator whose element was erased or extracted",
                [&] { gone->second.clear(); }));
    CHECK(stops("incremented an iterator whose element was erased or extracted",
                [&] { ++map::iterator(gone); }));
    CHECK(stops("erased by an iterator whose element was erased or extracted", [&] { m.erase(gone); }));
    CHECK(stops("extracted by an iterator whose element was erased or extracted", [&] { m.extract(gone); }));
    CHECK(stops("the hint's element was erased or extracted", [&] { m.emplace_hint(gone, 7, "x"); }));
}

TEST_CASE("multi hardening: a range whose end cannot be reached, an element of another container") {
    map m = make(), other = make();
    CHECK(stops("erased a range whose end cannot be reached", [&] { m.erase(m.find(15), m.find(3)); }));
    CHECK(stops("not in the container", [&] { m.erase(other.begin()); }));
    CHECK(stops("not in the container", [&] { map().extract(other.begin()); }));
}

#endif

#if ARSENAL_TEST_ASAN

using support::addressable;
using support::poisoned;

TEST_CASE("multi poisoning: an erased element's room is, until it is used again") {
    arsenal::unordered_multimap<int, long> m;
    m.reserve(64); // one block, whose holes are filled first
    for (int i = 0; i < 60; ++i) m.emplace(i % 20, i);
    const auto* in_group = &*std::next(m.find(7));
    const auto* first = &*m.find(8);
    const auto* group = &*m.find(9);
    m.erase(std::next(m.find(7)));
    m.erase(m.find(8));
    m.erase(9);
    CHECK(poisoned(in_group));
    CHECK(poisoned(first));
    CHECK(poisoned(group));
    for (int i = 0; i < 5; ++i) m.emplace(i, 0); // into the holes
    CHECK(addressable(in_group));
    CHECK(addressable(first));
    CHECK(addressable(group));
}

TEST_CASE("multi poisoning: foreign elements, and memory that goes back") {
    support::watched_memory memory;
    {
        arsenal::pmr::unordered_multimap<int, long> many(&memory.resource);
        arsenal::pmr::unordered_map<int, long> unique(&memory.resource);
        for (int i = 0; i < 30; ++i) many.emplace(i, i), many.emplace(i, i), unique.emplace(i + 100, i);
        unique.merge(many);
        many.merge(unique);
        unique.merge(many);
        const auto* foreign = &*unique.find(5);
        CHECK(addressable(foreign));
        unique.erase(5);
        CHECK(poisoned(foreign));
        const auto* in_group = &*many.find(6);
        many.erase(6);
        CHECK(poisoned(in_group));
    }
    CHECK(memory.all_addressable());
}

#endif
