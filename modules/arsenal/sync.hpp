#pragma once

#include <arsenal/atomic.hpp>
#include <arsenal/sync/mutex.hpp>
