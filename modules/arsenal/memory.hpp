#pragma once

#include <arsenal/memory/allocator.hpp>
#include <arsenal/memory/guard_resource.hpp>
#include <arsenal/memory/heap.hpp>
#include <arsenal/memory/huge_page_resource.hpp>
#include <arsenal/memory/pages.hpp>
#include <arsenal/memory/raw_resource.hpp>
#include <arsenal/memory/resource_allocator.hpp>
