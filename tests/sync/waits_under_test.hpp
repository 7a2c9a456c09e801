#pragma once

// One conformance suite, three subjects: namespace `ut` has the semaphores, the latch, the barrier and
// call_once under test.
//
//   ARSENAL_TEST_STD=1      the platform's std
//   ARSENAL_TEST_IMPORT=1   Arsenal by `import arsenal.sync;`
//   neither                 Arsenal by `#include <arsenal/sync.hpp>`
//
// Include it last: it may be an import, and includes come before imports.

#if ARSENAL_TEST_STD

#include <barrier>
#include <latch>
#include <mutex>
#include <semaphore>

namespace ut {
using std::barrier;
using std::binary_semaphore;
using std::call_once;
using std::counting_semaphore;
using std::latch;
using std::once_flag;
} // namespace ut

#elif ARSENAL_TEST_IMPORT
import arsenal.sync;
namespace ut = arsenal;
#else
#include <arsenal/sync.hpp>
namespace ut = arsenal;
#endif
