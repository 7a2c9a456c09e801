#include <arsenal/containers.hpp>

#include <modules/shared.hpp>

#define BY include
#include <modules/definitions.inc>
