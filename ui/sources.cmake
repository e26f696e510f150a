# SPDX-License-Identifier: GPL-3.0-or-later
target_sources(weir_ui PRIVATE
    colors.cpp
    icon.cpp
    main_window.cpp
    main_window_layout.cpp
    main_window_menus.cpp
    main_window_state.cpp
    plain_text.cpp
    plain_tips.cpp
    theme.cpp
    window_room.cpp)
include(${CMAKE_SOURCE_DIR}/resources/weir_resources.cmake)
