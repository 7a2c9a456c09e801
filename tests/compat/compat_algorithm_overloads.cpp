// Algorithms that are direct members of arsenal::compat take every argument list that std's functions take,
// and every other name of <algorithm> and <numeric> still resolves.

#include <catch2/catch_test_macros.hpp>

#include "support/every_overload.hpp"

#if ARSENAL_TEST_IMPORT
import arsenal.compat;
#else
#include <arsenal/compat/algorithm>
#include <arsenal/compat/numeric>
#endif

namespace app {
namespace std = arsenal::compat;

#include "support/every_overload.inc"

template <class... Args>
concept sortable = requires(Args... args) { std::sort(args...); };
static_assert(sortable<int*, int*>);
static_assert(sortable<int*, int*, ::std::greater<>>);
static_assert(!sortable<int*>);
static_assert(!sortable<int*, const int*>);
static_assert(!sortable<int*, int*, ::std::less<>, int>);

} // namespace app

TEST_CASE("compat: every overload of <algorithm> and <numeric> resolves") { SUCCEED("at compile time"); }
