#pragma once

// What the algorithms need of std. Under libstdc++ <algorithm> has all of it, and costs less to compile than
// <iterator> and <functional> do.

// The drop-in's <algorithm>, which includes Arsenal's headers, tells by this that one of them is open.
#define ARSENAL_DETAIL_STD_CORE 1

#include <algorithm>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <memory>
#include <type_traits>
#include <utility>

#if defined(__GLIBCXX__)
#elif defined(ARSENAL_DROP_IN) // where libc++'s <string> and <locale> open this, and <functional> and
                               // <ranges> open them
#include <__functional/identity.h>
#include <__functional/invoke.h>
#include <__functional/operations.h>
#include <__functional/ranges_operations.h>
#include <__iterator/reverse_iterator.h>
#include <__ranges/access.h>
#include <__ranges/concepts.h>
#include <__ranges/data.h>
#include <__ranges/size.h>
#include <__ranges/subrange.h>
#include <string> // which opens <algorithm> in turn: now, rather than amid a header of Arsenal's
#else
#include <functional>
#include <iterator>
#include <ranges>
#endif

#undef ARSENAL_DETAIL_STD_CORE
