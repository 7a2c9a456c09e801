#pragma once

#include <arsenal/platform/config.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

// The only places Arsenal throws from. They are compiled in the archive, so that headers build with
// -fno-exceptions and call sites stay one call long. An archive built without exceptions prints `what`
// on stderr and aborts instead.

[[noreturn, gnu::cold]] void throw_length_error(const char* what);
[[noreturn, gnu::cold]] void throw_out_of_range(const char* what);
[[noreturn, gnu::cold]] void throw_invalid_argument(const char* what);
[[noreturn, gnu::cold]] void throw_bad_alloc();
[[noreturn, gnu::cold]] void throw_bad_array_new_length();
[[noreturn, gnu::cold]] void throw_bad_weak_ptr();
// std::system_error of std::errc::resource_unavailable_try_again
[[noreturn, gnu::cold]] void throw_unavailable(const char* what);
// std::system_error of an errno value
[[noreturn, gnu::cold]] void throw_system_error(int error, const char* what);

} // namespace arsenal::inline ARSENAL_ABI::detail
