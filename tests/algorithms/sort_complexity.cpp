// O(n log n) by counted comparisons, against an adversary, too.

#include "precompiled.hpp"

#include "elements.hpp"
#include "sorts.hpp"

namespace {

/// McIlroy, "A killer adversary for quicksort" (1999): decides the order while the sort asks, so that pivots
/// come out small. But of the first elements before: who looks for runs is told that all the others rise.
class adversary {
public:
    explicit adversary(std::size_t n) : value_(n, gas()) {
        for (; solid_ < decided; ++solid_) value(solid_) = solid_ * 17 % decided;
    }

    bool less(int a, int b) {
        ++calls;
        if (value(a) == gas() && value(b) == gas()) value(a == candidate_ ? a : b) = solid_++;
        if (value(a) == gas()) {
            candidate_ = a;
        } else if (value(b) == gas()) {
            candidate_ = b;
        }
        return value(a) < value(b);
    }
    std::size_t calls = 0;

private:
    static constexpr int decided = 37;
    static int gas() { return std::numeric_limits<int>::max(); }
    int& value(int i) { return value_[static_cast<std::size_t>(i)]; }

    std::vector<int> value_;
    int solid_ = 0;
    int candidate_ = 0;
};

struct small_id { // moved by comparing alone
    int id;
};
struct wide_id {
    int id;
    int rest[20] = {};
    explicit wide_id(int i) : id(i) {}
};
struct counted_id {
    int id;
    explicit counted_id(int i) : id(i) {}
    counted_id(counted_id&& other) noexcept : id(other.id) {}
    counted_id& operator=(counted_id&& other) noexcept { return id = other.id, *this; }
};

double n_log_n(std::size_t n) { return static_cast<double>(n) * std::log2(static_cast<double>(n)); }

template <class T>
double calls_against_adversary(auto sort, std::size_t n) {
    adversary against(n);
    std::vector<T> v;
    for (std::size_t i = 0; i < n; ++i) v.push_back(T(static_cast<int>(i)));
    sort(v.begin(), v.end(), [&](const T& a, const T& b) { return against.less(a.id, b.id); });
    return static_cast<double>(against.calls) / n_log_n(n);
}

template <class Sort>
void each_fast(Sort f) {
    sorts::each([&]<class S>(S sort) {
        if constexpr (!sorts::is_quadratic<S>) f(sort);
    });
}

} // namespace

TEST_CASE("the antiquicksort costs O(n log n) comparisons") {
    each_fast([](auto sort) {
        for (std::size_t n : {100U, 1000U, 30000U}) {
            CHECK(calls_against_adversary<small_id>(sort, n) < 5);
            CHECK(calls_against_adversary<wide_id>(sort, n) < 5);
            CHECK(calls_against_adversary<counted_id>(sort, n) < 5);
        }
    });
}

TEST_CASE("random elements cost little more than n log n comparisons, and runs about n") {
    const int n = 20000;
    each_fast([](auto sort) {
        auto v = elements::shuffled<elements::wide>(n, n);
        std::size_t calls = 0;
        const auto less = [&](auto& a, auto& b) { return ++calls, a < b; };
        sort(v.begin(), v.end(), less);
        CHECK(static_cast<double>(calls) < 1.3 * n_log_n(n));
        calls = 0;
        sort(v.begin(), v.end(), less);
        CHECK(calls < n + 100);
        calls = 0;
        sort(v.rbegin(), v.rend(), less);
        CHECK(calls < n + 100);
        v = elements::shuffled<elements::wide>(n, 4);
        calls = 0;
        sort(v.begin(), v.end(), less);
        CHECK(calls < 8 * n);
    });
}
