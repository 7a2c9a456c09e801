# Read at the start of a project that knows nothing of Arsenal (CMAKE_PROJECT_INCLUDE): all its targets get the drop-in.
set(ARSENAL_MODULES OFF CACHE BOOL "" FORCE)
add_subdirectory(${ARSENAL_SOURCE} arsenal EXCLUDE_FROM_ALL)
link_libraries(arsenal::drop_in)
