#pragma once

#include <arsenal/atomic/atomic.hpp>
#include <arsenal/atomic/atomic_flag.hpp>
#include <arsenal/atomic/atomic_ref.hpp>
#include <arsenal/atomic/cpu_relax.hpp>
#include <arsenal/atomic/fence.hpp>
#include <arsenal/atomic/memory_order.hpp>
#include <arsenal/atomic/padded.hpp>
