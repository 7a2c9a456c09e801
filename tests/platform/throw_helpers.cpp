#include <catch2/catch_test_macros.hpp>

#include <cerrno>
#include <new>
#include <stdexcept>
#include <string>
#include <system_error>

#include <arsenal/platform/throw.hpp> // detail, which no import carries
#if ARSENAL_TEST_IMPORT
import arsenal.platform;
#endif

namespace {

template <class Exception>
std::string what_of(void (*helper)(const char*)) {
    try {
        helper("the reason");
    } catch (const Exception& exception) {
        return exception.what();
    }
    return {};
}

} // namespace

TEST_CASE("each helper throws the standard's exception with the given text") {
    CHECK(what_of<std::length_error>(arsenal::detail::throw_length_error) == "the reason");
    CHECK(what_of<std::out_of_range>(arsenal::detail::throw_out_of_range) == "the reason");
    CHECK(what_of<std::invalid_argument>(arsenal::detail::throw_invalid_argument) == "the reason");
    CHECK_THROWS_AS(arsenal::detail::throw_bad_alloc(), std::bad_alloc);
    CHECK_THROWS_AS(arsenal::detail::throw_bad_array_new_length(), std::bad_array_new_length);

    try {
        arsenal::detail::throw_unavailable("the reason");
    } catch (const std::system_error& error) {
        CHECK(error.code() == std::errc::resource_unavailable_try_again);
        CHECK(std::string(error.what()).find("the reason") == 0);
    }
    try {
        arsenal::detail::throw_system_error(EDEADLK, "the reason");
    } catch (const std::system_error& error) {
        CHECK(error.code() == std::errc::resource_deadlock_would_occur);
        CHECK(std::string(error.what()).find("the reason") == 0);
    }
}
