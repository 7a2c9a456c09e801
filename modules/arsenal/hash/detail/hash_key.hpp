#pragma once

#include <arsenal/hash/siphash.hpp>
#include <arsenal/platform/config.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

// A key that no other call in this process returns, by SipHash-2-4 of a counter under a secret that the
// system's random source gives once per process. Not a data race on any thread. A forked process goes on with
// the parent's secret and counter.
siphash_key next_hash_key() noexcept;

} // namespace arsenal::inline ARSENAL_ABI::detail
