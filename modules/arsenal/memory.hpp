#pragma once

#include <arsenal/memory/aligned_allocator.hpp>
#include <arsenal/memory/aligned_buffer.hpp>
#include <arsenal/memory/intrusive_ptr.hpp>
#include <arsenal/memory/is_trivially_relocatable.hpp>
#include <arsenal/memory/local_shared_ptr.hpp>
#include <arsenal/memory/make_local_shared.hpp>
#include <arsenal/memory/offset_ptr.hpp>
#include <arsenal/memory/raw_resource.hpp>
#include <arsenal/memory/relocate.hpp>
#include <arsenal/memory/resource_allocator.hpp>
#include <arsenal/memory/start_lifetime_as.hpp>
#include <arsenal/memory/tagged_ptr.hpp>
#include <arsenal/memory/uninitialized.hpp>
