#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <string>
#include <type_traits>
#include <utility>

#include <containers/functors.hpp>
#include <support/arena.hpp>
#include <support/move_only.hpp>
#include <support/propagating_allocator.hpp>

#include <support/under_test.hpp>

// [container.alloc.reqmts], [container.requirements.general]/8-10: what happens to the allocator on copy,
// move, swap.

namespace {

using support::arena;
using support::propagation;

constexpr propagation never{false, false, false};
constexpr propagation always{true, true, true};

template <propagation P>
using map = ut::unordered_map<int, std::string, functors::tagged_hash, functors::tagged_equal,
                              support::propagating_allocator<std::pair<const int, std::string>, P>>;

template <propagation P>
map<P> filled(arena& source, int n, int tag) {
    map<P> m(0, functors::tagged_hash{tag}, functors::tagged_equal{tag},
             typename map<P>::allocator_type(source));
    for (int i = 0; i < n; ++i) m.emplace(i, "a string of more than fifteen " + std::to_string(i));
    return m;
}

template <class Map>
bool all_in(const Map& m, const arena& source, std::size_t n) {
    if (m.size() != n || &m.get_allocator().source() != &source) return false;
    for (const auto& [key, value] : m) {
        if (!source.owns(&value) || value != "a string of more than fifteen " + std::to_string(key))
            return false;
    }
    return true;
}

} // namespace

TEST_CASE("unordered_map: copy construction asks select_on_container_copy_construction",
          "[container.alloc.reqmts]") {
    arena memory;
    arena selected;
    {
        const support::propagating_allocator<std::pair<const int, std::string>, always> a(memory, &selected);
        map<always> m(0, functors::tagged_hash{}, functors::tagged_equal{}, a);
        m.emplace(0, "a string of more than fifteen 0");
        const map<always> copy(m);
        CHECK(all_in(copy, selected, 1));
        const map<always> with_its_own(m, a);
        CHECK(all_in(with_its_own, memory, 1));
    }
    CHECK((memory.clean() && selected.clean()));
}

TEST_CASE("unordered_map: copy assignment propagates the allocator when it says so",
          "[container.alloc.reqmts]") {
    arena here;
    arena there;
    {
        const auto source = filled<always>(there, 30, 1);
        auto target = filled<always>(here, 5, 2);
        target = source;
        CHECK(all_in(target, there, 30));
        CHECK(target.hash_function().tag == 1);
        CHECK(here.live_blocks() == 0);

        const auto kept_source = filled<never>(there, 30, 1);
        for (const int n : {0, 5, 200}) {
            auto kept = filled<never>(here, n, 2);
            kept = kept_source;
            CHECK(all_in(kept, here, 30));
            CHECK(kept.hash_function().tag == 1);
        }
    }
    CHECK((here.clean() && there.clean()));
}

TEST_CASE("unordered_map: move assignment propagates the allocator when it says so",
          "[container.alloc.reqmts]") {
    arena here;
    arena there;
    {
        auto source = filled<always>(there, 30, 1);
        const auto* element = &*source.find(7);
        auto target = filled<always>(here, 5, 2);
        target = std::move(source);
        CHECK(all_in(target, there, 30));
        CHECK(&*target.find(7) == element);
        CHECK(here.live_blocks() == 0);
        source.clear();
        source.emplace(1, "a string of more than fifteen 1");
        CHECK(all_in(source, there, 1));
    }
    CHECK((here.clean() && there.clean()));
}

TEST_CASE("unordered_map: move assignment with equal allocators takes the memory",
          "[container.alloc.reqmts]") {
    arena here;
    {
        auto source = filled<never>(here, 30, 1);
        const auto* element = &*source.find(7);
        auto target = filled<never>(here, 5, 2);
        target = std::move(source);
        CHECK(all_in(target, here, 30));
        CHECK(&*target.find(7) == element);
        CHECK(target.hash_function().tag == 1);
    }
    CHECK(here.clean());
}

TEST_CASE("unordered_map: move assignment with unequal allocators moves each element",
          "[container.alloc.reqmts]") {
    arena here;
    arena there;
    for (const int n : {0, 5, 200}) {
        auto source = filled<never>(there, 30, 1);
        const auto* text = source.at(7).data();
        auto target = filled<never>(here, n, 2);
        target = std::move(source);
        CHECK(all_in(target, here, 30));
        CHECK(target.at(7).data() == text);
        CHECK(target.hash_function().tag == 1);
        CHECK(&source.get_allocator().source() == &there);
        source.clear();
        CHECK(source.empty());
        source.emplace(1, "a string of more than fifteen 1");
        CHECK(all_in(source, there, 1));
    }
    CHECK((here.clean() && there.clean()));
}

TEST_CASE("unordered_map: move assignment with unequal allocators needs no copies",
          "[container.alloc.reqmts]") {
    arena here;
    arena there;
    {
        using allocator = support::propagating_allocator<std::pair<const int, support::move_only>, never>;
        using move_only_map =
            ut::unordered_map<int, support::move_only, std::hash<int>, std::equal_to<int>, allocator>;
        move_only_map source{allocator(there)};
        for (int i = 0; i < 20; ++i) source.try_emplace(i, i * 2);
        move_only_map target{allocator(here)};
        target = std::move(source);
        CHECK(target.size() == 20);
        CHECK(target.at(19).id() == 38);
        const move_only_map constructed(std::move(target), allocator(there));
        CHECK(constructed.at(19).id() == 38);
        CHECK(there.owns(&*constructed.find(19)));
    }
    CHECK((here.clean() && there.clean()));
}

TEST_CASE("unordered_map: swap exchanges the allocators when they say so",
          "[container.requirements.general]") {
    arena here;
    arena there;
    {
        auto a = filled<always>(here, 30, 1);
        auto b = filled<always>(there, 5, 2);
        const auto* element = &*a.find(7);
        a.swap(b);
        CHECK((all_in(a, there, 5) && all_in(b, here, 30)));
        CHECK(&*b.find(7) == element);
        auto c = filled<never>(here, 3, 3);
        auto d = filled<never>(here, 50, 4);
        swap(c, d);
        CHECK((all_in(c, here, 50) && all_in(d, here, 3)));
        CHECK((c.hash_function().tag == 4 && d.key_eq().tag == 3));
    }
    CHECK((here.clean() && there.clean()));
}

TEST_CASE("unordered_map: each trait is asked by its own operation", "[container.alloc.reqmts]") {
    arena here;
    arena there;
    {
        constexpr propagation only_copy{true, false, false};
        constexpr propagation only_move{false, true, false};
        auto a = filled<only_copy>(here, 4, 1);
        a = filled<only_copy>(there, 9, 2);
        CHECK(all_in(a, here, 9));
        auto b = filled<only_move>(here, 4, 1);
        const auto source = filled<only_move>(there, 9, 2);
        b = source;
        CHECK(all_in(b, here, 9));
    }
    CHECK((here.clean() && there.clean()));
}
