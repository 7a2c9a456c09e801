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
    using bench::contender;
    const std::vector contenders{contender<element, of_std>("std"),
                                 contender<element, of_arsenal>("arsenal")};
    bench::order_race<element>(bench::requested(argc, argv), contenders, bench::digest_of_sorted<element>)
        .run();
}
