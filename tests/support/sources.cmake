# SPDX-License-Identifier: GPL-3.0-or-later
list(APPEND WEIR_TEST_SUPPORT_SOURCES scripted_server.cpp)
