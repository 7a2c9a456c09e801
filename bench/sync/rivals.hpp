#pragma once

// abseil's and the C library's locks, in std's words.

#include <absl/synchronization/mutex.h>

#include <pthread.h>

namespace bench {

struct absl_mutex {
    void lock() ABSL_NO_THREAD_SAFETY_ANALYSIS { mutex.Lock(); }
    bool try_lock() ABSL_NO_THREAD_SAFETY_ANALYSIS { return mutex.TryLock(); }
    void unlock() ABSL_NO_THREAD_SAFETY_ANALYSIS { mutex.Unlock(); }
    void lock_shared() ABSL_NO_THREAD_SAFETY_ANALYSIS { mutex.ReaderLock(); }
    void unlock_shared() ABSL_NO_THREAD_SAFETY_ANALYSIS { mutex.ReaderUnlock(); }
    absl::Mutex mutex;
};

#ifdef PTHREAD_ADAPTIVE_MUTEX_INITIALIZER_NP
// What std::mutex is made of here, but for a spin before it sleeps.
struct adaptive_pthread_mutex {
    void lock() { pthread_mutex_lock(&mutex); }
    bool try_lock() { return pthread_mutex_trylock(&mutex) == 0; }
    void unlock() { pthread_mutex_unlock(&mutex); }
    pthread_mutex_t mutex = PTHREAD_ADAPTIVE_MUTEX_INITIALIZER_NP;
};
#endif

} // namespace bench
