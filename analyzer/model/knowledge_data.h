/* SPDX-License-Identifier: MIT */
/* The embedded knowledge file: text from kpath_knowledge_text up to (not
 * including) kpath_knowledge_text_end, then a NUL. */
#ifndef KPATH_MODEL_KNOWLEDGE_DATA_H
#define KPATH_MODEL_KNOWLEDGE_DATA_H

extern const char kpath_knowledge_text[];
extern const char kpath_knowledge_text_end[];

/* The same of the one for libraries of user space, which is laid over it. */
extern const char kpath_knowledge_c_text[];
extern const char kpath_knowledge_c_text_end[];

#endif
