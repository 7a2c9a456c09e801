#pragma once

#include <arsenal/memory/byte_set.hpp>
#include <arsenal/memory/bytes.hpp>
#include <arsenal/memory/prefetch.hpp>
#include <arsenal/memory/raw_resource.hpp>
#include <arsenal/memory/resource_allocator.hpp>
#include <arsenal/memory/zero_secure.hpp>
