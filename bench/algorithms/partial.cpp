// partial_sort of the first hundredth (at least one) of one element type, BENCH_ELEMENT. What is behind is
// sorted by nobody: the digest is of the front.

#include "orders.hpp"

#include <arsenal/algorithms/partial_sort.hpp>

#include <algorithm>

namespace {

template <class Element>
struct of_std {
    void operator()(auto* first, auto* last) const {
        bench::by_own_order<Element>([](auto... args) { std::partial_sort(args...); }, first,
                                     first + bench::hundredth(last - first), last);
    }
};

template <class Element>
struct of_arsenal {
    void operator()(auto* first, auto* last) const {
        bench::by_own_order<Element>([](auto... args) { arsenal::partial_sort(args...); }, first,
                                     first + bench::hundredth(last - first), last);
    }
};

} // namespace

int main(int argc, char** argv) {
    using element = bench::elements::BENCH_ELEMENT;
    bench::race_with_std<element, of_std, of_arsenal>(argc, argv, bench::digest_of_front<element>);
}
