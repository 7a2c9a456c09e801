#include <arsenal/platform/hardening.hpp>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace arsenal::inline ARSENAL_ABI {

namespace {

std::atomic<hardening_handler> current_handler = nullptr;

const char* next_field(const char* field) { return field + std::strlen(field) + 1; }

hardening_failure parse_site(const char* site) {
    hardening_failure failure{};
    failure.condition = site;
    failure.message = next_field(failure.condition);
    failure.file = next_field(failure.message);
    failure.line = static_cast<unsigned>(std::strtoul(next_field(failure.file), nullptr, 10));
    return failure;
}

void print(const hardening_failure& failure) {
    std::fprintf(stderr, "%s:%u: arsenal: %s (violated: %s)\n", failure.file, failure.line, failure.message,
                 failure.condition);
}

} // namespace

hardening_handler set_hardening_handler(hardening_handler handler) noexcept {
    return current_handler.exchange(handler, std::memory_order_acq_rel);
}

namespace detail {

void hardening_failed(const char* site) {
    const hardening_failure failure = parse_site(site);
    if (const hardening_handler handler = current_handler.load(std::memory_order_acquire))
        handler(failure);
    else
        print(failure);
    __builtin_trap();
}

} // namespace detail

} // namespace arsenal::inline ARSENAL_ABI
