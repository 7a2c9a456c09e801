module;

#include <arsenal/memory.hpp>

export module arsenal.memory;

export namespace arsenal {

using arsenal::allocation_result; // memory/allocator.hpp
using arsenal::allocator;
using arsenal::heap_library;

using arsenal::guard_allocator; // memory/guard_resource.hpp
using arsenal::guard_resource;

using arsenal::heap; // memory/heap.hpp
using arsenal::heap_allocator;

using arsenal::huge_page_allocator; // memory/huge_page_resource.hpp
using arsenal::huge_page_resource;
using arsenal::page_backing;

using arsenal::advise; // memory/pages.hpp
using arsenal::mapping;
using arsenal::mapping_options;
using arsenal::page_access;
using arsenal::page_advice;
using arsenal::page_size;
using arsenal::protect;

using arsenal::memory_resource_of; // memory/raw_resource.hpp
using arsenal::owning_resource;
using arsenal::raw_resource;
using arsenal::trying_resource;

using arsenal::resource_allocator; // memory/resource_allocator.hpp

} // namespace arsenal
