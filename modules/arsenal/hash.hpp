#pragma once

#include <arsenal/hash/hardened_hash.hpp>
#include <arsenal/hash/hash.hpp>
#include <arsenal/hash/hash_append.hpp>
#include <arsenal/hash/hash_bytes.hpp>
#include <arsenal/hash/hash_state.hpp>
#include <arsenal/hash/is_avalanching.hpp>
#include <arsenal/hash/seed.hpp>
#include <arsenal/hash/siphash.hpp>
#include <arsenal/hash/wyhash.hpp>
#include <arsenal/hash/xxh.hpp>
#include <arsenal/hash/xxh3.hpp>
#include <arsenal/platform.hpp>
