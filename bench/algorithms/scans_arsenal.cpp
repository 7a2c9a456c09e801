#include <arsenal/algorithms.hpp>

#include <type_traits>

namespace bench {
struct missing {};
} // namespace bench

// Found by qualified lookup where Arsenal has no algorithm of the name.
namespace bench::not_there {
inline constexpr missing accumulate, adjacent_difference, adjacent_find, count, count_if, equal, find,
    find_if_not, inner_product, is_permutation, is_sorted, lexicographical_compare, max_element, min_element,
    minmax_element, mismatch, partial_sum, partition, reduce, remove, replace, reverse, rotate, search,
    unique, unordered_sum;
} // namespace bench::not_there

namespace arsenal {
using namespace ::bench::not_there;
}

namespace subject = arsenal;
#define BENCH_HAS(name) (!std::is_same_v<decltype(subject::name), const bench::missing>)
#include "scans.inc"

namespace {

template <class T>
std::vector<bench::scan<T>> scans_and_sum() {
    auto all = scans<T>();
    if constexpr (BENCH_HAS(unordered_sum)) {
        const auto sum = [](T* a, T*, T*, std::size_t n) {
            return number_of(subject::unordered_sum(a, a + n));
        };
        all.push_back({"unordered_sum", leaves::nothing, &each_array<T, decltype(sum)>});
    }
    return all;
}

} // namespace

std::vector<bench::scan<bench::scanned>> bench::arsenal_scans() { return scans_and_sum<scanned>(); }
