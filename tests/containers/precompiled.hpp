#pragma once

// What most tests of the containers include; the library too, where it is included (which
// support/under_test.hpp says).

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <map>
#include <memory>
#include <memory_resource>
#include <random>
#include <ranges>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#if !ARSENAL_TEST_IMPORT && !ARSENAL_TEST_STD
#include <arsenal/containers.hpp>
#endif
