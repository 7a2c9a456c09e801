// sort of one element type, BENCH_ELEMENT: std, Boost's, Highway's and Arsenal's.

#include "orders.hpp"

#include <boost/sort/pdqsort/pdqsort.hpp>
#include <boost/sort/spreadsort/spreadsort.hpp>
#include <hwy/contrib/sort/vqsort.h>
#include <hwy/targets.h>

#include <arsenal/algorithms/detail/key_kernel.hpp>
#include <arsenal/algorithms/pdqsort.hpp>
#include <arsenal/algorithms/radix_sort.hpp>
#include <arsenal/algorithms/sort.hpp>
#if __has_include(<arsenal/algorithms/samplesort.hpp>)
#include <arsenal/algorithms/samplesort.hpp>
#define BENCH_SAMPLESORT 1
#endif

#include <algorithm>
#include <cstdint>
#include <type_traits>

namespace {

template <class Element>
struct std_sort {
    void operator()(auto* first, auto* last) const {
        bench::by_own_order<Element>([](auto... args) { std::sort(args...); }, first, last);
    }
};

template <class Element>
struct std_stable_sort {
    void operator()(auto* first, auto* last) const {
        bench::by_own_order<Element>([](auto... args) { std::stable_sort(args...); }, first, last);
    }
};

template <class Element>
struct pdqsort {
    void operator()(auto* first, auto* last) const {
        bench::by_own_order<Element>([](auto... args) { boost::sort::pdqsort(args...); }, first, last);
    }
};

template <class Element>
struct spreadsort {
    using type = typename Element::type;
    static constexpr bool takes =
        Element::by != bench::sorted_by::comparator && !std::is_same_v<type, bench::u128>;

    void operator()(type* first, type* last) const {
        namespace spread = boost::sort::spreadsort;
        if constexpr (std::is_floating_point_v<type>) {
            spread::float_sort(first, last);
        } else if constexpr (std::is_same_v<type, std::string>) {
            spread::string_sort(first, last);
        } else if constexpr (Element::by == bench::sorted_by::itself) {
            spread::integer_sort(first, last);
        } else {
            const auto shifted = [](const type& a, unsigned by) {
                return std::invoke(Element::key, a) >> by;
            };
            spread::integer_sort(first, last, shifted, bench::less_of<Element>{});
        }
    }
};

/// Of floating-point numbers Highway 1.0.3 loses some: infinities, NaNs and signs of zeros. Its record of 16
/// bytes has its key behind, so it does not take ours.
template <class Element>
struct vqsort {
    using type = typename Element::type;
    static constexpr bool takes =
        bench::is_number<Element> && !std::is_floating_point_v<type> && sizeof(type) > 1;

    /// Highway picks AVX-512 where it can, which is slower than its AVX2 on processors that compress to
    /// memory in microcode.
    static void choose(std::int64_t targets) { hwy::GetChosenTarget().Update(targets); }

