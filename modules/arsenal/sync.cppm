module;

#include <arsenal/sync.hpp>

export module arsenal.sync;

export import arsenal.atomic;

export namespace arsenal {

using arsenal::mcs_lock; // sync/mcs_lock.hpp

using arsenal::mutex; // sync/mutex.hpp
using arsenal::recursive_mutex;
using arsenal::timed_mutex;

using arsenal::rw_spinlock; // sync/rw_spinlock.hpp

using arsenal::seqlock; // sync/seqlock.hpp
using arsenal::seqlock_writers;

using arsenal::spinlock; // sync/spinlock.hpp

using arsenal::ticket_lock; // sync/ticket_lock.hpp

} // namespace arsenal
