#include <arsenal/containers.hpp>

#include <catch2/catch_test_macros.hpp>

import arsenal.containers;

#include <modules/shared.hpp>

#define ORDER "include, then import"
#include <modules/program.inc>
