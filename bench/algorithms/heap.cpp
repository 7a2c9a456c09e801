// make_heap and sort_heap of one element type, BENCH_ELEMENT.

#include "orders.hpp"

#include <arsenal/algorithms/heap.hpp>

#include <algorithm>

namespace {

template <class Element>
struct of_std {
    void operator()(auto* first, auto* last) const {
        bench::by_own_order<Element>([](auto... args) { std::make_heap(args...), std::sort_heap(args...); },
                                     first, last);
    }
};

template <class Element>
struct of_arsenal {
    void operator()(auto* first, auto* last) const {
        bench::by_own_order<Element>(
            [](auto... args) { arsenal::make_heap(args...), arsenal::sort_heap(args...); }, first, last);
    }
};

} // namespace

int main(int argc, char** argv) {
    using element = bench::elements::BENCH_ELEMENT;
    bench::race_with_std<element, of_std, of_arsenal>(argc, argv, bench::digest_of_sorted<element>);
}
