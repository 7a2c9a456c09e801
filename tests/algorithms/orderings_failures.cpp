// Comparators and moves that throw, comparators that are no order, and no memory: every element is in the
// range afterwards, nothing outside was touched, and what need not fail does not.

#include "precompiled.hpp"

#include "support/exact_block.hpp"
#include "support/refusing_new.hpp"
#include "support/throwing_less.hpp"
#include "support/throwing_value.hpp"

#include "bad_less.hpp"
#include "elements.hpp"
#include "orderings.hpp"

namespace {

struct memory_limit {
    explicit memory_limit(std::size_t bytes) { support::refusals::largest_granted = bytes; }
    ~memory_limit() { support::refusals::largest_granted = support::refusals::any_size; }
};

struct alignas(64) over_aligned {
    int key;
    int tag;
};

using value = support::throwing_value<>;

std::vector<int> ids(const std::vector<value>& v) {
    std::vector<int> result;
    for (const value& x : v) result.push_back(x.id());
    std::sort(result.begin(), result.end());
    return result;
}

/// Calls op with a fault at one step of that kind after the other, in larger ranges not at each.
template <class Op, class T>
void check_each_fault(Op op, support::fault kind, std::vector<T> source, const auto& sorted_copy) {
    const auto expected = sorted_copy(source);
    op.prepare(source.begin(), source.end(), support::throwing_less());
    for (std::size_t step = 0, stride = 1;; step += stride, stride += source.size() > 40) {
        std::vector<T> v = source;
        bool fired = false;
        try {
            const support::fault_scope scope(kind, step);
            op(v.begin(), v.end(), support::throwing_less());
        } catch (const support::injected_fault&) {
            fired = true;
        }
        CHECK(sorted_copy(v) == expected);
        if (!fired) break;
    }
}

} // namespace

TEMPLATE_TEST_CASE("a comparator that throws loses no element", "", elements::pair16, elements::wide,
                   std::string) {
    orderings::each([](auto op) {
        for (int n : {2, 3, 8, 21, 130}) {
            const auto source = elements::shuffled<TestType>(n, n);
            check_each_fault(op, support::fault::equal, source, [](std::vector<TestType> v) {
                std::sort(v.begin(), v.end());
                return v;
            });
        }
    });
}

TEST_CASE("a move that throws loses no element") {
    orderings::each([](auto op) {
        for (int n : {2, 3, 8, 21, 100}) {
            std::vector<value> source;
            for (int i = 0; i < n; ++i) source.emplace_back(i * 37 % n);
            check_each_fault(op, support::fault::move | support::fault::assign, source, ids);
        }
    });
}

TEMPLATE_TEST_CASE("no comparator makes an algorithm lose an element or leave the range", "", int,
                   elements::pair16, elements::wide, elements::move_counted) {
    std::minstd_rand random(3);
    std::size_t calls = 0;
    for (int n : {2, 9, 33, 100, 700}) {
        const auto source = elements::shuffled<TestType>(n, n / 2 + 1);
        const auto bound = 64 + source.size() * 6 * static_cast<std::size_t>(std::bit_width(source.size()));
        for (int kind = 0; kind < bad_less<TestType>::kinds; ++kind) {
            orderings::each([&](auto op) {
                support::exact_block<TestType> block(source);
                op.prepare(block.begin(), block.end(), std::less<>{});
                calls = 0;
                op(block.begin(), block.end(), bad_less<TestType>{kind, calls, random});
                CHECK(elements::same_multiset<TestType>({block.begin(), block.end()}, source));
                CHECK(calls < bound);
            });
            std::vector<TestType> out(source);
            ut::merge(source.begin(), source.begin() + n / 3, source.begin() + n / 3, source.end(),
                      out.begin(), bad_less<TestType>{kind, calls, random});
            CHECK(elements::same_multiset<TestType>(out, source));
        }
    }
}

TEMPLATE_TEST_CASE("stable_sort and inplace_merge work with little memory and with none", "",
                   elements::pair16, std::string, double) {
    for (int n : {100, 3000}) {
        const auto source = elements::shuffled<TestType>(n, n / 4);
        auto expected = source;
        std::stable_sort(expected.begin(), expected.end());
        for (std::size_t bytes : {0, 3000, 20000}) {
            auto v = source;
            auto w = source;
            std::stable_sort(w.begin(), w.begin() + n / 2);
            std::stable_sort(w.begin() + n / 2, w.end());
            {
                const memory_limit limit(bytes);
                ut::stable_sort(v.begin(), v.end());
                ut::inplace_merge(w.begin(), w.begin() + n / 2, w.end());
            }
            CHECK(v == expected);
            CHECK(w == expected);
        }
    }
}

TEST_CASE("stable_sort keeps the alignment of elements in its buffer") {
    std::vector<over_aligned> v;
    for (int i = 0; i < 500; ++i) v.push_back({i * 71 % 50, i});
    ut::ranges::stable_sort(v, [](const over_aligned& a, const over_aligned& b) {
        CHECK(reinterpret_cast<std::uintptr_t>(&a) % alignof(over_aligned) == 0);
        return a.key < b.key || (a.key == b.key && a.tag > b.tag && false);
    });
    for (std::size_t i = 1; i < v.size(); ++i) {
        CHECK((v[i - 1].key < v[i].key || (v[i - 1].key == v[i].key && v[i - 1].tag < v[i].tag)));
    }
}
