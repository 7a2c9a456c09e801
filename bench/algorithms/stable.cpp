// stable_sort of one element type, BENCH_ELEMENT: std, Boost's spinsort and Arsenal's. The results are the
// same.

#include "orders.hpp"

#include <boost/sort/spinsort/spinsort.hpp>

#include <arsenal/algorithms/stable_sort.hpp>

#include <algorithm>

namespace {

template <class Element>
struct std_stable_sort {
    void operator()(auto* first, auto* last) const {
        bench::by_own_order<Element>([](auto... args) { std::stable_sort(args...); }, first, last);
    }
};

template <class Element>
struct spinsort {
    void operator()(auto* first, auto* last) const {
        bench::by_own_order<Element>([](auto... args) { boost::sort::spinsort(args...); }, first, last);
    }
};

template <class Element>
struct arsenal_stable_sort {
    void operator()(auto* first, auto* last) const {
        if constexpr (Element::by == bench::sorted_by::projection)
            arsenal::ranges::stable_sort(first, last, {}, Element::key);
        else
            bench::by_own_order<Element>(arsenal::stable_sort, first, last);
    }
};

} // namespace

int main(int argc, char** argv) {
    using element = bench::elements::BENCH_ELEMENT;
    using bench::contender;
    std::vector contenders{contender<element, std_stable_sort>("std"),
                           contender<element, spinsort>("spinsort"),
                           contender<element, arsenal_stable_sort>("arsenal")};
    bench::order_race<element>(bench::requested(argc, argv), contenders, bench::digest_of_sequence<element>)
        .run();
}
