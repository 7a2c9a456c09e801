module;

#include <arsenal/memory.hpp>

export module arsenal.memory;

export namespace arsenal {

using arsenal::object_pool; // memory/object_pool.hpp

using arsenal::pool; // memory/pool.hpp
using arsenal::pool_allocator;

using arsenal::memory_resource_of; // memory/raw_resource.hpp
using arsenal::owning_resource;
using arsenal::raw_resource;
using arsenal::trying_resource;

using arsenal::resource_allocator; // memory/resource_allocator.hpp

using arsenal::slab; // memory/slab.hpp
using arsenal::slab_allocator;

} // namespace arsenal

export namespace arsenal::pmr {

using arsenal::pmr::synchronized_pool_resource; // memory/synchronized_pool_resource.hpp

using arsenal::pmr::unsynchronized_pool_resource; // memory/unsynchronized_pool_resource.hpp

} // namespace arsenal::pmr
