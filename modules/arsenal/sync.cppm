module;

#include <arsenal/sync.hpp>

export module arsenal.sync;

export import arsenal.atomic;

export namespace arsenal {

using arsenal::barrier; // sync/barrier.hpp

using arsenal::latch; // sync/latch.hpp

using arsenal::mutex; // sync/mutex.hpp
using arsenal::recursive_mutex;
using arsenal::timed_mutex;

using arsenal::call_once; // sync/once_flag.hpp
using arsenal::once_flag;

using arsenal::binary_semaphore; // sync/semaphore.hpp
using arsenal::counting_semaphore;

} // namespace arsenal
