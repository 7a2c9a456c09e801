module;

#include <arsenal/memory.hpp>

export module arsenal.memory;

export namespace arsenal {

using arsenal::memory_resource_of; // memory/raw_resource.hpp
using arsenal::owning_resource;
using arsenal::raw_resource;
using arsenal::trying_resource;

using arsenal::resource_allocator; // memory/resource_allocator.hpp

using arsenal::tlsf; // memory/tlsf.hpp
using arsenal::tlsf_allocator;
using arsenal::tlsf_usage;

} // namespace arsenal
