#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <memory_resource>
#include <string>
#include <utility>

#include <containers/logging_allocator.hpp>
#include <support/arena.hpp>
#include <support/propagating_allocator.hpp>
#include <support/throwing_value.hpp>

#include <support/under_test.hpp>

// [container.alloc.reqmts], [unord.req.except] for unordered_set.

namespace {

using support::arena;
using support::propagation;

template <propagation P>
using set = ut::unordered_set<std::string, std::hash<std::string>, std::equal_to<std::string>,
                              support::propagating_allocator<std::string, P>>;

template <propagation P>
set<P> filled(arena& source, int n) {
    set<P> s{typename set<P>::allocator_type(source)};
    for (int i = 0; i < n; ++i) s.emplace("a string of more than fifteen " + std::to_string(i));
    return s;
}

template <class Set>
bool all_in(const Set& s, const arena& source, std::size_t n) {
    if (s.size() != n || &s.get_allocator().source() != &source) return false;
    for (std::size_t i = 0; i < n; ++i) {
        const auto at = s.find("a string of more than fifteen " + std::to_string(i));
        if (at == s.end() || !source.owns(&*at)) return false;
    }
    return true;
}

constexpr propagation never{false, false, false};
constexpr propagation always{true, true, true};

} // namespace

TEST_CASE("unordered_set: assignment and swap follow the allocator's traits", "[container.alloc.reqmts]") {
    arena here;
    arena there;
    {
        auto a = filled<always>(here, 20);
        auto b = filled<always>(there, 7);
        swap(a, b);
        CHECK((all_in(a, there, 7) && all_in(b, here, 20)));
        a = b;
        CHECK((all_in(a, here, 20) && there.live_blocks() == 0));
        a = filled<always>(there, 5);
        CHECK(all_in(a, there, 5));

        auto c = filled<never>(here, 20);
        auto d = filled<never>(there, 7);
        c = d;
        CHECK((all_in(c, here, 7) && all_in(d, there, 7)));
        const auto* text = d.begin()->data();
        const std::string key = *d.begin();
        c = std::move(d);
        CHECK(all_in(c, here, 7));
        CHECK(c.find(key)->data() == text);
    }
    CHECK((here.clean() && there.clean()));
}

TEST_CASE("unordered_set: elements are constructed and destroyed by the allocator",
          "[container.requirements.general]") {
    using allocator = logging::allocator<std::string, std::string>;
    using logged =
        ut::unordered_set<std::string, std::hash<std::string>, std::equal_to<std::string>, allocator>;
    logging::log l;
    {
        logged s{allocator(l)};
        s.insert("one");
        s.emplace(3, 'x');
        s.emplace("xxx");
        s.insert({"two", "one"});
        for (int i = 0; i < 200; ++i) s.insert(std::to_string(i));
        s.erase("17");
        erase_if(s, [](const std::string& e) { return e.size() == 2; });
        for (const auto& element : s) CHECK(l.has(&element));
        CHECK(l.live.size() == s.size());
        auto node = s.extract("one");
        s.clear();
        CHECK(l.live.size() == 1);
    }
    CHECK((l.live.empty() && l.errors == 0));
}

TEST_CASE("unordered_set: pmr strings inside take the set's resource", "[mem.poly.allocator.mem]") {
    std::pmr::monotonic_buffer_resource resource;
    ut::pmr::unordered_set<std::pmr::string> s(&resource);
    s.emplace("text");
    s.insert(std::pmr::string("a text that is long enough for the heap"));
    s.insert({"list", "of", "texts"});
    CHECK(s.size() == 5);
    for (const auto& element : s) CHECK(element.get_allocator().resource() == &resource);
    const ut::pmr::unordered_set<std::pmr::string> copy(s);
    CHECK(copy.get_allocator().resource() == std::pmr::get_default_resource());
    CHECK(copy == s);
}

TEST_CASE("unordered_set exceptions: an insertion that throws has no effect", "[unord.req.except]") {
    struct tag {};
    using value = support::throwing_value<tag>;
    using support::fault;
    {
        ut::unordered_set<value, support::throwing_value_hash> s;
        for (int i = 0; i < 50; ++i) s.emplace(i);
        const value fresh(100);
        for (const int n : {0, 1}) {
            if (n == 1) s.rehash(1000);
            const support::fault_scope scope(fault::copy, 0);
            CHECK_THROWS_AS(s.insert(fresh), support::injected_fault);
            CHECK(s.size() == 50);
        }
        {
            const support::fault_scope scope(fault::construct, 0);
            CHECK_THROWS_AS(s.emplace(101), support::injected_fault);
        }
        for (int i = 0; i < 50; ++i) CHECK(s.contains(value(i)));
        CHECK((s.size() == 50 && value::live() == 51));
    }
    CHECK((value::live() == 0 && value::errors() == 0));
}
