#include <arsenal/memory/detail/memory_misuse.hpp>
#include <arsenal/platform/hardening.hpp>

#include <array>
#include <cstdio>

namespace arsenal::inline ARSENAL_ABI::detail {

namespace {

const char* words(misuse what) {
    switch (what) {
    case misuse::double_free:
        return "double free";
    case misuse::foreign_pointer:
        return "foreign pointer";
    case misuse::no_live_block:
        return "no live block";
    case misuse::overrun:
        return "overrun";
    case misuse::wrong_size:
        return "wrong size or alignment";
    case misuse::out_of_order:
        return "out of order or wrong size";
    case misuse::surplus:
        return "more given back than given out";
    case misuse::foreign_mark:
        return "foreign mark";
    case misuse::stale_mark:
        return "mark that was rewound or reset over";
    }
    return "misuse";
}

// `tail` begins with what follows the address.
[[noreturn]] void report(misuse what, const char* resource, const void* p, const char* tail) {
    // "condition\0message\0file\0line", one per thread: a handler that throws is told of strings that last.
    static thread_local std::array<char, 512> site;
    std::snprintf(site.data(), site.size(), "memory is used as it was given out%c%.100s: %s at %p%s%c%s%c%d",
                  '\0', resource, words(what), p, tail, '\0', "arsenal/memory", '\0', 0);
    hardening_failed(site.data());
}

} // namespace

void memory_misused(misuse what, const char* resource, const void* p, std::size_t bytes) {
    std::array<char, 32> tail;
    std::snprintf(tail.data(), tail.size(), ", %zu bytes", bytes);
    report(what, resource, p, tail.data());
}

void memory_misused(misuse what, const char* resource, const void* p) { report(what, resource, p, ""); }

} // namespace arsenal::inline ARSENAL_ABI::detail
