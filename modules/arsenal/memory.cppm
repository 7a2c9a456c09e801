module;

#include <arsenal/memory.hpp>

export module arsenal.memory;

export namespace arsenal {

using arsenal::is_nothrow_relocatable_v; // memory/is_trivially_relocatable.hpp
using arsenal::is_trivially_relocatable;
using arsenal::is_trivially_relocatable_v;

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

using arsenal::start_lifetime_as; // memory/start_lifetime_as.hpp
using arsenal::start_lifetime_as_array;

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
