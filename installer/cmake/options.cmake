# SPDX-License-Identifier: GPL-3.0-or-later
# What holds for every target of ours. Flags that change the ABI or the meaning of shared headers are set for the whole
# tree instead, because two translation units that disagree on them break the one-definition rule silently.
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
# Nothing of ours is a shared library: functions that nobody can replace may be inlined and called directly.
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)

if(WEIR_SANITIZE)
    # vptr reads memory through a pipe of its own, which tests that run out of descriptors on purpose do not leave it.
    add_compile_options(-fsanitize=${WEIR_SANITIZE} -fno-sanitize=vptr -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${WEIR_SANITIZE})
endif()

if(WEIR_TIDY)
    find_program(WEIR_TIDY_PROGRAM NAMES clang-tidy-14 clang-tidy REQUIRED)
    # clang 14 sees std::expected and coroutines in libstdc++ 12 only when told that it has what they ask for.
    set(CMAKE_CXX_CLANG_TIDY ${WEIR_TIDY_PROGRAM} --quiet
        --extra-arg=-std=c++2b --extra-arg=-D__cpp_concepts=202002L --extra-arg=-Wno-builtin-macro-redefined
        --extra-arg=-Wno-unknown-warning-option)
endif()

add_library(weir_options INTERFACE)
target_compile_features(weir_options INTERFACE cxx_std_23)
target_include_directories(weir_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_definitions(weir_options INTERFACE WEIR_VERSION="${PROJECT_VERSION}")

if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    target_compile_options(weir_options INTERFACE
        -Wall -Wextra -Wpedantic -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough)
    if(WEIR_WERROR)
        target_compile_options(weir_options INTERFACE -Werror)
    endif()
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(weir_options INTERFACE
        # Lets ccache see a precompiled header through the preprocessor.
        $<$<BOOL:${WEIR_PCH}>:-fpch-preprocess>
        # The compiler's garbage collector walks through a precompiled header of 100 to 300 MB several times a file: a
        # tenth of the build for memory that nobody lacks.
        $<$<COMPILE_LANGUAGE:CXX>:SHELL:--param ggc-min-heapsize=1048576>
        # Asio uses atomic_thread_fence, which GCC's ThreadSanitizer does not model.
        -Wno-error=tsan)
    if(CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
        # GCC 12's data-flow warnings raise false alarms inside std::string and coroutine frames at -O2 (GCC bugs 105651,
        # 105562, 105329); the sanitizers watch for the real thing.
        target_compile_options(weir_options INTERFACE
            -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds -Wno-maybe-uninitialized)
    endif()
endif()

if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 19)
    # libstdc++ offers std::expected only to a compiler that claims all of C++20's concepts.
    add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-D__cpp_concepts=202002L>
        $<$<COMPILE_LANGUAGE:CXX>:-Wno-macro-redefined>)
endif()

# Units of eight files: from scratch half the time. Where files of a target name something alike in an anonymous namespace
# the build fails, so names there say whose they are. `dev` compiles file by file: it keeps headers whole, and a changed
# file is quick.
if(WEIR_UNITY)
    set(CMAKE_UNITY_BUILD ON)
    set(CMAKE_UNITY_BUILD_BATCH_SIZE 8)
    # GCC takes types of an anonymous namespace for those of a header, where the file is included by the unit.
    target_compile_options(weir_options INTERFACE
        $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-subobject-linkage>)
else()
    # A local name may be that of something in another file of the unit, which is no fault.
    target_compile_options(weir_options INTERFACE $<$<CXX_COMPILER_ID:GNU,Clang>:-Wshadow>)
endif()

# weir_precompile(TARGET HEADER...): precompiled headers, unless switched off (clang-tidy wants to see real includes).
function(weir_precompile target)
    if(WEIR_PCH)
        target_precompile_headers(${target} PRIVATE ${ARGN})
    endif()
endfunction()

# weir_add_folders(PATTERN...): the folders below this one that have arrived, each listing its own sources. Looked up
# anew at each build, so that a folder joins without anybody having to configure by hand.
function(weir_add_folders)
    foreach(pattern IN LISTS ARGN)
        file(GLOB lists CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${pattern}/CMakeLists.txt)
        foreach(list IN LISTS lists)
            get_filename_component(folder ${list} DIRECTORY)
            add_subdirectory(${folder})
        endforeach()
    endforeach()
endfunction()
