module;

#include <arsenal/hash.hpp>

export module arsenal.hash;

export namespace arsenal {

using arsenal::is_avalanching; // hash/is_avalanching.hpp
using arsenal::is_avalanching_v;

} // namespace arsenal
