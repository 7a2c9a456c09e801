module;

#include <arsenal/memory.hpp>

export module arsenal.memory;

export namespace arsenal {

using arsenal::lock_free_pool; // memory/lock_free_pool.hpp
using arsenal::lock_free_pool_allocator;
using arsenal::lock_free_pool_options;

using arsenal::memory_resource_of; // memory/raw_resource.hpp
using arsenal::owning_resource;
using arsenal::raw_resource;
using arsenal::trying_resource;

using arsenal::resource_allocator; // memory/resource_allocator.hpp

using arsenal::synchronized; // memory/synchronized.hpp
using arsenal::synchronized_allocator;

using arsenal::thread_cache; // memory/thread_cache.hpp
using arsenal::thread_cache_allocator;
using arsenal::thread_cache_options;

} // namespace arsenal
