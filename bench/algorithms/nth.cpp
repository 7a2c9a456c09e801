// nth_element for the median of one element type, BENCH_ELEMENT: std's and Arsenal's.

#include "orders.hpp"

#include <arsenal/algorithms/nth_element.hpp>

#include <algorithm>

namespace {

template <class Element>
struct std_nth_element {
    void operator()(auto* first, auto* last) const {
        auto* const nth = first + (last - first) / 2;
        bench::by_own_order<Element>([](auto... args) { std::nth_element(args...); }, first, nth, last);
    }
};

template <class Element>
struct arsenal_nth_element {
    void operator()(auto* first, auto* last) const {
        auto* const nth = first + (last - first) / 2;
        if constexpr (Element::by == bench::sorted_by::projection)
            arsenal::ranges::nth_element(first, nth, last, {}, Element::key);
        else
            bench::by_own_order<Element>(arsenal::nth_element, first, nth, last);
    }
};

/// The same elements, the median where it belongs and everything on its side of it.
template <class Element>
bench::u64 digest_of_halves(const typename Element::type* data, std::size_t n) {
    bench::u64 sum = 1;
    for (std::size_t i = 0; i != n; ++i) {
        if (i < n / 2 ? Element::less(data[n / 2], data[i]) : Element::less(data[i], data[n / 2])) return 0;
        sum += Element::digest(data[i]);
    }
    return sum | 1;
}

} // namespace

int main(int argc, char** argv) {
    using element = bench::elements::BENCH_ELEMENT;
    bench::race_with_std<element, std_nth_element, arsenal_nth_element>(argc, argv,
                                                                        digest_of_halves<element>);
}
