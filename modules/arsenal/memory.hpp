#pragma once

#include <arsenal/memory/is_trivially_relocatable.hpp>
#include <arsenal/memory/raw_resource.hpp>
#include <arsenal/memory/relocate.hpp>
#include <arsenal/memory/resource_allocator.hpp>
#include <arsenal/memory/start_lifetime_as.hpp>
#include <arsenal/memory/uninitialized.hpp>
