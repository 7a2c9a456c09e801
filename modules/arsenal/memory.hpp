#pragma once

#include <arsenal/memory/object_pool.hpp>
#include <arsenal/memory/pool.hpp>
#include <arsenal/memory/raw_resource.hpp>
#include <arsenal/memory/resource_allocator.hpp>
#include <arsenal/memory/slab.hpp>
#include <arsenal/memory/synchronized_pool_resource.hpp>
#include <arsenal/memory/unsynchronized_pool_resource.hpp>
