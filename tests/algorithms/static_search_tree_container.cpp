// static_search_tree as a container: how it is made, copied and moved; its allocator; failures while it is
// made.

#include "precompiled.hpp"

#include <initializer_list>
#include <memory_resource>
#include <string_view>

#include "support/arena.hpp"
#include "support/counting_allocator.hpp"
#include "support/failing_allocator.hpp"
#include "support/fault_injection.hpp"
#include "support/iterators.hpp"
#include "support/throwing_value.hpp"

#include "under_test.hpp"

namespace {

using support::fault;

template <class T>
using failing_tree = ut::static_search_tree<T, std::less<T>, support::failing_allocator<T>>;

struct by_id {
    template <class Tag>
    bool operator()(const support::throwing_value<Tag>& a, const support::throwing_value<Tag>& b) const {
        support::faults.step_or_throw(fault::equal);
        return a.id() < b.id();
    }
};

// Fails each step in turn until the tree is made; nothing may be left behind by the failures.
template <class Make>
void fail_each_step(fault kinds, Make make) {
    for (std::size_t survivors = 0;; ++survivors) {
        REQUIRE(survivors < 5000);
        const support::fault_scope scope(kinds, survivors);
        try {
            make();
        } catch (const std::bad_alloc&) {
        } catch (const support::injected_fault&) {
        }
        if (!support::faults.fired()) return;
    }
}

} // namespace

TEST_CASE("a search tree is made of sorted and unsorted ranges of every category") {
    std::vector<int> numbers(100);
    for (int i = 0; i < 100; ++i) numbers[static_cast<std::size_t>(i)] = i * 37 % 100;
    const auto check = [](const auto& tree) {
        for (int i = 0; i < 100; ++i) REQUIRE(tree[static_cast<std::size_t>(i)] == i);
    };
    using input = test::input_only<int>;
    check(ut::static_search_tree<int>(input(numbers.data()), input(numbers.data() + 100)));
    test::each_forward_category(numbers.data(), 100, [&](auto first, auto last) {
        check(ut::static_search_tree<int>(first, test::sentinel_at<decltype(first)>{last}));
    });
    std::sort(numbers.begin(), numbers.end());
    check(ut::static_search_tree<int>(numbers.begin(), numbers.end()));
    check(ut::static_search_tree<long>(numbers.begin(), numbers.end()));

    const ut::static_search_tree deduced(numbers.begin(), numbers.end(), std::greater<>());
    STATIC_REQUIRE(std::is_same_v<decltype(deduced), const ut::static_search_tree<int, std::greater<>>>);
    const std::pmr::polymorphic_allocator<int> alloc;
    const ut::static_search_tree allocated(numbers.begin(), numbers.end(), alloc);
    STATIC_REQUIRE(std::is_same_v<
                   decltype(allocated),
                   const ut::static_search_tree<int, std::less<int>, std::pmr::polymorphic_allocator<int>>>);
    const ut::static_search_tree listed{2.5, 1.5};
    STATIC_REQUIRE(std::is_same_v<decltype(listed), const ut::static_search_tree<double>>);
    CHECK(listed[0] == 1.5);
}

TEMPLATE_TEST_CASE("a search tree copies, moves, swaps and compares", "", int, std::string, long double) {
    const auto value = [](int i) {
        if constexpr (std::is_same_v<TestType, std::string>)
            return std::string(static_cast<std::size_t>(i), 'x');
        else
            return static_cast<TestType>(i);
    };
    std::vector<TestType> elements;
    for (int i = 50; i > 0; --i) elements.push_back(value(i));
    using tree = ut::static_search_tree<TestType>;
    tree a(elements.begin(), elements.end());
    tree b = a;
    CHECK(a == b);
    tree c = std::move(a);
    CHECK(c == b);
    CHECK((a.empty() && a.begin() == a.end() && !a.contains(value(1)) && a.lower_bound(value(1)) == a.end()));
    a = c;
    CHECK((a == b && a.contains(value(7)) && a.memory_bytes() >= 50 * sizeof(TestType)));
    b = std::move(a);
    CHECK((b == c && a.empty()));
    swap(a, b);
    CHECK((b.empty() && a == c && a.count(value(50)) == 1));
    a = tree{value(3)};
    CHECK((a.size() == 1 && a != c));
    const tree none;
    CHECK((none.empty() && none.equal_range(value(1)).first == none.end()));
}

TEST_CASE("a search tree takes all its memory from its allocator, and gives it back") {
    support::allocation_counters counters;
    std::pmr::monotonic_buffer_resource resource;
    {
        using alloc = support::counting_allocator<std::string>;
        using tree = ut::static_search_tree<std::string, std::less<std::string>, alloc>;
        std::vector<std::string> words;
        for (int i = 0; i < 100; ++i) words.push_back(std::to_string(i));
        const tree t(words.begin(), words.end(), alloc(counters));
        CHECK(counters.live_bytes == t.memory_bytes());
        const tree copy(t, t.get_allocator());
        CHECK(counters.live_bytes == t.memory_bytes() + copy.memory_bytes());

        using pmr_tree = ut::static_search_tree<int, std::less<int>, std::pmr::polymorphic_allocator<int>>;
        const int numbers[] = {3, 1, 2};
        pmr_tree p(numbers, numbers + 3, &resource);
        CHECK(p.get_allocator().resource() == &resource);
        const pmr_tree elsewhere(std::move(p), std::pmr::new_delete_resource());
        CHECK((elsewhere.contains(3) && p.empty()));
        const pmr_tree copied = elsewhere;
        CHECK((copied == elsewhere && copied.get_allocator().resource() == std::pmr::get_default_resource()));
    }
    CHECK(counters.live_bytes == 0);
}

