#pragma once

#include <arsenal/atomic.hpp>
#include <arsenal/sync/mcs_lock.hpp>
#include <arsenal/sync/mutex.hpp>
#include <arsenal/sync/rw_spinlock.hpp>
#include <arsenal/sync/seqlock.hpp>
#include <arsenal/sync/spinlock.hpp>
#include <arsenal/sync/ticket_lock.hpp>
