#pragma once

// One conformance suite, three subjects: namespace `ut` has the atomics under test, and the orders to call
// them with.
//
//   ARSENAL_TEST_STD=1      the platform's std
//   ARSENAL_TEST_IMPORT=1   Arsenal by `import arsenal.atomic;`
//   neither                 Arsenal by `#include <arsenal/atomic.hpp>`
//
// Include it last: it may be an import, and includes come before imports.

#if ARSENAL_TEST_STD

#include <atomic>

namespace ut {
using std::atomic;
using std::atomic_flag;
using std::atomic_ref;
using std::atomic_signal_fence;
using std::atomic_thread_fence;
inline constexpr std::memory_order relaxed = std::memory_order_relaxed;
inline constexpr std::memory_order acquire = std::memory_order_acquire;
inline constexpr std::memory_order release = std::memory_order_release;
inline constexpr std::memory_order acq_rel = std::memory_order_acq_rel;
inline constexpr std::memory_order seq_cst = std::memory_order_seq_cst;
} // namespace ut

#elif ARSENAL_TEST_IMPORT
import arsenal.atomic;
namespace ut = arsenal;
#else
#include <arsenal/atomic.hpp>
namespace ut = arsenal;
#endif
