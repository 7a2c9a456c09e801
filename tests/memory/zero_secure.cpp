// Whether zero_secure's stores are there, though nobody reads what they wrote: the stack of a thread is
// looked through after its end.

#include <catch2/catch_test_macros.hpp>

#include <support/asan.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <span>
#include <string_view>
#include <vector>

#include <pthread.h>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

namespace {

constexpr std::uint64_t piece = 0x5ec8e75ec8e75ec8;
constexpr std::size_t pieces = 512; // the end of the thread writes over some

/// A secret on the stack, of which nothing is left in registers.
template <class Forget>
[[gnu::noinline]] void keep_secret(Forget forget) {
    std::uint64_t secret[pieces];
    std::uint64_t mask = ~std::uint64_t{0};
    for (std::uint64_t& each : secret) {
        asm volatile("" : "+r"(mask));
        each = ~piece & mask; // inverted: no other place holds what is looked for
        asm volatile("" : : "r"(&each) : "memory");
    }
    forget(std::as_writable_bytes(std::span(secret)));
}

template <void (*Forget)(std::span<std::byte>)>
void* run(void*) {
    keep_secret([](std::span<std::byte> secret) { Forget(secret); });
    return nullptr;
}

/// How many pieces of the secret are on the stack of a thread that has run f.
std::size_t left_behind(void* (*f)(void*)) {
    constexpr std::size_t size = std::size_t{1} << 20;
    void* const stack = ::operator new(size, std::align_val_t{4096});
    std::memset(stack, 0, size);
    pthread_attr_t attributes;
    REQUIRE(pthread_attr_init(&attributes) == 0);
    REQUIRE(pthread_attr_setstack(&attributes, stack, size) == 0);
    pthread_t thread;
    REQUIRE(pthread_create(&thread, &attributes, f, nullptr) == 0);
    REQUIRE(pthread_join(thread, nullptr) == 0);
    pthread_attr_destroy(&attributes);
    std::vector<std::byte> copy(size);
    std::memcpy(copy.data(), stack, size);
    ::operator delete(stack, std::align_val_t{4096});
    std::size_t found = 0;
    for (std::size_t i = 0; i + sizeof(piece) <= size; i += sizeof(piece)) {
        std::uint64_t word;
        std::memcpy(&word, copy.data() + i, sizeof(word));
        found += word == ~piece;
    }
    return found;
}

[[maybe_unused]] void keep(std::span<std::byte>) {}
void zero(std::span<std::byte> secret) { arsenal::mem::zero_secure(secret); }

} // namespace

TEST_CASE("zero_secure leaves nothing of a secret on the stack") { CHECK(left_behind(run<zero>) == 0); }

// Else the test above shows nothing. An instrumented program may keep its variables elsewhere.
#if !ARSENAL_TEST_ASAN
TEST_CASE("what nobody zeroes is left on the stack") { CHECK(left_behind(run<keep>) >= pieces / 2); }
#endif
