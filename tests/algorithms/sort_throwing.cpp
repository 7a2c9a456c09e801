// Comparators and moves that throw, one after another: every element is still in the range. And callables
// that are not copied.

#include "precompiled.hpp"

#include "support/exact_block.hpp"
#include "support/throwing_value.hpp"

#include "elements.hpp"
#include "sorts.hpp"

namespace {

using value = support::throwing_value<>;

struct tired {};

/// Throws at the call that `left` has counted down to.
template <class T>
struct tiring_less {
    int& left;
    bool operator()(const T& a, const T& b) const {
        if (left-- == 0) throw tired{};
        return a < b;
    }
};

template <class T>
void throw_at_each_comparison(const std::vector<T>& source) {
    sorts::each([&](auto sort) {
        for (int call = 0;; call += 1 + call / 16) {
            support::exact_block<T> block(source);
            int left = call;
            try {
                sort(block.begin(), block.end(), tiring_less<T>{left});
                break;
            } catch (tired) {
                const bool conserved = elements::same_multiset<T>({block.begin(), block.end()}, source);
                REQUIRE(conserved);
            }
        }
    });
}

std::multiset<int> ids(const std::vector<value>& values) {
    std::multiset<int> all;
    for (const value& v : values) all.insert(v.id());
    return all;
}

/// The ranges forms ask for a copy constructor, and do not call it.
struct no_copy_less {
    int* copies;
    explicit no_copy_less(int* counter) : copies(counter) {}
    no_copy_less(no_copy_less&&) = default;
    no_copy_less(const no_copy_less& other) : copies(other.copies) { ++*copies; }
    bool operator()(int a, int b) { return a < b; }
};
struct third {
    int* copies;
    explicit third(int* counter) : copies(counter) {}
    third(third&&) = default;
    third(const third& other) : copies(other.copies) { ++*copies; }
    int operator()(int x) { return x / 3; }
};

} // namespace

TEMPLATE_TEST_CASE("an exception of a comparator leaves every element in the range", "", int,
                   elements::pair16, elements::wide, elements::move_counted, std::string) {
    for (int n : {2, 5, 20, 60, 300}) {
        throw_at_each_comparison(elements::shuffled<TestType>(n, n));
        throw_at_each_comparison(elements::shuffled<TestType>(n, 3));
    }
}

TEST_CASE("an exception of a move leaves every element in the range") {
    const auto less = [](const value& a, const value& b) { return a.id() < b.id(); };
    for (int n : {2, 3, 10, 40, 200}) {
        std::vector<value> source;
        for (int i = 0; i < n; ++i) source.emplace_back(i * 37 % 101 % n);
        sorts::each([&](auto sort) {
            bool threw = true;
            for (std::size_t step = 0; threw; step += 1 + step / 16) {
                std::vector<value> v = source;
                threw = false;
                {
                    const support::fault_scope scope(support::fault::move | support::fault::assign, step);
                    try {
                        sort(v.begin(), v.end(), less);
                    } catch (support::injected_fault) {
                        threw = true;
                    }
                }
                REQUIRE(ids(v) == ids(source));
                if (!threw) CHECK(std::is_sorted(v.begin(), v.end(), less));
            }
        });
    }
}

TEST_CASE("comparators and projections are not copied") {
    sorts::each([&](auto sort) {
        auto v = elements::shuffled<int>(300, 300);
        int copies = 0;
        sort(v.begin(), v.end(), no_copy_less(&copies));
        CHECK(std::is_sorted(v.begin(), v.end()));
        CHECK(copies == 0);
    });
    sorts::each_ranges([&](auto sort) {
        auto v = elements::shuffled<int>(300, 300);
        int copies = 0;
        sort(v, no_copy_less(&copies), third(&copies));
        sort(v, std::ranges::greater{}, third(&copies));
        CHECK(std::is_sorted(v.begin(), v.end(), [](int a, int b) { return a / 3 > b / 3; }));
        CHECK(copies == 0);
    });
}

TEST_CASE("the classic forms take comparators that can only be moved") {
    sorts::each_classic([&](auto sort) {
        auto v = elements::shuffled<int>(300, 300);
        auto less = [state = std::make_unique<int>(0)](int a, int b) { return a < b + *state; };
        sort(v.begin(), v.end(), std::move(less));
        CHECK(std::is_sorted(v.begin(), v.end()));
    });
}
