module;

#include <arsenal/sync.hpp>

export module arsenal.sync;

export import arsenal.atomic;

export namespace arsenal {

using arsenal::mutex; // sync/mutex.hpp
using arsenal::recursive_mutex;
using arsenal::timed_mutex;

using arsenal::spinlock; // sync/spinlock.hpp

using arsenal::ticket_lock; // sync/ticket_lock.hpp

} // namespace arsenal
