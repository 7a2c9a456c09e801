module;

#include <arsenal/memory.hpp>

export module arsenal.memory;

export import arsenal.platform;

export namespace arsenal {

using arsenal::aligned_allocator; // memory/aligned_allocator.hpp

using arsenal::aligned_buffer; // memory/aligned_buffer.hpp

using arsenal::allocation_result; // memory/allocator.hpp
using arsenal::allocator;
using arsenal::heap_library;

using arsenal::arena; // memory/arena.hpp
using arsenal::arena_allocator;
using arsenal::inline_arena;

using arsenal::counting_resource; // memory/counting_resource.hpp

using arsenal::fallback; // memory/fallback.hpp

using arsenal::guard_allocator; // memory/guard_resource.hpp
using arsenal::guard_resource;

using arsenal::heap; // memory/heap.hpp
using arsenal::heap_allocator;

using arsenal::huge_page_allocator; // memory/huge_page_resource.hpp
using arsenal::huge_page_resource;
using arsenal::page_backing;

using arsenal::adopt_object; // memory/intrusive_ptr.hpp
using arsenal::adopt_object_t;
using arsenal::atomic_counter;
using arsenal::intrusive_ptr;
using arsenal::local_counter;
using arsenal::make_intrusive;
using arsenal::reference_counted;

using arsenal::is_nothrow_relocatable_v; // memory/is_trivially_relocatable.hpp
using arsenal::is_trivially_relocatable;
using arsenal::is_trivially_relocatable_v;

using arsenal::const_pointer_cast; // memory/local_shared_ptr.hpp
using arsenal::dynamic_pointer_cast;
using arsenal::enable_local_shared_from_this;
using arsenal::get_deleter;
using arsenal::local_shared_ptr;
using arsenal::local_weak_ptr;
using arsenal::reinterpret_pointer_cast;
using arsenal::static_pointer_cast;

using arsenal::lock_free_pool; // memory/lock_free_pool.hpp
using arsenal::lock_free_pool_allocator;
using arsenal::lock_free_pool_options;

using arsenal::allocate_local_shared; // memory/make_local_shared.hpp
using arsenal::allocate_local_shared_for_overwrite;
using arsenal::make_local_shared;
using arsenal::make_local_shared_for_overwrite;

using arsenal::memory_counts; // memory/memory_counts.hpp

using arsenal::memory_report; // memory/memory_report.hpp
using arsenal::memory_usage;

using arsenal::object_pool; // memory/object_pool.hpp

using arsenal::offset_ptr; // memory/offset_ptr.hpp

using arsenal::advise; // memory/pages.hpp
using arsenal::mapping;
using arsenal::mapping_options;
using arsenal::page_access;
using arsenal::page_advice;
using arsenal::page_size;
using arsenal::protect;

using arsenal::pool; // memory/pool.hpp
using arsenal::pool_allocator;

using arsenal::memory_resource_of; // memory/raw_resource.hpp
using arsenal::owning_resource;
using arsenal::raw_resource;
using arsenal::trying_resource;

using arsenal::relocate; // memory/relocate.hpp
using arsenal::relocate_at;
using arsenal::uninitialized_relocate;
using arsenal::uninitialized_relocate_backward;
using arsenal::uninitialized_relocate_n;

using arsenal::resource_allocator; // memory/resource_allocator.hpp

using arsenal::create_resource; // memory/resource_for.hpp
using arsenal::resource_for;
using arsenal::resource_options;
using arsenal::resource_ptr;

using arsenal::segregate; // memory/segregate.hpp

using arsenal::slab; // memory/slab.hpp
using arsenal::slab_allocator;

using arsenal::stack_allocator; // memory/stack_resource.hpp
using arsenal::stack_resource;

using arsenal::start_lifetime_as; // memory/start_lifetime_as.hpp
using arsenal::start_lifetime_as_array;

using arsenal::synchronized; // memory/synchronized.hpp
using arsenal::synchronized_allocator;

using arsenal::tagged_ptr; // memory/tagged_ptr.hpp

using arsenal::thread_cache; // memory/thread_cache.hpp
using arsenal::thread_cache_allocator;
using arsenal::thread_cache_options;

using arsenal::tlsf; // memory/tlsf.hpp
using arsenal::tlsf_allocator;
using arsenal::tlsf_usage;

using arsenal::tracing_resource; // memory/tracing_resource.hpp

using arsenal::construct_at; // memory/uninitialized.hpp
using arsenal::destroy;
using arsenal::destroy_at;
using arsenal::destroy_n;
using arsenal::uninitialized_copy;
using arsenal::uninitialized_copy_n;
using arsenal::uninitialized_default_construct;
using arsenal::uninitialized_default_construct_n;
using arsenal::uninitialized_fill;
using arsenal::uninitialized_fill_n;
using arsenal::uninitialized_move;
using arsenal::uninitialized_move_n;
using arsenal::uninitialized_value_construct;
using arsenal::uninitialized_value_construct_n;

} // namespace arsenal

export namespace arsenal::mem {

using arsenal::mem::byte_set; // memory/byte_set.hpp
using arsenal::mem::find_any;

using arsenal::mem::compare; // memory/bytes.hpp
using arsenal::mem::copy;
using arsenal::mem::count;
using arsenal::mem::find;
using arsenal::mem::find_last;
using arsenal::mem::mismatch;
using arsenal::mem::move;
using arsenal::mem::reverse_copy;
using arsenal::mem::search;
using arsenal::mem::set;
using arsenal::mem::stream_copy;

using arsenal::mem::access; // memory/prefetch.hpp
using arsenal::mem::locality;
using arsenal::mem::prefetch;

using arsenal::mem::zero_secure; // memory/zero_secure.hpp

} // namespace arsenal::mem

export namespace arsenal::pmr {

using arsenal::pmr::monotonic_buffer_resource; // memory/monotonic_buffer_resource.hpp

using arsenal::pmr::synchronized_pool_resource; // memory/synchronized_pool_resource.hpp

using arsenal::pmr::unsynchronized_pool_resource; // memory/unsynchronized_pool_resource.hpp

} // namespace arsenal::pmr

export namespace arsenal::ranges {

using arsenal::ranges::construct_at; // memory/uninitialized.hpp
using arsenal::ranges::destroy;
using arsenal::ranges::destroy_at;
using arsenal::ranges::destroy_n;
using arsenal::ranges::uninitialized_copy;
using arsenal::ranges::uninitialized_copy_n;
using arsenal::ranges::uninitialized_default_construct;
using arsenal::ranges::uninitialized_default_construct_n;
using arsenal::ranges::uninitialized_fill;
using arsenal::ranges::uninitialized_fill_n;
using arsenal::ranges::uninitialized_move;
using arsenal::ranges::uninitialized_move_n;
using arsenal::ranges::uninitialized_value_construct;
using arsenal::ranges::uninitialized_value_construct_n;

} // namespace arsenal::ranges
