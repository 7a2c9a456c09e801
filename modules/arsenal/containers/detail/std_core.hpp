#pragma once

// What the containers need of std, and no more: pair, tuple, allocator_traits, hash, equal_to,
// initializer_list, iterator tags. Under libstdc++ through its small internal headers: <memory> and <string>
// alone would cost more than all of <unordered_map>, and nothing here may reach <functional>
// (compat/drop_in).

#include <version>

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <new>
#include <tuple>
#include <type_traits>

#if defined(__GLIBCXX__)
#include <bits/alloc_traits.h>
#include <bits/functional_hash.h>
#include <bits/ptr_traits.h>
#include <bits/range_access.h>
#include <bits/stl_function.h>
#include <bits/stl_iterator_base_funcs.h>
#include <bits/stl_pair.h>
#include <bits/stringfwd.h>
#include <bits/uses_allocator_args.h>
namespace std::pmr {
template <typename T>
class polymorphic_allocator;
}
#else
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#endif
