module;

#include <arsenal/hash.hpp>

export module arsenal.hash;

export import arsenal.platform;

export namespace arsenal {

using arsenal::hardened_hash; // hash/hardened_hash.hpp

using arsenal::hash; // hash/hash.hpp
using arsenal::hasher;

using arsenal::hash_append; // hash/hash_append.hpp
using arsenal::hash_sink;

using arsenal::hash_bytes; // hash/hash_bytes.hpp

using arsenal::hash_state; // hash/hash_state.hpp

using arsenal::is_avalanching; // hash/is_avalanching.hpp
using arsenal::is_avalanching_v;

using arsenal::process_hash_seed; // hash/seed.hpp
using arsenal::randomize_process_hash_seed;
using arsenal::set_process_hash_seed;

using arsenal::siphash; // hash/siphash.hpp
using arsenal::siphash_1_3;
using arsenal::siphash_2_4;
using arsenal::siphash_key;

using arsenal::wyhash; // hash/wyhash.hpp

using arsenal::xxh32; // hash/xxh.hpp
using arsenal::xxh64;

using arsenal::digest128; // hash/xxh3.hpp
using arsenal::xxh3_128;
using arsenal::xxh3_64;

} // namespace arsenal
