#pragma once

#include <arsenal/platform/config.hpp>

namespace arsenal::inline ARSENAL_ABI {

// Tells the processor that the calling thread waits for memory to change: one turn of a spin loop. It takes
// some tens of cycles (x86 before Skylake fewer, Skylake about 140), gives the core's other thread the
// pipeline, and does not let other threads of the system run: bound the loop, then sleep.
// arm64: isb, since its yield does nothing on cores with one thread.
inline void cpu_relax() noexcept {
#if defined(__x86_64__) || defined(__i386__)
    __asm__ volatile("pause" : : : "memory");
#elif defined(__aarch64__)
    __asm__ volatile("isb" : : : "memory");
#else
    __asm__ volatile("" : : : "memory");
#endif
}

} // namespace arsenal::inline ARSENAL_ABI
