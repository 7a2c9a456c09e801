#pragma once

#include <arsenal/sync/detail/basic_mutex.hpp>
