#pragma once

#include <arsenal/memory/arena.hpp>
#include <arsenal/memory/monotonic_buffer_resource.hpp>
#include <arsenal/memory/raw_resource.hpp>
#include <arsenal/memory/resource_allocator.hpp>
#include <arsenal/memory/stack_resource.hpp>
