# SPDX-License-Identifier: GPL-3.0-or-later
# Compiled into weir_ui, from where every program that links it has them under ":/weir/".
file(GLOB weir_resource_files CONFIGURE_DEPENDS
    ${CMAKE_SOURCE_DIR}/resources/icons/*.svg
    ${CMAKE_SOURCE_DIR}/resources/themes/*.qss)
qt_add_resources(weir_ui weir_resources PREFIX /weir BASE ${CMAKE_SOURCE_DIR}/resources FILES ${weir_resource_files})
