/* SPDX-License-Identifier: MIT */
/* libmicrohttpd, loaded when a server starts (base/lazy.h). */
#ifndef KPATH_WEB_MICROHTTPD_H
#define KPATH_WEB_MICROHTTPD_H

#include <microhttpd.h>

#include "base/lazy.h"

#define MHD_add_response_header LAZY(KPATH_LAZY_MICROHTTPD, MHD_add_response_header)
#define MHD_basic_auth_get_username_password LAZY(KPATH_LAZY_MICROHTTPD, MHD_basic_auth_get_username_password)
#define MHD_create_response_from_buffer LAZY(KPATH_LAZY_MICROHTTPD, MHD_create_response_from_buffer)
#define MHD_destroy_response LAZY(KPATH_LAZY_MICROHTTPD, MHD_destroy_response)
#define MHD_free LAZY(KPATH_LAZY_MICROHTTPD, MHD_free)
#define MHD_get_connection_info LAZY(KPATH_LAZY_MICROHTTPD, MHD_get_connection_info)
#define MHD_get_connection_values LAZY(KPATH_LAZY_MICROHTTPD, MHD_get_connection_values)
#define MHD_get_daemon_info LAZY(KPATH_LAZY_MICROHTTPD, MHD_get_daemon_info)
#define MHD_get_timeout LAZY(KPATH_LAZY_MICROHTTPD, MHD_get_timeout)
#define MHD_lookup_connection_value LAZY(KPATH_LAZY_MICROHTTPD, MHD_lookup_connection_value)
#define MHD_queue_basic_auth_fail_response LAZY(KPATH_LAZY_MICROHTTPD, MHD_queue_basic_auth_fail_response)
#define MHD_queue_response LAZY(KPATH_LAZY_MICROHTTPD, MHD_queue_response)
#define MHD_resume_connection LAZY(KPATH_LAZY_MICROHTTPD, MHD_resume_connection)
#define MHD_run LAZY(KPATH_LAZY_MICROHTTPD, MHD_run)
#define MHD_start_daemon LAZY(KPATH_LAZY_MICROHTTPD, MHD_start_daemon)
#define MHD_stop_daemon LAZY(KPATH_LAZY_MICROHTTPD, MHD_stop_daemon)
#define MHD_suspend_connection LAZY(KPATH_LAZY_MICROHTTPD, MHD_suspend_connection)

#endif
