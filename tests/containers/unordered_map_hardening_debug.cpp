#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <string>

#include <support/child_process.hpp>

#include <arsenal/platform/config.hpp>
#if ARSENAL_TEST_IMPORT
import arsenal.containers;
#else
#include <arsenal/containers.hpp>
#endif

// unordered_map_hardening.cpp, of what is checked in mode debug only.

#if ARSENAL_HARDENING == ARSENAL_HARDENING_DEBUG

namespace {

using map = arsenal::unordered_map<int, std::string>;

map make() {
    map m;
    for (int i = 0; i < 40; ++i) m.try_emplace(i, "value");
    return m;
}

using support::stops;

} // namespace

TEST_CASE("hardening: an iterator whose element is gone") {
    const bool extracted = GENERATE(false, true);
    map m = make();
    const auto gone = m.find(20);
    map::node_type node;
    if (extracted)
        node = m.extract(20);
    else
        m.erase(20);
    CHECK(stops("dereferenced an iterator whose element was erased or extracted",
                [&] { gone->second.clear(); }));
    CHECK(stops("incremented an iterator whose element was erased or extracted",
                [&] { ++map::iterator(gone); }));
    CHECK(stops("erased by an iterator whose element was erased or extracted", [&] { m.erase(gone); }));
    CHECK(stops("extracted by an iterator whose element was erased or extracted", [&] { m.extract(gone); }));
    CHECK(stops("erased a range from an element that was erased", [&] { m.erase(gone, m.end()); }));
}

TEST_CASE("hardening: an element of another container") {
    map m = make(), other = make();
    CHECK(stops("not in the container", [&] { m.erase(other.begin()); }));
    CHECK(stops("not in the container", [&] { m.extract(other.begin()); }));
    CHECK(stops("not in the container", [&] { m.erase(other.begin(), other.end()); }));
    CHECK(stops("not in the container", [&] { map().erase(other.begin()); }));
}

TEST_CASE("hardening: a range whose end cannot be reached") {
    map m = make(), other = make();
    CHECK(stops("erased a range whose end cannot be reached", [&] { m.erase(m.find(20), m.find(10)); }));
    CHECK(stops("erased a range whose end cannot be reached", [&] { m.erase(m.begin(), other.begin()); }));
}

#endif
