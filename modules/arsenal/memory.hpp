#pragma once

#include <arsenal/memory/counting_resource.hpp>
#include <arsenal/memory/fallback.hpp>
#include <arsenal/memory/memory_counts.hpp>
#include <arsenal/memory/memory_report.hpp>
#include <arsenal/memory/raw_resource.hpp>
#include <arsenal/memory/resource_allocator.hpp>
#include <arsenal/memory/segregate.hpp>
#include <arsenal/memory/tracing_resource.hpp>
#include <arsenal/memory/arena.hpp>
#include <arsenal/memory/monotonic_buffer_resource.hpp>
#include <arsenal/memory/stack_resource.hpp>
#include <arsenal/memory/object_pool.hpp>
#include <arsenal/memory/pool.hpp>
#include <arsenal/memory/slab.hpp>
#include <arsenal/memory/synchronized_pool_resource.hpp>
#include <arsenal/memory/unsynchronized_pool_resource.hpp>
