module;

#include <arsenal/memory.hpp>

export module arsenal.memory;

export namespace arsenal {

using arsenal::counting_resource; // memory/counting_resource.hpp

using arsenal::fallback; // memory/fallback.hpp

using arsenal::memory_counts; // memory/memory_counts.hpp

using arsenal::memory_report; // memory/memory_report.hpp
using arsenal::memory_usage;
using arsenal::arena; // memory/arena.hpp
using arsenal::arena_allocator;
using arsenal::inline_arena;
using arsenal::object_pool; // memory/object_pool.hpp

using arsenal::pool; // memory/pool.hpp
using arsenal::pool_allocator;

using arsenal::memory_resource_of; // memory/raw_resource.hpp
using arsenal::owning_resource;
using arsenal::raw_resource;
using arsenal::trying_resource;

using arsenal::resource_allocator; // memory/resource_allocator.hpp

using arsenal::segregate; // memory/segregate.hpp

using arsenal::tracing_resource; // memory/tracing_resource.hpp
using arsenal::stack_allocator; // memory/stack_resource.hpp
using arsenal::stack_resource;
using arsenal::slab; // memory/slab.hpp
using arsenal::slab_allocator;
using arsenal::tlsf; // memory/tlsf.hpp
using arsenal::tlsf_allocator;
using arsenal::tlsf_usage;

} // namespace arsenal

export namespace arsenal::pmr {

using arsenal::pmr::monotonic_buffer_resource; // memory/monotonic_buffer_resource.hpp
using arsenal::pmr::pool_options; // memory/unsynchronized_pool_resource.hpp
using arsenal::pmr::unsynchronized_pool_resource;

using arsenal::pmr::synchronized_pool_resource; // memory/synchronized_pool_resource.hpp

} // namespace arsenal::pmr
