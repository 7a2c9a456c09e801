#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <utility>

#include <support/arena.hpp>
#include <support/child_process.hpp>
#include <support/stateful_allocator.hpp>

#include <arsenal/platform/config.hpp>
#if ARSENAL_TEST_IMPORT
import arsenal.containers;
#else
#include <arsenal/containers.hpp>
#endif

// What the container checks of its callers, by hardening mode. (That it objects to nothing else, the whole
// suite shows in each mode.)

#if ARSENAL_HARDENING != ARSENAL_HARDENING_NONE

namespace {

using map = arsenal::unordered_map<int, std::string>;
using arena_map = arsenal::unordered_map<int, std::string, std::hash<int>, std::equal_to<int>,
                                         support::stateful_allocator<std::pair<const int, std::string>>>;

map make() {
    map m;
    for (int i = 0; i < 40; ++i) m.try_emplace(i, "value");
    return m;
}

struct failing_hash {
    bool& fails;
    std::size_t operator()(int i) const {
        if (fails) throw i;
        return static_cast<std::size_t>(i);
    }
};

using support::stops;

} // namespace

TEST_CASE("hardening: iterators that refer to nothing") {
    map m = make();
    const map::iterator singular;
    const auto local = m.end(0);
    CHECK(stops("dereferenced an end() or singular iterator", [&] { m.end()->second.clear(); }));
    CHECK(stops("dereferenced an end() or singular iterator", [&] { singular->second.clear(); }));
    CHECK(stops("incremented an end() or singular iterator", [&] { ++m.end(); }));
    CHECK(stops("dereferenced an end(n) or singular local iterator", [&] { local->second.clear(); }));
    CHECK(stops("incremented an end(n) or singular local iterator", [&] { ++m.end(0); }));
    CHECK(stops("erased end()", [&] { m.erase(m.end()); }));
    CHECK(stops("extracted end()", [&] { m.extract(m.end()); }));
}

TEST_CASE("hardening: a bucket that is not there") {
    map m = make();
    const std::size_t n = m.bucket_count();
    CHECK(stops("no such bucket", [&] { static_cast<void>(m.begin(n)); }));
    CHECK(stops("no such bucket", [&] { static_cast<void>(m.bucket_size(n)); }));
#if ARSENAL_HARDENING == ARSENAL_HARDENING_DEBUG
    CHECK(stops("no such bucket", [&] { static_cast<void>(m.end(n)); }));
    CHECK(stops("no such bucket", [&] { static_cast<void>(m.cend(n)); }));
#endif
}

TEST_CASE("hardening: allocators that differ") {
    support::arena here, there;
    arena_map a{arena_map::allocator_type(here)}, b{arena_map::allocator_type(there)};
    a.try_emplace(1);
    b.try_emplace(2);
    CHECK(stops("inserted a node handle whose allocator differs", [&] { a.insert(b.extract(2)); }));
    CHECK(stops("assigned a node handle whose allocator differs", [&] {
        auto node = a.extract(1);
        node = b.extract(2);
    }));
    CHECK(stops("merged containers whose allocators differ", [&] { a.merge(b); }));
#if ARSENAL_HARDENING == ARSENAL_HARDENING_DEBUG
    CHECK(stops("swapped containers whose allocators differ", [&] { a.swap(b); }));
#endif
}

TEST_CASE("hardening: an element of another container, where elements are outside their home lanes") {
    map m = make(), other = make(), third = make();
    auto node = third.extract(30);
    node.key() = 40;
    m.insert(std::move(node)); // what comes as a node counts as outside
    CHECK(stops("not in the container", [&] { m.erase(other.begin()); }));
    CHECK(stops("not in the container", [&] { m.extract(other.begin()); }));
}

TEST_CASE("hardening: an element of another container, which has to be looked for everywhere") {
    bool fails = false;
    using strange = arsenal::unordered_map<int, int, failing_hash>;
    strange m(8, failing_hash{fails}), other(8, failing_hash{fails});
    m.try_emplace(1);
    other.try_emplace(1);
    fails = true;
    CHECK(stops("not in the container", [&] { m.erase(other.begin()); }));
    m.erase(m.begin());
    CHECK(m.empty());
}

TEST_CASE("hardening: an empty node handle") {
    const map::node_type node;
    CHECK(stops("key() of an empty node handle", [&] { node.key() = 1; }));
    CHECK(stops("mapped() of an empty node handle", [&] { node.mapped().clear(); }));
}

#endif
