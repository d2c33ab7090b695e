/* SPDX-License-Identifier: MIT
 *
 * log: four levels, to the file named by --log and never to a terminal in use.
 * Text is cleaned; user:password of addresses never gets here.
 */
#ifndef SYS_LOG_H
#define SYS_LOG_H

#include "akhbar/base.h"

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

MUST_USE enum err log_open(const char *path, struct why *why); /* NULL: no log */
void log_close(void);
int log_fd(void); /* -1 none; the sandbox keeps it */
void log_write(enum log_level level, const char *module, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* Each file that logs defines LOG_MODULE first. */
#define LOGE(...) log_write(LOG_ERROR, LOG_MODULE, __VA_ARGS__)
#define LOGW(...) log_write(LOG_WARN, LOG_MODULE, __VA_ARGS__)
#define LOGI(...) log_write(LOG_INFO, LOG_MODULE, __VA_ARGS__)
#define LOGD(...) log_write(LOG_DEBUG, LOG_MODULE, __VA_ARGS__)

#endif
