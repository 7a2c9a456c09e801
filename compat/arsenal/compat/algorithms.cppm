module;
#include <arsenal/compat/algorithm>
#include <arsenal/compat/numeric>
export module arsenal.compat:algorithms;

export namespace arsenal::compat {
using namespace ::std;

using ::arsenal::detail::compat_functions::binary_search; // compat/algorithm
using ::arsenal::detail::compat_functions::count;
using ::arsenal::detail::compat_functions::count_if;
using ::arsenal::detail::compat_functions::equal;
using ::arsenal::detail::compat_functions::equal_range;
using ::arsenal::detail::compat_functions::find;
using ::arsenal::detail::compat_functions::find_if;
using ::arsenal::detail::compat_functions::find_if_not;
using ::arsenal::detail::compat_functions::inplace_merge;
using ::arsenal::detail::compat_functions::is_heap;
using ::arsenal::detail::compat_functions::is_heap_until;
using ::arsenal::detail::compat_functions::is_permutation;
using ::arsenal::detail::compat_functions::is_sorted;
using ::arsenal::detail::compat_functions::is_sorted_until;
using ::arsenal::detail::compat_functions::lexicographical_compare;
using ::arsenal::detail::compat_functions::lower_bound;
using ::arsenal::detail::compat_functions::make_heap;
using ::arsenal::detail::compat_functions::max_element;
using ::arsenal::detail::compat_functions::merge;
using ::arsenal::detail::compat_functions::min_element;
using ::arsenal::detail::compat_functions::minmax_element;
using ::arsenal::detail::compat_functions::mismatch;
using ::arsenal::detail::compat_functions::nth_element;
using ::arsenal::detail::compat_functions::partial_sort;
using ::arsenal::detail::compat_functions::partial_sort_copy;
using ::arsenal::detail::compat_functions::partition;
using ::arsenal::detail::compat_functions::partition_point;
using ::arsenal::detail::compat_functions::pop_heap;
using ::arsenal::detail::compat_functions::push_heap;
using ::arsenal::detail::compat_functions::remove;
using ::arsenal::detail::compat_functions::remove_if;
using ::arsenal::detail::compat_functions::replace;
using ::arsenal::detail::compat_functions::replace_if;
using ::arsenal::detail::compat_functions::reverse;
using ::arsenal::detail::compat_functions::rotate;
using ::arsenal::detail::compat_functions::search;
using ::arsenal::detail::compat_functions::sort;
using ::arsenal::detail::compat_functions::sort_heap;
using ::arsenal::detail::compat_functions::stable_sort;
using ::arsenal::detail::compat_functions::unique;
using ::arsenal::detail::compat_functions::upper_bound;

using ::arsenal::detail::compat_functions::accumulate; // compat/numeric
using ::arsenal::detail::compat_functions::adjacent_difference;
using ::arsenal::detail::compat_functions::inner_product;
using ::arsenal::detail::compat_functions::partial_sum;
using ::arsenal::detail::compat_functions::reduce;

namespace ranges {
using namespace ::std::ranges;

using ::arsenal::ranges::binary_search;
using ::arsenal::ranges::contains;
using ::arsenal::ranges::count;
using ::arsenal::ranges::count_if;
using ::arsenal::ranges::equal;
using ::arsenal::ranges::equal_range;
using ::arsenal::ranges::find;
using ::arsenal::ranges::find_if;
using ::arsenal::ranges::find_if_not;
using ::arsenal::ranges::inplace_merge;
using ::arsenal::ranges::is_heap;
using ::arsenal::ranges::is_heap_until;
using ::arsenal::ranges::is_permutation;
using ::arsenal::ranges::is_sorted;
using ::arsenal::ranges::is_sorted_until;
using ::arsenal::ranges::lexicographical_compare;
using ::arsenal::ranges::lower_bound;
using ::arsenal::ranges::make_heap;
using ::arsenal::ranges::max;
using ::arsenal::ranges::max_element;
using ::arsenal::ranges::merge;
using ::arsenal::ranges::min;
using ::arsenal::ranges::min_element;
using ::arsenal::ranges::minmax;
using ::arsenal::ranges::minmax_element;
using ::arsenal::ranges::mismatch;
using ::arsenal::ranges::nth_element;
using ::arsenal::ranges::partial_sort;
using ::arsenal::ranges::partial_sort_copy;
using ::arsenal::ranges::partition;
using ::arsenal::ranges::partition_point;
using ::arsenal::ranges::pop_heap;
using ::arsenal::ranges::push_heap;
using ::arsenal::ranges::remove;
using ::arsenal::ranges::remove_if;
using ::arsenal::ranges::replace;
using ::arsenal::ranges::replace_if;
using ::arsenal::ranges::reverse;
using ::arsenal::ranges::rotate;
using ::arsenal::ranges::search;
using ::arsenal::ranges::sort;
using ::arsenal::ranges::sort_heap;
using ::arsenal::ranges::stable_sort;
using ::arsenal::ranges::unique;
using ::arsenal::ranges::upper_bound;
} // namespace ranges
} // namespace arsenal::compat