    void operator()(type* first, type* last) const {
        static const hwy::Sorter sorter;
        const auto n = static_cast<std::size_t>(last - first);
        if constexpr (std::is_same_v<type, bench::u128>)
            sorter(reinterpret_cast<hwy::uint128_t*>(first), n, hwy::SortAscending{});
        else
            sorter(first, n, hwy::SortAscending{});
    }
};

template <class Element>
void by_projection_too(auto sort, auto ranges_sort, auto* first, auto* last) {
    if constexpr (Element::by == bench::sorted_by::projection)
        ranges_sort(first, last, {}, Element::key);
    else
        bench::by_own_order<Element>(sort, first, last);
}

template <class Element>
struct arsenal_sort {
    void operator()(auto* first, auto* last) const {
        by_projection_too<Element>(arsenal::sort, arsenal::ranges::sort, first, last);
    }
};

template <class Element>
struct arsenal_pdqsort {
    void operator()(auto* first, auto* last) const {
        by_projection_too<Element>(arsenal::pdqsort, arsenal::ranges::pdqsort, first, last);
    }
};

template <class Element>
struct arsenal_radix_sort {
    using type = typename Element::type;
    static constexpr bool takes = [] {
        if constexpr (Element::by == bench::sorted_by::projection)
            return requires(type* p) { arsenal::ranges::radix_sort(p, p, {}, Element::key); };
        else
        return Element::by == bench::sorted_by::itself&&
                   requires(type * p)
        {
            arsenal::radix_sort(p, p);
        };
    }();
    void operator()(type* first, type* last) const {
        if constexpr (Element::by == bench::sorted_by::projection)
            arsenal::ranges::radix_sort(first, last, {}, Element::key);
        else
            arsenal::radix_sort(first, last);
    }
};

#if defined(BENCH_SAMPLESORT)
template <class Element>
struct arsenal_samplesort {
    void operator()(auto* first, auto* last) const {
        by_projection_too<Element>(arsenal::samplesort, arsenal::ranges::samplesort, first, last);
    }
};
#endif

/// One kernel of arsenal::sort's, named.
template <class Element>
struct arsenal_kernel {
    using type = typename Element::type;
    static constexpr bool takes = bench::is_number<Element> && sizeof(type) >= 4;
    static inline const arsenal::detail::key_kernel* kernel;

    template <std::size_t I>
    static void choose() {
        kernel = arsenal::detail::supported_key_kernels().all[I];
    }
    void operator()(type* first, type* last) const {
        arsenal::detail::sort_keys_with(*kernel, first, static_cast<std::size_t>(last - first),
                                        arsenal::detail::key_kind_of<type>,
                                        arsenal::detail::key_order::ascending);
    }
};

template <class Element, std::size_t... I>
void add_kernels(std::vector<bench::order_contender<Element>>& all, std::index_sequence<I...>) {
    static const auto& kernels = arsenal::detail::supported_key_kernels();
    static std::string names[] = {"arsenal_" + std::string(I < kernels.count ? kernels.all[I]->name : "")...};
    const auto add = [&](std::size_t i, void (*choose)()) {
        if (i < kernels.count)
            all.push_back(bench::contender<Element, arsenal_kernel>(names[i].c_str(), choose));
    };
    (add(I, &arsenal_kernel<Element>::template choose<I>), ...);
}

template <class Element>
std::vector<bench::order_contender<Element>> contenders() {
    using bench::contender;
    std::vector all{
        contender<Element, std_sort>("std"),
        contender<Element, std_stable_sort>("std_stable"),
        contender<Element, pdqsort>("pdqsort"),
    };
    if constexpr (spreadsort<Element>::takes) all.push_back(contender<Element, spreadsort>("spreadsort"));
    if constexpr (vqsort<Element>::takes) {
        all.push_back(
            contender<Element, vqsort>("vqsort", [] { vqsort<Element>::choose(hwy::SupportedTargets()); }));
#if defined(__x86_64__)
        all.push_back(contender<Element, vqsort>("vqsort_avx2", [] { vqsort<Element>::choose(HWY_AVX2); }));
#endif
    }
    all.push_back(contender<Element, arsenal_sort>("arsenal"));
    all.push_back(contender<Element, arsenal_pdqsort>("arsenal_pdqsort"));
    if constexpr (arsenal_radix_sort<Element>::takes)
        all.push_back(contender<Element, arsenal_radix_sort>("arsenal_radix"));
#if defined(BENCH_SAMPLESORT)
    all.push_back(contender<Element, arsenal_samplesort>("arsenal_samplesort"));
#endif
    if constexpr (arsenal_kernel<Element>::takes) add_kernels(all, std::make_index_sequence<4>{});
    return all;
}

} // namespace

int main(int argc, char** argv) {
    using element = bench::elements::BENCH_ELEMENT;
    bench::order_race<element> race(bench::requested(argc, argv), contenders<element>(),
                                    bench::digest_of_sorted<element>);
    race.run();
}
