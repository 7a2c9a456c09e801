#pragma once

#include <arsenal/memory/lock_free_pool.hpp>
#include <arsenal/memory/raw_resource.hpp>
#include <arsenal/memory/resource_allocator.hpp>
#include <arsenal/memory/synchronized.hpp>
#include <arsenal/memory/thread_cache.hpp>
