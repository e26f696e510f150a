# SPDX-License-Identifier: GPL-3.0-or-later
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(Qt6 6.4 REQUIRED COMPONENTS Core Network Sql)
if(WEIR_BUILD_GUI)
    find_package(Qt6 6.4 REQUIRED COMPONENTS Gui Widgets Charts)
endif()
if(WEIR_BUILD_TESTS)
    find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
    # It also defines the folder of each test as a macro (for QFINDTESTDATA, unused here), and a precompiled header
    # shared by the tests would be refused for that.
    set_target_properties(Qt6::Test PROPERTIES INTERFACE_COMPILE_DEFINITIONS QT_TESTLIB_LIB)
endif()
pkg_check_modules(brotli REQUIRED IMPORTED_TARGET libbrotlienc libbrotlidec)
pkg_check_modules(idn2 REQUIRED IMPORTED_TARGET libidn2)

# llhttp: a packaged library where there is one, else the C sources that Debian ships for Node.
find_package(llhttp CONFIG QUIET)
if(TARGET llhttp::llhttp_static)
    add_library(weir_llhttp ALIAS llhttp::llhttp_static)
elseif(TARGET llhttp::llhttp_shared)
    add_library(weir_llhttp ALIAS llhttp::llhttp_shared)
else()
    find_path(WEIR_LLHTTP_INCLUDE_DIR llhttp.h
        HINTS /usr/share/include/llhttp PATH_SUFFIXES llhttp REQUIRED)
    find_path(WEIR_LLHTTP_SOURCE_DIR llhttp.c
        HINTS /usr/share/llhttp REQUIRED)
    add_library(weir_llhttp STATIC
        ${WEIR_LLHTTP_SOURCE_DIR}/api.c
        ${WEIR_LLHTTP_SOURCE_DIR}/http.c
        ${WEIR_LLHTTP_SOURCE_DIR}/llhttp.c)
    target_include_directories(weir_llhttp SYSTEM PUBLIC ${WEIR_LLHTTP_INCLUDE_DIR})
    # The header's own default is the lenient mode.
    target_compile_definitions(weir_llhttp PUBLIC LLHTTP_STRICT_MODE=1)
    target_compile_options(weir_llhttp PRIVATE -w)
    # Each of its files defines the same names for itself.
    set_target_properties(weir_llhttp PROPERTIES UNITY_BUILD OFF)
endif()
