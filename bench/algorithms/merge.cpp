// inplace_merge of the two sorted halves of one element type, BENCH_ELEMENT: halves that are sorted first,
// not timed.

#include "orders.hpp"

#include <arsenal/algorithms/merge.hpp>

#include <algorithm>

namespace {

template <class Element>
struct of_std {
    void operator()(auto* first, auto* last) const {
        bench::by_own_order<Element>([](auto... args) { std::inplace_merge(args...); }, first,
                                     first + (last - first) / 2, last);
    }
};

template <class Element>
struct of_arsenal {
    void operator()(auto* first, auto* last) const {
        bench::by_own_order<Element>([](auto... args) { arsenal::inplace_merge(args...); }, first,
                                     first + (last - first) / 2, last);
    }
};

} // namespace

int main(int argc, char** argv) {
    using element = bench::elements::BENCH_ELEMENT;
    bench::race_with_std<element, of_std, of_arsenal>(argc, argv, bench::digest_of_sequence<element>,
                                                      bench::input::sorted_halves);
}
