module;

#include <arsenal/sync.hpp>

export module arsenal.sync;

export import arsenal.atomic;

export namespace arsenal {

using arsenal::barrier; // sync/barrier.hpp

using arsenal::condition_variable; // sync/condition_variable.hpp

using arsenal::auto_reset_event; // sync/event.hpp
using arsenal::event;

using arsenal::latch; // sync/latch.hpp

using arsenal::mcs_lock; // sync/mcs_lock.hpp

using arsenal::mutex; // sync/mutex.hpp

using arsenal::call_once; // sync/once_flag.hpp
using arsenal::once_flag;

using arsenal::pi_mutex; // sync/pi_mutex.hpp

using arsenal::recursive_mutex; // sync/recursive_mutex.hpp
using arsenal::recursive_timed_mutex;

using arsenal::binary_semaphore; // sync/semaphore.hpp
using arsenal::counting_semaphore;

using arsenal::rw_spinlock; // sync/rw_spinlock.hpp

using arsenal::seqlock; // sync/seqlock.hpp
using arsenal::seqlock_writers;

using arsenal::basic_shared_mutex; // sync/shared_mutex.hpp
using arsenal::preference;
using arsenal::shared_mutex;

using arsenal::spinlock; // sync/spinlock.hpp

using arsenal::ticket_lock; // sync/ticket_lock.hpp

using arsenal::timed_mutex; // sync/timed_mutex.hpp

} // namespace arsenal
