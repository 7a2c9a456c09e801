#pragma once

#include <arsenal/atomic.hpp>
#include <arsenal/sync/barrier.hpp>
#include <arsenal/sync/condition_variable.hpp>
#include <arsenal/sync/event.hpp>
#include <arsenal/sync/latch.hpp>
#include <arsenal/sync/mcs_lock.hpp>
#include <arsenal/sync/mutex.hpp>
#include <arsenal/sync/once_flag.hpp>
#include <arsenal/sync/pi_mutex.hpp>
#include <arsenal/sync/recursive_mutex.hpp>
#include <arsenal/sync/rw_spinlock.hpp>
#include <arsenal/sync/semaphore.hpp>
#include <arsenal/sync/seqlock.hpp>
#include <arsenal/sync/spinlock.hpp>
#include <arsenal/sync/ticket_lock.hpp>
#include <arsenal/sync/timed_mutex.hpp>
