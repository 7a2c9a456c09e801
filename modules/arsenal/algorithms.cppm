module;

#include <arsenal/algorithms.hpp>

export module arsenal.algorithms;

export import arsenal.platform;

export namespace arsenal {

using arsenal::accumulate; // algorithms/accumulate.hpp
using arsenal::inner_product;
using arsenal::reduce;

using arsenal::binary_search; // algorithms/binary_search.hpp
using arsenal::equal_range;
using arsenal::lower_bound;
using arsenal::partition_point;
using arsenal::upper_bound;

using arsenal::count; // algorithms/count.hpp
using arsenal::count_if;

using arsenal::equal; // algorithms/equal.hpp
using arsenal::lexicographical_compare;
using arsenal::mismatch;

using arsenal::find; // algorithms/find.hpp
using arsenal::find_if;
using arsenal::find_if_not;
using arsenal::find_not;

using arsenal::is_heap; // algorithms/heap.hpp
using arsenal::is_heap_until;
using arsenal::make_heap;
using arsenal::pop_heap;
using arsenal::push_heap;
using arsenal::sort_heap;

using arsenal::insertion_sort; // algorithms/insertion_sort.hpp

using arsenal::interpolation_search; // algorithms/interpolation_search.hpp

using arsenal::is_permutation; // algorithms/is_permutation.hpp

using arsenal::is_sorted; // algorithms/is_sorted.hpp
using arsenal::is_sorted_until;

using arsenal::inplace_merge; // algorithms/merge.hpp
using arsenal::merge;

using arsenal::max; // algorithms/min_max.hpp
using arsenal::max_element;
using arsenal::min;
using arsenal::min_element;
using arsenal::minmax;
using arsenal::minmax_element;

using arsenal::nth_element; // algorithms/nth_element.hpp

using arsenal::partial_sort; // algorithms/partial_sort.hpp
using arsenal::partial_sort_copy;

using arsenal::adjacent_difference; // algorithms/partial_sum.hpp
using arsenal::partial_sum;

using arsenal::partition; // algorithms/partition.hpp

using arsenal::pdqsort; // algorithms/pdqsort.hpp

using arsenal::radix_sort; // algorithms/radix_sort.hpp

using arsenal::remove; // algorithms/remove.hpp
using arsenal::remove_if;

using arsenal::replace; // algorithms/replace.hpp
using arsenal::replace_if;

using arsenal::reverse; // algorithms/reverse.hpp

using arsenal::rotate; // algorithms/rotate.hpp

using arsenal::samplesort; // algorithms/samplesort.hpp
using arsenal::search;     // algorithms/search.hpp

using arsenal::sort; // algorithms/sort.hpp

using arsenal::stable_sort; // algorithms/stable_sort.hpp

using arsenal::static_search_tree; // algorithms/static_search_tree.hpp

using arsenal::unique; // algorithms/unique.hpp

using arsenal::unordered_sum; // algorithms/unordered_sum.hpp

namespace ranges {

using arsenal::ranges::binary_search; // algorithms/binary_search.hpp
using arsenal::ranges::equal_range;
using arsenal::ranges::lower_bound;
using arsenal::ranges::partition_point;
using arsenal::ranges::upper_bound;

using arsenal::ranges::count; // algorithms/count.hpp
using arsenal::ranges::count_if;

using arsenal::ranges::equal; // algorithms/equal.hpp
using arsenal::ranges::lexicographical_compare;
using arsenal::ranges::mismatch;

using arsenal::ranges::contains; // algorithms/find.hpp
using arsenal::ranges::find;
using arsenal::ranges::find_if;
using arsenal::ranges::find_if_not;
using arsenal::ranges::find_not;

using arsenal::ranges::is_heap; // algorithms/heap.hpp
using arsenal::ranges::is_heap_until;
using arsenal::ranges::make_heap;
using arsenal::ranges::pop_heap;
using arsenal::ranges::push_heap;
using arsenal::ranges::sort_heap;

using arsenal::ranges::insertion_sort; // algorithms/insertion_sort.hpp

using arsenal::ranges::interpolation_search; // algorithms/interpolation_search.hpp

using arsenal::ranges::is_permutation; // algorithms/is_permutation.hpp

using arsenal::ranges::is_sorted; // algorithms/is_sorted.hpp
using arsenal::ranges::is_sorted_until;

using arsenal::ranges::inplace_merge; // algorithms/merge.hpp
using arsenal::ranges::merge;

using arsenal::ranges::max; // algorithms/min_max.hpp
using arsenal::ranges::max_element;
using arsenal::ranges::min;
using arsenal::ranges::min_element;
using arsenal::ranges::minmax;
using arsenal::ranges::minmax_element;

using arsenal::ranges::nth_element; // algorithms/nth_element.hpp

using arsenal::ranges::partial_sort; // algorithms/partial_sort.hpp
using arsenal::ranges::partial_sort_copy;

using arsenal::ranges::partition; // algorithms/partition.hpp

using arsenal::ranges::pdqsort; // algorithms/pdqsort.hpp

using arsenal::ranges::radix_sort; // algorithms/radix_sort.hpp

using arsenal::ranges::remove; // algorithms/remove.hpp
using arsenal::ranges::remove_if;

using arsenal::ranges::replace; // algorithms/replace.hpp
using arsenal::ranges::replace_if;

using arsenal::ranges::reverse; // algorithms/reverse.hpp

using arsenal::ranges::rotate; // algorithms/rotate.hpp

using arsenal::ranges::samplesort; // algorithms/samplesort.hpp
using arsenal::ranges::search;     // algorithms/search.hpp

using arsenal::ranges::sort; // algorithms/sort.hpp

using arsenal::ranges::stable_sort; // algorithms/stable_sort.hpp

using arsenal::ranges::unique; // algorithms/unique.hpp

} // namespace ranges

} // namespace arsenal
