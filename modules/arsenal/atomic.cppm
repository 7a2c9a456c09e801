module;

#include <arsenal/atomic.hpp>

export module arsenal.atomic;

export import arsenal.platform;

export namespace arsenal {

using arsenal::atomic; // atomic/atomic.hpp

using arsenal::atomic_flag; // atomic/atomic_flag.hpp

using arsenal::atomic_ref; // atomic/atomic_ref.hpp

using arsenal::cpu_relax; // atomic/cpu_relax.hpp

using arsenal::atomic_signal_fence; // atomic/fence.hpp
using arsenal::atomic_thread_fence;

using arsenal::acq_rel; // atomic/memory_order.hpp
using arsenal::acq_rel_t;
using arsenal::acquire;
using arsenal::acquire_t;
using arsenal::relaxed;
using arsenal::relaxed_t;
using arsenal::release;
using arsenal::release_t;
using arsenal::seq_cst;
using arsenal::seq_cst_t;

using arsenal::padded; // atomic/padded.hpp
using arsenal::padded_bytes;

} // namespace arsenal
