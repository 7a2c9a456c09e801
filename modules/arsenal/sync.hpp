#pragma once

#include <arsenal/atomic.hpp>
#include <arsenal/sync/barrier.hpp>
#include <arsenal/sync/latch.hpp>
#include <arsenal/sync/mutex.hpp>
#include <arsenal/sync/once_flag.hpp>
#include <arsenal/sync/semaphore.hpp>