TEST_CASE("a search tree whose making fails leaks nothing") {
    support::arena memory;
    std::vector<int> numbers(300, 4);
    std::vector<std::string> words(40, "a long string that needs memory of its own");
    using input = test::input_only<int>;
    fail_each_step(fault::allocate, [&] {
        const failing_tree<int> a(numbers.begin(), numbers.end(), support::failing_allocator<int>(memory));
        const failing_tree<int> b(input(numbers.data()), input(numbers.data() + 300), a.get_allocator());
        failing_tree<int> c(support::failing_allocator<int>{memory});
        c = b;
        if (c != a) FAIL("not the same");
    });
    fail_each_step(fault::allocate, [&] {
        const failing_tree<std::string> a(words.begin(), words.end(),
                                          support::failing_allocator<std::string>(memory));
        if (a.count(words[0]) != 40) FAIL("not found");
    });
    using value = support::throwing_value<>;
    using alloc = support::failing_allocator<value>;
    std::vector<value> values;
    for (int i = 0; i < 60; ++i) values.emplace_back(i * 7 % 60);
    fail_each_step(fault::allocate | fault::copy | fault::move | fault::assign | fault::equal, [&] {
        const ut::static_search_tree<value, by_id, alloc> a(values.begin(), values.end(), alloc(memory));
        if (!a.contains(values[3])) FAIL("not found");
    });
    CHECK(memory.live_blocks() == 0);
    CHECK(value::live() == 60);
}

TEMPLATE_TEST_CASE_SIG("a search tree whose assignment fails is as it was", "",
                       ((class T, bool propagate), T, propagate), (int, false), (int, true),
                       (std::string, false), (std::string, true), (support::throwing_value<>, false),
                       (support::throwing_value<>, true)) {
    constexpr bool throwing = std::is_same_v<T, support::throwing_value<>>;
    using less = std::conditional_t<throwing, by_id, std::less<T>>;
    using alloc = support::failing_allocator<T, propagate>;
    using tree = ut::static_search_tree<T, less, alloc>;
    support::arena here, there;
    std::vector<T> few, many;
    for (int i = 0; i < 700; ++i) {
        std::vector<T>& to = i % 7 == 0 ? few : many;
        if constexpr (std::is_same_v<T, std::string>) {
            const std::string number = std::to_string(1000 + i * 371 % 700);
            to.push_back(i % 7 == 0 ? number : number + " and what makes it long");
        } else {
            to.emplace_back(i * 371 % 700);
        }
    }
    const auto has_all = [](const tree& t, const std::vector<T>& elements) {
        for (const T& e : elements)
            if (!t.contains(e)) return false;
        return t.size() == elements.size();
    };
    for (const bool moving : {false, true}) {
        for (const bool grows : {false, true}) {
            const std::vector<T>& before = grows ? few : many;
            const std::vector<T>& after = grows ? many : few;
            for (std::size_t survivors = 0;; ++survivors) {
                REQUIRE(survivors < 5000);
                tree to(before.begin(), before.end(), alloc(here));
                tree from(after.begin(), after.end(), alloc(there));
                bool failed = false;
                bool fired = false;
                {
                    const support::fault_scope scope(
                        fault::allocate | fault::copy | fault::move | fault::assign, survivors);
                    try {
                        if (moving)
                            to = std::move(from);
                        else
                            to = from;
                    } catch (const std::bad_alloc&) {
                        failed = true;
                    } catch (const support::injected_fault&) {
                        failed = true;
                    }
                    fired = support::faults.fired();
                }
                REQUIRE(has_all(to, failed ? before : after));
                if (!moving) REQUIRE(has_all(from, after));
                if (moving) REQUIRE((has_all(from, after) || from.empty()));
                if (!fired) {
                    CHECK(&to.get_allocator().source() == (propagate ? &there : &here));
                    break;
                }
            }
        }
    }
}

TEST_CASE("a comparator that is no order makes wrong answers, no worse") {
    std::uint64_t state = 1;
    const auto noise = [&state](const int&, const int&) {
        return (state = state * 6364136223846793005u + 1442695040888963407u) >> 63 != 0;
    };
    std::vector<int> numbers(500);
    std::iota(numbers.begin(), numbers.end(), 0);
    const ut::static_search_tree<int, decltype(noise)> tree(numbers.begin(), numbers.end(), noise);
    REQUIRE(std::is_permutation(tree.begin(), tree.end(), numbers.begin(), numbers.end()));
    for (int i = 0; i < 300; ++i) {
        const auto [low, high] = tree.equal_range(i);
        REQUIRE((tree.begin() <= low && low <= high && high <= tree.end()));
    }
}
