// Iterators whose differences have 16 bits, which not every std compiles with, and references whose
// assignment throws, where std loses elements.

#include "precompiled.hpp"

#include "support/exact_block.hpp"
#include "support/narrow_iterator.hpp"
#include "support/throwing_proxy.hpp"

#include "whole_family.hpp"

namespace {

std::vector<int> pattern(int kind, int n) {
    std::vector<int> v;
    for (int i = 0; i < n; ++i) {
        switch (kind) {
        case 0:
            v.push_back(static_cast<int>(i * 7919LL % n));
            break;
        case 1:
            v.push_back(i < n / 2 ? 2 * i : 2 * (i - n / 2) + 1);
            break;
        default: // a merge finds where it ends from far away
            v.push_back(i < n - 100 ? i : i - (n - 100));
        }
    }
    return v;
}

/// Makes every pivot a bad one (McIlroy, "A Killer Adversary for Quicksort", 1999).
struct adversary {
    std::vector<int>& values;
    int& solid;
    int& candidate;

    bool operator()(int x, int y) const {
        const int gas = static_cast<int>(values.size()) - 1;
        int& a = values[static_cast<std::size_t>(x)];
        int& b = values[static_cast<std::size_t>(y)];
        if (a == gas && b == gas) (x == candidate ? a : b) = solid++;
        if (a == gas) {
            candidate = x;
        } else if (b == gas) {
            candidate = y;
        }
        return a < b;
    }
};

} // namespace

namespace {

/// Trivially copyable, and padded at its end: what derives from it may have a member there.
class padded_base {
public:
    padded_base() = default;
    explicit padded_base(int key) : key_(key) {}
    int key() const { return key_ + static_cast<int>(large_[0]); }

private:
    std::uint64_t large_[4]{};
    int key_ = 0;
};
struct with_more : padded_base {
    explicit with_more(int key) : padded_base(key), more(key) {}
    int more;
};

} // namespace

TEST_CASE("elements that are parts of others are moved without what lies in their padding") {
    const auto less = [](const padded_base& a, const padded_base& b) { return a.key() < b.key(); };
    for (const int n : {3, 20, 100, 1000}) {
        std::vector<with_more> whole;
        for (int i = 0; i < n; ++i) whole.emplace_back(static_cast<int>(i * 7919LL % n));
        const auto more_stays = [&] {
            for (int i = 0; i < n; ++i)
                if (whole[static_cast<std::size_t>(i)].more != i * 7919LL % n) return false;
            return true;
        };
        const auto bases = whole | std::views::transform([](with_more& w) -> padded_base& { return w; });
        ut::ranges::nth_element(bases, bases.begin() + n / 2, less);
        CHECK(bases[n / 2].key() == n / 2);
        CHECK(more_stays());
        ut::ranges::make_heap(bases, less);
        ut::ranges::sort_heap(bases, less);
        CHECK(more_stays());
        std::reverse(bases.begin(), bases.end());
        ut::ranges::sort(bases, less);
        CHECK(ut::ranges::is_sorted(bases, less));
        CHECK(more_stays());
        std::reverse(bases.begin(), bases.end());
        ut::ranges::stable_sort(bases, less);
        CHECK(ut::ranges::is_sorted(bases, less));
        CHECK(more_stays());
    }
}

TEST_CASE("differences of 16 bits do not overflow") {
    using iterator = support::narrow::iterator<int>;
    constexpr int n = 32000;
    for (int kind = 0; kind < 3; ++kind) {
        const auto source = pattern(kind, n);
        whole_family::each([&](const char* name, auto sort) {
            support::exact_block<int> v(source);
            sort(iterator(v.begin()), iterator(v.end()), [](int a, int b) { return a < b; });
            CAPTURE(name, kind);
            CHECK(std::is_sorted(v.begin(), v.end()));
        });
    }
}

TEST_CASE("the heap sort that bad pivots end in stays in the range of 16 bits") {
    using iterator = support::narrow::iterator<int>;
    constexpr int n = 32000;
    std::vector<int> values(n, n - 1);
    std::vector<int> source(n);
    std::iota(source.begin(), source.end(), 0);
    support::exact_block<int> v(source);
    int solid = 0;
    int candidate = 0;
    ut::sort(iterator(v.begin()), iterator(v.end()), adversary{values, solid, candidate});
    std::sort(v.begin(), v.end());
    CHECK(std::equal(v.begin(), v.end(), source.begin()));
}

TEST_CASE("an assignment to a proxy that throws loses no element") {
    using iterator = support::throwing_proxy_iterator;
    for (int n : {3, 20, 150}) {
        const auto source = pattern(0, n);
        whole_family::each([&](const char* name, auto sort) {
            bool threw = true;
            for (std::size_t step = 0; threw; step += 1 + step / 16) {
                auto v = source;
                threw = false;
                try {
                    const support::fault_scope scope(support::fault::assign, step);
                    sort(iterator(v.data()), iterator(v.data() + n), [](int a, int b) { return a < b; });
                } catch (support::injected_fault) {
                    threw = true;
                }
                CAPTURE(name, n, step);
                if (!threw) CHECK(std::is_sorted(v.begin(), v.end()));
                std::sort(v.begin(), v.end());
                for (int i = 0; i < n; ++i) REQUIRE(v[static_cast<std::size_t>(i)] == i);
            }
        });
    }
}
