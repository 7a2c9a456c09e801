module;

#include <arsenal/memory.hpp>

export module arsenal.memory;

export namespace arsenal {

using arsenal::memory_resource_of; // memory/raw_resource.hpp
using arsenal::owning_resource;
using arsenal::raw_resource;
using arsenal::trying_resource;

using arsenal::resource_allocator; // memory/resource_allocator.hpp

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
