# SPDX-License-Identifier: GPL-3.0-or-later
# ccache as the compiler launcher. The settings travel with the command, so that nobody needs a configured ccache:
# the base folder makes paths relative and the folder's own name stays out of the hash, so that a build folder
# made anew hits the cache; the sloppiness is what precompiled headers need (ccache manual, "Precompiled headers").
find_program(WEIR_CCACHE_PROGRAM ccache)
if(WEIR_CCACHE AND WEIR_CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(launcher ${CMAKE_COMMAND} -E env
        CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}
        CCACHE_NOHASHDIR=1
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
        ${WEIR_CCACHE_PROGRAM})
    set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()
