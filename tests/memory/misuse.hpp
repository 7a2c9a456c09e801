#pragma once

#include <support/child_process.hpp>

#include <arsenal/platform/hardening.hpp>

#include <array>
#include <cstddef>
#include <cstdio>
#include <string>

namespace memory_tests {

inline std::string address(const void* p) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%p", p);
    return text.data();
}

/// Whether action fails the check of a block or a mark, and a handler of the program's own is told
/// "<resource>: <what> at <p>, <bytes> bytes" and no more.
template <class Action>
bool misuses(const std::string& told, Action action) {
    const auto end = support::run_in_child([&] {
        arsenal::set_hardening_handler([](const arsenal::hardening_failure& failure) {
            std::fprintf(stderr, "told <%s>", failure.message);
        });
        action();
    });
    INFO(end.standard_error);
    const bool is_told = end.says(("told <" + told + '>').c_str());
    CHECK(is_told); // for the INFO
    return WIFSIGNALED(end.status) && is_told;
}
template <class Action>
bool misuses(const std::string& what, const void* p, Action action) {
    return misuses(what + " at " + address(p), action);
}
template <class Action>
bool misuses(const std::string& what, const void* p, std::size_t bytes, Action action) {
    return misuses(what + " at " + address(p) + ", " + std::to_string(bytes) + " bytes", action);
}

// Out of the sight of AddressSanitizer, which would be first.
[[gnu::no_sanitize("address"), gnu::noinline]] inline void write_at(void* p, std::ptrdiff_t offset) {
    volatile unsigned char& at = static_cast<volatile unsigned char*>(p)[offset];
    at = at ^ 0x77;
}

} // namespace memory_tests
