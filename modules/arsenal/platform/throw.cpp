#include <arsenal/platform/throw.hpp>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <stdexcept>
#include <system_error>

namespace arsenal::inline ARSENAL_ABI::detail {

#if ARSENAL_HAS_EXCEPTIONS

void throw_length_error(const char* what) { throw std::length_error(what); }
void throw_out_of_range(const char* what) { throw std::out_of_range(what); }
void throw_invalid_argument(const char* what) { throw std::invalid_argument(what); }
void throw_bad_alloc() { throw std::bad_alloc(); }
void throw_bad_array_new_length() { throw std::bad_array_new_length(); }
void throw_bad_weak_ptr() { throw std::bad_weak_ptr(); }
void throw_unavailable(const char* what) {
    throw std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again), what);
}
void throw_system_error(int error, const char* what) {
    throw std::system_error(error, std::generic_category(), what);
}

#else

namespace {

[[noreturn]] void die(const char* kind, const char* what) {
    std::fprintf(stderr, "arsenal: %s: %s\n", kind, what);
    std::abort();
}

} // namespace

void throw_length_error(const char* what) { die("length_error", what); }
void throw_out_of_range(const char* what) { die("out_of_range", what); }
void throw_invalid_argument(const char* what) { die("invalid_argument", what); }
void throw_bad_alloc() { die("bad_alloc", "allocation failed"); }
void throw_bad_array_new_length() { die("bad_array_new_length", "no array can be that long"); }
void throw_bad_weak_ptr() { die("bad_weak_ptr", "the object has ended"); }
void throw_unavailable(const char* what) { die("resource_unavailable_try_again", what); }
void throw_system_error(int error, const char* what) { die(std::strerror(error), what); }

#endif

} // namespace arsenal::inline ARSENAL_ABI::detail
